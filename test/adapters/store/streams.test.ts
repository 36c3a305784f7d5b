// Streams that were read are kept: what is read is what stands in the database all the same, and memory is bounded.
import { describe, expect, test } from "vitest";
import { encode } from "../../../src/adapters/store/codec.ts";
import type { Line } from "../../../src/adapters/store/ledger.ts";
import { type DurableStore, openStore } from "../../../src/adapters/store/open-store.ts";
import { streamReader } from "../../../src/adapters/store/streams.ts";
import type { Event } from "../../../src/core/ports/store.ts";
import { anAppend, approved } from "../../kit/appends.ts";
import { bob, nine } from "../../kit/cast.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

const denied = (reason: string): Event => ({ type: "denied", at: nine, by: bob.id, reason });

/** Entries that nobody checks, and how many of them were handed out. */
function aLog() {
  const streams = new Map<string, Line[]>();
  const asked: string[] = [];
  return {
    asked,
    write(stream: string, event: Event, hash?: string): void {
      const lines = streams.get(stream) ?? [];
      const version = lines.length + 1;
      streams.set(stream, [
        ...lines,
        { seq: version, stream, version, text: encode(event), hash: hash ?? `${stream}/${version}` },
      ]);
    },
    putBack: (stream: string) => void streams.delete(stream),
    lines: async (stream: string, first: number): Promise<readonly Line[]> => {
      asked.push(`${stream} from ${first}`);
      return (streams.get(stream) ?? []).slice(Math.max(0, first - 1));
    },
  };
}

const reasons = async (reading: Promise<readonly { event: Event }[]>) =>
  (await reading).map(({ event }) => (event.type === "denied" ? event.reason : event.type));

test("only what came since is read, after the entry that shows that nothing was changed", async () => {
  const log = aLog();
  const read = streamReader(log);
  for (const reason of ["one", "two"]) log.write("BG-1", denied(reason));
  expect(await reasons(read("BG-1"))).toEqual(["one", "two"]);
  log.write("BG-1", denied("three"));
  expect(await reasons(read("BG-1"))).toEqual(["one", "two", "three"]);
  expect(await reasons(read("BG-1"))).toEqual(["one", "two", "three"]);
  expect(log.asked).toEqual(["BG-1 from 1", "BG-1 from 2", "BG-1 from 3"]);
});

test("a stream that was put back to an older state, and went another way since, is read anew", async () => {
  const log = aLog();
  const read = streamReader(log);
  for (const reason of ["one", "two"]) log.write("BG-1", denied(reason));
  await read("BG-1");
  log.putBack("BG-1");
  expect(await read("BG-1")).toEqual([]);
  log.write("BG-1", denied("one"));
  await read("BG-1");
  log.putBack("BG-1");
  for (const reason of ["another", "more"]) log.write("BG-1", denied(reason), `after the restore: ${reason}`);
  expect(await reasons(read("BG-1"))).toEqual(["another", "more"]);
});

test("what is kept is bounded in events and in characters, the longest unread goes first, giants are not kept", async () => {
  const log = aLog();
  const size = encode(denied("x")).length;
  const write = (stream: string, count: number, reason = "x") => {
    for (let n = 0; n < count; n += 1) log.write(stream, denied(reason));
  };
  const read = streamReader(log, { events: 16, characters: 100 * size });
  const again = async (stream: string) => {
    log.asked.length = 0;
    await read(stream);
    return log.asked[0] === `${stream} from 1` ? "forgotten" : "kept";
  };
  for (let n = 1; n <= 9; n += 1) write(`BG-${n}`, 2);
  for (let n = 1; n <= 8; n += 1) await read(`BG-${n}`);
  expect(await again("BG-1")).toBe("kept");
  await read("BG-9");
  expect([await again("BG-1"), await again("BG-2")]).toEqual(["kept", "forgotten"]);

  write("BG-10", 2, "x".repeat(20 * size));
  await read("BG-10");
  expect(await again("BG-10")).toBe("forgotten");
  write("BG-11", 5);
  await read("BG-11");
  expect(await again("BG-11")).toBe("forgotten");
  expect(await again("BG-1")).toBe("kept");

  for (let n = 12; n <= 16; n += 1) write(`BG-${n}`, 2, "x".repeat(11 * size));
  for (let n = 12; n <= 16; n += 1) await read(`BG-${n}`);
  expect([await again("BG-16"), await again("BG-12")]).toEqual(["kept", "forgotten"]);
});

test("streams that do not exist leave nothing behind", async () => {
  const log = aLog();
  const read = streamReader(log);
  expect(await read("BG-404")).toEqual([]);
  log.write("BG-404", approved);
  expect(await read("BG-404")).toHaveLength(1);
  expect(log.asked).toEqual(["BG-404 from 1", "BG-404 from 1"]);
});

function whileKept(newHome: () => Promise<Home>): void {
  test("who has read a stream reads what was appended since, and decides on nothing older", async () => {
    const home = await newHome();
    const store = await openStore({ url: home.url });
    for (let version = 1; version <= 5; version += 1) {
      expect(await store.append(anAppend("BG-1", { expected: version - 1 }))).toMatchObject({ version });
      expect((await store.read("BG-1")).map((event) => event.version)).toEqual(
        Array.from({ length: version }, (_, n) => n + 1),
      );
    }
    await store.close();
    await home.remove();
  });
}
describe("SQLite", () => whileKept(fileHome));
describe.skipIf(noPostgres)("PostgreSQL", () => whileKept(postgresHome));

describe.skipIf(noPostgres)("two nodes on one PostgreSQL", () => {
  async function twoNodes(use: (home: Home, one: DurableStore, other: DurableStore) => Promise<void>) {
    const home = await postgresHome();
    const one = await openStore({ url: home.url });
    const other = await openStore({ url: home.url });
    await use(home, one, other);
    await Promise.all([one.close(), other.close()]);
    await home.remove();
  }

  test("each reads at once what the other one appended to a stream that both have kept", () =>
    twoNodes(async (_, one, other) => {
      for (let version = 1; version <= 6; version += 1) {
        const [writer, reader] = version % 2 === 0 ? [one, other] : [other, one];
        await writer.append(anAppend("BG-1", { expected: version - 1, events: [denied(`${version}`)] }));
        const read = await reader.read("BG-1");
        expect(read).toEqual(await writer.read("BG-1"));
        expect(read.at(-1)).toMatchObject({ version, event: { reason: `${version}` } });
      }
    }));

  test("a database that was put back to an older state under both is read as it is now", () =>
    twoNodes(async (home, one, other) => {
      await one.append(anAppend("BG-1", { events: [denied("first")] }));
      await home.sql("create table saved_event as select * from event");
      await home.sql("create table saved_stream as select * from stream");
      await home.sql("create table saved_head as select * from head");
      await one.append(anAppend("BG-1", { events: [denied("lost")] }));
      for (const node of [one, other]) expect(await node.read("BG-1")).toHaveLength(2);

      await home.sql(`alter table event disable trigger all; alter table stream disable trigger all;
        delete from event; insert into event select * from saved_event; alter table event enable trigger all;
        delete from stream; insert into stream select * from saved_stream;
        delete from head; insert into head select * from saved_head`);
      expect(await other.append(anAppend("BG-1", { expected: 1, events: [denied("now")] }))).toMatchObject({
        version: 2,
      });
      for (const node of [one, other]) {
        expect(await reasons(node.read("BG-1"))).toEqual(["first", "now"]);
      }
    }));
});
