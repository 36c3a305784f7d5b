// Whose event is it? Each life cycle folds its own.
import type { AlertEvent } from "../core/alert/events.ts";
import type { Event, StoredEvent } from "../core/ports.ts";
import type { RequestEvent } from "../core/request/events.ts";

const ofAlerts: Record<AlertEvent["type"], true> = {
  "alert-raised": true,
  "sign-ins-seen": true,
  "changes-seen": true,
  "alert-rejudged": true,
  "alert-flagged": true,
  "sight-regained": true,
  "alert-acknowledged": true,
  "alert-classified": true,
  "alert-closed": true,
  "alert-repeated": true,
  "alert-taken": true,
  "fallback-called": true,
};

type Other = Exclude<Event, RequestEvent | AlertEvent>;
const others: Record<Other["type"], true> = { "turned-away": true, unreachable: true, reachable: true };

export const isAlertEvent = (event: Event): event is AlertEvent => event.type in ofAlerts;

export const isRequestEvent = (event: Event): event is RequestEvent =>
  !(event.type in ofAlerts || event.type in others);

export const requestEvents = (stored: readonly StoredEvent[]): RequestEvent[] =>
  stored.map(({ event }) => event).filter(isRequestEvent);

export const alertEvents = (stored: readonly StoredEvent[]): AlertEvent[] =>
  stored.map(({ event }) => event).filter(isAlertEvent);
