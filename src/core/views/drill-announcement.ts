// One event of a drill, told once: below its card, and in direct messages.
import type { DrillEvent } from "../drill/events.ts";
import { type Drill, stepsLeft } from "../drill/state.ts";
import type { Organisation } from "../organisation.ts";
import type { DrillAction, View } from "../view.ts";
import { drillEventWords } from "../words/drill-events.ts";
import type { DrillTold } from "../words/drill-steps.ts";
import { drillButton } from "./drill-card.ts";
import { measuredTimes } from "./drill-report.ts";
import { drillTold } from "./drill-told.ts";

/** `drill`: as the event left it. Undefined for events that nobody is told of. */
export function drillAnnouncement(
  event: DrillEvent,
  drill: Drill,
  organisation: Organisation,
): View | undefined {
  const say = drillEventWords[event.type] as (
    event: DrillEvent,
    told: DrillTold,
    days: number,
  ) => ReturnType<(typeof drillEventWords)["drill-reminded"]>;
  const words = say(
    event,
    drillTold(drill, organisation, event),
    daysUntil(drill.due, event.at, organisation),
  );
  if (!words) return undefined;
  const verb = asksFor(event, drill);
  return {
    severity: undefined,
    ...words,
    facts: event.type === "drill-finished" ? measuredTimes(drill) : [],
    buttons: verb ? [drillButton({ verb, drill: drill.id }, drill, organisation)] : [],
  };
}

/** Nights between two moments, where the organisation is: tomorrow is 1. */
function daysUntil(due: Temporal.Instant, now: Temporal.Instant, { timeZone }: Organisation): number {
  const day = (of: Temporal.Instant) => of.toZonedDateTimeISO(timeZone).toPlainDate();
  return day(now).until(day(due), { largestUnit: "days" }).days;
}

/** Who is reached in a direct message has perhaps no card. A drill that is two weeks away needs no button yet. */
function asksFor(event: DrillEvent, drill: Drill): DrillAction["verb"] | undefined {
  switch (event.type) {
    case "drill-reminded":
      if (event.stage === "14-days" || event.stage === "7-days") return undefined;
      return drill.status === "scheduled" ? "start" : "witness";
    case "drill-started":
      return "witness";
    case "milestone-seen":
    case "step-ticked":
      return stepsLeft(drill).length === 0 ? "sign-off" : undefined;
    default:
      return undefined;
  }
}
