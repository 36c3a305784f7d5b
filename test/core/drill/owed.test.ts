// A drill that waits, day by day: who is reminded when, and how it ends by itself. Working hours are nine to five.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DrillEvent } from "../../../src/core/drill/events.ts";
import { nextDueOnDrill, owedOnDrill } from "../../../src/core/drill/owed.ts";
import { scheduledByCalendar } from "../../../src/core/drill/plan.ts";
import { type Drill, foldDrill } from "../../../src/core/drill/state.ts";
import type { Organisation } from "../../../src/core/organisation.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import { outOfTime } from "../../../src/core/words/drill-times.ts";
import { isWorkingMoment } from "../../../src/core/working-hours.ts";
import { plain } from "../../kit/given.ts";
import {
  asFinished,
  asHidden,
  asRunning,
  day,
  drillFrom,
  failed,
  id,
  local,
  moved,
  office,
  on,
  recordOf,
  reminded,
  scheduled,
  started,
  witnessed,
} from "./kit.ts";

const given = (...events: readonly DrillEvent[]) => givenIn(office, ...events);

const givenIn = (organisation: Organisation, ...events: readonly DrillEvent[]) => ({
  at(moment: string) {
    const drill = drillFrom(...events);
    const owed = owedOnDrill(drill, on(moment), organisation);
    const left = foldDrill(owed, drill) ?? drill;
    return {
      thenOwed(...expected: readonly DrillEvent[]): void {
        expect(plain(owed)).toEqual(plain(expected));
        expect(owedOnDrill(left, on(moment), organisation), "asked twice").toEqual([]);
      },
      thenNextDue(expected: string | undefined): void {
        expect(local(nextDueOnDrill(left, organisation))).toBe(expected);
      },
    };
  },
});

/** Every reminder until then, when somebody asks in time: the first hundred. */
function calendarOf(drill: Drill, until: string, organisation = office): string[] {
  const told: string[] = [];
  let left = drill;
  while (told.length < 100) {
    const next = nextDueOnDrill(left, organisation);
    if (!next || Temporal.Instant.compare(next, on(until)) > 0) return told;
    const owed = owedOnDrill(left, next, organisation);
    left = foldDrill(owed, left) ?? left;
    const [one] = owed;
    told.push(`${local(next)} ${one?.type === "drill-reminded" ? `${one.stage} ${one.number}` : one?.type}`);
  }
  return told;
}

/** Two weeks before a Wednesday, at noon. */
const usual = [scheduled("2026-11-18T12:00", "2026-12-02T12:00")];

describe("the timetable of reminders", () => {
  test("14, 7 and 1 days before, on the day, and then every working day", () => {
    expect(calendarOf(drillFrom(...usual), "2026-12-09T00:00")).toEqual([
      "2026-11-18T12:00 14-days 0",
      "2026-11-25T09:00 7-days 0",
      "2026-12-01T09:00 1-day 0",
      "2026-12-02T09:00 day 0",
      "2026-12-03T09:00 late 1",
      "2026-12-04T09:00 late 2",
      "2026-12-07T09:00 late 3",
      "2026-12-08T09:00 late 4",
    ]);
  });

  test("one scheduled for today owes only that it is today", () => {
    given(scheduled("2026-11-24T10:00", "2026-11-24T10:00"))
      .at("2026-11-24T10:00")
      .thenOwed(reminded("2026-11-24T10:00", "day"));
    given(scheduled("2026-11-24T10:00", "2026-11-24T10:00"))
      .at("2026-11-24T10:00")
      .thenNextDue("2026-11-25T09:00");
  });

  test("what lay before it was scheduled is not owed: five days before, only the last of them and the day", () => {
    expect(
      calendarOf(drillFrom(scheduled("2026-11-19T10:00", "2026-11-25T09:00")), "2026-11-26T12:00"),
    ).toEqual(["2026-11-24T09:00 1-day 0", "2026-11-25T09:00 day 0", "2026-11-26T09:00 late 1"]);
  });

  test("one that is overdue when it is scheduled is late from the beginning", () => {
    given(scheduled("2026-11-24T10:00", "2026-08-01T10:00"))
      .at("2026-11-24T10:00")
      .thenOwed(reminded("2026-11-24T10:00", "late", 1));
  });

  test("scheduled in the evening: nobody is reminded before the morning, and then it is late", () => {
    const events = [scheduled("2026-11-24T20:00", "2026-11-24T20:00")];
    given(...events)
      .at("2026-11-24T20:00")
      .thenOwed();
    given(...events)
      .at("2026-11-25T09:00")
      .thenOwed(reminded("2026-11-25T09:00", "late", 1));
  });

  test("a reminder of a weekend is said on Monday, if it is the newest then", () => {
    // due on Monday the 30th: 14 days before is a Monday, one day before is a Sunday
    expect(
      calendarOf(drillFrom(scheduled("2026-11-13T10:00", "2026-11-30T10:00")), "2026-12-01T10:00"),
    ).toEqual([
      "2026-11-16T09:00 14-days 0",
      "2026-11-23T09:00 7-days 0",
      "2026-11-30T09:00 day 0",
      "2026-12-01T09:00 late 1",
    ]);
    // due on a Saturday: one week before is a Saturday too, and the day itself is not a working day
    expect(
      calendarOf(drillFrom(scheduled("2026-11-10T10:00", "2026-11-28T10:00")), "2026-11-30T10:00"),
    ).toEqual([
      "2026-11-16T09:00 14-days 0",
      "2026-11-23T09:00 7-days 0",
      "2026-11-27T09:00 1-day 0",
      "2026-11-30T09:00 late 1",
    ]);
  });

  test("it never ends by itself: after a thousand reminders it is still one each day", () => {
    given(...usual, reminded("2030-01-02T09:00", "late", 1_000))
      .at("2030-01-03T09:00")
      .thenOwed(reminded("2030-01-03T09:00", "late", 1_001));
  });

  test.each<[string, string, string, string[]]>([
    [
      "over the end of February, in a leap year",
      "2028-02-16T12:00",
      "2028-03-01T12:00",
      [
        "2028-02-16T12:00 14-days 0",
        "2028-02-23T09:00 7-days 0",
        "2028-02-29T09:00 1-day 0",
        "2028-03-01T09:00 day 0",
      ],
    ],
    [
      "over the end of February, in another",
      "2027-02-15T12:00",
      "2027-03-01T12:00",
      ["2027-02-15T12:00 14-days 0", "2027-02-22T09:00 7-days 0", "2027-03-01T09:00 day 0"],
    ],
    [
      "over the end of a year",
      "2026-12-18T12:00",
      "2027-01-01T12:00",
      [
        "2026-12-18T12:00 14-days 0",
        "2026-12-25T09:00 7-days 0",
        "2026-12-31T09:00 1-day 0",
        "2027-01-01T09:00 day 0",
      ],
    ],
    [
      "clocks go forward meanwhile",
      "2026-03-18T23:30",
      "2026-04-01T00:30",
      [
        "2026-03-19T09:00 14-days 0",
        "2026-03-25T09:00 7-days 0",
        "2026-03-31T09:00 1-day 0",
        "2026-04-01T09:00 day 0",
      ],
    ],
    [
      "clocks go back meanwhile",
      "2026-10-14T00:30",
      "2026-10-28T00:30",
      [
        "2026-10-14T09:00 14-days 0",
        "2026-10-21T09:00 7-days 0",
        "2026-10-27T09:00 1-day 0",
        "2026-10-28T09:00 day 0",
      ],
    ],
    [
      "due in the hour that the clock skips",
      "2026-03-20T10:00",
      "2026-03-29T02:30",
      ["2026-03-23T09:00 7-days 0"],
    ],
  ])("%s", (_, at, due, expected) => {
    const until = due.slice(0, 10);
    expect(calendarOf(drillFrom(scheduled(at, due)), `${until}T23:00`)).toEqual(expected);
  });
});

describe("the process was down", () => {
  test("for a week: only the newest is owed, once, and the next comes the day after", () => {
    given(...usual, reminded("2026-11-18T12:00", "14-days"))
      .at("2026-12-02T11:00")
      .thenOwed(reminded("2026-12-02T11:00", "day"));
    given(...usual, reminded("2026-12-02T09:00", "day"))
      .at("2026-12-09T11:00")
      .thenOwed(reminded("2026-12-09T11:00", "late", 1));
    given(...usual, reminded("2026-12-02T09:00", "day"))
      .at("2026-12-09T11:00")
      .thenNextDue("2026-12-10T09:00");
  });

  test("it comes back at night: nobody is woken for what has time", () => {
    given(...usual)
      .at("2026-12-05T03:00")
      .thenOwed();
    given(...usual)
      .at("2026-12-07T09:00")
      .thenOwed(reminded("2026-12-07T09:00", "late", 1));
  });

  test("a drill that ran out of its time meanwhile has failed, at night too", () => {
    given(...asRunning)
      .at("2026-12-05T03:00")
      .thenOwed(failed("2026-12-05T03:00", undefined, outOfTime));
  });
});

describe("clocks are set back", () => {
  test("nothing is owed early, and nothing twice", () => {
    given(...usual)
      .at("2026-11-18T11:00")
      .thenOwed();
    given(...usual, reminded("2026-11-25T09:00", "7-days"))
      .at("2026-11-18T12:00")
      .thenOwed();
    given(...usual, reminded("2026-12-03T09:00", "late", 1))
      .at("2026-12-02T10:00")
      .thenOwed();
    given(...asRunning)
      .at("2026-11-24T09:00")
      .thenOwed();
  });
});

describe("it is moved", () => {
  test("to a later day: the reminders begin anew", () => {
    const events = [
      ...usual,
      reminded("2026-12-03T09:00", "late", 1),
      moved("2026-12-03T10:00", "2026-12-18T09:00"),
    ];
    expect(calendarOf(drillFrom(...events), "2026-12-21T10:00")).toEqual([
      "2026-12-04T09:00 14-days 0",
      "2026-12-11T09:00 7-days 0",
      "2026-12-17T09:00 1-day 0",
      "2026-12-18T09:00 day 0",
      "2026-12-21T09:00 late 1",
    ]);
  });

  test("to today, after a reminder of today: at most one a day", () => {
    const events = [
      ...usual,
      reminded("2026-11-25T09:00", "7-days"),
      moved("2026-11-25T10:00", "2026-11-25T10:00"),
    ];
    given(...events)
      .at("2026-11-25T10:00")
      .thenOwed();
    given(...events)
      .at("2026-11-26T09:00")
      .thenOwed(reminded("2026-11-26T09:00", "late", 1));
  });

  test("nearer, from far away: what would have been said of the new day before the move is not owed", () => {
    given(scheduled("2026-11-02T10:00", "2027-01-20T10:00"), moved("2026-11-24T10:00", "2026-11-27T10:00"))
      .at("2026-11-24T10:00")
      .thenOwed();
    given(scheduled("2026-11-02T10:00", "2027-01-20T10:00"), moved("2026-11-24T10:00", "2026-11-27T10:00"))
      .at("2026-11-24T10:00")
      .thenNextDue("2026-11-26T09:00");
  });
});

describe("it is begun", () => {
  test("without a witness it is reminded of as if it were not", () => {
    given(...usual, started("2026-11-18T12:00"), reminded("2026-12-02T09:00", "day"))
      .at("2026-12-03T09:00")
      .thenOwed(reminded("2026-12-03T09:00", "late", 1));
  });

  test("once it runs nobody is reminded, until its time is over", () => {
    given(...asRunning)
      .at("2026-11-26T09:59")
      .thenOwed();
    given(...asRunning)
      .at("2026-11-24T10:00")
      .thenNextDue("2026-11-26T10:00");
    given(...asRunning)
      .at("2026-11-26T10:00")
      .thenOwed(failed("2026-11-26T10:00", undefined, outOfTime));
    given(...asHidden)
      .at("2026-11-26T10:00")
      .thenOwed(failed("2026-11-26T10:00", undefined, outOfTime));
  });

  test("when it is over, nothing is owed any more", () => {
    given(...asFinished)
      .at("2027-11-26T10:00")
      .thenOwed();
    given(...asRunning, failed("2026-11-24T12:00"))
      .at("2026-11-26T10:00")
      .thenNextDue(undefined);
  });
});

describe("the configuration changes meanwhile", () => {
  test("a shorter policy does not end what runs, nor move what is scheduled", () => {
    const hasty = { ...office, policy: { ...defaultPolicy, drillWithin: 1, drillEvery: 1 } };
    givenIn(hasty, ...usual, started(day), witnessed(day))
      .at("2026-11-24T12:00")
      .thenOwed();
    givenIn(hasty, ...usual)
      .at("2026-11-19T12:00")
      .thenOwed(reminded("2026-11-19T12:00", "14-days"));
  });

  test("other working hours count at once", () => {
    const late = {
      ...office,
      workingHours: { ...office.workingHours, from: Temporal.PlainTime.from("11:00") },
    };
    givenIn(late, ...usual, reminded("2026-11-18T12:00", "14-days"))
      .at("2026-11-25T10:00")
      .thenOwed();
    givenIn(late, ...usual, reminded("2026-11-18T12:00", "14-days"))
      .at("2026-11-25T11:00")
      .thenOwed(reminded("2026-11-25T11:00", "7-days"));
  });

  test("in another time zone nothing that was said is said again", () => {
    const tokyo = { ...office, timeZone: "Asia/Tokyo" };
    givenIn(tokyo, ...usual, reminded("2026-11-25T09:00", "7-days"))
      .at("2026-11-26T02:00") // ten in Tokyo
      .thenOwed();
  });
});

// ── Whatever happens, whenever somebody asks ─────────────────────────────────────────────────────────────

const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia");
const minute = 60_000;
const begin = on("2026-02-20T10:00"); // both changes of the clock lie in the year after it
const stories = fc.record({
  timeZone: zones,
  dueIn: fc.integer({ min: -5 * 1_440, max: 250 * 1_440 }),
  steps: fc.array(
    fc.record({
      pause: fc.oneof(
        fc.integer({ min: -3_000, max: 600 }),
        fc.integer({ min: 0, max: 3 * 1_440 }),
        fc.integer({ min: 0, max: 20 * 1_440 }),
      ),
      move: fc.option(fc.integer({ min: 0, max: 30 * 1_440 }), { freq: 8 }),
    }),
    { maxLength: 60, size: "max" },
  ),
});

test("the calendar schedules at work, and with what it says then it is at most one reminder on a local day", () => {
  const pauses = fc.array(fc.integer({ min: -600, max: 3 * 1_440 }), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(zones, fc.integer({ min: -1_440, max: 30 * 1_440 }), pauses, (timeZone, dueIn, steps) => {
      const organisation = { ...office, timeZone };
      const knownSince = begin.add({ minutes: dueIn - defaultPolicy.drillEvery });
      let drill: Drill | undefined;
      let now = begin;
      const days = new Set<string>();
      for (const pause of steps) {
        now = now.add({ minutes: pause });
        const said = drill
          ? owedOnDrill(drill, now, organisation)
          : scheduledByCalendar({ ...recordOf(day), knownSince }, id, now, organisation);
        if (said.length === 0) continue;
        expect(isWorkingMoment(now, organisation)).toBe(true);
        const today = now.toZonedDateTimeISO(timeZone).toPlainDate().toString();
        expect(days).not.toContain(today);
        days.add(today);
        drill = foldDrill(said, drill);
      }
    }),
    { numRuns: 300 },
  );
});

test("at most one reminder on a local day, only at work, nothing twice, and what is owed was announced as due", () => {
  fc.assert(
    fc.property(stories, ({ timeZone, dueIn, steps }) => {
      const organisation = { ...office, timeZone };
      const due = begin.add({ minutes: dueIn });
      let drill: Drill = drillFrom({ ...scheduled(day, day), at: begin, due } as DrillEvent);
      let now = begin;
      const days = new Set<string>();
      for (const { pause, move } of steps) {
        now = Temporal.Instant.fromEpochMilliseconds(now.epochMilliseconds + pause * minute);
        if (move !== null)
          drill =
            foldDrill(
              [{ ...moved(day, day), at: now, due: now.add({ minutes: move }) } as DrillEvent],
              drill,
            ) ?? drill;
        const next = nextDueOnDrill(drill, organisation);
        const owed = owedOnDrill(drill, now, organisation);
        if (!next) throw new Error("it waits for ever, and owes nothing");
        const isDue = Temporal.Instant.compare(next, now) <= 0 && isWorkingMoment(now, organisation);
        expect(owed).toHaveLength(isDue ? 1 : 0);
        if (!isDue) continue;
        const today = now.toZonedDateTimeISO(timeZone).toPlainDate().toString();
        expect(days).not.toContain(today);
        days.add(today);
        drill = foldDrill(owed, drill) ?? drill;
        expect(owedOnDrill(drill, now, organisation)).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
