// One page of rows in the order of their ingestion, and how far it reached.
import type { Row } from "../../core/sign-in/row.ts";
import { Blind } from "./why-blind.ts";

/** Rows of a page. The client reads each in up to 0.4 ms, without a pause: no click waits longer than for one page. */
export const pageSize = 1_000;
/** Rows of the largest page: what Azure ingests in one batch carries one moment, and can be asked for only as a whole. */
const largestPage = 50_000;

/** `end`: the page is full and there may be more, later than this. Undefined: these are all. */
export type Page = { rows: readonly Row[]; end: Temporal.Instant | undefined };

/**
 * The rows from `from` on. A page that is full and ends where it began leads nowhere: it is read anew, ten times as
 * large.
 */
export async function readPage(
  read: (size: number) => Promise<readonly Row[]>,
  from: Temporal.Instant,
): Promise<Page> {
  for (let size = pageSize; ; size = Math.min(size * 10, largestPage)) {
    const rows = await read(size);
    if (rows.length < size) return { rows, end: undefined };
    const end = rows.at(-1)?.readable;
    if (end && Temporal.Instant.compare(end, from) > 0) return { rows, end };
    if (size === largestPage) throw new Blind(`more than ${largestPage} rows became readable at one moment`);
  }
}
