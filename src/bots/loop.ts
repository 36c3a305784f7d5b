// A loop that works, waits for a wake-up or an interval, and works again; until it is stopped, between two works.
import type { Log } from "./log.ts";

export type Loop = { wake(): void; stop(): Promise<void> };

type LoopParts = {
  name: string;
  /** Milliseconds to wait when there was nothing more to do. */
  interval: number;
  log: Log;
  /** True: there is more, go on at once. */
  work: () => Promise<boolean>;
};

export function startLoop({ name, interval, log, work }: LoopParts): Loop {
  let stopping = false;
  let woken = false;
  let wakeUp: () => void = () => {};

  const wait = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, interval);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function turn(): Promise<void> {
    while (!stopping) {
      woken = false;
      const more = await work().catch((error: unknown) => {
        log.error({ err: error, loop: name }, "loop failed, goes on");
        return false;
      });
      if (!more && !woken && !stopping) await wait();
    }
  }

  const ended = turn();
  return {
    wake() {
      woken = true;
      wakeUp();
    },
    async stop() {
      stopping = true;
      wakeUp();
      await ended;
    },
  };
}
