// The hash chain: each entry's hash covers the one before, so that nobody changes, removes or slips in one unseen.
import { hash } from "node:crypto";
import type { Entry } from "./tables.ts";

/** What stands before the first entry. */
export const noHash = "0".repeat(64);

const page = 5_000;

/** SHA-256, hex, over five lines; none of the parts can hold a line break. */
export const hashOf = ({ seq, stream, version, text, prev }: Omit<Entry, "hash">): string =>
  hash("sha256", `${prev}\n${seq}\n${stream}\n${version}\n${text}`);

/** The log as it lies in the database, not yet believed. */
export type RawLog = {
  entries(afterSeq: number, limit: number): Promise<readonly Entry[]>;
  head(): Promise<{ seq: number; hash: string }>;
};

/** `seq`: the first broken entry. Whoever rewrites the whole chain is caught only by a hash kept elsewhere. */
export type Verified = { ok: true; entries: number; hash: string } | { ok: false; seq: number; why: string };

/** Reads the whole log, in pages, while others append to it. */
export async function verifyChain(log: RawLog): Promise<Verified> {
  const promised = await log.head();
  const versions = new Map<string, number>();
  let last = { seq: 0, hash: noHash };
  let atHead = last;
  for (;;) {
    const entries = await log.entries(last.seq, page);
    for (const entry of entries) {
      const why = whatIsWrong(entry, last, versions.get(entry.stream) ?? 0);
      if (why) return { ok: false, seq: last.seq + 1, why };
      versions.set(entry.stream, entry.version);
      last = entry;
      if (entry.seq === promised.seq) atHead = entry;
    }
    if (entries.length < page) break;
  }
  return whereItEnds(last, atHead, promised, await log.head());
}

type Link = { seq: number; hash: string };

function whatIsWrong(entry: Entry, before: Link, version: number): string | undefined {
  if (entry.seq !== before.seq + 1)
    return `entry ${before.seq + 1} is missing: ${entry.seq} follows ${before.seq}`;
  if (entry.prev !== before.hash) return `entry ${entry.seq} does not follow from the entry before it`;
  if (entry.hash !== hashOf(entry)) return `entry ${entry.seq} does not match its hash: it was changed`;
  if (entry.version !== version + 1)
    return `entry ${entry.seq} is version ${entry.version} of ${entry.stream}, not ${version + 1}`;
  return undefined;
}

/** `promised` was the head before the log was read, `now` after: between them others may have appended. */
function whereItEnds(last: Link, atHead: Link, promised: Link, now: Link): Verified {
  if (last.seq < promised.seq) {
    return {
      ok: false,
      seq: last.seq + 1,
      why: `the log ends at ${last.seq}, but ${promised.seq} were written`,
    };
  }
  if (atHead.seq !== promised.seq || atHead.hash !== promised.hash) {
    return { ok: false, seq: promised.seq, why: `entry ${promised.seq} is not the one that the head names` };
  }
  if (last.seq > now.seq) {
    return {
      ok: false,
      seq: now.seq + 1,
      why: `entry ${now.seq + 1} was slipped in behind the end of the log`,
    };
  }
  return { ok: true, entries: last.seq, hash: last.hash };
}
