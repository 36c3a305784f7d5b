// What time alone does to a drill: people are reminded until somebody runs it, and what nobody finishes has failed.
import { isBefore } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import { outOfTime } from "../words/drill-times.ts";
import { isWorkingMoment } from "../working-hours.ts";
import type { DrillEvent } from "./events.ts";
import { nextReminder, reminderOf } from "./reminders.ts";
import type { Drill } from "./state.ts";

/**
 * All that is owed at `now`. Asked twice, it owes nothing new; after a week down one reminder is owed, the newest, and
 * not before people are at work.
 */
export function owedOnDrill(
  drill: Drill,
  now: Temporal.Instant,
  organisation: Organisation,
): readonly DrillEvent[] {
  const due = nextDueOnDrill(drill, organisation);
  if (!due || isBefore(now, due)) return [];
  if (drill.status === "running")
    return [{ type: "drill-failed", at: now, by: undefined, reason: outOfTime }];
  if (!isWorkingMoment(now, organisation)) return [];
  return [{ type: "drill-reminded", at: now, ...reminderOf(drill, now, organisation) }];
}

/** When the drill owes something next, if nobody does anything. One that no witness joined counts as not begun. */
export function nextDueOnDrill(drill: Drill, organisation: Organisation): Temporal.Instant | undefined {
  switch (drill.status) {
    case "scheduled":
    case "started":
      return nextReminder(drill, organisation);
    case "running":
      return drill.until;
    case "finished":
    case "failed":
      return undefined;
  }
}
