// A drill as its events have made it: one rehearsal of the whole process with one account.
import type { AccountId, DrillId, PersonId, RequestId } from "../ids.ts";
import {
  type DrillEvent,
  type DrillReason,
  type DrillStage,
  type DrillStep,
  drillSteps,
  type Milestone,
  stepOfMilestone,
} from "./events.ts";

/** `started`: waits for its witness. */
export type DrillStatus = "scheduled" | "started" | "running" | "finished" | "failed";

export type Drill = {
  id: DrillId;
  account: AccountId;
  status: DrillStatus;
  scheduledAt: Temporal.Instant;
  due: Temporal.Instant;
  /** Since when it is due then: it was scheduled so, or moved. */
  plannedAt: Temporal.Instant;
  /** The newest one. */
  reason: DrillReason;
  /** The last moment for it since somebody left: no later reason puts it off. */
  hastenedTo: Temporal.Instant | undefined;
  reminded: { stage: DrillStage; number: number; at: Temporal.Instant } | undefined;
  /** The newest reminder, also one of the day from which it was moved. */
  remindedAt: Temporal.Instant | undefined;
  announced: boolean;
  /** Who leads it, and who watches. */
  leader: { by: PersonId; at: Temporal.Instant } | undefined;
  witness: { by: PersonId; at: Temporal.Instant } | undefined;
  until: Temporal.Instant | undefined;
  request: RequestId | undefined;
  /** Those that rehearsed it before and came to nothing, oldest first. */
  tried: readonly RequestId[];
  /** Of its request, and whether the SOC was told. */
  seen: Readonly<Partial<Record<Milestone, Temporal.Instant>>>;
  /** `by` is missing where the bot saw it itself. */
  steps: Readonly<Partial<Record<DrillStep, { by: PersonId | undefined; at: Temporal.Instant }>>>;
  outcome: { by: PersonId | undefined; at: Temporal.Instant; words: string } | undefined;
};

export const isOverDrill = ({ status }: Drill): boolean => status === "finished" || status === "failed";

/** The SOC does not know of it, and must not learn it from us: from its start, for who waits for a witness tells nobody either. */
export const isHidden = (drill: Drill): boolean =>
  (drill.status === "started" || drill.status === "running") &&
  !drill.announced &&
  drill.seen.acknowledged === undefined;

/** Every request that rehearsed it, oldest first; the last one is its own, or came to nothing like the others. */
export const triesOf = ({ request, tried }: Drill): readonly RequestId[] =>
  request ? [...tried, request] : tried;

export const stepsLeft = ({ steps }: Drill): readonly DrillStep[] =>
  drillSteps.filter((step) => !steps[step]);

/** Never refuses: the event is already true. Undefined only before `drill-scheduled`. */
export const foldDrill = (events: readonly DrillEvent[], drill?: Drill): Drill | undefined =>
  events.reduce<Drill | undefined>(evolveDrill, drill);

function evolveDrill(drill: Drill | undefined, event: DrillEvent): Drill | undefined {
  if (event.type === "drill-scheduled") return scheduled(event);
  return drill && changed(drill, event);
}

/** All that a start, and what follows from it, leaves on a drill. */
export const notBegun = {
  status: "scheduled",
  announced: true,
  leader: undefined,
  witness: undefined,
  until: undefined,
  request: undefined,
  tried: [],
  seen: {},
  steps: {},
} as const satisfies Partial<Drill>;

const scheduled = ({
  drill,
  account,
  reason,
  due,
  at,
}: Extract<DrillEvent, { type: "drill-scheduled" }>): Drill => ({
  ...notBegun,
  id: drill,
  account,
  scheduledAt: at,
  due,
  plannedAt: at,
  reason,
  hastenedTo: reason.kind === "staff-change" ? due : undefined,
  reminded: undefined,
  remindedAt: undefined,
  outcome: undefined,
});

function changed(drill: Drill, event: Exclude<DrillEvent, { type: "drill-scheduled" }>): Drill {
  const { at } = event;
  switch (event.type) {
    case "drill-moved":
      return {
        ...drill,
        reason: event.reason,
        hastenedTo: event.reason.kind === "staff-change" ? event.due : drill.hastenedTo,
        due: event.due,
        plannedAt: at,
        reminded: undefined,
      };
    case "drill-reminded":
      return { ...drill, reminded: { stage: event.stage, number: event.number, at }, remindedAt: at };
    case "drill-started":
      return { ...drill, status: "started", announced: event.announced, leader: { by: event.by, at } };
    case "drill-witnessed":
      return { ...drill, status: "running", witness: { by: event.by, at }, until: event.until };
    case "drill-asked":
      return asked(drill, event.request);
    case "rehearsal-over":
      return letGo(drill);
    case "milestone-seen":
      return seen(drill, event);
    case "step-ticked":
      return { ...drill, steps: { ...drill.steps, [event.step]: { by: event.by, at } } };
    case "drill-finished":
      return { ...drill, status: "finished", outcome: { by: event.by, at, words: event.note } };
    case "drill-failed":
      return { ...drill, status: "failed", outcome: { by: event.by, at, words: event.reason } };
  }
}

function asked(drill: Drill, request: RequestId): Drill {
  if (drill.request === request) return drill;
  const { tried, ...others } = letGo(drill);
  return { ...others, request, tried: tried.filter((one) => one !== request) };
}

/** With all that was seen of it. Nobody used the account, so no step was done. */
function letGo(drill: Drill): Drill {
  const { request, tried, seen } = drill;
  if (!request) return drill;
  const told = seen["soc-told"];
  return { ...drill, request: undefined, tried: [...tried, request], seen: told ? { "soc-told": told } : {} };
}

function seen(drill: Drill, { milestone, when }: Extract<DrillEvent, { type: "milestone-seen" }>): Drill {
  const step = stepOfMilestone[milestone];
  return {
    ...drill,
    seen: { ...drill.seen, [milestone]: when },
    steps: step ? { ...drill.steps, [step]: { by: undefined, at: when } } : drill.steps,
  };
}
