// What happens to DR-4, and the office hours in which people hear of it. Moments are Berlin's, as its clocks show them.
import type {
  DrillEvent,
  DrillReason,
  DrillStage,
  DrillStep,
  Milestone,
} from "../../../src/core/drill/events.ts";
import { drillSteps, stepOfMilestone } from "../../../src/core/drill/events.ts";
import { type Drill, foldDrill } from "../../../src/core/drill/state.ts";
import type { DrillId, RequestId } from "../../../src/core/ids.ts";
import type { Organisation, Person } from "../../../src/core/organisation.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import type { AccountRecord } from "../../../src/core/readiness.ts";
import { ada, bob, contoso, first } from "../../kit/cast.ts";

export const id = "DR-4" as DrillId;

/** Nine to five on weekdays, in Berlin. */
export const office: Organisation = {
  ...contoso,
  timeZone: "Europe/Berlin",
  workingHours: {
    from: Temporal.PlainTime.from("09:00"),
    until: Temporal.PlainTime.from("17:00"),
    days: [1, 2, 3, 4, 5],
  },
};

/** `2026-11-24T10:00` on Berlin's clocks; of an hour that comes twice, the first. */
export const on = (local: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime("Europe/Berlin").toInstant();
/** The other way round, for a message that a reader understands. */
export const local = (moment: Temporal.Instant | undefined): string | undefined =>
  moment?.toZonedDateTimeISO("Europe/Berlin").toPlainDateTime().toString({ smallestUnit: "minute" });

const calendar: DrillReason = { kind: "calendar" };

export const scheduled = (at: string, due: string, reason: DrillReason = calendar): DrillEvent => ({
  type: "drill-scheduled",
  at: on(at),
  drill: id,
  account: first.id,
  reason,
  due: on(due),
});
export const moved = (at: string, due: string, reason: DrillReason = calendar): DrillEvent => ({
  type: "drill-moved",
  at: on(at),
  reason,
  due: on(due),
});
export const reminded = (at: string, stage: DrillStage, number = 0): DrillEvent => ({
  type: "drill-reminded",
  at: on(at),
  stage,
  number,
});
export const started = (at: string, announced = true, by: Person = ada): DrillEvent => ({
  type: "drill-started",
  at: on(at),
  by: by.id,
  announced,
});
export const witnessed = (at: string, by: Person = bob): DrillEvent => ({
  type: "drill-witnessed",
  at: on(at),
  by: by.id,
  until: on(at).add({ minutes: defaultPolicy.drillWithin }),
});
export const rehearsed = (at: string, request = "BG-1"): DrillEvent => ({
  type: "drill-asked",
  at: on(at),
  request: request as RequestId,
});
export const noted = (at: string, milestone: Milestone, when = at): DrillEvent => ({
  type: "milestone-seen",
  at: on(at),
  milestone,
  when: on(when),
});
export const ticked = (at: string, step: DrillStep, by: Person = ada): DrillEvent => ({
  type: "step-ticked",
  at: on(at),
  step,
  by: by.id,
});
export const finished = (at: string, by: Person = bob): DrillEvent => ({
  type: "drill-finished",
  at: on(at),
  by: by.id,
  note: "",
});
export const failed = (at: string, by?: Person, reason = "The safe did not open"): DrillEvent => ({
  type: "drill-failed",
  at: on(at),
  by: by?.id,
  reason,
});

/** Tuesday morning: scheduled for the first of December, started by Ada, watched by Bob. */
export const day = "2026-11-24T10:00";
export const asScheduled = [scheduled(day, "2026-12-01T10:00")];
export const asStarted = [...asScheduled, started(day)];
export const asRunning = [...asStarted, witnessed(day), noted(day, "soc-told")];
/** The SOC does not know. */
export const asHidden = [...asScheduled, started(day, false), witnessed(day)];

const seenSteps = new Set(Object.values(stepOfMilestone));
/** Steps that people tick. */
export const tickable = drillSteps.filter((step) => !seenSteps.has(step));
export const everyStep = (at: string): DrillEvent[] => [
  ...(Object.keys(stepOfMilestone) as Milestone[]).map((milestone) => noted(at, milestone)),
  ...tickable.map((step) => ticked(at, step)),
];
export const asDone = [...asRunning, ...everyStep(day)];
export const asFinished = [...asDone, finished("2026-11-24T14:00")];

export function drillFrom(...events: readonly DrillEvent[]): Drill {
  const found = foldDrill(events);
  if (!found) throw new Error("no drill: the events must begin with scheduled()");
  return found;
}

export const recordOf = (knownSince: string, ...drills: readonly Drill[]): AccountRecord => ({
  account: first,
  knownSince: on(knownSince),
  requests: [],
  rotations: [],
  drills,
});
