// What is on record about Emergency 1, built from events: rotations and drills of every kind, minutes from nine.
import type { DrillEvent } from "../../src/core/drill/events.ts";
import { type Drill, foldDrill } from "../../src/core/drill/state.ts";
import type { AlertId, DrillId, RequestId, RotationId } from "../../src/core/ids.ts";
import type { AccountRecord } from "../../src/core/readiness.ts";
import type { RotationEvent, RotationReason } from "../../src/core/rotation/events.ts";
import { foldRotation, type Rotation } from "../../src/core/rotation/state.ts";
import { ada, after, alice, bob, dave, first } from "./cast.ts";

export const day = 1_440;

/** Known for ten days, and nothing happened. */
export const recordOf = (more: Partial<AccountRecord> = {}): AccountRecord => ({
  account: first,
  knownSince: after(-10 * day),
  requests: [],
  rotations: [],
  drills: [],
  ...more,
});

export const reasons = {
  use: {
    kind: "use",
    request: "BG-1" as RequestId,
    drill: undefined,
    user: alice.id,
    usedAt: after(-30),
  },
  "unexplained-use": { kind: "unexplained-use", alert: "AL-7" as AlertId, usedAt: after(-30) },
  calendar: { kind: "calendar" },
  "staff-change": { kind: "staff-change", person: dave.id, by: ada.id },
  suspected: { kind: "suspected", by: ada.id, note: "The envelope was torn" },
} satisfies Record<RotationReason["kind"], RotationReason>;

type Opened = { id?: number; at?: number; due?: number; reason?: RotationReason };

export function rotationOf(
  { id = 3, at = -20, due = day, reason = reasons.use }: Opened = {},
  ...more: readonly RotationEvent[]
): Rotation {
  const rotation = foldRotation([
    {
      type: "rotation-opened",
      at: after(at),
      rotation: `RO-${id}` as RotationId,
      account: first.id,
      reason,
      due: after(due),
    },
    ...more,
  ]);
  if (!rotation) throw new Error("no rotation");
  return rotation;
}

export const proved = (at: number): RotationEvent => ({
  type: "rotation-proved",
  at: after(at + 5),
  proof: { what: "password", changedAt: after(at), source: "directory", by: undefined },
});
export const confirmed = (at: number): RotationEvent => ({
  type: "rotation-confirmed",
  at: after(at),
  by: dave.id,
});
type Scheduled = { id?: number; at?: number; due?: number };

export function drillOf(
  { id = 4, at = -day, due = 13 * day }: Scheduled = {},
  ...more: readonly DrillEvent[]
): Drill {
  const drill = foldDrill([
    {
      type: "drill-scheduled",
      at: after(at),
      drill: `DR-${id}` as DrillId,
      account: first.id,
      reason: { kind: "calendar" },
      due: after(due),
    },
    ...more,
  ]);
  if (!drill) throw new Error("no drill");
  return drill;
}

export const started = (at: number, announced = true): DrillEvent => ({
  type: "drill-started",
  at: after(at),
  by: ada.id,
  announced,
});
export const witnessed = (at: number): DrillEvent => ({
  type: "drill-witnessed",
  at: after(at),
  by: bob.id,
  until: after(at + 2 * day),
});
export const acknowledgedAt = (at: number): DrillEvent => ({
  type: "milestone-seen",
  at: after(at),
  milestone: "acknowledged",
  when: after(at),
});
export const finished = (at: number): DrillEvent => ({
  type: "drill-finished",
  at: after(at),
  by: bob.id,
  note: "All as it should be",
});
export const failedDrill = (at: number): DrillEvent => ({
  type: "drill-failed",
  at: after(at),
  by: ada.id,
  reason: "The envelope was empty",
});
