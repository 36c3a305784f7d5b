// What is only noted does not wait for the disk; what is recorded after it does again.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openSqlite } from "../../../src/adapters/store/sqlite.ts";

test("a note leaves the database as durable as it was, even when it fails", async () => {
  const database = openSqlite(":memory:");
  const level = () =>
    database.run(async (db) => {
      const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
      return rows[0]?.synchronous;
    });
  expect(await level()).toBe(2);
  const inside = await database.note(
    async (trx) => (await sql<{ synchronous: number }>`pragma synchronous`.execute(trx)).rows,
  );
  expect(inside).toEqual([{ synchronous: 1 }]);
  expect(await level()).toBe(2);
  await expect(database.note(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await level()).toBe(2);
  await database.close();
});
