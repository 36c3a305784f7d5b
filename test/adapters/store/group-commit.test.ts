// What waits together is written together, and fails apart.
import { expect, test } from "vitest";
import { prepare } from "../../../src/adapters/store/append.ts";
import { groupCommit } from "../../../src/adapters/store/group-commit.ts";
import type { Prepared } from "../../../src/adapters/store/plan-appends.ts";
import { anAppend } from "../../kit/appends.ts";

const some = (count: number) => Array.from({ length: count }, (_, n) => prepare(anAppend(`BG-${n + 1}`)));
const done = (batch: readonly Prepared[]) => batch.map(() => ({ type: "appended" as const, version: 1 }));
const answers = () => Promise.resolve();

test("appends of one turn of the event loop share one write; those that come meanwhile share the next", async () => {
  const batches: number[] = [];
  const commit = groupCommit((batch) => {
    batches.push(batch.length);
    return Promise.resolve(done(batch));
  }, answers);
  const first = some(50).map(commit.add);
  await Promise.resolve().then(() => first.push(...some(10).map(commit.add)));
  await Promise.all(first);
  expect(batches).toEqual([60]);
  await Promise.all(some(450).map(commit.add));
  expect(batches).toEqual([60, 200, 200, 50]);
  await commit.idle();
});

test("nobody is answered before the write is through", async () => {
  let written = (): void => undefined;
  const commit = groupCommit(async (batch) => {
    await new Promise<void>((resolve) => (written = resolve));
    return done(batch);
  }, answers);
  let answered = false;
  const adding = commit.add(some(1)[0] as Prepared).then(() => (answered = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(answered).toBe(false);
  written();
  await adding;
});

test("one that spoils its batch fails alone", async () => {
  const commit = groupCommit(
    (batch) =>
      batch.some(({ append }) => append.stream === "BG-2")
        ? Promise.reject(new Error("spoilt"))
        : Promise.resolve(done(batch)),
    answers,
  );
  const settled = await Promise.allSettled(some(3).map(commit.add));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("when the database is away everybody is told at once, and nobody is tried again", async () => {
  let tries = 0;
  const away = () => Promise.reject(new Error("away"));
  const commit = groupCommit(() => {
    tries += 1;
    return away();
  }, away);
  const settled = await Promise.allSettled(some(50).map(commit.add));
  expect(settled.every(({ status }) => status === "rejected")).toBe(true);
  expect(tries).toBe(1);
  await commit.idle();
});
