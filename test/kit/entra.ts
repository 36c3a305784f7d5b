// A log of Entra that tells what a test says: rows, or that it cannot be read.
import type { EntraLog, Look } from "../../src/core/ports/entra.ts";
import type { Row } from "../../src/core/sign-in/row.ts";
import { nine } from "./cast.ts";

export function createEntra() {
  let answer: (since: Temporal.Instant) => Look = (since) => ({
    type: "seen",
    rows: [],
    next: since,
    heartbeat: nine,
    more: false,
  });
  const asked: Temporal.Instant[] = [];
  const log: EntraLog = {
    source: "log-analytics",
    async look(since) {
      asked.push(since);
      return answer(since);
    },
  };
  return {
    log,
    /** Where each look began. */
    asked,
    /** From now on it tells these rows; `heartbeat`: the newest row of anybody. */
    tells: (rows: readonly Row[], heartbeat: Temporal.Instant = nine, next?: Temporal.Instant) => {
      answer = (since) => ({ type: "seen", rows, next: next ?? since, heartbeat, more: false });
    },
    /** From now on each look tells one of these pages, and nothing once they are told. */
    floods: (...pages: readonly (readonly Row[])[]) => {
      const left = [...pages];
      answer = (since) => {
        const rows = left.shift() ?? [];
        return { type: "seen", rows, next: since, heartbeat: nine, more: left.length > 0 };
      };
    },
    fails: (why: string) => {
      answer = () => ({ type: "blind", why });
    },
  };
}
