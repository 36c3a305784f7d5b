// Things that go wrong on Slack's side, on demand: slow, silent, cut off, throttled, broken answers.
import type { Fault } from "./wire.ts";

export function newFaults() {
  const byMethod = new Map<string, Fault & { left: number }>();
  return {
    set: (method: string, fault: Fault): void => {
      byMethod.set(method, { ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clear: (method?: string): void => {
      if (method === undefined) byMethod.clear();
      else byMethod.delete(method);
    },
    /** The fault for this call, counted. */
    take(method: string): Fault | undefined {
      const name = byMethod.has(method) ? method : "*";
      const fault = byMethod.get(name);
      if (!fault) return undefined;
      fault.left -= 1;
      if (fault.left <= 0) byMethod.delete(name);
      return fault;
    },
  };
}
