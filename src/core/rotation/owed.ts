// What time alone owes on an open rotation: a reminder at half of its time, when it is due, and every day after that.
import { isAfter, later } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import { remindAgainAfter } from "../policy.ts";
import type { RotationEvent, RotationStage } from "./events.ts";
import { isOpenRotation, type Rotation } from "./state.ts";

type Owed = { due: Temporal.Instant; stage: RotationStage; number: number };

/**
 * One reminder at most, the newest: after a week down nobody is told what was true days ago. Asked twice, it owes
 * nothing new, and the next one counts from it.
 */
export function owedOnRotation(
  rotation: Rotation,
  now: Temporal.Instant,
  _organisation: Organisation,
): readonly RotationEvent[] {
  return remindersOwed(rotation, now);
}

/** The day on which it is due is on record: no policy has a say in this. */
export function remindersOwed(rotation: Rotation, now: Temporal.Instant): readonly RotationEvent[] {
  const newest = agenda(rotation).findLast(({ due }) => !isAfter(due, now));
  return newest ? [{ type: "rotation-reminded", at: now, stage: newest.stage, number: newest.number }] : [];
}

/** When the rotation owes something next, if nobody does anything. */
export const nextDueOnRotation = (
  rotation: Rotation,
  _organisation: Organisation,
): Temporal.Instant | undefined => agenda(rotation)[0]?.due;

/** What is still to be said, the earliest first. */
function agenda(rotation: Rotation): readonly Owed[] {
  if (!isOpenRotation(rotation)) return [];
  const { openedAt, due, reminded } = rotation;
  if (reminded && reminded.stage !== "half-time") return [overdue(reminded.at, reminded.number + 1)];
  const first = overdue(later(due, openedAt), 1);
  // known too late: that it is due already was said when it was opened
  if (!isAfter(due, openedAt)) return [first];
  return [...(reminded ? [] : halfTime(rotation)), { due, stage: "due", number: 0 }, first];
}

/** Counted from the newest cause: people heard of it then, and of the day on which it is due. */
function halfTime({ openedAt, reasons, due }: Rotation): Owed[] {
  const heard = reasons.map(({ at }) => at).reduce(later, openedAt);
  if (!isAfter(due, heard)) return [];
  return [{ due: between(heard, due), stage: "half-time", number: 0 }];
}

const overdue = (last: Temporal.Instant, number: number): Owed => ({
  due: last.add({ minutes: remindAgainAfter }),
  stage: "overdue",
  number,
});

const between = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor((a.epochMilliseconds + b.epochMilliseconds) / 2));
