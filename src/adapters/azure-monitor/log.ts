// What this adapter logs with, and the lid on what strangers can make it log.
import type { Logger } from "pino";

export type Log = Pick<Logger, "info" | "warn" | "error">;

/** Between two lines about refusals. */
const every = { seconds: 10 };

/** One line at once, then none for a while; the next one says how many there were. Never a header, a path or a body. */
export function createTeller(log: Log, now: () => Temporal.Instant) {
  let until: Temporal.Instant | undefined;
  let untold = 0;
  return (status: number, why: string): void => {
    untold += 1;
    const moment = now();
    if (until && Temporal.Instant.compare(moment, until) < 0) return;
    log.warn({ status, why, refused: untold }, "refused at Azure Monitor's door");
    until = moment.add(every);
    untold = 0;
  };
}
