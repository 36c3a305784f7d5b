// The two stores of a move: named without a password, looked at before anything is touched, held while it lasts.
import { existsSync } from "node:fs";
import { type Kysely, sql } from "kysely";
import { about, nameOf, sqlitePath, whyOf } from "./address.ts";
import type { Database } from "./database.ts";
import { checkSameSchema, migrate } from "./migrate.ts";
import { count, tables } from "./move-rows.ts";
import { openDatabase } from "./open-store.ts";
import { checkServer } from "./postgres.ts";
import { readSqlite } from "./sqlite.ts";
import type { Tables } from "./tables.ts";
import { checkIsStore, checkMayBeOurs } from "./whose.ts";

type Db = Kysely<Tables>;
/** `name`: for people. */
export type Side = { name: string; database: Database };
type Option = "--from" | "--to";

const otherWay = "Are --from and --to the right way round?";

/** A store with something on record, that this code knows all of. Closed again after `use`. */
export const withSource = <Result>(url: string, use: (side: Side) => Promise<Result>): Promise<Result> =>
  withSide("--from", url, use, {
    async look(db, kind) {
      await checkIsStore(db, kind, otherWay);
      await checkSameSchema(db, kind);
      const { seq } = await db.selectFrom("head").select("seq").executeTakeFirstOrThrow();
      if (seq === 0) throw new Error(`nothing is on record there, so there is nothing to move. ${otherWay}`);
    },
    prepare: () => Promise.resolve(),
  });

/** A store of this code's schema, brought there if it was nobody's. Closed again after `use`. */
export const withTarget = <Result>(url: string, use: (side: Side) => Promise<Result>): Promise<Result> =>
  withSide("--to", url, use, {
    look: checkMayBeOurs,
    async prepare(db, kind) {
      if (kind === "postgres") await checkServer(db);
      await migrate(db, kind);
      await checkSameSchema(db, kind);
    },
  });

/** `look` changes nothing, and what it refuses is as it was; `prepare` may. */
type Steps = Record<"look" | "prepare", (db: Db, kind: Database["kind"]) => Promise<void>>;

/** Before `use`, whatever fails is told with the option that it is about. */
async function withSide<Result>(
  option: Option,
  url: string,
  use: (side: Side) => Promise<Result>,
  { look, prepare }: Steps,
): Promise<Result> {
  const name = nameOf(url) ?? "the database";
  const told = (error: unknown) => about(`${option} ${name}`, withAdvice(error));
  const database = await openLooked(option, url, look).catch((error: unknown) => Promise.reject(told(error)));
  try {
    await database
      .run(async (db) => {
        await look(db, database.kind);
        await prepare(db, database.kind);
      })
      .catch((error: unknown) => Promise.reject(told(error)));
    return await use({ name, database });
  } finally {
    await database.close();
  }
}

/** Opening a SQLite file changes it already, so whose it is must be known before. */
async function openLooked(option: Option, url: string, look: Steps["look"]): Promise<Database> {
  const path = sqlitePath(url);
  if (path === ":memory:") throw new Error("a store in memory ends with its process: name a file");
  if (path && existsSync(path)) {
    const reader = readSqlite(path);
    try {
      await reader.run((db) => look(db, reader.kind));
    } finally {
      await reader.close();
    }
  } else if (path && option === "--from") throw new Error("there is no such file");
  return openDatabase(url, { warn: () => undefined }).database;
}

function withAdvice(error: unknown): unknown {
  const why = whyOf(error);
  if (!/permission denied for/.test(why)) return error;
  return new Error(`${why}: its user must own that database`, { cause: error });
}

/**
 * Nobody else uses this store from here to the end of the transaction. A SQLite file is locked by its opening already;
 * of PostgreSQL it is known by the connections, and who is not seen there (behind a pooler, say) can write nothing.
 */
export async function hold(trx: Db, side: Side, mode: "share" | "access exclusive"): Promise<void> {
  if (side.database.kind === "sqlite") return;
  await sql`set local statement_timeout = 0`.execute(trx);
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
  await refuseOthers(trx, side);
  const all = sql.join(tables.map((table) => sql.table(table)));
  await sql`lock table ${all} in ${sql.raw(mode)} mode nowait`.execute(trx).catch((error: unknown) => {
    throw new Error(`${side.name} is in use (${whyOf(withAdvice(error))}): stop every node first`, {
      cause: error,
    });
  });
}

export async function refuseOthers(trx: Db, { name, database: { kind } }: Side): Promise<void> {
  if (kind === "sqlite") return;
  await sql`select pg_stat_clear_snapshot()`.execute(trx); // or a transaction sees what it saw first
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and application_name in ('breakglass', current_setting('application_name'))`.execute(trx);
  const others = Number(rows[0]?.n);
  if (others === 0) return;
  throw new Error(
    `${name} is in use: ${others} other connections of breakglass are open. Stop every node first; ` +
      "behind a pooler, name PostgreSQL itself",
  );
}

export async function refuseFull(trx: Db, { name }: Side): Promise<void> {
  const found: string[] = [];
  for (const table of tables) {
    const rows = await count(trx, table);
    if (table === "head" ? rows !== 1 : rows > 0) found.push(`${rows} in ${table}`);
  }
  if (found.length === 0) return;
  throw new Error(
    `--to ${name} is not empty: it has rows, ${found.join(", ")}. Name a new, empty database. ${otherWay}`,
  );
}

export async function refuseDifferent(from: Db, to: Db): Promise<void> {
  for (const table of tables) {
    const [read, written] = [await count(from, table), await count(to, table)];
    if (read !== written)
      throw new Error(`${written} of ${read} rows of ${table} came over: nothing was moved. Try again`);
  }
}
