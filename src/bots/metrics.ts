// What is counted, for Prometheus.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Answer, Desk } from "../core/ports/desk.ts";
import type { Row } from "../core/sign-in/row.ts";
import type { Readiness } from "./readiness.ts";

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(readiness: () => Readiness) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const heard = new Counter({
    name: "breakglass_heard_total",
    help: "Wishes heard, by platform and kind of answer",
    labelNames: ["platform", "answer"],
    registers: [registry],
  });
  const tooMuch = new Counter({
    name: "breakglass_too_much_total",
    help: "Wishes left unheard because somebody asked too much, by platform",
    labelNames: ["platform"],
    registers: [registry],
  });
  const sent = new Counter({
    name: "breakglass_deliveries_total",
    help: "Cards and announcements sent, by platform, kind and result",
    labelNames: ["platform", "what", "result"],
    registers: [registry],
  });
  new Gauge({
    name: "breakglass_part_ready",
    help: "1 when the part is ready",
    labelNames: ["part"],
    registers: [registry],
    collect() {
      for (const [part, state] of Object.entries(readiness().parts)) {
        this.set({ part }, state.ready ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: "breakglass_findings",
    help: "Rights that an identity of the bot has too many (more), lacks (less) or shares; unchecked: it could not be looked at",
    labelNames: ["part", "kind"],
    registers: [registry],
    collect() {
      this.reset();
      const { told, checked, unchecked } = readiness().rights;
      for (const part of checked) for (const kind of ["more", "less"]) this.set({ part, kind }, 0);
      for (const { part, kind } of told) this.inc({ part, kind });
      for (const part of Object.keys(unchecked)) this.inc({ part, kind: "unchecked" });
    },
  });
  const rows = new Counter({
    name: "breakglass_rows_total",
    help: "Rows of Entra's log that were new, by kind",
    labelNames: ["kind"],
    registers: [registry],
  });
  const late = new Histogram({
    name: "breakglass_row_late_seconds",
    help: "From what happened to when its row became readable",
    buckets: [10, 30, 60, 120, 300, 600, 1_200, 3_600, 21_600, 86_400],
    registers: [registry],
  });
  return { registry, heard, tooMuch, sent, rows, late };
}

export function countRows(
  { rows: counter, late }: Pick<Metrics, "rows" | "late">,
  rows: readonly Row[],
): void {
  for (const { kind, at, readable } of rows) {
    counter.inc({ kind });
    if (readable) late.observe(at.until(readable).total("seconds"));
  }
}

/** The same desk, counted. */
export const counted = (desk: Desk, { heard, tooMuch }: Pick<Metrics, "heard" | "tooMuch">): Desk => ({
  ...desk,
  tooMuch(asked) {
    const much = desk.tooMuch(asked);
    if (much) tooMuch.inc({ platform: asked.caller.platform });
    return much;
  },
  async hear(wish): Promise<Answer> {
    const answer = await desk.hear(wish);
    heard.inc({ platform: wish.caller.platform, answer: answer.type });
    return answer;
  },
});
