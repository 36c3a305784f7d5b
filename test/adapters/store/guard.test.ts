// Using the store inside a transaction is an error at once, not a process that hangs or a write that escapes.
import { expect, test } from "vitest";
import { whyNotClock } from "../../../src/adapters/store/moment.ts";
import { openSqlite } from "../../../src/adapters/store/sqlite.ts";
import { nine } from "../../kit/cast.ts";

test("inside a transaction only its trx may be used", async () => {
  const database = openSqlite(":memory:");
  const nested = /used inside a transaction: use its trx/;
  await database.transact(async (trx) => {
    await expect(database.run(async () => 1)).rejects.toThrow(nested);
    await Promise.resolve();
    await expect(database.transact(async () => 1)).rejects.toThrow(nested);
    expect(trx.isTransaction).toBe(true);
  });
  expect(await database.run(async () => 1)).toBe(1);
  await database.close();
});

test("a clock too far from the database's is named, with its direction", () => {
  expect(whyNotClock(nine, nine.add({ seconds: 4 }))).toBeUndefined();
  expect(whyNotClock(nine.add({ seconds: 42 }), nine)).toMatch(/42 s ahead of/);
  expect(whyNotClock(nine, nine.add({ seconds: 42 }))).toMatch(/42 s behind/);
});
