// Private answers on their way after the click was acknowledged: bounded, and waited for when the bot stops.

import type { Logger } from "pino";
import { inWords } from "./failure.ts";

export type Background = {
  /** Runs it now. When too much is on its way it is dropped and said: what was decided is on disk all the same. */
  run(what: string, work: () => Promise<void>): void;
  /** Resolves when everything that was on its way is done. */
  settled(): Promise<void>;
};

/** A Slack that is slow holds no more than this in memory. */
const mostRunning = 200;

export function createBackground(log: Logger): Background {
  const running = new Set<Promise<void>>();
  let dropped = 0;
  return {
    run(what, work) {
      if (running.size >= mostRunning) {
        dropped += 1;
        if (Number.isInteger(Math.log10(dropped)))
          log.warn({ what, dropped }, "Slack is too slow: private answers are dropped");
        return;
      }
      const task: Promise<void> = work()
        .catch((error: unknown) =>
          log.warn({ what, ...inWords(error) }, "a private answer did not reach Slack"),
        )
        .finally(() => running.delete(task));
      running.add(task);
    },
    async settled() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
