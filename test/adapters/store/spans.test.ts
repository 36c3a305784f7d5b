// Asking which streams concern a time costs what the answer costs, not what the history does.
import { CompiledQuery } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../../src/adapters/store/database.ts";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { openPostgres } from "../../../src/adapters/store/postgres.ts";
import { touching } from "../../../src/adapters/store/spans.ts";
import { openSqlite } from "../../../src/adapters/store/sqlite.ts";
import type { Span } from "../../../src/core/ports/store.ts";
import { anAppend } from "../../kit/appends.ts";
import { after } from "../../kit/cast.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

const old = 10_000;
const day = 24 * 60;
const now = old * day;
const span = (from: number, until: number): Span => ({
  name: "alert",
  from: after(from),
  until: after(until),
});

function cost(newHome: () => Promise<Home>, open: (url: string) => Database): void {
  let home: Home;
  let database: Database;
  beforeEach(async () => {
    home = await newHome();
    const store = await openStore({ url: home.url });
    const spans = Array.from({ length: old }, (_, n) => span(n * day, n * day + 60));
    // one that began long ago and has no end, one that is going on, one of another kind
    spans.push(span(0, 1_000 * now), span(now - 5, now + 5), { ...span(0, now), name: "request" });
    await Promise.all(spans.map((each, n) => store.append(anAppend(`AL-${n + 1}`, { span: each }))));
    await store.close();
    database = open(home.url);
  });
  afterEach(async () => {
    await database.close();
    await home.remove();
  });

  const explain = (how: string, asked: Span) =>
    database.run(async (db) => {
      const { sql, parameters } = touching(db, asked).compile();
      const { rows } = await db.executeQuery(CompiledQuery.raw(`${how} ${sql}`, [...parameters]));
      return JSON.stringify(rows);
    });

  test(`beside ${old} old spans, asking about now reads the index alone, from now on`, async () => {
    const asked = span(now - 1, now);
    expect((await database.run((db) => touching(db, asked).execute())).map(({ stream }) => stream)).toEqual([
      `AL-${old + 1}`,
      `AL-${old + 2}`,
    ]);
    if (database.kind === "sqlite") {
      expect(await explain("explain query plan", asked)).toContain(
        "SEARCH span USING COVERING INDEX span_time (name=? AND ends>?)",
      );
      return;
    }
    await home.sql("vacuum analyze span");
    const plan = await explain("explain (analyze, buffers)", asked);
    expect(plan).toContain("Index Only Scan using span_time");
    const [, pages] = /shared hit=(\d+)/.exec(plan) ?? [];
    expect(Number(pages)).toBeLessThan(8);
  });
}

describe("SQLite", () => cost(fileHome, (url) => openSqlite(url.slice("sqlite:".length))));
describe.skipIf(noPostgres)("PostgreSQL", () =>
  cost(postgresHome, (url) => openPostgres(url, { warn: () => undefined })),
);
