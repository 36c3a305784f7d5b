// What can happen to a drill, as it is written in the log.
import type { AccountId, DrillId, PersonId, RequestId } from "../ids.ts";

/** The steps of Microsoft's validation checklist and ours, in the order in which they are done. */
export const drillSteps = [
  "soc-told",
  "people-reviewed",
  "documentation-current",
  "people-trained",
  "custody-opened",
  "sign-in-seen",
  "alert-acknowledged",
  "task-done",
  "no-personal-methods",
  "two-paths",
  "safes-changed",
  "credential-rotated",
] as const;
export type DrillStep = (typeof drillSteps)[number];

/** What the bot sees itself. Some are steps, all are moments of the report. */
export const milestones = [
  "soc-told",
  "asked",
  "approved",
  "custody-opened",
  "signed-in",
  "logged",
  "alerted",
  "acknowledged",
  "ended",
  "rotated",
] as const;
export type Milestone = (typeof milestones)[number];

/** Steps that nobody ticks by hand: the bot sees them, or they did not happen. */
export const stepOfMilestone: Readonly<Partial<Record<Milestone, DrillStep>>> = {
  "soc-told": "soc-told",
  "custody-opened": "custody-opened",
  "signed-in": "sign-in-seen",
  acknowledged: "alert-acknowledged",
  rotated: "credential-rotated",
};

export type DrillReason =
  | { kind: "calendar" }
  | { kind: "staff-change"; person: PersonId }
  | { kind: "planned"; by: PersonId };

/** Days before it is due; `day`: on it; `late`: after it. */
export const drillStages = ["14-days", "7-days", "1-day", "day", "late"] as const;
export type DrillStage = (typeof drillStages)[number];

export type DrillEvent = { at: Temporal.Instant } & (
  | {
      type: "drill-scheduled";
      drill: DrillId;
      account: AccountId;
      reason: DrillReason;
      due: Temporal.Instant;
    }
  /** Another day, by somebody's word or because somebody left. */
  | { type: "drill-moved"; reason: DrillReason; due: Temporal.Instant }
  /** `number`: the n-th reminder after it was due. */
  | { type: "drill-reminded"; stage: DrillStage; number: number }
  /** `announced`: the SOC is told first. Nothing runs before a second person is its witness. */
  | { type: "drill-started"; by: PersonId; announced: boolean }
  /** From now on it runs; by `until` it must be finished. */
  | { type: "drill-witnessed"; by: PersonId; until: Temporal.Instant }
  /** The request that rehearses this drill. */
  | { type: "drill-asked"; request: RequestId }
  /** That request is over, and nobody used the account: another may rehearse this drill. */
  | { type: "rehearsal-over"; request: RequestId }
  /** `when`: the moment itself; `at` is when we noticed. */
  | { type: "milestone-seen"; milestone: Milestone; when: Temporal.Instant }
  | { type: "step-ticked"; step: DrillStep; by: PersonId }
  | { type: "drill-finished"; by: PersonId; note: string }
  /** `by` is missing when its time was over. */
  | { type: "drill-failed"; by: PersonId | undefined; reason: string }
);
