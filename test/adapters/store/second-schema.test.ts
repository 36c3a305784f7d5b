// A database that the first release wrote is brought up, and forgets nothing.
import { readFileSync } from "node:fs";
import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backUp } from "../../../src/adapters/store/backup.ts";
import { verifyChain } from "../../../src/adapters/store/chain.ts";
import { encode } from "../../../src/adapters/store/codec.ts";
import type { Database } from "../../../src/adapters/store/database.ts";
import { firstSchema } from "../../../src/adapters/store/first-schema.ts";
import { type DurableStore, openLog, openStore } from "../../../src/adapters/store/open-store.ts";
import { openPostgres } from "../../../src/adapters/store/postgres.ts";
import { openSqlite } from "../../../src/adapters/store/sqlite.ts";
import type { DeliveryRow, Tables } from "../../../src/adapters/store/tables.ts";
import { anAppend, requests, soc } from "../../kit/appends.ts";
import { after, first } from "../../kit/cast.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

type Recorded = Pick<Tables, "event" | "command" | "stream" | "place"> & { delivery: Required<DeliveryRow> };
/** All that the first release had written to a file of its own: BG-1 is over, BG-2 is declared and going on. */
const recorded = JSON.parse(
  readFileSync(new URL("./recorded/first-schema.json", import.meta.url), "utf8"),
) as { [Table in keyof Recorded]: Recorded[Table][] } & { head: [Tables["head"]] };
const entries = recorded.event.length;

async function asThen({ kind, run, close }: Database): Promise<void> {
  await run(async (db) => {
    const getMigrations = () =>
      Promise.resolve({ "0001-first": { up: (on: Kysely<unknown>) => firstSchema(on, kind) } });
    const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest();
    if (error) throw error;
    for (const table of ["event", "command", "stream", "delivery", "place"] as const)
      await db.insertInto(table).values(recorded[table]).execute();
    await db.updateTable("head").set(recorded.head[0]).execute();
  });
  await close();
}

function upgrade(newHome: () => Promise<Home>, open: (url: string) => Database): void {
  let home: Home;
  let store: DurableStore | undefined;
  beforeEach(async () => {
    home = await newHome();
    await asThen(open(home.url));
    store = undefined;
  });
  afterEach(async () => {
    await store?.close();
    await home.remove();
  });
  const opened = async () => (store = await openStore({ url: home.url }));

  test("its chain holds before and after, and every event reads and is written as it was", async () => {
    const before = openLog(home.url);
    expect(await verifyChain(before)).toMatchObject({ ok: true, entries });
    await before.close();
    const now = await opened();
    await now.check();
    expect(await verifyChain(now)).toMatchObject({ ok: true, entries, hash: recorded.head[0].hash });
    expect((await now.log(0, 99)).map(({ event }) => encode(event))).toEqual(
      recorded.event.map(({ text }) => text),
    );
  });

  test("what was live, due, waiting and remembered still is, and it goes on from there", async () => {
    const now = await opened();
    expect(await now.live("BG-")).toEqual(["BG-2"]);
    expect(await now.due(after(90), 9)).toEqual(["BG-2"]);
    expect(await now.waiting("BG-2")).toEqual([requests, soc]);
    expect(await now.recall("teams:channel:19:soc@thread.tacv2")).toContain("smba.example");
    expect(await now.append(anAppend("BG-2", { key: "then-5" }))).toMatchObject({ type: "repeated" });
    const more = { takes: ["sign-in/a"], events: [{ type: "closing-noticed", at: after(90) }] as const };
    expect(await now.append(anAppend("BG-2", { ...more, holds: first.id }))).toMatchObject({ version: 3 });
    expect(await now.taken(["sign-in/a", "sign-in/b"])).toEqual(new Set(["sign-in/a"]));
    expect(await verifyChain(now)).toMatchObject({ ok: true, entries: entries + 1 });
  });

  test("E6: its requests are found by their time, so that a sign-in after the upgrade meets what was approved before", async () => {
    const now = await opened();
    const found = (minutes: number) =>
      now.spanning({ name: "request", from: after(minutes), until: after(minutes) });
    expect(await found(95)).toEqual(["BG-1", "BG-2"]);
    expect(await found(-1_440)).toEqual(["BG-1", "BG-2"]);
    expect(await found(60 * 24 * 60)).toEqual([]);
    expect(await now.spanning({ name: "alert", from: after(0), until: after(99) })).toEqual([]);
  });

  test("opened again it stays as it is", async () => {
    await (await opened()).append(anAppend("AL-1", { takes: ["sign-in/a"] }));
    await store?.close();
    expect(await (await opened()).taken(["sign-in/a"])).toEqual(new Set(["sign-in/a"]));
  });
}

describe("SQLite", () => {
  upgrade(fileHome, (url) => openSqlite(url.slice("sqlite:".length)));

  test("a copy made before the upgrade verifies, and can be opened", async () => {
    const home = await fileHome();
    const file = home.url.slice("sqlite:".length);
    await asThen(openSqlite(file));
    await backUp(file, `${file}.copy`);
    const store = await openStore({ url: `sqlite:${file}.copy` });
    expect(await verifyChain(store)).toMatchObject({ ok: true, entries });
    await store.close();
    await home.remove();
  });
});
describe.skipIf(noPostgres)("PostgreSQL", () =>
  upgrade(postgresHome, (url) => openPostgres(url, { warn: () => undefined })),
);
