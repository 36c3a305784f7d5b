// When people are reminded of a drill that nobody runs: days before it is due, on the day, and every day after it.
import { later } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import { workingMoment } from "../working-hours.ts";
import { type DrillStage, drillStages } from "./events.ts";
import type { Drill } from "./state.ts";

/** Days before it is due. Late begins on the day after, and never ends by itself. */
const daysBefore: Record<DrillStage, number> = { "14-days": 14, "7-days": 7, "1-day": 1, day: 0, late: -1 };

/** What to say at this moment: of all that is owed, only the newest is still true. */
export function reminderOf(
  { due, reminded }: Drill,
  now: Temporal.Instant,
  organisation: Organisation,
): { stage: DrillStage; number: number } {
  const today = dayOf(now, organisation);
  const begun = drillStages.filter((stage) => isNotAfter(dayOfStage(stage, due, organisation), today));
  const stage = begun.at(-1) ?? drillStages[0];
  if (stage !== "late") return { stage, number: 0 };
  return { stage, number: reminded?.stage === "late" ? reminded.number + 1 : 1 };
}

/**
 * When the next reminder is owed: at the first working moment of its day or after it, and never on the day of the
 * one before. A stage that was to be said before the day on which the drill was planned so is not owed.
 */
export function nextReminder(drill: Drill, organisation: Organisation): Temporal.Instant {
  const { due, plannedAt, remindedAt } = drill;
  const planned = dayOf(plannedAt, organisation);
  const isStillTrue = (stage: DrillStage) =>
    isNotAfter(
      planned,
      dayOf(workingMoment(stageBegins(stage, due, organisation), organisation), organisation),
    );
  const stage = stagesLeft(drill).find(isStillTrue) ?? "late";
  const moments = [stageBegins(stage, due, organisation), plannedAt];
  if (remindedAt) moments.push(nextDay(remindedAt, organisation));
  return workingMoment(latest(moments), organisation);
}

/** Each is said once; that it is late, again and again. */
const stagesLeft = ({ reminded }: Drill): readonly DrillStage[] =>
  reminded ? drillStages.slice(drillStages.indexOf(reminded.stage) + 1) : drillStages;

/** The beginning of the local day on which this stage is said. */
export const stageBegins = (
  stage: DrillStage,
  due: Temporal.Instant,
  organisation: Organisation,
): Temporal.Instant => beginningOf(dayOfStage(stage, due, organisation), organisation);

const nextDay = (moment: Temporal.Instant, organisation: Organisation): Temporal.Instant =>
  beginningOf(dayOf(moment, organisation).add({ days: 1 }), organisation);

const dayOfStage = (
  stage: DrillStage,
  due: Temporal.Instant,
  organisation: Organisation,
): Temporal.PlainDate => dayOf(due, organisation).subtract({ days: daysBefore[stage] });

const dayOf = (moment: Temporal.Instant, { timeZone }: Organisation): Temporal.PlainDate =>
  moment.toZonedDateTimeISO(timeZone).toPlainDate();

const beginningOf = (day: Temporal.PlainDate, { timeZone }: Organisation): Temporal.Instant =>
  day.toZonedDateTime(timeZone).toInstant();

const isNotAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(a, b) <= 0;

const latest = (moments: readonly Temporal.Instant[]): Temporal.Instant => moments.reduce(later);
