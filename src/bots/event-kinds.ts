// Whose event is it? Each life cycle folds its own.
import type { AlertEvent } from "../core/alert/events.ts";
import type { DrillEvent } from "../core/drill/events.ts";
import type { Event, StoredEvent } from "../core/ports/store.ts";
import type { RequestEvent } from "../core/request/events.ts";
import type { RotationEvent } from "../core/rotation/events.ts";

const ofAlerts: Record<AlertEvent["type"], true> = {
  "alert-raised": true,
  "sign-ins-seen": true,
  "changes-seen": true,
  "alert-rejudged": true,
  "alert-flagged": true,
  "request-changed": true,
  "sight-regained": true,
  "alert-acknowledged": true,
  "alert-classified": true,
  "alert-closed": true,
  "alert-repeated": true,
  "alert-taken": true,
  "fallback-called": true,
};

const ofRotations: Record<RotationEvent["type"], true> = {
  "rotation-opened": true,
  "rotation-joined": true,
  "rotation-reminded": true,
  "rotation-proved": true,
  "rotation-confirmed": true,
  "rotation-attested": true,
};

const ofDrills: Record<DrillEvent["type"], true> = {
  "drill-scheduled": true,
  "drill-moved": true,
  "drill-reminded": true,
  "drill-started": true,
  "drill-witnessed": true,
  "drill-asked": true,
  "rehearsal-over": true,
  "milestone-seen": true,
  "step-ticked": true,
  "drill-finished": true,
  "drill-failed": true,
};

type Other = Exclude<Event, RequestEvent | AlertEvent | RotationEvent | DrillEvent>;
const others: Record<Other["type"], true> = { "turned-away": true, unreachable: true, reachable: true };

export const isAlertEvent = (event: Event): event is AlertEvent => event.type in ofAlerts;
export const isRotationEvent = (event: Event): event is RotationEvent => event.type in ofRotations;
export const isDrillEvent = (event: Event): event is DrillEvent => event.type in ofDrills;

export const isRequestEvent = (event: Event): event is RequestEvent =>
  ![ofAlerts, ofRotations, ofDrills, others].some((kinds) => event.type in kinds);

export const requestEvents = (stored: readonly StoredEvent[]): RequestEvent[] =>
  stored.map(({ event }) => event).filter(isRequestEvent);

export const alertEvents = (stored: readonly StoredEvent[]): AlertEvent[] =>
  stored.map(({ event }) => event).filter(isAlertEvent);
