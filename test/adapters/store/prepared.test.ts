// A query whose text is made once asks with the values of the moment, and cannot be made so that it would not.
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../../../src/adapters/store/database.ts";
import { migrate } from "../../../src/adapters/store/migrate.ts";
import { prepared } from "../../../src/adapters/store/prepared.ts";
import { openSqlite } from "../../../src/adapters/store/sqlite.ts";

let database: Database;
beforeEach(async () => {
  database = openSqlite(":memory:");
  await database.run((db) => migrate(db, "sqlite"));
  await database.run((db) =>
    db
      .insertInto("place")
      .values(["a", "b"].map((place) => ({ place, record: `of ${place}` })))
      .execute(),
  );
});
afterEach(() => database.close());

test("each time it asks with the values of that time", async () => {
  const recordOf = prepared((db, place: string) =>
    db.selectFrom("place").select("record").where("place", "=", place).limit(sql.lit(1)),
  );
  const asked = (place: string) => database.run((db) => recordOf(db, "sqlite", place));
  expect(await asked("a")).toEqual([{ record: "of a" }]);
  expect(await asked("b")).toEqual([{ record: "of b" }]);
  expect(await asked("c")).toEqual([]);
});

test("a value of its own, or values in another order, are refused at the first time", async () => {
  const limited = prepared((db, place: string) =>
    db.selectFrom("place").select("record").where("place", "=", place).limit(1),
  );
  const turned = prepared((db, record: string, place: string) =>
    db.selectFrom("place").select("record").where("place", "=", place).where("record", "=", record),
  );
  const refused = /not to be asked again with other values: select/;
  await expect(database.run((db) => limited(db, "sqlite", "a"))).rejects.toThrow(refused);
  await expect(database.run((db) => turned(db, "sqlite", "of a", "a"))).rejects.toThrow(refused);
});
