// Opens the store: SQLite for one process, PostgreSQL for several nodes; the same promises on both.
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Store } from "../../core/ports/store.ts";
import { about, checkReadable, nameOf, sqlitePath } from "./address.ts";
import { appendAll, prepare } from "./append.ts";
import type { RawLog } from "./chain.ts";
import { claim } from "./claim.ts";
import { type Database, type Log, refuseInside } from "./database.ts";
import { deliveries } from "./deliveries.ts";
import { groupCommit } from "./group-commit.ts";
import { checkSchema, migrate } from "./migrate.ts";
import { whyNotClock } from "./moment.ts";
import type { Prepared } from "./plan-appends.ts";
import { checkServer, openPostgres, serverClock } from "./postgres.ts";
import { reading } from "./reading.ts";
import { openSqlite, readSqlite } from "./sqlite.ts";
import type { Tables } from "./tables.ts";
import { wakeUp } from "./wake-up.ts";
import { checkIsStore } from "./whose.ts";

/** A store that can also be verified. */
export type DurableStore = Store & RawLog;

const silent: Log = { warn: () => undefined };

/**
 * `url`: `sqlite:/path/file.db`, `sqlite::memory:` or `postgres://user:password@host/database`. Brings the schema up
 * to date. Rejects when the store is newer than this code, in use by another process (SQLite), or not durable.
 */
export async function openStore({ url, log = silent }: { url: string; log?: Log }): Promise<DurableStore> {
  const opened = openDatabase(url, log);
  try {
    await opened.database.run(async (db) => {
      if (opened.postgres) await checkServer(db);
      await migrate(db, opened.database.kind);
    });
    await opened.database.transact(async () => undefined); // a killed process may have left what was never flushed
  } catch (error) {
    await opened.database.close();
    throw error;
  }
  return storeOn(opened, log);
}

/**
 * The log of a store that somebody else may have open: to verify it, never to change it. `check` rejects when there is
 * no store at `url`, or nobody answers.
 */
export function openLog(url: string): RawLog & { check(): Promise<void>; close(): Promise<void> } {
  const path = sqlitePath(url);
  const database = path === undefined ? openDatabase(url, silent).database : readSqlite(path);
  const { entries, head } = reading(database);
  return {
    entries,
    head,
    check: () =>
      database
        .run((db) => checkIsStore(db, database.kind))
        .catch((error: unknown) => Promise.reject(about(nameOf(url), error))),
    close: () => database.close(),
  };
}

/** `postgres`: its URL. */
type Opened = { database: Database; postgres: string | undefined };

/** Reads and writes nothing yet. A SQLite file is made where there is none, and locked until it is closed. */
export function openDatabase(url: string, log: Log): Opened {
  const path = sqlitePath(url);
  if (path !== undefined) return { database: openSqlite(path), postgres: undefined };
  if (/^postgres(ql)?:\/\//.test(url)) {
    checkReadable(url);
    return { database: openPostgres(url, log), postgres: url };
  }
  // The rest of it may hold a password.
  const scheme = /^[a-z+.-]*:?/i.exec(url)?.[0] ?? "";
  throw new Error(`the store's URL begins with "${scheme}": it must be sqlite:/path/file.db or postgres://…`);
}

function storeOn({ database, postgres }: Opened, log: Log): DurableStore {
  const node = randomUUID();
  const read = reading(database);
  const wake = wakeUp(postgres, node, read.head, log);
  const commit = groupCommit(
    async (batch) => {
      const answers = await appendAll(database.ledger, batch, node);
      if (answers.some(({ type }, index) => type === "appended" && shows(batch[index]))) wake.tell();
      return answers;
    },
    async () => void (await read.head()),
  );
  return {
    ...read,
    ...deliveries(database),
    append: async (append) => {
      refuseInside();
      return await commit.add(prepare(append));
    },
    async claim(now, leaseSeconds, limit, platform, except = new Set()) {
      const claimed = await claim(database, now, leaseSeconds, limit, platform, except);
      await database.settled(); // nobody hears of what a power cut could still undo
      return claimed;
    },
    onAppend: wake.onAppend,
    async check() {
      await database.settled();
      await database.run((db) => check(db, database.kind));
    },
    async close() {
      await commit.idle();
      await wake.close();
      await database.close();
    },
  };
}

/** Nobody need wake up for what is only recorded; what time owes is looked at by itself. */
const shows = (prepared: Prepared | undefined): boolean => {
  const { redraw, cards, announcements } = prepared?.append ?? { redraw: true, cards: [], announcements: [] };
  return redraw || cards.length > 0 || announcements.length > 0;
};

async function check(db: Kysely<Tables>, kind: Database["kind"]): Promise<void> {
  await checkSchema(db, kind);
  await db.selectFrom("head").select("seq").executeTakeFirstOrThrow();
  if (kind === "sqlite") return;
  const wrong = whyNotClock(Temporal.Now.instant(), await serverClock(db));
  if (wrong) throw new Error(wrong);
}
