// How far the rows were read, by their moment of ingestion: where a look begins, and where the next one will.

import type { Logger } from "pino";
import { later } from "../../core/moments.ts";
import { pageSize } from "./page.ts";

/** `since`: what a look was asked with; `next`: what the one after it is to be asked with. */
export type Cursor = {
  begin(since: Temporal.Instant): Temporal.Instant;
  /** `end`: rows were read only so far, there are more. `newest`: the newest row of anybody. */
  next(
    since: Temporal.Instant,
    end: Temporal.Instant | undefined,
    newest: Temporal.Instant | undefined,
  ): Temporal.Instant;
};

/**
 * A row can be read some time after the moment of ingestion that it carries, and rows do not appear in that order:
 * each look begins so much before the newest row of the last one. What comes twice is told once, by its id.
 */
const overlap = { minutes: 5 };
/**
 * Within the overlap a page ends before `since`, and `next` never goes back: it takes this small step. Were it to
 * stand still, a page that was taken would look like one that its reader could not keep and needs again.
 */
const step = { nanoseconds: 1 };
/** Nanoseconds. Steps that are not ours: another node read the same page. Moments of ingestion are further apart. */
const steps = 1_000_000n;

export function createCursor(log: Pick<Logger, "warn">): Cursor {
  /** The last look did not get to the end: once its rows are taken, the next one goes on there, without an overlap. */
  let unfinished: { next: Temporal.Instant; end: Temporal.Instant } | undefined;
  /** Said already; until a look that begins anew finds all rows on one page. */
  let isFlood = false;

  function goesOnFrom(since: Temporal.Instant): Temporal.Instant | undefined {
    if (!unfinished) return undefined;
    const beyond = since.epochNanoseconds - unfinished.next.epochNanoseconds;
    return beyond >= 0n && beyond < steps ? unfinished.end : undefined;
  }

  return {
    begin: (since) => goesOnFrom(since) ?? since.subtract(overlap),
    next(since, end, newest) {
      if (!end) {
        if (!goesOnFrom(since)) isFlood = false;
        unfinished = undefined;
        // The newest row of anybody, not the moment of this look: our clock may be wrong, Azure's ingestion is one
        // clock. What was ingested before it but could not be read yet lies within the overlap of the next look.
        return later(since, newest ?? since);
      }
      if (!isFlood) log.warn({ rows: pageSize }, "more rows than one page holds: the next is read at once");
      isFlood = true;
      unfinished = { next: later(since.add(step), end), end };
      return unfinished.next;
    },
  };
}
