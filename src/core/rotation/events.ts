// What can happen to a rotation, as it is written in the log.
import type { AccountId, AlertId, DrillId, PersonId, RequestId, RotationId } from "../ids.ts";

/** Why a credential must be renewed. `usedAt`: the newest release or sign-in known of that use. */
export type RotationReason =
  /** `user`: who asked for the account, and so does not confirm that it was renewed. */
  | {
      kind: "use";
      request: RequestId;
      drill: DrillId | undefined;
      user: PersonId;
      usedAt: Temporal.Instant;
      /** Alerts whose sign-ins the request explains by now, all of them. */
      alerts?: readonly AlertId[] | undefined;
    }
  /** Somebody was let in, and no request explains it. `user`: who asked for what it was nearest to, and so may have been it. */
  | {
      kind: "unexplained-use";
      alert: AlertId;
      user?: PersonId | undefined;
      usedAt: Temporal.Instant;
    }
  | { kind: "calendar" }
  /** `by` is missing when the configuration file says so. */
  | { kind: "staff-change"; person: PersonId; by: PersonId | undefined }
  | { kind: "suspected"; by: PersonId; note: string };

/** A change of the credential that somebody else than us saw. */
export type Proof = {
  what: "password" | "key";
  changedAt: Temporal.Instant;
  /** `directory`: Entra itself says so; `audit`: rows of its audit log do. */
  source: "directory" | "audit";
  /** Who changed it, as the audit log knows them. */
  by: { id: string | undefined; name: string | undefined } | undefined;
};

export const rotationStages = ["half-time", "due", "overdue"] as const;
export type RotationStage = (typeof rotationStages)[number];

export type RotationEvent = { at: Temporal.Instant } & (
  | {
      type: "rotation-opened";
      rotation: RotationId;
      account: AccountId;
      reason: RotationReason;
      due: Temporal.Instant;
    }
  /** One more reason, or a later use of the same request. The earlier due moment counts. */
  | { type: "rotation-joined"; reason: RotationReason; due: Temporal.Instant }
  /** `number`: the n-th reminder after it was due. */
  | { type: "rotation-reminded"; stage: RotationStage; number: number }
  | { type: "rotation-proved"; proof: Proof }
  | { type: "rotation-confirmed"; by: PersonId }
  /** Two of these close it where nothing proves it: "attested, not proved". */
  | { type: "rotation-attested"; by: PersonId; note: string }
);
