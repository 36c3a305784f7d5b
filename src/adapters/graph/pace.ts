// How often Graph is asked: never more than it allows.
import { setTimeout as sleep } from "node:timers/promises";

/** Resolves when the next request may go out; rejects when the signal is aborted first. */
export type Turn = (signal: AbortSignal) => Promise<void>;

/** `requests` in so many milliseconds, on a clock that nobody sets. */
export function createPace(requests: number, period = 10_000): Turn {
  const now = () => performance.now();
  let turns: number[] = [];

  return async (signal) => {
    turns = turns.filter((at) => at > now() - period);
    const full = turns.at(-requests);
    const at = full === undefined ? now() : full + period;
    turns.push(at); // taken at once, so that those who ask together do not go together
    if (at > now()) await sleep(at - now(), undefined, { signal });
  };
}
