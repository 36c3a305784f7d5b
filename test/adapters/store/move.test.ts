// A move that breaks off, and a source on PostgreSQL that is not as alone as it looked.
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type MoveStep, moveStore } from "../../../src/adapters/store/move.ts";
import { openLog, openStore } from "../../../src/adapters/store/open-store.ts";
import { anAppend, requests } from "../../kit/appends.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

let from: Home;
let to: Home;
async function opened(source: () => Promise<Home>, target: () => Promise<Home>): Promise<void> {
  [from, to] = await Promise.all([source(), target()]);
  const store = await openStore({ url: from.url });
  const cards = [{ place: requests, urgent: false }];
  await Promise.all(Array.from({ length: 450 }, (_, n) => store.append(anAppend(`BG-${n + 1}`, { cards }))));
  await store.close();
}
afterEach(() => Promise.all([from.remove(), to.remove()]));

const silent = () => undefined;
const entriesIn = async (url: string): Promise<number> => {
  const log = openLog(url);
  const { seq } = await log.head();
  await log.close();
  return seq;
};

function breaksOff(target: () => Promise<Home>): void {
  beforeEach(() => opened(fileHome, target));

  test("whatever fails in the middle leaves an empty target, that the next try fills", async () => {
    const fail = (step: MoveStep) => {
      if (step.step === "verify-target") throw new Error("the disk is full");
    };
    await expect(moveStore(from.url, to.url, fail)).rejects.toThrow("the disk is full");
    expect(await entriesIn(to.url)).toBe(0);
    expect(await moveStore(from.url, to.url, silent)).toMatchObject({ ok: true, entries: 450 });
  });

  test("it goes by pages, and tells after each", async () => {
    const told: MoveStep[] = [];
    await moveStore(from.url, to.url, (step) => void told.push(step));
    const copied = (table: string) =>
      told.flatMap((step) => (step.step === "copy" && step.table === table ? [[step.done, step.of]] : []));
    expect(copied("event")).toEqual([
      [200, 450],
      [400, 450],
      [450, 450],
    ]);
    expect(copied("delivery")).toEqual(copied("event"));
    expect([told.at(0), told.at(-1)]).toEqual([{ step: "verify-source" }, { step: "verify-target" }]);
  });
}

describe("to SQLite", () => breaksOff(fileHome));
describe.skipIf(noPostgres)("to PostgreSQL", () => breaksOff(postgresHome));

describe.skipIf(noPostgres)("from PostgreSQL", () => {
  let other: pg.Client;
  beforeEach(async () => {
    await opened(postgresHome, fileHome);
    other = new pg.Client({ connectionString: from.url, application_name: "somebody" });
    await other.connect();
  });
  afterEach(() => other.end());

  test("a node that starts while it goes on is seen before anything counts", async () => {
    const starts = (step: MoveStep) => {
      if (step.step === "copy" && step.table === "head")
        void other.query("set application_name = 'breakglass'");
    };
    await expect(moveStore(from.url, to.url, starts)).rejects.toThrow(/is in use: 1 other connections/);
    expect(await entriesIn(to.url)).toBe(0);
  });

  test("somebody who writes under another name is met by their lock", async () => {
    await other.query("begin");
    await other.query("insert into place (place, record) values ('a', 'b')");
    await expect(moveStore(from.url, to.url, silent)).rejects.toThrow(/is in use .*lock.*stop every node/);
    await other.query("rollback");
    expect(await moveStore(from.url, to.url, silent)).toMatchObject({ entries: 450 });
  });

  test("somebody who writes under another name while it goes on waits until it is over", async () => {
    let written = false;
    const writing = Promise.withResolvers<unknown>();
    const told: boolean[] = [];
    const writes = (step: MoveStep) => {
      told.push(written);
      if (step.step !== "copy" || step.table !== "head") return;
      const insert = other.query("insert into place (place, record) values ('a', 'b')");
      writing.resolve(insert.then(() => (written = true)));
    };
    await moveStore(from.url, to.url, writes);
    expect(told).not.toContain(true);
    await writing.promise;
    const moved = await openStore({ url: to.url });
    expect(await moved.recall("a")).toBeUndefined();
    await moved.close();
  });
});
