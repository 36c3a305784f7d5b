// The log cannot be changed by SQL, and who forces it is found out.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashOf, verifyChain } from "../../../src/adapters/store/chain.ts";
import { type DurableStore, openStore } from "../../../src/adapters/store/open-store.ts";
import { anAppend } from "../../kit/appends.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

const dropTriggers = {
  sqlite: "drop trigger event_no_update; drop trigger event_no_delete; drop trigger event_no_replace;",
  postgres: "drop trigger event_no_change on event; drop trigger event_no_truncate on event;",
};

function protection(kind: "sqlite" | "postgres", newHome: () => Promise<Home>): void {
  let home: Home;
  let store: DurableStore;
  beforeEach(async () => {
    home = await newHome();
    store = await openStore({ url: home.url });
    for (let n = 0; n < 5; n += 1) await store.append(anAppend("BG-1"));
  });
  afterEach(async () => {
    await store.close();
    await home.remove();
  });

  const insert = ({
    seq,
    version,
    prev,
    hash,
  }: {
    seq: number;
    version: number;
    prev: string;
    hash: string;
  }) =>
    `insert into event (seq, stream, version, text, prev, hash)
     values (${seq}, 'BG-1', ${version}, '{}', '${prev}', '${hash}')`;

  const forbidden = [
    "update event set text = '{}' where seq = 2",
    "delete from event where seq = 5",
    "delete from event",
    ...(kind === "postgres"
      ? [
          "truncate event",
          `${insert({ seq: 2, version: 2, prev: "", hash: "" })} on conflict (seq) do update set text = ''`,
        ]
      : [
          insert({ seq: 2, version: 2, prev: "", hash: "" }).replace("insert", "insert or replace"),
          insert({ seq: 6, version: 2, prev: "", hash: "" }).replace("insert", "insert or replace"),
          insert({ seq: 7, version: 6, prev: "", hash: "" }),
        ]),
  ];
  test.each(forbidden)("the database refuses: %s", async (text) => {
    await expect(home.sql(text)).rejects.toThrow(/append-only/);
    expect(await verifyChain(store)).toMatchObject({ ok: true, entries: 5 });
  });

  test("an untouched log verifies, and ends with the hash of its head", async () => {
    expect(await verifyChain(store)).toEqual({ ok: true, entries: 5, hash: (await store.head()).hash });
  });

  test("an empty log verifies", async () => {
    const other = await newHome();
    const empty = await openStore({ url: other.url });
    expect(await verifyChain(empty)).toMatchObject({ ok: true, entries: 0 });
    await empty.close();
    await other.remove();
  });

  test.each([
    [
      "a changed text",
      "update event set text = replace(text, 'approved', 'withdrawn') where seq = 3",
      3,
      /changed/,
    ],
    ["a changed stream", "update event set stream = 'BG-2', version = 1 where seq = 3", 3, /changed/],
    ["an entry removed from the middle", "delete from event where seq = 3", 3, /missing/],
    ["the first entry removed", "delete from event where seq = 1", 1, /missing/],
    ["the last entry removed", "delete from event where seq = 5", 5, /ends at 4/],
    ["all removed", "delete from event", 1, /ends at 0/],
    [
      "two entries exchanged",
      "update event set seq = -3 where seq = 3; update event set seq = 3 where seq = 4; update event set seq = 4 where seq = -3",
      3,
      /does not follow/,
    ],
    ["a head put back", "update head set seq = 4", 4, /not the one that the head names/],
  ])("%s is found, at its place", async (_what, text, seq, why) => {
    await home.sql(dropTriggers[kind] + text);
    expect(await verifyChain(store)).toEqual({ ok: false, seq, why: expect.stringMatching(why) });
  });

  test("an entry slipped in at the end, with a proper hash, is found", async () => {
    const { hash: prev } = await store.head();
    const entry = { seq: 6, stream: "BG-1", version: 6, text: "{}", prev };
    await home.sql(insert({ ...entry, hash: hashOf(entry) }));
    expect(await verifyChain(store)).toMatchObject({ ok: false, seq: 6, why: /slipped in/ });
  });

  test("an entry with a proper hash that skips a version of its stream is found", async () => {
    const { hash: prev } = await store.head();
    const entry = { seq: 6, stream: "BG-1", version: 9, text: "{}", prev };
    await home.sql(`${insert({ ...entry, hash: hashOf(entry) })};
      update head set seq = 6, hash = '${hashOf(entry)}'`);
    expect(await verifyChain(store)).toMatchObject({ ok: false, seq: 6, why: /version 9/ });
  });

  test("a log that others append to meanwhile verifies", async () => {
    const appending = Array.from({ length: 20 }, () => store.append(anAppend("BG-2")));
    expect(await verifyChain(store)).toMatchObject({ ok: true });
    await Promise.all(appending);
  });

  test("an event of a newer version is named, not guessed at", async () => {
    const { hash: prev } = await store.head();
    const entry = { seq: 6, stream: "BG-1", version: 6, text: '{"type":"teleported"}', prev };
    await home.sql(insert({ ...entry, hash: hashOf(entry) }).replace("'{}'", `'${entry.text}'`));
    await expect(store.read("BG-1")).rejects.toThrow(
      'entry 6 of the log (BG-1, version 6): an event of type "teleported" was written by a newer version',
    );
  });

  test("a schema newer than the code is refused", async () => {
    await home.sql(`insert into kysely_migration (name, timestamp) values ('0099-tomorrow', '2099')`);
    await expect(store.check()).rejects.toThrow(/schema 0099-tomorrow.*newer version/);
    await store.close();
    await expect(openStore({ url: home.url })).rejects.toThrow(/schema 0099-tomorrow.*newer version/);
    await home.sql(`delete from kysely_migration where name = '0099-tomorrow'`);
    store = await openStore({ url: home.url });
  });

  test("what fails in the middle of an append leaves nothing behind, and spoils no neighbour", async () => {
    await home.sql(
      kind === "sqlite"
        ? `create trigger poison before insert on delivery when new.place like '%POISON'
           begin select raise(abort, 'poison'); end`
        : `alter table delivery add constraint poison check (place not like '%POISON')`,
    );
    const cards = [{ place: { platform: "slack", kind: "channel", id: "C0POISON" } as const, urgent: false }];
    const answers = await Promise.allSettled([
      store.append(anAppend("BG-3")),
      store.append(anAppend("BG-4", { cards, due: Temporal.Instant.fromEpochMilliseconds(0) })),
      store.append(anAppend("BG-5")),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await store.read("BG-4")).toEqual([]);
    expect(await store.live("BG-")).toEqual(["BG-1", "BG-3", "BG-5"]);
    expect(await store.due(Temporal.Instant.from("2100-01-01T00:00:00Z"), 9)).toEqual([]);
    expect(await verifyChain(store)).toMatchObject({ ok: true, entries: 7 });
  });
}

describe("SQLite", () => protection("sqlite", fileHome));
describe.skipIf(noPostgres)("PostgreSQL", () => protection("postgres", postgresHome));
