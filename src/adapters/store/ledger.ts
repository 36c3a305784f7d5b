// What every click reads and writes, in each database's own words: texts that never change, so that nothing is built anew.
import type { Plan, Seen } from "./plan-appends.ts";
import type { Entry } from "./tables.ts";

/** An entry as it is read back: what came before it is in its hash. */
export type Line = Omit<Entry, "prev">;

/** What must be known before a batch of appends is decided. */
export type Asked = {
  streams: readonly string[];
  /** Names that the batch wants to hold. */
  names: readonly string[];
  /** Idempotency keys. */
  keys: readonly string[];
  facts: readonly string[];
};

export type Ledger = {
  /** Entries of a stream, in order; both ends belong to it. */
  lines(stream: string, first: number, last?: number): Promise<readonly Line[]>;
  /** One transaction: holds the head, looks, and writes what `decide` makes of it. Resolves when that is durable. */
  write(asked: Asked, decide: (seen: Seen) => Plan, node: string): Promise<void>;
};

/** No stream gets this long. */
export const newest = 2 ** 31;
