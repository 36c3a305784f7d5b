// A sealed name is ours on every node and after every restart; nobody else can make one.
import { expect, test } from "vitest";
import { createSeal, type SealShelf } from "../../../src/adapters/teams/seal.ts";
import { after } from "../../kit/cast.ts";

const key = "card/BG-7/teams:channel:19:requests@thread.tacv2";
const log = { info: () => {}, warn: () => {}, error: () => {} };

const shelfOf = (kept: { text?: string } = {}): SealShelf => ({
  put: async (text) => void (kept.text ??= text),
  get: async () => kept.text,
});

function clock() {
  const at = { minutes: 0 };
  return { at, now: () => after(at.minutes) };
}

test("opened by whoever shares the record, and by nobody else", async () => {
  const { now } = clock();
  const shelf = shelfOf();
  const sealed = await createSeal(shelf, now, log).close(key);
  expect(await createSeal(shelf, now, log).open(sealed)).toEqual({ key, genuine: true });
  expect((await createSeal(shelfOf(), now, log).open(sealed)).genuine).toBe(false);
});

test("another name, another seal, half a seal, none: not ours", async () => {
  const seal = createSeal(shelfOf(), clock().now, log);
  const sealed = await seal.close(key);
  const mac = sealed.slice(key.length);
  for (const made of [
    key,
    "",
    "#",
    `card/BG-8${mac}`,
    `${key}#${"A".repeat(43)}`,
    sealed.slice(0, -1),
    `${sealed}x`,
  ])
    expect((await seal.open(made)).genuine, made).toBe(false);
});

test("two nodes that make a secret at once use the one that was put first", async () => {
  const { now } = clock();
  const shelf = shelfOf();
  const both = [createSeal(shelf, now, log), createSeal(shelf, now, log)];
  const [one, other] = await Promise.all(both.map((seal) => seal.close(key)));
  expect(one).toBe(other);
});

test("a secret that was replaced is found", async () => {
  const { at, now } = clock();
  const kept: { text?: string } = {};
  const early = createSeal(shelfOf(kept), now, log);
  await early.close(key);
  kept.text = "another one, after a leak";
  const sealed = await createSeal(shelfOf(kept), now, log).close(key);
  expect((await early.open(sealed)).genuine).toBe(true);
  at.minutes = 1;
  expect(await early.close(key)).toBe(sealed);
});

test("made-up seals ask the database once in ten seconds", async () => {
  const { at, now } = clock();
  let reads = 0;
  const shelf = shelfOf();
  const seal = createSeal({ put: shelf.put, get: () => ((reads += 1), shelf.get()) }, now, log);
  await seal.close(key);
  const before = reads;
  for (let i = 0; i < 100; i += 1) await seal.open(`${key}#${"A".repeat(43)}`);
  expect(reads - before).toBe(1);
  at.minutes = 1;
  await seal.open(`${key}#${"A".repeat(43)}`);
  expect(reads - before).toBe(2);
});

test("a database that is away: nothing is genuine, nothing throws, and it mends itself", async () => {
  const shelf = shelfOf();
  const sealed = await createSeal(shelf, clock().now, log).close(key);
  let away = true;
  const seal = createSeal(
    { put: shelf.put, get: () => (away ? Promise.reject(new Error("away")) : shelf.get()) },
    clock().now,
    log,
  );
  expect((await seal.open(sealed)).genuine).toBe(false);
  away = false;
  expect((await seal.open(sealed)).genuine).toBe(true);
});
