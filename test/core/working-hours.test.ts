// When people are reminded: from nine to five on weekdays, whatever the clocks of the place do.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkingHours } from "../../src/core/organisation.ts";
import { beginOf, isWorkingMoment, workingMoment } from "../../src/core/working-hours.ts";

const weekdays: WorkingHours = {
  from: Temporal.PlainTime.from("09:00"),
  until: Temporal.PlainTime.from("17:00"),
  days: [1, 2, 3, 4, 5],
};
const hours = (from: string, until: string, days: readonly number[]): WorkingHours => ({
  from: Temporal.PlainTime.from(from),
  until: Temporal.PlainTime.from(until),
  days,
});
const in_ = (timeZone: string, workingHours = weekdays) => ({ timeZone, workingHours });
const berlin = in_("Europe/Berlin");

describe("the moment itself inside working hours, else when they begin next", () => {
  test.each<[string, string, string]>([
    ["inside", "2026-11-24T10:30+01:00", "2026-11-24T10:30+01:00"],
    ["at their very beginning", "2026-11-24T09:00+01:00", "2026-11-24T09:00+01:00"],
    ["a second before their end", "2026-11-24T16:59:59+01:00", "2026-11-24T16:59:59+01:00"],
    ["before them", "2026-11-24T03:00+01:00", "2026-11-24T09:00+01:00"],
    ["at their end", "2026-11-24T17:00+01:00", "2026-11-25T09:00+01:00"],
    ["in the evening", "2026-11-24T23:59+01:00", "2026-11-25T09:00+01:00"],
    ["on a Friday evening", "2026-11-27T17:30+01:00", "2026-11-30T09:00+01:00"],
    ["on a Saturday", "2026-11-21T10:00+01:00", "2026-11-23T09:00+01:00"],
    ["on a Sunday, at midnight", "2026-11-22T00:00+01:00", "2026-11-23T09:00+01:00"],
    ["at the end of a month", "2026-01-30T18:00+01:00", "2026-02-02T09:00+01:00"],
    ["at the end of a year", "2026-12-31T18:00+01:00", "2027-01-01T09:00+01:00"],
    ["on the eve of a leap day", "2028-02-28T18:00+01:00", "2028-02-29T09:00+01:00"],
    ["in the evening of a leap day", "2028-02-29T18:00+01:00", "2028-03-01T09:00+01:00"],
    ["over the night in which clocks go forward", "2026-03-27T18:00+01:00", "2026-03-30T09:00+02:00"],
    ["over the night in which clocks go back", "2026-10-23T18:00+02:00", "2026-10-26T09:00+01:00"],
  ])("%s", (_, moment, expected) => {
    expect(workingMoment(Temporal.Instant.from(moment), berlin).equals(expected)).toBe(true);
  });
});

describe("the day on which the clock jumps is a day like others", () => {
  const all = [1, 2, 3, 4, 5, 6, 7];
  test.each<[string, WorkingHours, string, string]>([
    [
      "02:30 is skipped: they begin at half past three",
      hours("02:30", "12:00", all),
      "2026-03-29T01:00+01:00",
      "2026-03-29T03:30+02:00",
    ],
    [
      "02:30 comes twice: they begin at the first",
      hours("02:30", "12:00", all),
      "2026-10-25T01:00+02:00",
      "2026-10-25T02:30+02:00",
    ],
    [
      "and the second one is inside",
      hours("02:30", "12:00", all),
      "2026-10-25T02:15+01:00",
      "2026-10-25T02:15+01:00",
    ],
    [
      "they end at the first 02:30",
      hours("00:00", "02:30", all),
      "2026-10-25T02:30+02:00",
      "2026-10-26T00:00+01:00",
    ],
    [
      "a day of 25 hours ends an hour later",
      hours("09:00", "17:00", all),
      "2026-10-25T16:30+01:00",
      "2026-10-25T16:30+01:00",
    ],
  ])("%s", (_, workingHours, moment, expected) => {
    const found = workingMoment(Temporal.Instant.from(moment), in_("Europe/Berlin", workingHours));
    expect(found.equals(expected)).toBe(true);
  });
});

test("the hours are those of the organisation's own time zone", () => {
  const moment = Temporal.Instant.from("2026-11-23T03:00Z"); // noon in Tokyo, five on Kiritimati, Sunday in New York
  expect(isWorkingMoment(moment, in_("Pacific/Kiritimati"))).toBe(false);
  expect(isWorkingMoment(moment, in_("Asia/Tokyo"))).toBe(true);
  expect(workingMoment(moment, in_("America/New_York")).equals("2026-11-23T09:00-05:00")).toBe(true);
  expect(workingMoment(moment, in_("Asia/Kathmandu")).equals("2026-11-23T09:00+05:45")).toBe(true);
});

test("days are counted from Monday: 7 is Sunday", () => {
  const sundays = in_("Europe/Berlin", hours("09:00", "17:00", [7]));
  const evening = Temporal.Instant.from("2026-11-22T18:00+01:00");
  expect(workingMoment(evening, sundays).equals("2026-11-29T09:00+01:00")).toBe(true);
});

test("without any working day nothing is put off for ever", () => {
  const moment = Temporal.Instant.from("2026-11-21T03:00Z");
  expect(workingMoment(moment, in_("Europe/Berlin", hours("09:00", "17:00", []))).equals(moment)).toBe(true);
});

test("the beginning of a day's hours, also of a Saturday's", () => {
  expect(beginOf(Temporal.PlainDate.from("2026-11-21"), berlin).equals("2026-11-21T09:00+01:00")).toBe(true);
});

const zones = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
);
const moments = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2029, 0, 1) / 1000 })
  .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000));

test("whenever and wherever: not earlier, within working hours, stable, and in order", () => {
  fc.assert(
    fc.property(zones, moments, moments, (timeZone, a, b) => {
      const organisation = in_(timeZone);
      const found = workingMoment(a, organisation);
      expect(Temporal.Instant.compare(found, a)).toBeGreaterThanOrEqual(0);
      expect(isWorkingMoment(found, organisation)).toBe(true);
      const local = found.toZonedDateTimeISO(timeZone);
      expect(weekdays.days).toContain(local.dayOfWeek);
      expect(local.hour).toBeGreaterThanOrEqual(9);
      expect(local.hour).toBeLessThan(17);
      const other = workingMoment(b, organisation);
      expect(Temporal.Instant.compare(a, b) * Temporal.Instant.compare(found, other)).toBeGreaterThanOrEqual(
        0,
      );
    }),
  );
});
