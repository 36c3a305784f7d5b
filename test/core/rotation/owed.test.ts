// What time alone owes on a rotation. It is opened a minute past nine, and due at nine the next day.
import { describe, expect, test } from "vitest";
import type { Organisation } from "../../../src/core/organisation.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { nextDueOnRotation, owedOnRotation } from "../../../src/core/rotation/owed.ts";
import { foldRotation, type Rotation } from "../../../src/core/rotation/state.ts";
import { ada, after, contoso, dave, first } from "../../kit/cast.ts";
import { plain } from "../../kit/given.ts";
import {
  attested,
  byCalendar,
  confirmed,
  day,
  id,
  joined,
  opened,
  proved,
  reminded,
  rotationFrom,
  suspected,
  unexplained,
  use,
} from "./kit.ts";

const second = 1 / 60;
const week = 7 * day;
/** Halfway from 1 to 1,440. */
const half = 720.5;

const givenIn = (organisation: Organisation, ...events: readonly RotationEvent[]) => ({
  at(minutes: number) {
    const rotation = rotationFrom(...events);
    const owed = owedOnRotation(rotation, after(minutes), organisation);
    const left = foldRotation(owed, rotation) ?? rotation;
    return {
      thenOwed(...expected: readonly RotationEvent[]): void {
        expect(plain(owed)).toEqual(plain(expected));
        expect(owedOnRotation(left, after(minutes), organisation), "asked twice").toEqual([]);
      },
      thenNextDue(expected: number | undefined): void {
        expect(nextDueOnRotation(left, organisation)?.toString()).toBe(
          expected === undefined ? undefined : after(expected).toString(),
        );
      },
    };
  },
});
const given = (...events: readonly RotationEvent[]) => givenIn(contoso, ...events);

describe("the timetable", () => {
  const open = [opened()];
  const halfway = [...open, reminded("half-time", half)];
  const due = [...halfway, reminded("due", day)];

  test("nothing at once: the card says that it was opened", () => {
    given(...open)
      .at(1)
      .thenOwed();
    given(...open)
      .at(half - second)
      .thenOwed();
    given(...open)
      .at(1)
      .thenNextDue(half);
  });

  test("at half-time, when it is due, and then every day, louder", () => {
    given(...open)
      .at(half)
      .thenOwed(reminded("half-time", half));
    given(...halfway)
      .at(day - second)
      .thenOwed();
    given(...halfway)
      .at(day)
      .thenOwed(reminded("due", day));
    given(...due)
      .at(2 * day - second)
      .thenOwed();
    given(...due)
      .at(2 * day)
      .thenOwed(reminded("overdue", 2 * day, 1));
    given(...due, reminded("overdue", 2 * day, 1))
      .at(3 * day)
      .thenOwed(reminded("overdue", 3 * day, 2));
  });

  test("each says when the next one is due", () => {
    given(...open)
      .at(half)
      .thenNextDue(day);
    given(...halfway)
      .at(day)
      .thenNextDue(2 * day);
    given(...due)
      .at(2 * day)
      .thenNextDue(3 * day);
  });

  test("one that came late moves the next one: nobody is told twice in a row", () => {
    given(...halfway)
      .at(day + 600)
      .thenOwed(reminded("due", day + 600));
    given(...halfway, reminded("due", day + 600))
      .at(2 * day)
      .thenOwed();
    given(...halfway, reminded("due", day + 600))
      .at(2 * day)
      .thenNextDue(2 * day + 600);
  });

  test("proof alone ends no reminder: somebody must still confirm it", () => {
    given(...open, proved())
      .at(half)
      .thenOwed(reminded("half-time", half));
    given(...open, attested())
      .at(day)
      .thenOwed(reminded("due", day));
  });

  test.each<[string, RotationEvent[]]>([
    ["confirmed", [...open, proved(), confirmed()]],
    ["attested by two", [...open, attested(dave), attested(ada)]],
    ["overdue, and confirmed", [...due, proved(), confirmed()]],
  ])("what is renewed owes nothing: %s", (_, events) => {
    given(...events)
      .at(week)
      .thenOwed();
    given(...events)
      .at(week)
      .thenNextDue(undefined);
  });
});

describe("the process was down", () => {
  test.each<[string, number, RotationEvent]>([
    ["over half-time", day - 1, reminded("half-time", day - 1)],
    ["over the moment it was due: half-time is moot", day + 1, reminded("due", day + 1)],
    ["for a day longer", 2 * day, reminded("overdue", 2 * day, 1)],
    ["for a week: one reminder, not seven", week, reminded("overdue", week, 1)],
  ])("%s", (_, now, expected) => {
    given(opened()).at(now).thenOwed(expected);
  });

  test("a week after a reminder: the next one, once, and the one after it a day later", () => {
    const told = [opened(), reminded("overdue", 2 * day, 1)];
    given(...told)
      .at(2 * day + week)
      .thenOwed(reminded("overdue", 2 * day + week, 2));
    given(...told)
      .at(2 * day + week)
      .thenNextDue(3 * day + week);
  });
});

describe("it became known late", () => {
  test("due already when it was opened: that was said then, and is said again a day later", () => {
    const late = opened(use(0), 2_000, day);
    given(late).at(2_000).thenOwed();
    given(late).at(2_000).thenNextDue(3_440);
    given(late)
      .at(3_440)
      .thenOwed(reminded("overdue", 3_440, 1));
  });

  test("due in the very moment in which it was opened", () => {
    given(opened(use(0), day, day))
      .at(day)
      .thenNextDue(2 * day);
  });
});

describe("another cause joins it", () => {
  const twoWeeks = opened(byCalendar, 0, 14 * day);

  test("what is due earlier is told earlier", () => {
    given(twoWeeks)
      .at(0)
      .thenNextDue(7 * day);
    given(twoWeeks, joined(suspected(), day, day + 240))
      .at(day)
      .thenNextDue(day + 120);
    given(twoWeeks, joined(suspected(), day, day + 240))
      .at(day + 240)
      .thenOwed(reminded("due", day + 240));
  });

  test("half-time is said once", () => {
    const told = [twoWeeks, reminded("half-time", 7 * day), joined(use(8 * day), 8 * day, 9 * day)];
    given(...told)
      .at(8 * day)
      .thenNextDue(9 * day);
  });

  test("what is due later changes nothing", () => {
    const told = [opened(), reminded("due", day), joined(use(day + 5), day + 6)];
    given(...told)
      .at(2 * day)
      .thenOwed(reminded("overdue", 2 * day, 1));
  });

  test("due since before it joined: no half-time any more, and what is due is said", () => {
    const late = [opened(use(0), 100, 1_540), joined(unexplained(0), 700, 240)];
    given(...late)
      .at(700)
      .thenOwed(reminded("due", 700));
  });

  test("however often more joins, what is due is said when it is due", () => {
    const more = [1_400, 1_430, 1_450].map((at) => joined(unexplained(at), at, at + 240));
    given(opened(), ...more)
      .at(1_450)
      .thenOwed(reminded("due", 1_450));
  });

  test("due since before it was opened: the joining said so", () => {
    const late = [opened(suspected(), 600, 840), joined(unexplained(0), 700, 240)];
    given(...late)
      .at(700)
      .thenOwed();
    given(...late)
      .at(700)
      .thenNextDue(600 + day);
  });
});

test("a policy that changes while it is open moves nothing", () => {
  const hasty = { ...contoso, policy: { ...defaultPolicy, rotateAfterUse: 60, rotateAfterSuspicion: 5 } };
  const idle = { ...contoso, policy: { ...defaultPolicy, rotateAfterUse: 30 * day } };
  for (const organisation of [hasty, idle]) {
    givenIn(organisation, opened()).at(61).thenOwed();
    givenIn(organisation, opened()).at(61).thenNextDue(half);
    givenIn(organisation, opened()).at(day).thenOwed(reminded("due", day));
  }
});

test("a clock that is set back makes nobody hear anything twice", () => {
  const told = [opened(), reminded("half-time", half), reminded("due", day)];
  for (const now of [day - 180, half, 1, -week]) {
    given(...told)
      .at(now)
      .thenOwed();
    given(...told)
      .at(now)
      .thenNextDue(2 * day);
  }
  given(opened()).at(-week).thenOwed();
});

describe("a day has 24 hours, whatever the calendar and the clocks on the wall do", () => {
  const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).toInstant();

  test.each([
    ["winter time begins", "2026-10-24T18:00", "2026-10-25T05:00", "2026-10-25T17:00", "2026-10-26T17:00"],
    ["summer time begins", "2027-03-27T18:00", "2027-03-28T07:00", "2027-03-28T19:00", "2027-03-29T19:00"],
    ["a month ends", "2027-01-31T08:00", "2027-01-31T20:00", "2027-02-01T08:00", "2027-02-02T08:00"],
    ["a leap day", "2028-02-28T08:00", "2028-02-28T20:00", "2028-02-29T08:00", "2028-03-01T08:00"],
    ["no leap day", "2027-02-28T08:00", "2027-02-28T20:00", "2027-03-01T08:00", "2027-03-02T08:00"],
    ["a year ends", "2026-12-31T08:00", "2026-12-31T20:00", "2027-01-01T08:00", "2027-01-02T08:00"],
  ])("%s", (_, begins, halfway, due, overdue) => {
    const openedAt = at(begins);
    const [open] = [
      foldRotation([
        {
          type: "rotation-opened",
          at: openedAt,
          rotation: id,
          account: first.id,
          reason: { ...use(), usedAt: openedAt } as ReturnType<typeof use>,
          due: openedAt.add({ minutes: defaultPolicy.rotateAfterUse }),
        },
      ]),
    ];
    const told: string[] = [];
    for (let rotation: Rotation | undefined = open; rotation && told.length < 3; ) {
      const next = nextDueOnRotation(rotation, contoso);
      if (!next) break;
      expect(owedOnRotation(rotation, next.subtract({ milliseconds: 1 }), contoso)).toEqual([]);
      const owed = owedOnRotation(rotation, next, contoso);
      told.push(`${rotation.reminded?.stage ?? "opened"} then ${next.toString()}`);
      rotation = foldRotation(owed, rotation);
    }
    expect(told).toEqual([
      `opened then ${at(halfway).toString()}`,
      `half-time then ${at(due).toString()}`,
      `due then ${at(overdue).toString()}`,
    ]);
  });
});
