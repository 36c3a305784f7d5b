// What time alone does to an alert: a Sev 0 that nobody answers is said again, and takes the second road.
import { isAfter } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import type { Chat } from "../place.ts";
import { type Policy, takenWithin } from "../policy.ts";
import type { AlertEvent } from "./events.ts";
import { type Alert, isAnswered } from "./state.ts";

type Owed = { due: Temporal.Instant; event: (at: Temporal.Instant) => AlertEvent };

/**
 * All that is owed at `now`, the second road first. Asked twice, it owes nothing new; after a week down one repeat
 * is owed, for the next one counts from it. `silent`: chats where something of this alert still waits to be shown in
 * the SOC channel.
 */
export const owedOnAlert = (
  alert: Alert,
  now: Temporal.Instant,
  organisation: Organisation,
  silent: readonly Chat[],
): readonly AlertEvent[] =>
  agenda(alert, organisation, silent)
    .filter(({ due }) => !isAfter(due, now))
    .map(({ event }) => event(now));

/** When the alert owes something next, if nobody does anything. */
export function nextDueOnAlert(alert: Alert, organisation: Organisation): Temporal.Instant | undefined {
  const [earliest] = agenda(alert, organisation, [])
    .map(({ due }) => due)
    .toSorted(Temporal.Instant.compare);
  return earliest;
}

function agenda(alert: Alert, { policy, fallback }: Organisation, silent: readonly Chat[]): Owed[] {
  if (alert.severity > 0 || isAnswered(alert)) return [];
  const { graveSince, repeats, repeatedAt, taken } = alert;
  const repeat: Owed = {
    due: (repeatedAt ?? graveSince).add({ minutes: gapAfter(repeats, policy) }),
    event: (at) => ({ type: "alert-repeated", at, number: repeats + 1 }),
  };
  if (fallback !== "when-silent" || taken !== "unknown") return [repeat];
  const look: Owed = {
    due: graveSince.add({ seconds: takenWithin }),
    event: (at) =>
      silent.length > 0 ? { type: "fallback-called", at, silent } : { type: "alert-taken", at },
  };
  return [look, repeat];
}

/** 5, 10, 20, 40 minutes, and then an hour each time. */
const gapAfter = (repeats: number, { alertRepeat, longestAlertRepeat }: Policy): number =>
  Math.min(alertRepeat * 2 ** repeats, longestAlertRepeat);
