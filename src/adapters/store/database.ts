// One way in to the database, the same for SQLite and PostgreSQL, that cannot be used wrongly inside a transaction.
import { AsyncLocalStorage } from "node:async_hooks";
import { type Kysely, sql, type Transaction } from "kysely";
import { type Flush, noFlush } from "./flush.ts";
import type { Ledger } from "./ledger.ts";
import type { Tables } from "./tables.ts";

export type Kind = "sqlite" | "postgres";

/** The part of a pino logger that the store uses. */
export type Log = { warn(fields: object, text: string): void };

export type Database = {
  kind: Kind;
  ledger: Ledger;
  /** For what needs no transaction. Rejects inside one. */
  run<Result>(use: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** All or nothing. Rejects inside another one. Never await chat or HTTP in here: everybody else waits. */
  transact<Result>(use: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** The same, for what a power cut may forget (a kill may not): who holds a lease, what is shown where. */
  note<Result>(use: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** Resolves when all that can be read is on the disk: for whoever shows it to the world. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const inside = new AsyncLocalStorage<true>();

export const guarded = (
  kind: Kind,
  db: Kysely<Tables>,
  ledger: Ledger,
  flush: Flush = noFlush,
): Database => ({
  kind,
  ledger: {
    async lines(stream, first, last) {
      refuseInside();
      return await ledger.lines(stream, first, last);
    },
    async write(asked, decide, node) {
      refuseInside();
      await inside.run(true, () => ledger.write(asked, decide, node));
    },
  },
  async run(use) {
    refuseInside();
    return await use(db);
  },
  async transact(use) {
    refuseInside();
    flush.check();
    const result = await inside.run(true, () => db.transaction().execute(use));
    await flush.now();
    return result;
  },
  async note(use) {
    refuseInside();
    return await inside.run(true, () => unhurried(kind, db, use));
  },
  settled: flush.settled,
  async close() {
    await db.destroy();
    flush.close();
  },
});

/** The commit does not wait for the disk; the next one that does takes it along. */
const unhurried = <Result>(
  kind: Kind,
  db: Kysely<Tables>,
  use: (trx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> =>
  db.transaction().execute(async (trx) => {
    if (kind === "postgres") await sql`set local synchronous_commit = off`.execute(trx);
    return await use(trx);
  });

/** On SQLite this would wait for itself for ever; on PostgreSQL it would run outside the transaction. */
export function refuseInside(): void {
  if (inside.getStore()) throw new Error("the store was used inside a transaction: use its trx there");
}
