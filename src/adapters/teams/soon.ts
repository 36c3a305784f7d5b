// Waits for an answer as long as Teams does with patience; the work itself goes on.
import { setTimeout } from "node:timers/promises";

/** Teams gives up on a bot some seconds later, and shows an error of its own. */
const patience = 2_500;

/** What the work came to, or undefined when the time was over first. */
export async function soon<Result>(work: Promise<Result>): Promise<Result | undefined> {
  const over = new AbortController();
  try {
    return await Promise.race([work, setTimeout(patience, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
