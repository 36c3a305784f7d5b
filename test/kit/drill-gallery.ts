// Every drill there is, in every state, and with the worst words people could type: for goldens and for looking at.
import {
  type DrillEvent,
  type DrillStep,
  drillSteps,
  type Milestone,
  stepOfMilestone,
} from "../../src/core/drill/events.ts";
import { type Drill, foldDrill } from "../../src/core/drill/state.ts";
import type { DrillId } from "../../src/core/ids.ts";
import type { Organisation, Person } from "../../src/core/organisation.ts";
import type { View } from "../../src/core/view.ts";
import { drillAnnouncement } from "../../src/core/views/drill-announcement.ts";
import { drillCard } from "../../src/core/views/drill-card.ts";
import { drillDone } from "../../src/core/views/drill-done.ts";
import { drillReport } from "../../src/core/views/drill-report.ts";
import { drillsList } from "../../src/core/views/drills.ts";
import { drillAnswerWords } from "../../src/core/words/drill-answers.ts";
import { ada, after, audrey, carol, first, nine, rob, sam, second } from "./cast.ts";
import { id as request } from "./events.ts";

const drill = "DR-4" as DrillId;
const day = 1_440;

/** Planned two weeks before nine o'clock, when it is due. */
export const scheduled = (
  more: Partial<Extract<DrillEvent, { type: "drill-scheduled" }>> = {},
): DrillEvent => ({
  type: "drill-scheduled",
  at: after(-14 * day),
  drill,
  account: first.id,
  reason: { kind: "calendar" },
  due: nine,
  ...more,
});
export const moved = (at = -3 * day): DrillEvent => ({
  type: "drill-moved",
  at: after(at),
  reason: { kind: "staff-change", person: rob.id },
  due: after(2 * day),
});
export const reminded = (
  stage: Extract<DrillEvent, { type: "drill-reminded" }>["stage"],
  at: number,
  number = 0,
): DrillEvent => ({ type: "drill-reminded", at: after(at), stage, number });
export const started = (announced = true, at = 0): DrillEvent => ({
  type: "drill-started",
  at: after(at),
  by: ada.id,
  announced,
});
export const witnessed = (at = 2, by: Person = audrey): DrillEvent => ({
  type: "drill-witnessed",
  at: after(at),
  by: by.id,
  until: after(at + 2 * day),
});
export const asked = (at = 20): DrillEvent => ({ type: "drill-asked", at: after(at), request });
const rehearsalOver = (at = 50): DrillEvent => ({ type: "rehearsal-over", at: after(at), request });
export const seen = (milestone: Milestone, when: number, at = when): DrillEvent => ({
  type: "milestone-seen",
  at: after(at),
  milestone,
  when: after(when),
});
export const ticked = (step: DrillStep, at: number, by: Person = ada): DrillEvent => ({
  type: "step-ticked",
  at: after(at),
  step,
  by: by.id,
});
export const finished = (note = "", at = 190): DrillEvent => ({
  type: "drill-finished",
  at: after(at),
  by: audrey.id,
  note,
});
/** `by`: undefined is time itself. */
export const failed = (reason: string, by: Person | undefined, at = 60): DrillEvent => ({
  type: "drill-failed",
  at: after(at),
  by: by?.id,
  reason,
});

const botTicks = new Set<DrillStep | undefined>(Object.values(stepOfMilestone));
export const manual: readonly DrillStep[] = drillSteps.filter((step) => !botTicks.has(step));

const running = (announced = true): DrillEvent[] => [
  scheduled(),
  started(announced),
  witnessed(),
  ...(announced ? [seen("soc-told", 2)] : []),
];
const reviewed = manual.slice(0, 3).map((step, index) => ticked(step, 5 + index * 4));
/** Asked at 09:20, in the log at 09:34. */
const rehearsed = [
  asked(),
  seen("asked", 20),
  seen("approved", 24 + 20 / 60),
  seen("custody-opened", 28),
  seen("signed-in", 31, 34.5),
  seen("logged", 34, 34.5),
  seen("alerted", 34.5),
];
const acknowledged = (announced = true): DrillEvent[] => [
  seen("acknowledged", 40.75),
  ...(announced ? [] : [seen("soc-told", 40.75)]),
];
const doneByHand = manual.slice(3).map((step, index) => ticked(step, 45 + index * 5, carol));
const renewed = [seen("ended", 70), seen("rotated", 70 + 95, 170)];

/** The events up to the last step, of which none is left. */
export const complete = (announced = true): DrillEvent[] => [
  ...running(announced),
  ...reviewed,
  ...rehearsed,
  ...acknowledged(announced),
  ...doneByHand,
  ...renewed,
];

export const drillStories = (
  note = "The key works, envelope B was hard to open.",
): Record<string, readonly DrillEvent[]> => ({
  scheduled: [scheduled()],
  moved: [scheduled(), moved()],
  planned: [scheduled({ reason: { kind: "planned", by: ada.id } })],
  reminded: [
    scheduled(),
    reminded("14-days", -14 * day + 60),
    reminded("7-days", -7 * day),
    reminded("1-day", -day),
    reminded("day", -60),
  ],
  overdue: [
    scheduled(),
    reminded("late", day, 1),
    reminded("late", 2 * day, 2),
    reminded("late", 3 * day, 3),
  ],
  started: [scheduled(), started()],
  "started-hidden": [scheduled(), started(false)],
  running: running(),
  "running-reviewed": [...running(), ...reviewed],
  "running-asked": [...running(), ...reviewed, asked(), seen("asked", 20)],
  "running-nothing-came": [...running(), ...reviewed, asked(), seen("asked", 20), rehearsalOver()],
  "running-signed-in": [...running(), ...reviewed, ...rehearsed],
  "running-ended-early": [...running(), ...reviewed, ...rehearsed.slice(0, 4), seen("ended", 30)],
  "running-acknowledged": [...running(), ...reviewed, ...rehearsed, ...acknowledged(), ...doneByHand],
  "running-complete": complete(),
  hidden: [...running(false), ...reviewed, ...rehearsed],
  "hidden-acknowledged": [...running(false), ...reviewed, ...rehearsed, ...acknowledged(false)],
  finished: [...complete(), finished(note)],
  "finished-unannounced": [...complete(false), finished()],
  failed: [...running(), ...reviewed, ...rehearsed, failed(note, ada)],
  "failed-in-time": [
    ...running(),
    asked(),
    failed("Nobody finished it in its time.", undefined, 2 * day + 2),
  ],
});

export function drillFrom(...events: readonly DrillEvent[]): Drill {
  const folded = foldDrill(events);
  if (!folded) throw new Error("nothing was planned");
  return folded;
}

/** `drill/running`, `drill-said/drill-started`, `drill-answer/drill-witnessed`, `drill-list/drills`. */
export function drillGallery(organisation: Organisation, hostile: string): Record<string, View> {
  const views: Record<string, View> = {};
  const bad = drillStories(hostile);
  const stories: Record<string, readonly DrillEvent[]> = {
    ...drillStories(),
    "finished-hostile": bad["finished"] ?? [],
    "failed-hostile": bad["failed"] ?? [],
  };
  for (const [name, events] of Object.entries(stories)) {
    const state = drillFrom(...events);
    views[`drill/${name}`] = drillCard(state, organisation, undefined);
    const isHostile = name.includes("hostile");
    for (const [index, event] of events.entries()) {
      if (isHostile && !saysWords(event)) continue; // the others say nobody's words
      const at = drillFrom(...events.slice(0, index + 1));
      const said = drillAnnouncement(event, at, organisation);
      const kind = `${kindOf(event)}${at.announced ? "" : "-hidden"}${isHostile ? "-hostile" : ""}`;
      if (said) views[`drill-said/${kind}`] ??= said;
      if (event.type in drillAnswerWords) views[`drill-answer/${event.type}`] ??= drillDone([event], at);
    }
  }
  for (const name of ["running-signed-in", "running-complete", "hidden"]) {
    const state = drillFrom(...(stories[name] ?? []));
    for (const viewer of [ada, audrey, sam])
      views[`drill-own/${name}-${viewer.name.toLowerCase()}`] = drillCard(state, organisation, viewer);
  }
  views["drill-report/running"] = drillReport(
    drillFrom(...(stories["running-signed-in"] ?? [])),
    organisation,
  );
  views["drill-list/none"] = drillsList([], organisation);
  const other = { account: second.id, drill: "DR-5" as DrillId };
  views["drill-list/drills"] = drillsList(
    [
      drillFrom(...(stories["finished"] ?? [])),
      { ...drillFrom(...(stories["overdue"] ?? [])), id: "DR-6" as DrillId, scheduledAt: after(80 * day) },
      drillFrom(scheduled(other), started(), witnessed()),
    ],
    organisation,
    ada,
  );
  return views;
}

const saysWords = ({ type }: DrillEvent): boolean => type === "drill-finished" || type === "drill-failed";

/** One golden for each reminder, and for each milestone. */
function kindOf(event: DrillEvent): string {
  if (event.type === "drill-reminded")
    return `${event.type}-${event.stage}${event.number > 1 ? `-${event.number}` : ""}`;
  return event.type === "milestone-seen" ? `${event.type}-${event.milestone}` : event.type;
}
