// The whole keep loop through the days on which clocks and calendars are odd: reminded on the right local day, when work
// begins, once a day.
import { afterEach, expect, test } from "vitest";
import type { Organisation } from "../../src/core/organisation.ts";
import { contoso, first, nine } from "../kit/cast.ts";
import { type Office, openOffice } from "../kit/office.ts";
import { everything } from "../kit/owed-story.ts";

type Season = {
  timeZone: string;
  /** When the first drill is due, there. */
  due: string;
  /** What is said on which day, until a week after it. */
  said: readonly string[];
};

const late = (...days: readonly string[]): string[] => days.map((day, index) => `${day} late ${index + 1}`);

const seasons: Record<string, Season> = {
  "the clock goes forward": {
    timeZone: "Europe/Berlin",
    due: "2027-04-01T10:00",
    said: [
      "03-18 14-days",
      "03-25 7-days",
      "03-31 1-day",
      "04-01 day",
      ...late("04-02", "04-05", "04-06", "04-07", "04-08"),
    ],
  },
  "the clock goes back": {
    timeZone: "Europe/Berlin",
    due: "2026-10-28T10:00",
    said: [
      "10-14 14-days",
      "10-21 7-days",
      "10-27 1-day",
      "10-28 day",
      ...late("10-29", "10-30", "11-02", "11-03", "11-04"),
    ],
  },
  "the first day has no midnight": {
    timeZone: "Africa/Cairo",
    due: "2027-05-14T10:00",
    said: [
      "04-30 14-days",
      "05-07 7-days",
      "05-13 1-day",
      "05-14 day",
      ...late("05-17", "05-18", "05-19", "05-20", "05-21"),
    ],
  },
  "half an hour of summer time ends on the day before a Monday": {
    timeZone: "Australia/Lord_Howe",
    due: "2027-04-05T10:00",
    said: [
      "03-22 14-days",
      "03-29 7-days",
      "04-05 day",
      ...late("04-06", "04-07", "04-08", "04-09", "04-12"),
    ],
  },
  "a leap day": {
    timeZone: "America/New_York",
    due: "2028-03-01T10:00",
    said: [
      "02-16 14-days",
      "02-23 7-days",
      "02-29 1-day",
      "03-01 day",
      ...late("03-02", "03-03", "03-06", "03-07", "03-08"),
    ],
  },
  "the last minute of a year": {
    timeZone: "Pacific/Auckland",
    due: "2026-12-31T23:59",
    said: [
      "12-17 14-days",
      "12-24 7-days",
      "12-30 1-day",
      "12-31 day",
      ...late("01-01", "01-04", "01-05", "01-06", "01-07"),
    ],
  },
};

/** Local times at which the loops happen to run. */
const looks = ["00:00", "08:59", "09:00", "12:00", "17:00"];

let office: Office;
afterEach(() => office.close());

async function go(moment: Temporal.Instant): Promise<void> {
  office.at((moment.epochMilliseconds - nine.epochMilliseconds) / 60_000);
  await everything(office);
}

test.each(Object.entries(seasons))("%s", async (_, { timeZone, due, said }) => {
  const organisation: Organisation = { ...contoso, accounts: [first], timeZone };
  office = await openOffice(organisation);
  const last = Temporal.PlainDateTime.from(due).toZonedDateTime(timeZone);
  await go(last.toInstant().subtract({ hours: 90 * 24 }));
  for (let days = -16; days <= 7; days++) {
    for (const plainTime of looks) {
      await go(last.toPlainDate().add({ days }).toZonedDateTime({ timeZone, plainTime }).toInstant());
    }
  }
  const reminders = (await office.store.read("DR-1")).flatMap(({ event }) => {
    if (event.type !== "drill-reminded") return [];
    const local = event.at.toZonedDateTimeISO(timeZone).toPlainDateTime().toString();
    return [{ day: local.slice(5, 10), time: local.slice(11, 16), what: [event.stage, event.number || ""] }];
  });
  expect(reminders.map(({ day, what }) => `${day} ${what.join(" ")}`.trim())).toEqual(said);
  expect(new Set(reminders.map(({ time }) => time))).toEqual(new Set(["09:00"]));
  expect((await office.store.live("")).toSorted()).toEqual(["DR-1", "RO-1"]); // the password is as old as the account
});
