// Opens the store: SQLite for one process, PostgreSQL for several nodes; the same promises on both.
import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Store } from "../../core/ports.ts";
import { appendAll, prepare } from "./append.ts";
import { backUp } from "./backup.ts";
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
import { openSqlite } from "./sqlite.ts";
import type { Tables } from "./tables.ts";
import { wakeUp } from "./wake-up.ts";

/** A store that can also be verified and backed up. */
export type DurableStore = Store &
  RawLog & {
    /** Writes a whole copy to a file that does not exist yet, while others go on writing. SQLite files only. */
    backup(path: string): Promise<void>;
  };

const silent: Log = { warn: () => undefined };

/**
 * `url`: `sqlite:/path/file.db`, `sqlite::memory:` or `postgres://user:password@host/database`. Brings the schema up
 * to date. Rejects when the store is newer than this code, in use by another process (SQLite), or not durable.
 */
export async function openStore({ url, log = silent }: { url: string; log?: Log }): Promise<DurableStore> {
  const opened = open(url, log);
  try {
    await opened.database.run(async (db) => {
      if (opened.postgres) await checkServer(db);
      await migrate(db, opened.database.kind);
    });
  } catch (error) {
    await opened.database.close();
    throw error;
  }
  return storeOn(opened, log);
}

/** `file`: where SQLite keeps it. `postgres`: its URL. */
type Opened = { database: Database; file: string | undefined; postgres: string | undefined };

function open(url: string, log: Log): Opened {
  if (url.startsWith("sqlite:")) return { ...openSqlite(url.slice("sqlite:".length)), postgres: undefined };
  if (/^postgres(ql)?:\/\//.test(url))
    return { database: openPostgres(url, log), file: undefined, postgres: url };
  // The rest of it may hold a password.
  const scheme = /^[a-z+.-]*:?/i.exec(url)?.[0] ?? "";
  throw new Error(`the store's URL begins with "${scheme}": it must be sqlite:/path/file.db or postgres://…`);
}

function storeOn({ database, file, postgres }: Opened, log: Log): DurableStore {
  const node = randomUUID();
  const read = reading(database);
  const wake = wakeUp(postgres, node, read.head, log);
  const commit = groupCommit(
    async (batch) => {
      const answers = await appendAll(database, batch, node);
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
    claim: (now, leaseSeconds, limit, platform) => claim(database, now, leaseSeconds, limit, platform),
    onAppend: wake.onAppend,
    check: () => database.run((db) => check(db, database.kind)),
    backup: (path) => backUp(file, path),
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
