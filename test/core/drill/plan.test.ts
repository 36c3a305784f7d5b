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
  scheduled,
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
      "one that is scheduled is due when it says, earlier or later",
      [over(finished, "2026-02-01T10:00"), drillFrom(scheduled("2026-02-10T10:00", "2026-09-01T10:00"))],
      "2026-09-01T10:00",
    ],
    ["as long as it runs too", [drillFrom(...asRunning)], "2026-12-01T10:00"],
  ])("%s", (_, drills, expected) => {
    expect(due(...drills)).toBe(expected);
  });

  test("from a leap day on, too", () => {
    const record = recordOf("2028-01-01T09:00", over(finished, "2028-02-29T10:00"));
    expect(local(drillDue(record, defaultPolicy))).toBe("2028-05-29T11:00");
  });

  test("a policy that changes changes what is not scheduled yet, and nothing else", () => {
    const monthly = { ...defaultPolicy, drillEvery: 30 * 1_440 };
    const last = over(finished, "2026-05-01T10:00");
    expect(local(drillDue(recordOf(known, last), monthly))).toBe("2026-05-31T10:00");
    const open = drillFrom(scheduled("2026-07-16T10:00", "2026-07-30T10:00"));
    expect(local(drillDue(recordOf(known, last, open), monthly))).toBe("2026-07-30T10:00");
  });
});

describe("by the calendar", () => {
  const last = over(finished, "2026-05-01T10:00"); // due on the 30th of July
  const byCalendar = (now: string, ...drills: Drill[]) =>
    plain(scheduledByCalendar(recordOf(known, ...drills), id, on(now), office) ?? null);

  test("it is scheduled on the day of its first reminder, not before", () => {
    expect(byCalendar("2026-07-15T23:59", last)).toBeNull();
    expect(byCalendar("2026-07-16T00:00", last)).toEqual(
      plain(scheduled("2026-07-16T00:00", "2026-07-30T10:00")),
    );
  });

  test("after a failure it is scheduled at once: a week is less than two", () => {
    expect(byCalendar("2026-05-04T10:00", last, over(failed, "2026-05-04T10:00"))).toEqual(
      plain(scheduled("2026-05-04T10:00", "2026-05-11T10:00")),
    );
  });

  test("after months away it is scheduled for the day on which it was due: it is late", () => {
    expect(byCalendar("2026-11-24T10:00", last)).toEqual(
      plain(scheduled("2026-11-24T10:00", "2026-07-30T10:00")),
    );
  });

  test.each<[string, DrillEvent[]]>([
    ["scheduled", asScheduled],
    ["begun", asStarted],
    ["running", asRunning],
  ])("one that is %s is enough", (_, events) => {
    expect(byCalendar("2026-11-24T10:00", last, drillFrom(...events))).toBeNull();
  });

  test("asked twice, it schedules one", () => {
    const event = scheduledByCalendar(recordOf(known, last), id, on("2026-07-16T10:00"), office);
    const drill = foldDrill(event ? [event] : []);
    expect(drill).toBeDefined();
    expect(byCalendar("2026-07-16T10:00", last, ...(drill ? [drill] : []))).toBeNull();
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
    expect(plain(found?.event)).toEqual(plain(scheduled(now, "2026-12-08T10:00", left)));
  });

  test("the open one is moved forward", () => {
    const drill = drillFrom(scheduled(now, "2027-01-10T10:00"));
    const found = after(drill);
    expect(found?.drill).toBe(drill);
    expect(plain(found?.event)).toEqual(plain(moved(now, "2026-12-08T10:00", left)));
  });

  test.each<[string, Drill[]]>([
    ["one is scheduled earlier", [drillFrom(...asScheduled)]],
    ["one is scheduled for that very moment", [drillFrom(scheduled(now, "2026-12-08T10:00"))]],
    ["one is begun", [drillFrom(...asStarted, moved(now, "2027-01-10T10:00"))]],
    ["one runs", [drillFrom(...asRunning, moved(now, "2027-01-10T10:00"))]],
    ["the calendar wants one earlier", [over(finished, "2026-09-01T10:00")]],
    ["one failed lately", [over(finished, "2026-11-10T10:00"), over(failed, "2026-11-23T10:00")]],
  ])("nothing new, where %s", (_, drills) => {
    expect(after(...drills)).toBeUndefined();
  });

  test("asked twice, it owes nothing new", () => {
    const found = after();
    const drill = foldDrill(found ? [found.event] : [], found?.drill);
    expect(after(...(drill ? [drill] : []))).toBeUndefined();
  });
});

describe("on a day that an admin names", () => {
  const now = "2026-11-24T10:00";
  const record = (...drills: Drill[]) => recordOf(known, ...drills);
  const by = { kind: "planned", by: ada.id } as const;
  const plan = (day: string | undefined, drills: Drill[] = [], who = ada, at = now) =>
    planned(
      actor(who),
      record(...drills),
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
    ["on the day when clocks go forward", "2027-03-28", "2027-03-28T09:00"],
    ["a year away", "2027-11-24", "2027-11-24T09:00"],
  ])("%s", (_, day, expected) => {
    expect(plain(plan(day))).toEqual(plain({ event: scheduled(now, expected, by) }));
  });

  test("a leap day", () => {
    expect(plain(plan("2028-02-29", [], ada, "2028-01-10T10:00"))).toMatchObject({
      event: { due: on("2028-02-29T09:00").toString() },
    });
  });

  test("today, before work begins: when it does", () => {
    expect(plain(plan("2026-11-24", [], ada, "2026-11-24T07:00"))).toEqual(
      plain({ event: scheduled("2026-11-24T07:00", "2026-11-24T09:00", by) }),
    );
  });

  test("today is today in the organisation's own time zone", () => {
    // half past midnight of the 25th in Berlin, the 24th in UTC
    expect(plan("2026-11-24", [], ada, "2026-11-25T00:30")).toEqual({ refused: "no-such-day" });
    expect(plain(plan("2026-11-25", [], ada, "2026-11-25T00:30"))).toEqual(
      plain({ event: scheduled("2026-11-25T00:30", "2026-11-25T09:00", by) }),
    );
  });

  test("the one that is scheduled is moved there, forward or back", () => {
    const drill = drillFrom(...asScheduled);
    expect(plain(plan("2026-11-25", [drill]))).toEqual(
      plain({ drill, event: moved(now, "2026-11-25T09:00", by) }),
    );
    expect(plain(plan("2027-01-11", [drill]))).toEqual(
      plain({ drill, event: moved(now, "2027-01-11T09:00", by) }),
    );
    expect(plain(plan(undefined, [drill]))).toEqual(plain({ drill, event: moved(now, now, by) }));
  });

  test.each<[Refusal, string, string | undefined, Drill[], typeof ada]>([
    ["not-an-admin", "an approver", undefined, [], bob],
    ["not-an-admin", "an approver, whatever else", "2020-01-01", [drillFrom(...asRunning)], bob],
    ["drill-open", "one is begun", undefined, [drillFrom(...asStarted)], ada],
    ["drill-open", "one runs, whatever the day", "2020-01-01", [drillFrom(...asRunning)], ada],
    ["no-such-day", "yesterday", "2026-11-23", [], ada],
    ["no-such-day", "more than a year away", "2027-11-25", [], ada],
    ["no-such-day", "yesterday, for the scheduled one", "2026-11-23", [drillFrom(...asScheduled)], ada],
  ])("%s: %s", (why, _, day, drills, who) => {
    expect(plan(day, drills, who)).toEqual({ refused: why });
  });
});

test("the new one gets the id and the account that it was asked for", () => {
  const other = "DR-9" as DrillId;
  const event = scheduledByCalendar(recordOf(known), other, on("2026-11-24T10:00"), office);
  expect(event).toMatchObject({ drill: other, account: first.id, reason: { kind: "calendar" } });
});
