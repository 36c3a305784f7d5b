// An alert as its events have made it.
import type { AlertId, PersonId } from "../ids.ts";
import type { Chat } from "../place.ts";
import type { Change, SignIn } from "../sign-in/row.ts";
import type { Severity } from "../view.ts";
import type { AlertEvent, Class, Flag, Judgement, Subject } from "./events.ts";
import { severityOf, worst } from "./severity.ts";

export type Alert = {
  id: AlertId;
  /** With the gravest judgement among its sign-ins. */
  subject: Subject;
  raisedAt: Temporal.Instant;
  /** Each as it was judged last. */
  signIns: readonly JudgedSignIn[];
  changes: readonly Change[];
  /** Each with the moment since when it is flagged so. */
  flags: readonly (Flag & { since: Temporal.Instant })[];
  /** What was said before rows were judged anew, oldest first. */
  rejudged: readonly { at: Temporal.Instant; before: Judgement; after: Judgement }[];
  severity: Severity;
  /** How often it became graver. */
  graver: number;
  /** Since when it is as grave as it is: repeats count from here. */
  graveSince: Temporal.Instant;
  acknowledged: { by: PersonId; at: Temporal.Instant } | undefined;
  classified: { by: PersonId; at: Temporal.Instant; class: Class; note: string } | undefined;
  /** `by` is missing when it closed by itself. */
  closed: { by: PersonId | undefined; at: Temporal.Instant } | undefined;
  regained: { at: Temporal.Instant; rows: number } | undefined;
  repeats: number;
  repeatedAt: Temporal.Instant | undefined;
  /** Whether every chat took it, as far as it was looked at since it is so grave. */
  taken: "unknown" | "everywhere" | { silent: readonly Chat[] };
};

export type JudgedSignIn = SignIn & Judgement;

/** Somebody has it, or nobody needs to. */
export const isAnswered = ({ acknowledged, classified, closed }: Alert): boolean =>
  (acknowledged ?? classified ?? closed) !== undefined;

/** A drill's sign-in was expected, and yet the SOC is asked to take it: how long that takes is measured. */
export const isMeasured = (alert: Alert): boolean =>
  alert.subject.kind === "sign-in" && alert.subject.verdict === "drill" && !isAnswered(alert);

/** A person is still wanted: what was expected or noted waits for nobody. */
export const isWaiting = (alert: Alert): boolean =>
  alert.closed === undefined && (alert.severity <= 2 || isMeasured(alert));

/** Never refuses: the event is already true. Undefined only before `alert-raised`. */
function evolveAlert(alert: Alert | undefined, event: AlertEvent): Alert | undefined {
  if (event.type === "alert-raised") return regraded(raised(event), event.at);
  return alert && regraded(changed(alert, event), event.at);
}

export const foldAlert = (events: readonly AlertEvent[], alert?: Alert): Alert | undefined =>
  events.reduce<Alert | undefined>(evolveAlert, alert);

const raised = ({ alert, subject, at }: Extract<AlertEvent, { type: "alert-raised" }>): Alert => ({
  id: alert,
  subject,
  raisedAt: at,
  signIns: [],
  changes: [],
  flags: [],
  rejudged: [],
  severity: 4,
  graver: 0,
  graveSince: at,
  acknowledged: undefined,
  classified: undefined,
  closed: undefined,
  regained: undefined,
  repeats: 0,
  repeatedAt: undefined,
  taken: "unknown",
});

function changed(alert: Alert, event: Exclude<AlertEvent, { type: "alert-raised" }>): Alert {
  const { at } = event;
  switch (event.type) {
    case "sign-ins-seen": {
      if (alert.subject.kind !== "sign-in") return alert;
      const { verdict, request } = alert.subject;
      const rows = event.rows.map((row) => ({ ...row, verdict, request }));
      return { ...alert, signIns: [...alert.signIns, ...rows] };
    }
    case "changes-seen":
      return { ...alert, changes: [...alert.changes, ...event.rows] };
    case "alert-rejudged":
      return rejudged(alert, event);
    case "alert-flagged":
      return { ...alert, flags: flagged(alert, event) };
    case "sight-regained":
      return { ...alert, regained: { at, rows: event.rows }, closed: { by: undefined, at } };
    case "alert-acknowledged":
      return { ...alert, acknowledged: { by: event.by, at } };
    case "alert-classified":
      return { ...alert, classified: { by: event.by, at, class: event.class, note: event.note } };
    case "alert-closed":
      return { ...alert, closed: { by: event.by, at } };
    case "request-changed":
      return alert;
    case "alert-repeated":
      return { ...alert, repeats: event.number, repeatedAt: at };
    case "alert-taken":
      return { ...alert, taken: "everywhere" };
    case "fallback-called":
      return { ...alert, taken: { silent: event.silent } };
  }
}

function flagged(
  { flags }: Alert,
  { flag, at }: Extract<AlertEvent, { type: "alert-flagged" }>,
): Alert["flags"] {
  const before = flags.find(({ type }) => type === flag.type);
  return [...flags.filter((one) => one !== before), { ...flag, since: before?.since ?? at }];
}

function rejudged(alert: Alert, event: Extract<AlertEvent, { type: "alert-rejudged" }>): Alert {
  if (alert.subject.kind !== "sign-in") return alert;
  const { verdict, request, at } = event;
  const ids = new Set(event.rows);
  const signIns = alert.signIns.map((row) => (ids.has(row.id) ? { ...row, verdict, request } : row));
  const { verdict: was, request: of } = alert.signIns.find(({ id }) => ids.has(id)) ?? alert.subject;
  return {
    ...alert,
    signIns,
    subject: { ...alert.subject, ...worst(signIns, { verdict, request }) },
    rejudged: [...alert.rejudged, { at, before: { verdict: was, request: of }, after: { verdict, request } }],
  };
}

/** An alert that becomes graver is a new one for whoever answered it. */
function regraded(alert: Alert, at: Temporal.Instant): Alert {
  const severity = severityOf(alert);
  if (severity === alert.severity) return alert;
  if (severity > alert.severity || alert.signIns.length + alert.changes.length === 0)
    return { ...alert, severity };
  return {
    ...alert,
    severity,
    graver: alert.graver + 1,
    graveSince: at,
    acknowledged: undefined,
    classified: undefined,
    closed: undefined,
    repeats: 0,
    repeatedAt: undefined,
    taken: "unknown",
  };
}
