// What is counted, for Prometheus.
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Answer, Desk } from "../core/ports.ts";
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
  return { registry, heard, sent };
}

/** The same desk, counted. */
export const counted = (desk: Desk, { heard }: Pick<Metrics, "heard">): Desk => ({
  ...desk,
  async hear(wish): Promise<Answer> {
    const answer = await desk.hear(wish);
    heard.inc({ platform: wish.caller.platform, answer: answer.type });
    return answer;
  },
});
