// What the bot sees itself of a drill: from the request, the alert and the rotation that it caused.
import type { Alert, JudgedSignIn } from "../alert/state.ts";
import { isAfter, isBefore, later } from "../moments.ts";
import type { Part } from "../organisation.ts";
import { isOver, type Request } from "../request/state.ts";
import { causeOfRequest, renewedSince } from "../rotation/open.ts";
import { isOpenRotation, type Rotation, renewedAt } from "../rotation/state.ts";
import { isAllowedUse } from "../sign-in/signed-in.ts";
import { windowOf } from "../sign-in/window.ts";
import { type DrillEvent, type Milestone, milestones } from "./events.ts";
import type { Drill } from "./state.ts";

export type Facts = {
  /** The one that rehearses this drill, or did last. */
  request: Request | undefined;
  /** Those with rows of its window. */
  alerts: readonly Alert[];
  rotations: readonly Rotation[];
  /** Those of the account, as the configuration says at this moment. */
  parts: readonly Part[];
};

type Seen = Partial<Record<Milestone, Temporal.Instant>>;

/** People that must have opened the custody, where it has parts enough for them. */
const openersNeeded = 2;

/** What is true and was not noted yet, in the order of a drill. Noted once, it is not news again. */
export function milestonesOf(drill: Drill, facts: Facts, now: Temporal.Instant): readonly DrillEvent[] {
  const { request } = facts;
  if (drill.status !== "running" || !request) return [];
  const found: Seen = { ...ofRequest(request, facts.parts), ...ofUse(drill, request, facts.alerts) };
  const rotated = ofRotations(request, facts);
  if (rotated) found.rotated = rotated;
  return milestones.flatMap((milestone): DrillEvent[] => {
    const when = found[milestone];
    if (!when || !isNews(when, drill.seen[milestone], request)) return [];
    return [{ type: "milestone-seen", at: now, milestone, when }];
  });
}

/** What was noted of an earlier request, which came to nothing, is noted anew of this one. */
const isNews = (when: Temporal.Instant, noted: Temporal.Instant | undefined, { askedAt }: Request): boolean =>
  noted === undefined || (isBefore(noted, askedAt) && !noted.equals(when));

function ofRequest(request: Request, parts: readonly Part[]): Seen {
  const { askedAt, window, declaration, outcome } = request;
  const opened = openedAt(request, parts);
  return {
    asked: askedAt,
    ...(window && !declaration && { approved: window.from }),
    ...(opened && { "custody-opened": opened }),
    ...(window && outcome && isOver(request) && { ended: outcome.at }),
  };
}

/** When a second person handed over a part, or the last part was handed over. */
function openedAt({ releases }: Request, parts: readonly Part[]): Temporal.Instant | undefined {
  const isOpened = (_: unknown, index: number) => {
    const soFar = releases.slice(0, index + 1);
    const people = new Set(soFar.map(({ by }) => by));
    const names = new Set(soFar.map(({ part }) => part));
    return people.size >= openersNeeded || parts.every(({ name }) => names.has(name));
  };
  return releases.find(isOpened)?.at;
}

/** What came of the first sign-in, whatever it was called: an unannounced drill looks like an attack, as it should. */
function ofUse({ account, announced }: Drill, request: Request, alerts: readonly Alert[]): Seen {
  const uses = alerts
    .flatMap((alert) => alert.signIns.map((row) => ({ alert, row })))
    .filter(({ row }) => row.account === account && isUseOf(row, request))
    .toSorted((a, b) => Temporal.Instant.compare(a.row.at, b.row.at));
  const [use] = uses;
  if (!use) return {};
  const { row, alert } = use;
  // an alert that stood before this row, and joined it, told of it when the row could be read
  const alerted = later(alert.raisedAt, row.readable ?? row.at);
  const acknowledged = alert.acknowledged && later(alert.acknowledged.at, alerted);
  return {
    "signed-in": row.at,
    ...(row.readable && { logged: row.readable }),
    alerted,
    ...(acknowledged && { acknowledged, ...(!announced && { "soc-told": acknowledged }) }),
  };
}

function isUseOf(row: JudgedSignIn, request: Request): boolean {
  if (row.outcome !== "success") return false;
  const { allowed } = windowOf(request);
  if (isAllowedUse(row) && row.request === request.id) return true; // the judge minds that clocks differ
  return allowed !== undefined && !isAfter(allowed.from, row.at) && !isAfter(row.at, allowed.until);
}

/**
 * One that was used again after it was renewed is not renewed before the last of its rotations is. It has none of its own
 * where another cause's renewal came before the rows of its use.
 */
function ofRotations(request: Request, { alerts, rotations }: Facts): Temporal.Instant | undefined {
  const own = rotations.filter(({ reasons }) =>
    reasons.some((reason) => reason.kind === "use" && reason.request === request.id),
  );
  if (own.some(isOpenRotation)) return undefined;
  const cause = causeOfRequest(request, alerts);
  if (own.length === 0) return cause && renewedSince(cause, rotations);
  const moments = own.flatMap((rotation) => renewedAt(rotation) ?? []);
  return moments.reduce<Temporal.Instant | undefined>((a, b) => (a ? later(a, b) : b), undefined);
}
