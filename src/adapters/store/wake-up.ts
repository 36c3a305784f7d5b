// Tells the loops of this process that somebody appended: here at once, on another node by notice or by looking.
import type { Log } from "./database.ts";
import { listen } from "./listen.ts";

/** A notice that was swallowed (by a pooler, by a lost connection) costs this long. */
const lookEveryMs = 5_000;

type WakeUp = { tell(): void; onAppend(listener: () => void): void; close(): Promise<void> };

/** `postgres`: the URL of the database that other nodes write to as well; undefined: nobody else does. */
export function wakeUp(
  postgres: string | undefined,
  node: string,
  head: () => Promise<{ seq: number }>,
  log: Log,
): WakeUp {
  const listeners = new Set<() => void>();
  function tell(): void {
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        log.warn({ err: error }, "a listener to appends failed");
      }
    }
  }
  const onAppend = (listener: () => void) => void listeners.add(listener);
  if (postgres === undefined) return { tell, onAppend, close: () => Promise.resolve() };

  const listening = listen(postgres, node, tell, log);
  const looking = look(head, tell);
  return {
    tell,
    onAppend,
    async close() {
      looking.stop();
      await listening.close();
    },
  };
}

/** A database that is away is told by the `check` of the store, not from here. */
function look(head: () => Promise<{ seq: number }>, tell: () => void): { stop(): void } {
  let last = 0;
  const timer = setInterval(() => {
    head().then(
      ({ seq }) => {
        if (seq !== last) tell();
        last = seq;
      },
      () => undefined,
    );
  }, lookEveryMs).unref();
  return { stop: () => clearInterval(timer) };
}
