// One way in to the database, the same for SQLite and PostgreSQL, that cannot be used wrongly inside a transaction.
import { AsyncLocalStorage } from "node:async_hooks";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Tables } from "./tables.ts";

export type Kind = "sqlite" | "postgres";

/** The part of a pino logger that the store uses. */
export type Log = { warn(fields: object, text: string): void };

export type Database = {
  kind: Kind;
  /** For what needs no transaction. Rejects inside one. */
  run<Result>(use: (db: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** All or nothing. Rejects inside another one. Never await chat or HTTP in here: everybody else waits. */
  transact<Result>(use: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  /** The same, for what a power cut may forget (a kill may not): who holds a lease, what is shown where. */
  note<Result>(use: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

const inside = new AsyncLocalStorage<true>();

export const guarded = (kind: Kind, db: Kysely<Tables>): Database => ({
  kind,
  async run(use) {
    refuseInside();
    return await use(db);
  },
  async transact(use) {
    refuseInside();
    return await inside.run(true, () => db.transaction().execute(use));
  },
  async note(use) {
    refuseInside();
    return await inside.run(true, () => unhurried[kind](db, use));
  },
  close: () => db.destroy(),
});

type Note = <Result>(
  db: Kysely<Tables>,
  use: (trx: Transaction<Tables>) => Promise<Result>,
) => Promise<Result>;

/** The commit does not wait for the disk; the next one that does takes it along. */
const unhurried: Record<Kind, Note> = {
  sqlite: (db, use) =>
    db.connection().execute(async (connection) => {
      await sql`pragma synchronous = normal`.execute(connection);
      try {
        return await connection.transaction().execute(use);
      } finally {
        await sql`pragma synchronous = full`.execute(connection);
      }
    }),
  postgres: (db, use) =>
    db.transaction().execute(async (trx) => {
      await sql`set local synchronous_commit = off`.execute(trx);
      return await use(trx);
    }),
};

/** On SQLite this would wait for itself for ever; on PostgreSQL it would run outside the transaction. */
export function refuseInside(): void {
  if (inside.getStore()) throw new Error("the store was used inside a transaction: use its trx there");
}
