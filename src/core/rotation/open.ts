// When a credential must be renewed, and by when: what was used, what somebody said, and the calendar.
import type { Alert } from "../alert/state.ts";
import type { AccountId, PersonId, RequestId, RotationId } from "../ids.ts";
import { earlier, isBefore, later } from "../moments.ts";
import type { Account, CustodyKind, Organisation } from "../organisation.ts";
import { type Policy, rotationNotice, sameChangeWithin } from "../policy.ts";
import type { AccountRecord } from "../readiness.ts";
import type { Request } from "../request/state.ts";
import { isAllowedUse } from "../sign-in/signed-in.ts";
import type { RotationEvent, RotationReason } from "./events.ts";
import { ownRenewal } from "./proof.ts";
import {
  explains,
  isOpenRotation,
  isSameCause,
  type Rotation,
  renewedAt,
  tellsWhose,
  usedAt,
} from "./state.ts";

/**
 * Undefined while nothing was handed over and nobody signed in. `alerts`: those of its sign-ins; the request itself
 * knows only how each burst began.
 */
export function causeOfRequest(
  { id, drill, requester, releases, signIns }: Request,
  alerts: readonly Alert[] = [],
): RotationReason | undefined {
  const own = alerts
    .flatMap((alert) => alert.signIns)
    .filter((row) => isAllowedUse(row) && row.request === id);
  const newest = newestOf([...releases, ...signIns, ...own]);
  const explained = alerts.filter((alert) => isExplained(alert, id)).map((alert) => alert.id);
  return (
    newest && {
      kind: "use",
      request: id,
      drill: drill?.id,
      user: requester,
      usedAt: newest,
      ...(explained.length > 0 && { alerts: explained }),
    }
  );
}

/** Somebody was let in, and each time as this request allows. */
function isExplained({ signIns }: Alert, request: RequestId): boolean {
  const successes = signIns.filter(({ outcome }) => outcome === "success");
  return successes.length > 0 && successes.every((row) => isAllowedUse(row) && row.request === request);
}

/**
 * When it was first renewed after this use. Whatever that renewal was owed for, it counts: the row of the use may have
 * come only afterwards. Undefined: not yet. `history`: rotations of its account.
 */
export function renewedSince(
  cause: RotationReason,
  history: readonly Rotation[],
): Temporal.Instant | undefined {
  const [first, ...others] = history
    .filter((rotation) => isRenewed(cause, rotation))
    .flatMap((rotation) => renewedAt(rotation) ?? []);
  return first && others.reduce(earlier, first);
}

/** Somebody was let in, and no request allowed it. `user`: who asked for the request that it is matched with. */
export function causeOfAlert({ id, signIns }: Alert, user?: PersonId): RotationReason | undefined {
  const newest = newestOf(signIns.filter((row) => row.outcome === "success" && !isAllowedUse(row)));
  return newest && { kind: "unexplained-use", alert: id, ...(user && { user }), usedAt: newest };
}

/**
 * Whoever is in the account and gives it another credential has used it once more. Entra itself dates the same change a
 * little later, shows it before the audit log does, and does not say whose it was: so much later, it is no proof.
 */
export function causeOfOwnChange(
  { id, changes }: Alert,
  account: Pick<Account, "id" | "upn">,
): RotationReason | undefined {
  const changedAt = ownRenewal(account, changes);
  const usedAt = changedAt?.add({ seconds: sameChangeWithin });
  return usedAt && { kind: "unexplained-use", alert: id, usedAt };
}

const newestOf = (all: readonly { at: Temporal.Instant }[]): Temporal.Instant | undefined =>
  all
    .map(({ at }) => at)
    .toSorted(Temporal.Instant.compare)
    .at(-1);

/** The open rotation that a cause joins, if there is one, and the event that says so. */
type Owed = { rotation: Rotation | undefined; event: RotationEvent };

/**
 * Undefined when nothing new is owed: this was told before, or the credential was renewed since. `history`: every
 * rotation of that account of the last year. `id`: the free one, for a new rotation.
 */
export function rotationFor(
  cause: RotationReason,
  account: AccountId,
  history: readonly Rotation[],
  id: RotationId,
  at: Temporal.Instant,
  { policy }: Organisation,
): Owed | undefined {
  if (history.some((rotation) => isKnown(cause, rotation))) return undefined;
  const open = history.find(isOpenRotation);
  const due = dueOf(cause, at, policy);
  if (!open) {
    const event: RotationEvent = { type: "rotation-opened", at, rotation: id, account, reason: cause, due };
    return { rotation: undefined, event };
  }
  // a use that goes on is due as it was, whatever the policy has become
  const goesOn = open.reasons.some((reason) => isSameCause(reason, cause));
  return {
    rotation: open,
    event: { type: "rotation-joined", at, reason: cause, due: goesOn ? later(open.due, due) : due },
  };
}

/** This rotation was opened for it, or renewed what was used. What has no moment may happen once more. */
function isKnown(cause: RotationReason, rotation: Rotation): boolean {
  const same = rotation.reasons.find((reason) => isSameCause(reason, cause) || tellsWhose(reason, cause));
  const used = usedAt(cause);
  if (!used) return isOpenRotation(rotation) && (same !== undefined || isSaidAlready(cause, rotation));
  const known = same && usedAt(same);
  const clears = isOpenRotation(rotation) && rotation.reasons.some((reason) => explains(cause, reason));
  return isRenewed(cause, rotation) || (known !== undefined && !isBefore(known, used) && !clears);
}

/** This rotation made a credential unknown again that was known by that use. */
function isRenewed(cause: RotationReason, rotation: Rotation): boolean {
  const used = usedAt(cause);
  const renewed = renewedAt(rotation);
  return used !== undefined && renewed !== undefined && isBefore(used, renewed);
}

/** Who suspects it says so once, until something was done about it: nobody rings at every word of one person. */
const isSaidAlready = (cause: RotationReason, { reasons, proof, attestations }: Rotation): boolean =>
  cause.kind === "suspected" &&
  proof === undefined &&
  attestations.length === 0 &&
  reasons.some((reason) => reason.kind === "suspected" && reason.by === cause.by);

/** A use counts from when it was, however late its row came; a word from when it was said. */
function dueOf(cause: RotationReason, at: Temporal.Instant, policy: Policy): Temporal.Instant {
  switch (cause.kind) {
    case "use":
      return cause.usedAt.add({ minutes: policy.rotateAfterUse });
    case "unexplained-use":
      return cause.usedAt.add({ minutes: policy.rotateAfterSuspicion });
    case "suspected":
      return at.add({ minutes: policy.rotateAfterSuspicion });
    case "staff-change":
      return at.add({ minutes: policy.rotateAfterStaffChange });
    case "calendar":
      return at.add({ minutes: notice });
  }
}

/** Opened before it is due; of a short interval, when half of it is over. Undefined: not yet, or one is open. */
export function calendarRotation(
  record: AccountRecord,
  id: RotationId,
  now: Temporal.Instant,
  organisation: Organisation,
): RotationEvent | undefined {
  const { account } = record;
  const due = nextCalendarRotation(record, organisation);
  const interval = intervalOf(account.custody.kind, organisation.policy);
  if (!due || isBefore(now, due.subtract({ minutes: Math.min(notice, Math.floor(interval / 2)) })))
    return undefined;
  return {
    type: "rotation-opened",
    at: now,
    rotation: id,
    account: account.id,
    reason: { kind: "calendar" },
    due,
  };
}

/** Counted from the last renewal. Undefined: never by the calendar, or not before the open one is done. */
export function nextCalendarRotation(
  { account, knownSince, rotations }: AccountRecord,
  { policy }: Organisation,
): Temporal.Instant | undefined {
  const interval = intervalOf(account.custody.kind, policy);
  if (interval === 0 || rotations.some(isOpenRotation)) return undefined;
  const renewals = rotations.flatMap((rotation) => renewedAt(rotation) ?? []);
  return renewals.reduce(later, knownSince).add({ minutes: interval });
}

function intervalOf(kind: CustodyKind, { rotatePasswords, rotateKeys }: Policy): number {
  switch (kind) {
    case "hardware-key":
    case "certificate":
      return rotateKeys;
    case "split-password":
    case "password-and-token":
    case "vault":
      return rotatePasswords;
  }
}

const notice = rotationNotice * 24 * 60;
