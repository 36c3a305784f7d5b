// When people are reminded of what has time: in the working hours of the organisation's own time zone.
import { isAfter, isBefore } from "./moments.ts";
import type { Organisation, WorkingHours } from "./organisation.ts";

type Hours = Pick<Organisation, "timeZone" | "workingHours">;

/**
 * The moment itself if it is inside working hours, else when they begin next. Where no day is a working day it is the
 * moment itself: better reminded on a Sunday than never.
 */
export function workingMoment(moment: Temporal.Instant, { timeZone, workingHours }: Hours): Temporal.Instant {
  const today = moment.toZonedDateTimeISO(timeZone).toPlainDate();
  for (let days = 0; days <= 7; days += 1) {
    const day = today.add({ days });
    if (!workingHours.days.includes(day.dayOfWeek)) continue;
    const { begins, ends } = hoursOf(day, workingHours, timeZone);
    if (!isAfter(moment, begins)) return begins;
    if (isBefore(moment, ends)) return moment;
  }
  return moment;
}

export const isWorkingMoment = (moment: Temporal.Instant, hours: Hours): boolean =>
  workingMoment(moment, hours).equals(moment);

/** When that day's working hours begin, whatever day of the week it is. An hour that the clock skips begins after it. */
export const beginOf = (day: Temporal.PlainDate, { timeZone, workingHours }: Hours): Temporal.Instant =>
  hoursOf(day, workingHours, timeZone).begins;

function hoursOf(day: Temporal.PlainDate, { from, until }: WorkingHours, timeZone: string) {
  const at = (plainTime: Temporal.PlainTime) => day.toZonedDateTime({ timeZone, plainTime }).toInstant();
  return { begins: at(from), ends: at(until) };
}
