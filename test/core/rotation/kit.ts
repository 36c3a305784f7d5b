// What happened to RO-3, as the log has it: minutes count from nine o'clock.
import type { AlertId, DrillId, RequestId } from "../../../src/core/ids.ts";
import { rotationId } from "../../../src/core/ids.ts";
import type { Person } from "../../../src/core/organisation.ts";
import type {
  Proof,
  RotationEvent,
  RotationReason,
  RotationStage,
} from "../../../src/core/rotation/events.ts";
import { foldRotation, type Rotation } from "../../../src/core/rotation/state.ts";
import { ada, after, alice, dave, first, rob } from "../../kit/cast.ts";

export const id = rotationId(3);
export const day = 1_440;
export const note = "I saw both halves sealed anew";

/** Alice's use of the account, by BG-1. */
export const use = (
  at = 0,
  more: Partial<Extract<RotationReason, { kind: "use" }>> = {},
): RotationReason => ({
  kind: "use",
  request: "BG-1" as RequestId,
  drill: undefined,
  user: alice.id,
  usedAt: after(at),
  ...more,
});
export const drillUse = (at = 0): RotationReason => use(at, { drill: "DR-4" as DrillId });
export const unexplained = (at = 0, alert = "AL-7"): RotationReason => ({
  kind: "unexplained-use",
  alert: alert as AlertId,
  usedAt: after(at),
});
export const byCalendar: RotationReason = { kind: "calendar" };
export const left = (person: Person = rob): RotationReason => ({
  kind: "staff-change",
  person: person.id,
  by: ada.id,
});
export const suspected = (by: Person = ada): RotationReason => ({ kind: "suspected", by: by.id, note });

export const opened = (reason: RotationReason = use(), at = 1, due = day): RotationEvent => ({
  type: "rotation-opened",
  at: after(at),
  rotation: id,
  account: first.id,
  reason,
  due: after(due),
});
export const joined = (reason: RotationReason, at: number, due = at + day): RotationEvent => ({
  type: "rotation-joined",
  at: after(at),
  reason,
  due: after(due),
});
export const reminded = (stage: RotationStage, at: number, number = 0): RotationEvent => ({
  type: "rotation-reminded",
  at: after(at),
  stage,
  number,
});
const password = (changedAt: number): Proof => ({
  what: "password",
  changedAt: after(changedAt),
  source: "directory",
  by: undefined,
});
export const proved = (at = 121, changedAt = at - 1): RotationEvent => ({
  type: "rotation-proved",
  at: after(at),
  proof: password(changedAt),
});
export const confirmed = (by: Person = dave, at = 130): RotationEvent => ({
  type: "rotation-confirmed",
  at: after(at),
  by: by.id,
});
export const attested = (by: Person = dave, at = 130): RotationEvent => ({
  type: "rotation-attested",
  at: after(at),
  by: by.id,
  note,
});

export function rotationFrom(...events: readonly RotationEvent[]): Rotation {
  const rotation = foldRotation(events);
  if (!rotation) throw new Error("no rotation: the events must begin with opened()");
  return rotation;
}
