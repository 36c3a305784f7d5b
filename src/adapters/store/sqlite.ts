// The embedded database: one file, one process, every commit flushed to the disk before it counts.
import { closeSync, existsSync, openSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { type Database, guarded } from "./database.ts";
import { datasync, type Flush, flushing, noFlush } from "./flush.ts";
import { sqliteLedger } from "./sqlite-ledger.ts";
import type { Tables } from "./tables.ts";

/** A batch's statements differ by their number of rows: this many are kept ready. */
const keptStatements = 200;

const needsFile = "the store needs a file: sqlite:/path/to/breakglass.db";

/** `path` is a file, or `:memory:` for a store that ends with the process. `sync` brings a file to the disk. */
export function openSqlite(path: string, sync = datasync): Database {
  if (path === "") throw new Error(needsFile);
  const file = path === ":memory:" ? undefined : realFile(path);
  const lock = file === undefined ? undefined : lockFile(file);
  try {
    const raw = openRaw(file);
    const database = databaseOn(raw, file === undefined ? noFlush : flushing(`${file}-wal`, sync));
    return { ...database, close: () => database.close().finally(() => lock?.close()) };
  } catch (error) {
    lock?.close();
    throw error;
  }
}

/** For looking only: takes no lock, changes nothing, and may stand beside a running bot. */
export function readSqlite(path: string): Database {
  if (path === "") throw new Error(needsFile);
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  if (!statSync(path).isFile()) throw new Error(`${path} is no file`);
  const raw = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  return databaseOn(raw, noFlush);
}

function databaseOn(raw: DatabaseSync, flush: Flush): Database {
  const db = new Kysely<Tables>({ dialect: dialectOf(raw) });
  const alone = <Result>(work: () => Result) => db.connection().execute(async () => work());
  return guarded("sqlite", db, sqliteLedger(raw, alone, flush), flush);
}

/** The file behind links, so that two names of it are one lock. It is made for its owner's eyes only. */
function realFile(path: string): string {
  const folder = dirname(resolve(path));
  if (!existsSync(folder))
    throw new Error(`the folder ${folder} of the store does not exist: create it first`);
  const file = existsSync(path) ? realpathSync(path) : join(realpathSync(folder), basename(path));
  closeSync(openSync(file, "a", 0o600));
  return file;
}

/**
 * Held until the process ends, however it ends. A file of its own, so that others may still read the database.
 * Two writers would each block their whole process while they wait for the other.
 */
function lockFile(file: string): DatabaseSync {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
    return lock;
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && /locked/.test(error.message))) throw error;
    throw new Error(
      `${file} is in use by another breakglass process: stop that one first. Several processes need PostgreSQL`,
      { cause: error },
    );
  }
}

/** Pages of the write-ahead log, 4 KB each, between two times that it is brought into the file: who clicks then waits. */
const pagesInLog = 4_000;

/**
 * `normal`: SQLite itself flushes only what keeps the file whole. That a commit is on the disk before it counts is ours
 * to see to (`flush.ts`): SQLite would hold up the whole process for it.
 */
function openRaw(file: string | undefined): DatabaseSync {
  const raw = new DatabaseSync(file ?? ":memory:", { timeout: 5_000, enableForeignKeyConstraints: true });
  raw.exec(`pragma journal_mode = wal; pragma synchronous = normal; pragma recursive_triggers = on;
    pragma wal_autocheckpoint = ${pagesInLog}`);
  const synchronous = raw.prepare("pragma synchronous").get()?.["synchronous"];
  const journal = raw.prepare("pragma journal_mode").get()?.["journal_mode"];
  if (synchronous === 1 && journal === (file === undefined ? "memory" : "wal")) return raw;
  raw.close();
  throw new Error(
    `${file} would not be durable (synchronous ${String(synchronous)}, journal ${String(journal)}): ` +
      "put it on a local disk, not on a network file system",
  );
}

const dialectOf = (raw: DatabaseSync): Dialect => ({
  createAdapter: () => new Adapter(),
  createDriver: () => new ImmediateDriver({ database: asKyselyWants(raw) }),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});

/** A process killed in the middle of a migration must leave the schema as it was. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** A deferred `begin` fails at once with "database is locked" when it comes to write. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

function asKyselyWants(raw: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, ReturnType<SqliteDatabase["prepare"]>>();
  return {
    close: () => raw.close(),
    prepare(text) {
      const found = kept.get(text);
      const statement = found ?? statementOf(raw.prepare(text));
      kept.delete(text);
      kept.set(text, statement);
      const oldest = kept.keys().next().value;
      if (kept.size > keptStatements && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}

const statementOf = (statement: StatementSync): ReturnType<SqliteDatabase["prepare"]> => ({
  reader: statement.columns().length > 0,
  all: (values) => statement.all(...(values as SQLInputValue[])),
  run: (values) => statement.run(...(values as SQLInputValue[])),
  iterate: (values) => statement.iterate(...(values as SQLInputValue[])),
});
