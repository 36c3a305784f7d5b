// The shared database: several nodes on one PostgreSQL, each with its own pool.
import { createRequire } from "node:module";
import { Kysely, PostgresDialect, sql } from "kysely";
import type pg from "pg";
import { type Database, guarded, type Log } from "./database.ts";
import { postgresLedger } from "./postgres-ledger.ts";
import type { Tables } from "./tables.ts";

const oldest = 15;

/** int8 would arrive as text. All of ours (places in the log, milliseconds) fit a number. */
const int8 = 20;
const typesOf = ({ types }: typeof pg) => ({
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === int8 ? Number : types.getTypeParser(oid, format),
});

/** Milliseconds. A node that hangs must not keep the others out; who clicks hears of a dead server within seconds. */
export const limits = {
  connectionTimeoutMillis: 2_000,
  statement_timeout: 10_000,
  query_timeout: 15_000,
  idle_in_transaction_session_timeout: 15_000,
  keepAlive: true,
  application_name: "breakglass",
};

const require = createRequire(import.meta.url);

/** Who keeps the log in SQLite never loads it. */
export const loadPg = () => require("pg") as typeof pg;

export function openPostgres(url: string, log: Log): Database {
  const driver = loadPg();
  const pool = new driver.Pool({ connectionString: url, max: 10, types: typesOf(driver), ...limits });
  const lost = (error: Error) => log.warn({ err: error }, "a database connection was lost");
  pool.on("error", lost);
  // Without this a connection that breaks while in use takes the whole process down.
  pool.on("connect", (client) => client.on("error", lost));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const ledger = postgresLedger(
    (use) => use(db),
    (use) => db.transaction().execute(use),
  );
  return guarded("postgres", db, ledger);
}

/** Rejects when the server would not keep what it has acknowledged, or is too old. */
export async function checkServer(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ version: string; synchronous: string; fsync: string }>`
    select current_setting('server_version_num') as version,
      current_setting('synchronous_commit') as synchronous, current_setting('fsync') as fsync`.execute(db);
  const { version = "0", synchronous, fsync } = rows[0] ?? {};
  const major = Math.floor(Number(version) / 10_000);
  if (major < oldest)
    throw new Error(`the store needs PostgreSQL ${oldest} or newer; this server is ${major}`);
  for (const [name, value] of Object.entries({ synchronous_commit: synchronous, fsync })) {
    if (value === "off")
      throw new Error(`PostgreSQL runs with ${name} = off and could lose decisions: set it to on`);
  }
}

/** The server's clock. */
export async function serverClock(db: Kysely<Tables>): Promise<Temporal.Instant> {
  const { rows } = await sql<{ now: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  return Temporal.Instant.fromEpochMilliseconds(rows[0]?.now ?? 0);
}
