// Work that nobody waits for while Teams waits for its answer: bounded, and waited for at the end of the process.
import type { Log } from "./log.ts";

/** Never throws; what fails is logged. `what` names it in the log. */
export type Background = (what: string, work: () => Promise<unknown>) => void;

/** A Teams that is slow holds no more than this in memory. What was decided is on disk all the same. */
const mostRunning = 200;

export function createBackground(log: Log): { run: Background; settled(): Promise<void> } {
  const running = new Set<Promise<void>>();
  let dropped = 0;
  return {
    run(what, work) {
      if (running.size >= mostRunning) {
        dropped += 1;
        if (Number.isInteger(Math.log10(dropped)))
          log.warn({ what, dropped }, "Teams is too slow: answers are dropped");
        return;
      }
      const done: Promise<void> = work()
        .then(
          () => undefined,
          (error: unknown) => log.error({ what, error: String(error) }, "Teams: background work failed"),
        )
        .finally(() => running.delete(done));
      running.add(done);
    },
    async settled() {
      while (running.size) await Promise.all(running);
    },
  };
}
