// Who hears of an alert: where its card must stand, who is told besides, and when the second road is taken.
import type { Hearing } from "../hearing.ts";
import type { Organisation, Person } from "../organisation.ts";
import { channels, directMessages } from "../people.ts";
import { distinct, fallbackPlace, type Place } from "../place.ts";
import type { Incident } from "../ports/messenger.ts";
import type { AlertEvent } from "./events.ts";
import { newsOf } from "./news.ts";
import { severityOf } from "./severity.ts";
import type { Alert } from "./state.ts";

/** For one batch of events and the alert as they leave it. A card that is posted notifies by itself. */
export function alertHearers(
  events: readonly AlertEvent[],
  alert: Alert,
  organisation: Organisation,
): Hearing {
  const isNew = events.some(({ type }) => type === "alert-raised");
  const soc = channels(organisation, "soc");
  const places = events.map((event, index) => {
    const isLast = index === events.length - 1;
    return isNew
      ? onFallback(isLast && alert.severity === 0 && organisation.fallback === "always")
      : announcePlaces(event, events.slice(index + 1), alert, organisation);
  });
  return {
    redraw: events.some(isOnCard),
    cards: isNew ? soc.map((place) => ({ place, urgent: alert.severity <= 1 })) : [],
    announce: places.flatMap((heard, event) =>
      distinct(heard).map((place) => ({ place, event, urgent: alert.severity === 0 })),
    ),
  };
}

/** Has the card drawn anew. */
export const isOnCard = ({ type }: AlertEvent): boolean => type !== "alert-taken";

/** `later`: what else the batch says; each thing is said once. */
function announcePlaces(
  event: AlertEvent,
  later: readonly AlertEvent[],
  alert: Alert,
  organisation: Organisation,
): Place[] {
  const soc = channels(organisation, "soc");
  const said = later.some((other) => saysTheSame(event, other)) ? [] : soc;
  const fallback = onFallback(isOnFallback(alert, organisation));
  switch (event.type) {
    case "alert-raised":
    case "alert-taken":
    case "request-changed":
      return [];
    case "sign-ins-seen":
    case "changes-seen": // one more row of a burst is only counted, unless it is graver, or says something new
      if (newsOf(event, alert)) return [...soc, ...(alert.severity === 0 ? fallback : [])];
      return madeGraver(event, alert) ? said : [];
    case "alert-flagged":
      if (isOnlyCounted(event, alert)) return [];
      return [...said, ...(madeGraver(event, alert) && alert.severity === 0 ? fallback : [])];
    case "alert-rejudged": {
      const changed = alert.severity === 0 ? madeGraver(event, alert) : wasGravest(event, alert);
      return [...said, ...(changed ? fallback : [])];
    }
    case "alert-acknowledged":
    case "alert-closed":
      return [...said, ...(alert.severity === 0 ? fallback : [])];
    case "alert-classified":
    case "sight-regained":
      return said;
    case "fallback-called":
      return [fallbackPlace];
    case "alert-repeated":
      return event.number === 1 ? soc : [...soc, ...everybodyInCharge(organisation)];
  }
}

const saysTheSame = (event: AlertEvent, other: AlertEvent): boolean =>
  (event.type === "alert-acknowledged" && other.type === "alert-classified") ||
  (event.type === "sign-ins-seen" && other.type === "alert-flagged") ||
  (event.type === "alert-flagged" && other.type === "alert-flagged" && event.flag.type === other.flag.type) ||
  (event.type === "alert-rejudged" &&
    other.type === "alert-rejudged" &&
    event.verdict === other.verdict &&
    event.request === other.request);

/** From the second repeat on: the SOC's channel may be what nobody looks at. */
function everybodyInCharge(organisation: Organisation): Place[] {
  const inCharge = ({ roles }: Person) => roles.includes("soc") || roles.includes("admin");
  return [
    ...channels(organisation, "admins"),
    ...organisation.people.filter(inCharge).flatMap((person) => directMessages(organisation, person)),
    ...onFallback(organisation.fallback !== undefined),
  ];
}

const onFallback = (called: boolean): Place[] => (called ? [fallbackPlace] : []);

/** Does the second road know of this alert, as it is so grave? */
const isOnFallback = ({ taken, repeats }: Alert, { fallback }: Organisation): boolean =>
  fallback !== undefined && (fallback === "always" || typeof taken === "object" || repeats >= 2);

/** One more failed attempt of those that were told of. Who makes them must not make us ring at every look. */
const isOnlyCounted = (
  { at, flag: { type } }: Extract<AlertEvent, { type: "alert-flagged" }>,
  { flags }: Alert,
): boolean => type === "after-failures" && flags.some((flag) => flag.type === type && !flag.since.equals(at));

/** Was it this event that made the alert as grave as it is? */
const madeGraver = ({ at }: AlertEvent, { graveSince, raisedAt }: Alert): boolean =>
  graveSince.equals(at) && !raisedAt.equals(at);

/** Was it a Sev 0 before its rows were judged anew? */
function wasGravest({ at }: AlertEvent, { subject, flags, signIns, rejudged }: Alert): boolean {
  if (subject.kind !== "sign-in") return false;
  return rejudged
    .filter((one) => one.at.equals(at))
    .some(({ before }) => severityOf({ subject: { ...subject, ...before }, flags, signIns }) === 0);
}

/** What an announcement on the second road does there. `alert`: as the event left it. */
export function incidentOf(event: AlertEvent, { severity }: Alert): Incident | undefined {
  switch (event.type) {
    case "alert-raised":
    case "sign-ins-seen":
    case "changes-seen":
    case "alert-flagged":
      return severity === 0 ? "trigger" : undefined;
    case "alert-repeated":
    case "fallback-called":
      return "trigger";
    case "alert-acknowledged":
    case "alert-classified":
      return "acknowledge";
    case "alert-rejudged":
      return severity === 0 ? "trigger" : "resolve";
    case "alert-closed":
    case "sight-regained":
      return "resolve";
    case "alert-taken":
    case "request-changed":
      return undefined;
  }
}
