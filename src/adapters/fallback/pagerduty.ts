// An alert as PagerDuty's Events API v2 takes it: one incident for one alert, however often it is told.
import type { Outgoing } from "../../core/ports/messenger.ts";
import type { Severity } from "../../core/view.ts";
import { cut, oneLine, plainFacts, plainText } from "./plain.ts";

/** PagerDuty's own limit. */
const longestSummary = 1_024;

const severities: Readonly<Record<Severity, "critical" | "error" | "warning" | "info">> = {
  0: "critical",
  1: "error",
  2: "warning",
  3: "info",
  4: "info",
};

/** An acknowledgement and a resolution need no more than the incident's name. */
export function pagerDutyEvent(message: Outgoing, routingKey: string, now: Temporal.Instant): string {
  const { view, stream, incident = "trigger" } = message;
  const event = { routing_key: routingKey, event_action: incident, dedup_key: stream };
  if (incident !== "trigger") return JSON.stringify(event);
  return JSON.stringify({
    ...event,
    client: "Breakglass",
    payload: {
      summary: cut(summary(stream, oneLine(view.title)), longestSummary),
      source: "breakglass",
      // of an alert that does not say how grave it is, the worst is thought
      severity: severities[view.severity ?? 0],
      timestamp: now.toString({ smallestUnit: "second" }),
      custom_details: {
        text: plainText(view),
        ...Object.fromEntries(plainFacts(view).map(({ label, value }) => [label, value])),
      },
    },
  });
}

const summary = (stream: string, title: string): string =>
  title.startsWith(stream) ? title : `${stream} · ${title}`;
