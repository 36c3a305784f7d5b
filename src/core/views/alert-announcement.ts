// One event of an alert, told once: below its card, in direct messages, on the second road.
import type { AlertEvent } from "../alert/events.ts";
import type { Alert } from "../alert/state.ts";
import type { Organisation } from "../organisation.ts";
import type { Request } from "../request/state.ts";
import type { Tone, View } from "../view.ts";
import { toneOf } from "../words/alert.ts";
import { alertEventWords } from "../words/alert-events.ts";
import type { AlertTold } from "../words/alert-steps.ts";
import { alertButton } from "./alert-card.ts";
import { alertTold } from "./alert-card-told.ts";
import { alertFacts } from "./alert-facts.ts";

/** `alert`: as the event left it. Undefined for events that nobody is told of. */
export function alertAnnouncement(
  event: AlertEvent,
  alert: Alert,
  request: Request | undefined,
  organisation: Organisation,
): View | undefined {
  const words = alertEventWords[event.type] as
    | ((event: AlertEvent, told: AlertTold) => Pick<View, "title" | "lines">)
    | undefined;
  if (!words) return undefined;
  const told = alertTold(alert, request, organisation, event);
  const isAnswer = event.type in answers;
  return {
    ...words(event, told),
    tone: answers[event.type] ?? toneOf(alert),
    severity: isAnswer ? undefined : alert.severity,
    // who hears an answer has the card; who is called has perhaps nothing else
    facts: isAnswer ? [] : alertFacts(told, organisation),
    // who is called in the night has perhaps no card, and types nothing on a phone
    buttons: event.type === "alert-repeated" ? [alertButton("acknowledge", alert, organisation)] : [],
  };
}

const answers: Partial<Record<AlertEvent["type"], Tone>> = {
  "alert-acknowledged": "waiting",
  "alert-classified": "waiting",
  "alert-closed": "good",
  "sight-regained": "good",
};
