// breakglass store migrate: a whole store, from one database to another; what it refuses, and what it says then.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { openLog, openStore } from "../../src/adapters/store/open-store.ts";
import { run } from "../../src/cli/run.ts";
import { anAppend, requests, soc, toBob } from "../kit/appends.ts";
import { after, nine } from "../kit/cast.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../kit/stores.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function home(of: () => Promise<Home>): Promise<Home> {
  const made = await of();
  ends.push(made.remove);
  return made;
}

async function typed(...args: string[]) {
  let [out, err] = ["", ""];
  const terminal = {
    env: {},
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
  };
  return { code: await run(args, terminal), out, err };
}

const moved = (from: string, to: string) => typed("store", "migrate", "--from", from, "--to", to);
const refused = async (from: string, to: string) => {
  const { code, out, err } = await moved(from, to);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  return err;
};

/** Something in every table. */
async function lived(url: string): Promise<void> {
  const store = await openStore({ url });
  const span = { name: "request", from: nine, until: after(60) };
  await store.append(
    anAppend("BG-1", {
      key: "first",
      takes: ["sign-in/a"],
      span,
      due: after(30),
      cards: [requests, soc].map((place) => ({ place, urgent: false })),
      announcements: [{ place: toBob, version: 1, urgent: true }],
    }),
  );
  const [card] = await store.claim(nine, 20, 1, "teams");
  if (card) await store.delivered(card, { conversation: soc.id, message: "17" }, 1);
  await store.remember("teams:seal", '{"key":"kept"}');
  await store.append(anAppend("BG-2", { key: "hostile \0 \ud800", redraw: true }));
  await store.close();
}

async function sameAs(from: string, to: string): Promise<void> {
  const [before, now] = [await openStore({ url: from }), await openStore({ url: to })];
  const look = async (store: typeof now) => ({
    entries: await store.entries(0, 99),
    head: await store.head(),
    live: await store.live("BG-"),
    due: await store.due(after(31), 9),
    spans: await store.spanning({ name: "request", from: after(59), until: after(99) }),
    taken: [...(await store.taken(["sign-in/a", "sign-in/b"]))],
    waiting: await store.waiting("BG-1"),
    at: await store.deliveryAt({ conversation: soc.id, message: "17" }),
    seal: await store.recall("teams:seal"),
    next: await store.nextNumber("BG-"),
    claimed: (await store.claim(after(5), 20, 9, "slack")).map((one) => ({ ...one, lease: "" })),
    again: [await store.append(anAppend("BG-9", { key: "first" }))],
    hostile: await store.append(anAppend("BG-9", { key: "hostile \0 \ud800" })),
  });
  try {
    expect(await look(now)).toEqual(await look(before));
    expect(await now.append(anAppend("BG-3"))).toMatchObject({ type: "appended", version: 1 });
  } finally {
    await Promise.all([before.close(), now.close()]);
  }
}

const nothingIn = async (url: string) => {
  const log = openLog(url);
  const { seq } = await log.head();
  await log.close();
  return seq === 0;
};

function moves(source: () => Promise<Home>, target: () => Promise<Home>): void {
  test("everything is there afterwards, both logs verify, and the source is as it was", async () => {
    const [from, to] = [await home(source), await home(target)];
    await lived(from.url);
    const { code, out, err } = await moved(from.url, to.url);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("event: 2 of 2\n") });
    const proved = await typed("audit", "verify", "--store", to.url);
    expect(proved).toEqual(await typed("audit", "verify", "--store", from.url));
    expect(out).toContain(proved.out.trim().split(" ").at(-1));
    await sameAs(from.url, to.url);
  });

  test("a target with anything in it is refused and named; the right one is filled after that", async () => {
    const [from, to] = [await home(source), await home(target)];
    await lived(from.url);
    const used = await openStore({ url: to.url });
    await used.remember("known/somebody", "then");
    await used.close();
    expect(await refused(from.url, to.url)).toContain("is not empty: it has rows, 1 in place. Name a new");
    await to.sql("delete from place");
    expect(await moved(from.url, to.url)).toMatchObject({ code: 0 });
    expect(await refused(from.url, to.url)).toContain("2 in event");
  });

  test("a source whose log was changed is refused, and nothing is moved", async () => {
    const [from, to] = [await home(source), await home(target)];
    await lived(from.url);
    await from.sql("update head set seq = 1");
    expect(await refused(from.url, to.url)).toContain("the log of");
    expect(await nothingIn(to.url)).toBe(true);
  });

  test("a source of another schema is refused: an older one is started once, a newer one is moved by its own version", async () => {
    const [from, to] = [await home(source), await home(target)];
    await lived(from.url);
    await from.sql("insert into kysely_migration values ('0003-beside-0002-more', 'now')");
    expect(await refused(from.url, to.url)).toContain("0003-beside-0002-more, of a newer version");
    await from.sql("delete from kysely_migration where name <> '0001-first'");
    expect(await refused(from.url, to.url)).toContain("lacks schema 0002-sign-ins: start breakglass anew");
  });

  test("the wrong way round, it says so and touches nothing", async () => {
    const [from, to] = [await home(source), await home(target)];
    await lived(from.url);
    await refused(to.url, from.url);
    await (await openStore({ url: to.url })).close();
    expect(await refused(to.url, from.url)).toContain(
      "nothing is on record there, so there is nothing to move. Are --from and --to",
    );
    expect(await typed("audit", "verify", "--store", from.url)).toMatchObject({ code: 0 });
  });

  test("a source in use is refused: what is decided there would be lost", async () => {
    const [from, to] = [await home(source), await home(target)];
    await lived(from.url);
    const bot = await openStore({ url: from.url });
    ends.push(() => bot.close());
    await bot.head();
    expect(await refused(from.url, to.url)).toMatch(/in use.*[Ss]top/);
  });

  test("a target in use is refused", async () => {
    const [from, to] = [await home(source), await home(target)];
    await lived(from.url);
    const bot = await openStore({ url: to.url });
    ends.push(() => bot.close());
    expect(await refused(from.url, to.url)).toMatch(/in use.*[Ss]top/);
  });
}

describe("SQLite to SQLite", () => moves(fileHome, fileHome));
describe.skipIf(noPostgres)("SQLite to PostgreSQL", () => moves(fileHome, postgresHome));
describe.skipIf(noPostgres)("PostgreSQL to SQLite", () => moves(postgresHome, fileHome));

describe("what cannot be a store", () => {
  const folder = mkdtempSync(join(tmpdir(), "breakglass-migrate-"));
  const text = join(folder, "letter.txt");
  writeFileSync(text, "Dear auditor, ".repeat(100));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ["sqlite:/nowhere/a.db", "sqlite:b.db", "--from /nowhere/a.db: there is no such file"],
    ["sqlite::memory:", "sqlite:b.db", "--from :memory:: a store in memory ends with its process"],
    ["sqlite:a.db", "sqlite:a.db", "a.db is both --from and --to"],
    ["mysql://me:geheim@host/db", "sqlite:b.db", 'begins with "mysql:"'],
    ["postgres://me:geheim@host:port/db", "sqlite:b.db", "the address cannot be read"],
    [
      "postgres://me:geheim@127.0.0.1:1/db",
      "sqlite:b.db",
      "--from postgres://127.0.0.1:1/db: connect ECONNREFUSED",
    ],
    ["postgres://me:geheim@localhost:1/db", "sqlite:b.db", "ECONNREFUSED"],
    [`sqlite:${text}`, "sqlite:b.db", "letter.txt: file is not a database"],
  ])("%s to %s: %s", async (from, to, said) => {
    const err = await refused(from, to);
    expect(err).toContain(said);
    expect(err).not.toContain("geheim");
  });

  test("a missing option ends with 2", async () => {
    expect(await typed("store", "migrate", "--from", "sqlite:a.db")).toMatchObject({
      code: 2,
      err: expect.stringContaining("required option '--to <url>'"),
    });
  });
});

describe.skipIf(noPostgres)("rights on PostgreSQL", () => {
  test("a user who may not make tables is told so, by the option", async () => {
    const [from, to] = [await home(fileHome), await home(postgresHome)];
    await lived(from.url);
    const user = `guest_${randomUUID().slice(0, 8)}`;
    await to.sql(`create role ${user} login password 'geheim'`);
    ends.push(() => to.sql(`drop role ${user}`));
    const url = Object.assign(new URL(to.url), { username: user, password: "geheim" });
    const err = await refused(from.url, url.href);
    expect(err).toMatch(/--to postgres:.*permission denied for schema public: its user must own/);
    expect(err).not.toContain("geheim");
  });
});
