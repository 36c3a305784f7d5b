// An end to waiting: what hangs never holds up a look.
import { Blind } from "./why-blind.ts";

/** What the work came to; rejects with `late` when the signal is aborted first. The work itself may go on. */
export function inTime<Result>(work: Promise<Result>, signal: AbortSignal, late: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Blind(late));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
