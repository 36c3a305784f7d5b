// Nobody is answered, and nothing is shown, before it is on the disk; what is only noted does not wait for that.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { appendAll, prepare } from "../../../src/adapters/store/append.ts";
import type { Database } from "../../../src/adapters/store/database.ts";
import { migrate } from "../../../src/adapters/store/migrate.ts";
import { openSqlite } from "../../../src/adapters/store/sqlite.ts";
import { anAppend } from "../../kit/appends.ts";
import { fileHome, type Home } from "../../kit/stores.ts";

let home: Home;
let database: Database;
/** A disk that takes what it is given when it is told to. */
let disk: { begun: number; take(error?: Error): void };
beforeEach(async () => {
  home = await fileHome();
  disk = { begun: 0, take: () => undefined };
  database = openSqlite(home.url.slice("sqlite:".length), () => {
    disk.begun += 1;
    return new Promise((resolve, reject) => {
      disk.take = (error) => (error ? reject(error) : resolve());
    });
  });
  await database.run((db) => migrate(db, "sqlite"));
});
afterEach(async () => {
  await database.close();
  await home.remove();
});

const append = (stream: string, key = stream) =>
  appendAll(database.ledger, [prepare(anAppend(stream, { key }))], "node");

/** Whether it comes to its end without the disk. */
async function waits(promise: Promise<unknown>): Promise<boolean> {
  const end = promise.then(
    () => "ended",
    () => "failed",
  );
  const soon = new Promise((resolve) => setTimeout(() => resolve("waits"), 50));
  return (await Promise.race([end, soon])) === "waits";
}

test("an append is answered when the disk has it, and then one flush was enough", async () => {
  const answer = append("BG-1");
  expect(await waits(answer)).toBe(true);
  disk.take();
  expect(await answer).toEqual([{ type: "appended", version: 1 }]);
  expect(disk.begun).toBe(1);
});

describe("while the disk has not taken an append", () => {
  let answer: ReturnType<typeof append>;
  beforeEach(async () => {
    answer = append("BG-1");
    await waits(answer);
  });
  afterEach(async () => {
    disk.take();
    await answer;
  });

  test("its stream is not read, others are", async () => {
    expect(await waits(database.ledger.lines("BG-2", 1))).toBe(false);
    const reading = database.ledger.lines("BG-1", 1);
    expect(await waits(reading)).toBe(true);
    disk.take();
    expect(await reading).toHaveLength(1);
  });

  test("who would show it to the world waits", async () => {
    const settled = database.settled();
    expect(await waits(settled)).toBe(true);
    disk.take();
    await settled;
  });

  test("who comes with its key once more hears of it only then", async () => {
    const again = append("BG-1", "BG-1");
    expect(await waits(again)).toBe(true);
    disk.take();
    expect(await again).toMatchObject([{ type: "repeated", events: [{ version: 1 }] }]);
  });

  test("a note is taken", async () => {
    expect(await waits(database.note(async () => "noted"))).toBe(false);
    expect(disk.begun).toBe(1);
  });
});

test("what is settled in a transaction waits for the disk, what is noted does not", async () => {
  const settling = database.transact(async () => "settled");
  expect(await waits(settling)).toBe(true);
  disk.take();
  expect(await settling).toBe("settled");
  expect(await database.note(async () => "noted")).toBe("noted");
  expect(disk.begun).toBe(1);
});

test("a disk that fails: the append is not answered with yes, its stream is not read, nothing more is taken", async () => {
  const answer = append("BG-1");
  await waits(answer);
  const failed = expect(answer).rejects.toThrow(/the disk did not take what was written: mend it/);
  disk.take(new Error("EIO: i/o error, fdatasync"));
  await failed;
  await expect(database.ledger.lines("BG-1", 1)).rejects.toThrow(/mend it/);
  await expect(append("BG-2")).rejects.toThrow(/mend it/);
  await expect(database.transact(async () => undefined)).rejects.toThrow(/mend it/);
  await expect(database.settled()).rejects.toThrow(/mend it/);
  expect(await database.ledger.lines("BG-2", 1)).toEqual([]);
  expect(disk.begun).toBe(1);
});

test("an append that fails half-way leaves nothing, and the next one finds the database as it was", async () => {
  await expect(
    database.ledger.write(
      { streams: [], names: [], keys: [], facts: [] },
      (seen) => {
        expect(seen.head.seq).toBe(0);
        throw new Error("half-way");
      },
      "node",
    ),
  ).rejects.toThrow("half-way");
  const answer = append("BG-1");
  await waits(answer);
  disk.take();
  expect(await answer).toEqual([{ type: "appended", version: 1 }]);
});
