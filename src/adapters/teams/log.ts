// What this adapter logs with, and the lid on what strangers can make it log.
import type { Logger } from "pino";

export type Log = Pick<Logger, "info" | "warn" | "error">;

/** More refusals than these in a minute are counted, not written. */
const written = 5;

/** Logs the first few of a minute; the next minute's first says how many were left out. */
export function logRarely(log: Log, now: () => Temporal.Instant) {
  let minute = -1;
  let count = 0;
  return (about: Record<string, unknown>, message: string): void => {
    const current = Math.floor(now().epochMilliseconds / 60_000);
    const leftOut = Math.max(0, count - written);
    if (current !== minute) {
      minute = current;
      count = 0;
      if (leftOut) log.warn({ leftOut }, "more refusals in the last minute than were logged");
    }
    count += 1;
    if (count <= written) log.warn(about, message);
  };
}
