// Work that nobody waits for while Teams waits for its answer; the end of the process does.
import type { Log } from "./log.ts";

/** Never throws; what fails is logged. `what` names it in the log. */
export type Background = (what: string, work: () => Promise<unknown>) => void;

export function createBackground(log: Log): { run: Background; settled(): Promise<void> } {
  const running = new Set<Promise<void>>();
  return {
    run(what, work) {
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
