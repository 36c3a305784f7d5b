// Waiting for what nobody announces: a database, a pager, a readiness.
import { setTimeout as wait } from "node:timers/promises";

/** What `look` finds, once it finds something; rejects after `patience` milliseconds. */
export async function until<Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  patience = 10_000,
): Promise<Found> {
  const end = performance.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`not within ${patience} ms: ${what}`);
    await wait(50);
  }
}
