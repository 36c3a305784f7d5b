// A Sev 0 that nobody answers, minute by minute. It is raised at five past nine; repeats count from there.
import { describe, expect, test } from "vitest";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import { nextDueOnAlert, owedOnAlert } from "../../../src/core/alert/owed.ts";
import { type Alert, foldAlert } from "../../../src/core/alert/state.ts";
import type { Organisation } from "../../../src/core/organisation.ts";
import type { Chat } from "../../../src/core/place.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  changesSeen,
  classified,
  closed,
  failed,
  failedRow,
  fallbackCalled,
  flagged,
  ofBlindness,
  ofChange,
  raised,
  rejudged,
  repeated,
  signIn,
  taken,
  unmatched,
} from "../../kit/alert-events.ts";
import { after, contoso } from "../../kit/cast.ts";
import { plain } from "../../kit/given.ts";

const second = 1 / 60;
const week = 7 * 24 * 60;
const whenSilent: Organisation = { ...contoso, fallback: "when-silent" };

const given = (...events: readonly AlertEvent[]) => givenIn(contoso, ...events);

const givenIn = (organisation: Organisation, ...events: readonly AlertEvent[]) => ({
  at(minutes: number, silent: readonly Chat[] = []) {
    const alert = alertFrom(...events);
    const owed = owedOnAlert(alert, after(minutes), organisation, silent);
    const left = foldAlert(owed, alert) ?? alert;
    return {
      thenOwed(...expected: readonly AlertEvent[]): void {
        expect(plain(owed)).toEqual(plain(expected));
        expect(owedOnAlert(left, after(minutes), organisation, silent), "asked twice").toEqual([]);
      },
      thenNextDue(expected: number | undefined): void {
        expect(nextDueOnAlert(left, organisation)?.toString()).toBe(
          expected === undefined ? undefined : after(expected).toString(),
        );
      },
    };
  },
});

const sev0 = alertOf(unmatched);

describe("the timetable of repeats", () => {
  test("nothing is owed at once, and the first repeat is due five minutes later", () => {
    given(...sev0)
      .at(5)
      .thenOwed();
    given(...sev0)
      .at(10 - second)
      .thenOwed();
    given(...sev0)
      .at(10)
      .thenOwed(repeated(1, 10));
    given(...sev0)
      .at(5)
      .thenNextDue(10);
  });

  test("5, 10, 20, 40 minutes between them, and then an hour each time", () => {
    let alert: Alert = alertFrom(...sev0);
    const gaps: number[] = [];
    for (let last = alert.graveSince; gaps.length < 8; ) {
      const due = nextDueOnAlert(alert, contoso);
      if (!due) throw new Error("nothing is due any more");
      gaps.push(last.until(due).total("minutes"));
      alert = foldAlert(owedOnAlert(alert, due, contoso, []), alert) ?? alert;
      last = due;
    }
    expect(gaps).toEqual([5, 10, 20, 40, 60, 60, 60, 60]);
    expect(alert.repeats).toBe(8);
  });

  test("a repeat that came late moves the next one: nobody is told twice in a row", () => {
    given(...sev0)
      .at(18)
      .thenOwed(repeated(1, 18));
    given(...sev0, repeated(1, 18))
      .at(27)
      .thenOwed();
    given(...sev0, repeated(1, 18))
      .at(18)
      .thenNextDue(28);
  });

  test("C2: down for a week, one repeat is owed, and the next ten minutes later", () => {
    given(...sev0)
      .at(week)
      .thenOwed(repeated(1, week));
    given(...sev0)
      .at(week)
      .thenNextDue(week + 10);
  });

  test("it never ends by itself: after a thousand repeats it is still an hour", () => {
    given(...sev0, repeated(2_000, 100))
      .at(100)
      .thenNextDue(160);
  });

  test("a clock that is set back owes nothing early, and nothing twice", () => {
    given(...sev0)
      .at(-60)
      .thenOwed();
    given(...sev0, repeated(1, 10))
      .at(6)
      .thenOwed();
    given(...sev0, repeated(1, 10))
      .at(6)
      .thenNextDue(20);
  });

  test("the policy says how often", () => {
    const policy = { ...contoso.policy, alertRepeat: 1, longestAlertRepeat: 3 };
    const strict = { ...contoso, policy };
    givenIn(strict, ...sev0)
      .at(5)
      .thenNextDue(6);
    givenIn(strict, ...sev0, repeated(1, 6), repeated(2, 8))
      .at(8)
      .thenNextDue(11);
  });
});

describe("what is not repeated", () => {
  test.each<[string, AlertEvent[]]>([
    ["acknowledged", [...sev0, acknowledged()]],
    ["classified", [...sev0, acknowledged(), classified()]],
    ["closed", [...sev0, acknowledged(), classified(), closed()]],
    ["expected", alertOf(asApproved)],
    ["failed attempts", alertOf(failed, ...[0, 1, 2, 3, 4, 5].map((at) => failedRow(at)))],
    ["a change", [raised(ofChange()), changesSeen()]],
    ["blindness", [raised(ofBlindness())]],
    ["judged milder afterwards", milder()],
  ])("%s", (_, events) => {
    givenIn(whenSilent, ...events)
      .at(week, ["slack"])
      .thenOwed();
    givenIn(whenSilent, ...events)
      .at(week)
      .thenNextDue(undefined);
  });

  test("what becomes grave is repeated from that moment, also when somebody had closed it", () => {
    const row = signIn();
    const graver = [
      ...alertOf(asApproved, row),
      acknowledged(),
      classified(),
      closed(),
      rejudged(unmatched, [row], 40),
    ];
    given(...graver)
      .at(40)
      .thenNextDue(45);
    given(...graver)
      .at(45)
      .thenOwed(repeated(1, 45));
    given(...alertOf(asApproved), flagged({ type: "after-failures", count: 3 }, 50))
      .at(50)
      .thenNextDue(55);
  });
});

function milder(): AlertEvent[] {
  const row = signIn();
  return [...alertOf(unmatched, row), rejudged(asApproved, [row])];
}

describe("the second road, when it is for chats that do not take the alert", () => {
  const given = (...events: readonly AlertEvent[]) => givenIn(whenSilent, ...events);

  test("after 30 seconds a chat that has not taken it makes the webhook ring", () => {
    given(...sev0)
      .at(5)
      .thenNextDue(5.5);
    given(...sev0)
      .at(5.5 - second, ["slack"])
      .thenOwed();
    given(...sev0)
      .at(5.5, ["slack"])
      .thenOwed(fallbackCalled(["slack"]));
    given(...sev0)
      .at(5.5, ["slack", "teams"])
      .thenOwed(fallbackCalled(["slack", "teams"]));
  });

  test("taken everywhere, it is noted once and never looked at again", () => {
    given(...sev0)
      .at(5.5)
      .thenOwed(taken());
    given(...sev0, taken())
      .at(9, ["slack"])
      .thenOwed();
    given(...sev0, taken())
      .at(9)
      .thenNextDue(10);
    given(...sev0, fallbackCalled())
      .at(9, ["slack"])
      .thenOwed();
  });

  test("down for a week, it is called first, and then one repeat is owed", () => {
    given(...sev0)
      .at(week, ["teams"])
      .thenOwed(fallbackCalled(["teams"], week), repeated(1, week));
  });

  test("graver once more, it is looked at once more", () => {
    const row = signIn();
    given(
      ...alertOf(unmatched, row),
      taken(),
      rejudged(asApproved, [row], 20),
      rejudged(unmatched, [row], 40),
    )
      .at(40.5, ["teams"])
      .thenOwed(fallbackCalled(["teams"], 40.5));
  });

  test.each([undefined, "always"] as const)("with fallback %s nobody need look", (fallback) => {
    givenIn({ ...contoso, fallback }, ...sev0)
      .at(6, ["slack"])
      .thenOwed();
    givenIn({ ...contoso, fallback }, ...sev0)
      .at(6)
      .thenNextDue(10);
  });
});
