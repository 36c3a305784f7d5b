// One way in to the database, the same for SQLite and PostgreSQL, that cannot be used wrongly inside a transaction.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Kysely, Transaction } from "kysely";
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
  close: () => db.destroy(),
});

/** On SQLite this would wait for itself for ever; on PostgreSQL it would run outside the transaction. */
export function refuseInside(): void {
  if (inside.getStore()) throw new Error("the store was used inside a transaction: use its trx there");
}
