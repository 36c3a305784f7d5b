// When an account is drilled next: 90 days after the last one, sooner after a failure or when somebody left.
import { describe, expect, test } from "vitest";
import type { DrillEvent } from "../../../src/core/drill/events.ts";
import { drillDue, hastened, planned, scheduledByCalendar } from "../../../src/core/drill/plan.ts";
import { type Drill, foldDrill } from "../../../src/core/drill/state.ts";
import type { DrillId } from "../../../src/core/ids.ts";
import { actor } from "../../../src/core/people.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { ada, bob, first, rob } from "../../kit/cast.ts";
import { plain } from "../../kit/given.ts";
import {
  asRunning,
  asScheduled,
  asStarted,
  drillFrom,
  failed,
  finished,
  id,
  local,
  moved,
  office,
  on,
  recordOf,
  reminded,
  scheduled,
  started,
} from "./kit.ts";

const over = (how: (at: string) => DrillEvent, at: string): Drill => drillFrom(scheduled(at, at), how(at));
const known = "2026-01-05T09:00";
const due = (...drills: Drill[]) => local(drillDue(recordOf(known, ...drills), defaultPolicy));

describe("when the next one is due", () => {
  test.each<[string, Drill[], string]>([
    [
      "never drilled: 90 days since we know the account, an hour later by the summer's clock",
      [],
      "2026-04-05T10:00",
    ],
    ["90 days after the last finished one", [over(finished, "2026-05-01T10:00")], "2026-07-30T10:00"],
    ["over the end of the summer", [over(finished, "2026-10-01T10:00")], "2026-12-30T09:00"],
    [
      "of several, the newest counts, in whatever order",
      [over(finished, "2026-05-01T10:00"), over(finished, "2026-02-01T10:00")],
      "2026-07-30T10:00",
    ],
    ["a week after one that failed", [over(failed, "2026-02-01T10:00")], "2026-02-08T10:00"],
    [
      "a week after the newest that failed",
      [over(failed, "2026-02-01T10:00"), over(failed, "2026-02-06T10:00")],
      "2026-02-13T10:00",
    ],
    [
      "a failure that a finished one followed is past",
      [over(failed, "2026-02-01T10:00"), over(finished, "2026-02-06T10:00")],
      "2026-05-07T11:00",
    ],
    [
      "a failure never makes it later than the calendar does",
      [over(finished, "2026-02-01T10:00"), over(failed, "2026-05-01T10:00")],
      "2026-05-02T11:00",
    ],
    [
      "a failure after the last finished one makes it earlier",
      [over(finished, "2026-02-01T10:00"), over(failed, "2026-02-06T10:00")],
      "2026-02-13T10:00",
    ],
    [
      "one that is scheduled is due when it says, if that is earlier",
      [over(finished, "2026-02-01T10:00"), drillFrom(scheduled("2026-02-10T10:00", "2026-03-01T10:00"))],
      "2026-03-01T10:00",
    ],
    [
      "scheduled later than the calendar wants it, it is due by the calendar",
      [over(finished, "2026-02-01T10:00"), drillFrom(scheduled("2026-02-10T10:00", "2026-09-01T10:00"))],
      "2026-05-02T11:00",
    ],
    [
      "begun without a witness, too",
      [
        over(finished, "2026-02-01T10:00"),
        drillFrom(scheduled("2026-02-10T10:00", "2026-09-01T10:00"), started("2026-02-11T10:00")),
      ],
      "2026-05-02T11:00",
    ],
    [
      "scheduled later than a failure wants it, it is due a week after the failure",
      [over(failed, "2026-02-01T10:00"), drillFrom(scheduled("2026-02-02T10:00", "2026-03-01T10:00"))],
      "2026-02-08T10:00",
    ],
    [
      "moved back after somebody left, it is due by when they wanted it",
      [
        over(finished, "2026-02-01T10:00"),
        drillFrom(
          scheduled("2026-02-02T10:00", "2026-02-16T10:00", { kind: "staff-change", person: rob.id }),
          moved("2026-02-03T10:00", "2026-04-01T10:00"),
        ),
      ],
      "2026-02-16T10:00",
    ],
    ["as long as it runs too", [drillFrom(...asRunning)], "2026-12-01T10:00"],
  ])("%s", (_, drills, expected) => {
    expect(due(...drills)).toBe(expected);
  });

  test("from a leap day on, too", () => {
    const record = recordOf("2028-01-01T09:00", over(finished, "2028-02-29T10:00"));
    expect(local(drillDue(record, defaultPolicy))).toBe("2028-05-29T11:00");
  });

  test("a policy that changes changes when it is owed, scheduled or not, and moves nothing back", () => {
    const monthly = { ...defaultPolicy, drillEvery: 30 * 1_440 };
    const last = over(finished, "2026-05-01T10:00");
    expect(local(drillDue(recordOf(known, last), monthly))).toBe("2026-05-31T10:00");
    const open = drillFrom(scheduled("2026-07-16T10:00", "2026-07-30T10:00"));
    expect(local(drillDue(recordOf(known, last, open), monthly))).toBe("2026-05-31T10:00");
    const yearly = { ...defaultPolicy, drillEvery: 365 * 1_440 };
    expect(local(drillDue(recordOf(known, last, open), yearly))).toBe("2026-07-30T10:00");
  });
});

describe("by the calendar", () => {
  const last = over(finished, "2026-05-01T10:00"); // due on the 30th of July
  const byCalendar = (now: string, ...drills: Drill[]) =>
    plain(scheduledByCalendar(recordOf(known, ...drills), id, on(now), office));

  test("it is scheduled at work on the day of its first reminder and together with it, not before", () => {
    for (const early of ["2026-07-15T16:59", "2026-07-16T00:00", "2026-07-16T08:59"])
      expect(byCalendar(early, last), early).toEqual([]);
    expect(byCalendar("2026-07-16T09:00", last)).toEqual(
      plain([scheduled("2026-07-16T09:00", "2026-07-30T10:00"), reminded("2026-07-16T09:00", "14-days")]),
    );
  });

  test("on a weekend it waits for Monday, and so does its reminder", () => {
    const saturdays = over(finished, "2026-05-03T10:00"); // due on Saturday, the 1st of August
    expect(byCalendar("2026-07-18T12:00", saturdays)).toEqual([]);
    expect(byCalendar("2026-07-20T09:00", saturdays)).toEqual(
      plain([scheduled("2026-07-20T09:00", "2026-08-01T10:00"), reminded("2026-07-20T09:00", "14-days")]),
    );
  });

  test("at work it is scheduled as late as it may be looked at; a reminder of days ago does not come with it", () => {
    expect(byCalendar("2026-07-20T16:59", last)).toEqual(
      plain([scheduled("2026-07-20T16:59", "2026-07-30T10:00")]),
    );
  });

  test("after a failure it is scheduled at once: a week is less than two", () => {
    expect(byCalendar("2026-05-04T10:00", last, over(failed, "2026-05-04T10:00"))).toEqual(
      plain([scheduled("2026-05-04T10:00", "2026-05-11T10:00"), reminded("2026-05-04T10:00", "7-days")]),
    );
  });

  test("after months away it is scheduled for the day on which it was due: it is late", () => {
    expect(byCalendar("2026-11-24T10:00", last)).toEqual(
      plain([scheduled("2026-11-24T10:00", "2026-07-30T10:00"), reminded("2026-11-24T10:00", "late", 1)]),
    );
  });

  test.each<[string, DrillEvent[]]>([
    ["scheduled", asScheduled],
    ["begun", asStarted],
    ["running", asRunning],
  ])("one that is %s is enough", (_, events) => {
    expect(byCalendar("2026-11-24T10:00", last, drillFrom(...events))).toEqual([]);
  });

  test("asked twice, it schedules one", () => {
    const drill = drillFrom(
      ...scheduledByCalendar(recordOf(known, last), id, on("2026-07-16T10:00"), office),
    );
    expect(byCalendar("2026-07-16T10:00", last, drill)).toEqual([]);
  });
});

describe("somebody left", () => {
  const now = "2026-11-24T10:00";
  const left = { kind: "staff-change", person: rob.id } as const;
  const after = (...drills: Drill[]) =>
    hastened(recordOf("2026-11-01T09:00", ...drills), id, rob.id, on(now), office);

  test("a new drill two weeks later, where none is open", () => {
    const found = after(over(finished, "2026-11-10T10:00"));
    expect(found?.drill).toBeUndefined();
    expect(plain(found?.events)).toEqual(plain([scheduled(now, "2026-12-08T10:00", left)]));
  });

  test("the open one is moved forward", () => {
    const drill = drillFrom(scheduled(now, "2027-01-10T10:00"));
    const found = after(drill);
    expect(found?.drill).toBe(drill);
    expect(plain(found?.events)).toEqual(plain([moved(now, "2026-12-08T10:00", left)]));
  });

  test("so is one that is begun and has no witness yet; it still waits for one", () => {
    const drill = drillFrom(...asStarted, moved(now, "2027-01-10T10:00"));
    const found = after(drill);
    expect(plain(found)).toEqual(plain({ drill, events: [moved(now, "2026-12-08T10:00", left)] }));
    const waiting = foldDrill(found?.events ?? [], drill);
    expect(waiting).toMatchObject({ status: "started", reason: left, leader: { by: ada.id } });
  });

  test.each<[string, Drill[]]>([
    ["one is scheduled earlier", [drillFrom(...asScheduled)]],
    ["one is scheduled for that very moment", [drillFrom(scheduled(now, "2026-12-08T10:00"))]],
    ["one is begun, and due earlier", [drillFrom(...asStarted)]],
    ["one runs", [drillFrom(...asRunning, moved(now, "2027-01-10T10:00"))]],
    ["the calendar wants one earlier", [over(finished, "2026-09-01T10:00")]],
    ["one failed lately", [over(finished, "2026-11-10T10:00"), over(failed, "2026-11-23T10:00")]],
  ])("nothing new, where %s", (_, drills) => {
    expect(after(...drills)).toBeUndefined();
  });

  test("asked twice, it owes nothing new", () => {
    const found = after();
    const drill = foldDrill(found?.events ?? [], found?.drill);
    expect(after(...(drill ? [drill] : []))).toBeUndefined();
  });
});

describe("on a day that an admin names", () => {
  const now = "2026-11-24T10:00";
  const last = over(finished, "2026-10-14T10:00"); // due on the 12th of January, at nine
  const by = { kind: "planned", by: ada.id } as const;
  const plan = (day: string | undefined, drills: Drill[] = [], who = ada, at = now) =>
    planned(
      actor(who),
      recordOf(known, last, ...drills),
      day ? Temporal.PlainDate.from(day) : undefined,
      id,
      on(at),
      office,
    );

  test.each<[string, string | undefined, string]>([
    ["no day: now", undefined, now],
    ["today, when work has begun: now", "2026-11-24", now],
    ["tomorrow: when work begins", "2026-11-25", "2026-11-25T09:00"],
    ["a Saturday is theirs to choose", "2026-11-28", "2026-11-28T09:00"],
    ["the last day that the calendar allows", "2027-01-12", "2027-01-12T09:00"],
  ])("%s", (_, day, expected) => {
    expect(plain(plan(day))).toEqual(plain({ events: [scheduled(now, expected, by)] }));
  });

  test.each([
    ["on the day when clocks go forward", "2027-03-28", "2027-03-01T10:00"],
    ["a leap day", "2028-02-29", "2028-01-10T10:00"],
  ])("%s", (_, day, at) => {
    expect(plain(plan(day, [over(finished, at)], ada, at))).toMatchObject({
      events: [{ due: on(`${day}T09:00`).toString() }],
    });
  });

  test("today, before work begins: when it does", () => {
    expect(plain(plan("2026-11-24", [], ada, "2026-11-24T07:00"))).toEqual(
      plain({ events: [scheduled("2026-11-24T07:00", "2026-11-24T09:00", by)] }),
    );
  });

  test("today is today in the organisation's own time zone", () => {
    // half past midnight of the 25th in Berlin, the 24th in UTC
    expect(plan("2026-11-24", [], ada, "2026-11-25T00:30")).toEqual({ refused: "no-such-day" });
    expect(plain(plan("2026-11-25", [], ada, "2026-11-25T00:30"))).toEqual(
      plain({ events: [scheduled("2026-11-25T00:30", "2026-11-25T09:00", by)] }),
    );
  });

  test("the one that is scheduled is moved there, forward or back", () => {
    const drill = drillFrom(...asScheduled);
    expect(plain(plan("2026-11-25", [drill]))).toEqual(
      plain({ drill, events: [moved(now, "2026-11-25T09:00", by)] }),
    );
    expect(plain(plan("2027-01-11", [drill]))).toEqual(
      plain({ drill, events: [moved(now, "2027-01-11T09:00", by)] }),
    );
    expect(plain(plan(undefined, [drill]))).toEqual(plain({ drill, events: [moved(now, now, by)] }));
  });

  const left = { kind: "staff-change", person: rob.id } as const;
  const hastily = [scheduled(now, "2026-12-08T10:00", left)];
  test.each<[string, string, string, Drill[]]>([
    ["the calendar wants it", "2027-01-13", "2027-01-12", []],
    ["the calendar wants it, by a year", "2027-11-24", "2027-01-12", []],
    ["the calendar wants it, the scheduled one", "2027-01-13", "2027-01-12", [drillFrom(...asScheduled)]],
    ["a failure wants it", "2026-12-01", "2026-11-30", [over(failed, "2026-11-23T10:00")]],
    ["somebody's leaving wants it", "2026-12-09", "2026-12-08", [drillFrom(...hastily)]],
    [
      "it, even when it was moved forward meanwhile",
      "2026-12-09",
      "2026-12-08",
      [drillFrom(...hastily, moved(now, "2026-11-26T09:00", by))],
    ],
    ["today, when it is overdue", "2026-11-25", "2026-11-24", [over(failed, "2026-11-01T10:00")]],
  ])("never later than %s: the last day is named", (_, day, lastDay, drills) => {
    expect(plan(day, drills)).toEqual({
      refused: "drill-put-off",
      lastDay: Temporal.PlainDate.from(lastDay),
    });
    expect(plan(lastDay, drills)).toHaveProperty("events");
  });

  test("on the last day not later than its hour, and now where that is past", () => {
    const nightly = over(failed, "2026-11-23T06:00");
    expect(plain(plan("2026-11-30", [nightly]))).toMatchObject({
      events: [{ due: on("2026-11-30T06:00").toString() }],
    });
    expect(plain(plan("2026-11-30", [nightly], ada, "2026-11-30T08:00"))).toMatchObject({
      events: [{ due: on("2026-11-30T08:00").toString() }],
    });
  });

  test("an account that was never drilled: within the first interval of policy", () => {
    const never = (day: string) =>
      planned(actor(ada), recordOf("2026-11-01T09:00"), Temporal.PlainDate.from(day), id, on(now), office);
    expect(never("2027-01-30")).toHaveProperty("events");
    expect(never("2027-01-31")).toMatchObject({ refused: "drill-put-off" });
  });

  test.each<[Refusal, string, string | undefined, Drill[], typeof ada]>([
    ["not-an-admin", "an approver", undefined, [], bob],
    ["not-an-admin", "an approver, whatever else", "2020-01-01", [drillFrom(...asRunning)], bob],
    ["drill-open", "one is begun", undefined, [drillFrom(...asStarted)], ada],
    ["drill-open", "one runs, whatever the day", "2020-01-01", [drillFrom(...asRunning)], ada],
    ["no-such-day", "yesterday", "2026-11-23", [], ada],
    ["no-such-day", "yesterday, for the scheduled one", "2026-11-23", [drillFrom(...asScheduled)], ada],
  ])("%s: %s", (why, _, day, drills, who) => {
    expect(plan(day, drills, who)).toEqual({ refused: why });
  });
});

test("the new one gets the id and the account that it was asked for", () => {
  const other = "DR-9" as DrillId;
  const [event] = scheduledByCalendar(recordOf(known), other, on("2026-11-24T10:00"), office);
  expect(event).toMatchObject({ drill: other, account: first.id, reason: { kind: "calendar" } });
});
