// A rotation as its events have made it: the obligation to renew one account's credential.
import type { AccountId, PersonId, RotationId } from "../ids.ts";
import { earlier, isAfter, later } from "../moments.ts";
import type { Proof, RotationEvent, RotationReason, RotationStage } from "./events.ts";

export type Rotation = {
  id: RotationId;
  account: AccountId;
  openedAt: Temporal.Instant;
  due: Temporal.Instant;
  /** One for each cause; of a use that goes on, the newest. */
  reasons: readonly (RotationReason & { at: Temporal.Instant })[];
  /** The newest use known; a proof must be newer. Undefined: it was not used. */
  lastUse: Temporal.Instant | undefined;
  /** Undefined: nothing proves it, or it was used after what did. */
  proof: Proof | undefined;
  attestations: readonly { by: PersonId; at: Temporal.Instant; note: string }[];
  reminded: { stage: RotationStage; number: number; at: Temporal.Instant } | undefined;
  /** How it was closed, and when. */
  closed: { how: "proved" | "attested"; at: Temporal.Instant; by: readonly PersonId[] } | undefined;
  /** All that made it so: for whoever must not know of some of it. */
  events: readonly RotationEvent[];
};

/** People that attest a rotation that nothing proves. */
export const attestersNeeded = 2;

export const isOpenRotation = ({ closed }: Rotation): boolean => closed === undefined;

/** Since when the credential is another one; undefined while it is not. */
export const renewedAt = ({ closed, proof, attestations }: Rotation): Temporal.Instant | undefined =>
  closed && (closed.how === "proved" ? proof?.changedAt : attestations[0]?.at);

/** What is older than this renews nothing: the newest use, suspicion or departure. */
export const renewAfter = ({ openedAt, lastUse, reasons }: Rotation): Temporal.Instant =>
  reasons.map((reason) => usedAt(reason) ?? reason.at).reduce(later, lastUse ?? openedAt);

/** Whoever used the account has no word in whether it was renewed. */
export const usersOfRotation = ({ reasons }: Rotation): readonly PersonId[] =>
  reasons.flatMap((reason) => userOf(reason) ?? []);

const userOf = (reason: RotationReason): PersonId | undefined => ("user" in reason ? reason.user : undefined);

/** Never refuses: the event is already true. Undefined only before `rotation-opened`. */
export const foldRotation = (events: readonly RotationEvent[], rotation?: Rotation): Rotation | undefined =>
  events.reduce<Rotation | undefined>(evolveRotation, rotation);

function evolveRotation(rotation: Rotation | undefined, event: RotationEvent): Rotation | undefined {
  if (event.type === "rotation-opened") return opened(event);
  return rotation && { ...changed(rotation, event), events: [...rotation.events, event] };
}

function opened(event: Extract<RotationEvent, { type: "rotation-opened" }>): Rotation {
  const { rotation, account, reason, due, at } = event;
  return {
    id: rotation,
    account,
    openedAt: at,
    due,
    reasons: [{ ...reason, at }],
    lastUse: usedAt(reason),
    proof: undefined,
    attestations: [],
    reminded: undefined,
    closed: undefined,
    events: [event],
  };
}

function changed(rotation: Rotation, event: Exclude<RotationEvent, { type: "rotation-opened" }>): Rotation {
  const { at } = event;
  switch (event.type) {
    case "rotation-joined":
      return joined(rotation, event);
    case "rotation-reminded":
      return { ...rotation, reminded: { stage: event.stage, number: event.number, at } };
    case "rotation-proved":
      return { ...rotation, proof: event.proof };
    case "rotation-confirmed":
      return { ...rotation, closed: { how: "proved", at, by: [event.by] } };
    case "rotation-attested": {
      const attestations = [...rotation.attestations, { by: event.by, at, note: event.note }];
      const isEnough = attestations.length >= attestersNeeded;
      return {
        ...rotation,
        attestations,
        ...(isEnough && { closed: { how: "attested", at, by: attestations.map(({ by }) => by) } }),
      };
    }
  }
}

/** What was renewed before this cause must be renewed again, and whoever used the account attests no more. */
function joined(
  rotation: Rotation,
  { reason, due, at }: Extract<RotationEvent, { type: "rotation-joined" }>,
): Rotation {
  const used = usedAt(reason);
  const since = used ?? at;
  const isOutdated = (moment: Temporal.Instant) => !isAfter(moment, since);
  const isUser = (person: PersonId) => userOf(reason) === person;
  const { proof, lastUse, attestations } = rotation;
  return {
    ...rotation,
    due: earlier(rotation.due, due),
    reasons: withReason(rotation.reasons, { ...reason, at }),
    lastUse: used && lastUse ? later(used, lastUse) : (used ?? lastUse),
    proof: proof && isOutdated(proof.changedAt) ? undefined : proof,
    attestations: attestations.filter((one) => !isOutdated(one.at) && !isUser(one.by)),
  };
}

type Reason = Rotation["reasons"][number];

/** A use that a request explains after all is no unexplained one any more. */
function withReason(reasons: readonly Reason[], reason: Reason): readonly Reason[] {
  const others = reasons.filter((one) => !isSameCause(one, reason) && !explains(reason, one));
  return others.some((one) => tellsWhose(one, reason)) ? others : [...others, reason];
}

/** They tell of the same moment, and the first one knows whose it was. */
export const tellsWhose = (use: RotationReason, one: RotationReason): boolean =>
  use.kind === "use" && one.kind === "unexplained-use" && use.usedAt.equals(one.usedAt);

/** Told now, that use leaves nothing of the other unexplained. Told before it, it may not know of all the sign-ins. */
export const explains = (use: RotationReason, one: RotationReason): boolean =>
  tellsWhose(use, one) ||
  (use.kind === "use" && one.kind === "unexplained-use" && use.alerts?.includes(one.alert) === true);

/** Somebody may be able to sign in who should not. */
export const isSuspicious = ({ kind }: RotationReason): boolean =>
  kind === "unexplained-use" || kind === "suspected";

export const usedAt = (reason: RotationReason): Temporal.Instant | undefined =>
  "usedAt" in reason ? reason.usedAt : undefined;

/** The same cause is one reason, however often it is told. */
export function isSameCause(a: RotationReason, b: RotationReason): boolean {
  if (a.kind === "use" && b.kind === "use") return a.request === b.request;
  if (a.kind === "unexplained-use" && b.kind === "unexplained-use") return a.alert === b.alert;
  if (a.kind === "staff-change" && b.kind === "staff-change") return a.person === b.person;
  return a.kind === "calendar" && b.kind === "calendar";
}
