// The second road as PagerDuty takes it: one incident per alert, within the limits of Events API v2.
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Severity } from "../../../src/core/view.ts";
import { hostile, openRoad, outgoing, routingKey, view } from "./kit.ts";

let road: Awaited<ReturnType<typeof openRoad>>;
beforeEach(async () => {
  road = await openRoad("pagerduty");
});
afterEach(() => road.stop());

const sent = async (more?: Parameters<typeof outgoing>[0]) => {
  const result = await road.fallback.send(outgoing(more));
  const [got] = road.got.splice(0);
  expect(got?.headers["x-breakglass-signature"]).toBeUndefined();
  return { result, event: JSON.parse(got?.body ?? "{}") };
};

it("an alert opens an incident that is named after it", async () => {
  const { result, event } = await sent();
  expect(result).toEqual({ type: "shown", ref: { conversation: "webhook", message: "say/AL-7/3/fallback" } });
  expect(event).toEqual({
    routing_key: routingKey,
    event_action: "trigger",
    dedup_key: "AL-7",
    client: "Breakglass",
    payload: {
      summary: "AL-7 · Sign-in without a request",
      source: "breakglass",
      severity: "critical",
      timestamp: "2026-11-21T09:00:00Z",
      custom_details: {
        text: expect.stringContaining("Emergency 1 was used at 09:00 UTC."),
        When: "2026-11-21 09:00 UTC",
        From: "203.0.113.7, FR, Paris",
        "Nearest request": "BG-12 of Alice",
      },
    },
  });
});

it.each(["acknowledge", "resolve"] as const)("%s names the incident, and nothing more", async (incident) => {
  expect((await sent({ incident })).event).toEqual({
    routing_key: routingKey,
    event_action: incident,
    dedup_key: "AL-7",
  });
});

it.each<[Severity | undefined, string]>([
  [0, "critical"],
  [1, "error"],
  [2, "warning"],
  [3, "info"],
  [4, "info"],
  [undefined, "critical"],
])("Sev %s is %s", async (severity, word) => {
  expect((await sent({ view: { ...view, severity } })).event.payload.severity).toBe(word);
});

it("a summary names its alert, and ends in … before PagerDuty's 1,024 characters", async () => {
  expect((await sent({ view: { ...view, title: "Nobody took it" } })).event.payload.summary).toBe(
    "AL-7 · Nobody took it",
  );
  const { summary } = (await sent({ view: { ...view, title: "😀".repeat(1_000) } })).event.payload;
  expect(summary).toMatch(/^AL-7 · 😀+…$/u);
  expect(summary.length).toBeLessThanOrEqual(1_024);
});

it("D10: people's words are words here too", async () => {
  const { event } = await sent({ view: hostile });
  expect(event.payload.custom_details.Browser).toContain(
    "‹!channel› ‹https[:]//evil.example|Acknowledge here›",
  );
  expect(JSON.stringify(event)).not.toMatch(/https?:\/\/|<!/);
});
