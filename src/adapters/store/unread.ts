// The entries of a log that this version cannot read: the chain covers their text all the same.
import type { RawLog } from "./chain.ts";
import { decode } from "./codec.ts";
import type { Entry } from "./tables.ts";

/** The same log; `unread` hears of each entry that it hands out and nobody here can read. */
export const noting = (log: RawLog, unread: (entry: Entry) => void): RawLog => ({
  ...log,
  async entries(afterSeq, limit) {
    const entries = await log.entries(afterSeq, limit);
    for (const entry of entries) if (!isReadable(entry)) unread(entry);
    return entries;
  },
});

function isReadable(entry: Entry): boolean {
  try {
    decode(entry);
    return true;
  } catch {
    return false;
  }
}
