// When a credential must be renewed, and by when.
import { describe, expect, test } from "vitest";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import { type AlertId, requestId, rotationId } from "../../../src/core/ids.ts";
import type { Account, Organisation } from "../../../src/core/organisation.ts";
import { defaultPolicy, type Policy } from "../../../src/core/policy.ts";
import type { AccountRecord } from "../../../src/core/readiness.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import type { RotationEvent, RotationReason } from "../../../src/core/rotation/events.ts";
import {
  calendarRotation,
  causeOfAlert,
  causeOfRequest,
  nextCalendarRotation,
  rotationFor,
} from "../../../src/core/rotation/open.ts";
import {
  alertFrom,
  alertOf,
  asApproved,
  asDeclared,
  failed,
  failedRow,
  ofBlindness,
  outside,
  raised,
  rejudged,
  signIn,
  unmatched,
  wrongAccount,
} from "../../kit/alert-events.ts";
import { ada, after, alice, bob, contoso, dave, first, rob, second, tina } from "../../kit/cast.ts";
import { approved, asked, ended, granted, released, signedIn, stories } from "../../kit/events.ts";
import { plain, stateOf } from "../../kit/given.ts";
import {
  attested,
  byCalendar,
  confirmed,
  day,
  drillUse,
  id,
  joined,
  left,
  opened,
  proved,
  rotationFrom,
  suspected,
  unexplained,
  use,
} from "./kit.ts";

const withPolicy = (policy: Partial<Policy>): Organisation => ({
  ...contoso,
  policy: { ...defaultPolicy, ...policy },
});

describe("a request that was used", () => {
  const window = [asked(), approved(bob), granted()];

  const isUse = ({ type }: RequestEvent) => type === "released" || type === "signed-in";

  test.each(Object.entries<readonly RequestEvent[]>(stories))("as it was used, or not: %s", (_, events) => {
    expect(causeOfRequest(stateOf(...events)) !== undefined).toBe(events.some(isUse));
  });

  test.each<[string, RequestEvent[], number]>([
    ["a part was handed over", [...window, released(dave, "envelope A", 5)], 5],
    ["several were", [...window, released(dave, "envelope A", 5), released(dave, "envelope B", 7)], 7],
    ["somebody signed in", [...window, signedIn(10)], 10],
    ["a sign-in after the release", [...window, released(dave, "envelope A", 5), signedIn(10)], 10],
    ["its rows came in the wrong order", [...window, signedIn(20), signedIn(10, "AL-2")], 20],
    ["it is over", [...window, released(dave, "envelope A", 5), ended(alice, 30)], 5],
  ])("the newest use counts: %s", (_, events, at) => {
    expect(causeOfRequest(stateOf(...events))).toEqual(use(at));
  });

  test("a burst goes on after its first sign-in", () => {
    const alert = alertFrom(...alertOf(asApproved, signIn(10), signIn(19), failedRow(25)));
    const others = alertFrom(...alertOf({ ...asApproved, request: requestId(2) }, signIn(40)));
    const request = stateOf(...window, signedIn(10));
    expect(causeOfRequest(request, [alert, others])).toEqual({ ...use(19), alerts: [alert.id] });
  });

  test("a drill's use says so", () => {
    const ofDrill = { ...asked(), drill: { id: "DR-4", announced: false } } as RequestEvent;
    const [, ...rest] = window;
    expect(causeOfRequest(stateOf(ofDrill, ...rest, signedIn(10)))).toEqual(drillUse(10));
  });
});

describe("an alert about somebody who was let in", () => {
  test.each<[string, AlertEvent[], number | undefined]>([
    ["nothing explains it", alertOf(unmatched, signIn(3), signIn(1)), 3],
    ["outside its window", alertOf(outside, signIn(3)), 3],
    ["another account than the approved one", alertOf(wrongAccount, signIn(3)), 3],
    ["approved", alertOf(asApproved, signIn(3)), undefined],
    ["declared", alertOf(asDeclared, signIn(3)), undefined],
    ["refused", alertOf(failed, failedRow(3)), undefined],
    ["neither let in nor refused", alertOf(unmatched, signIn(3, { outcome: "interrupted" })), undefined],
    ["blindness", [raised(ofBlindness())], undefined],
  ])("%s", (_, events, at) => {
    expect(causeOfAlert(alertFrom(...events))).toEqual(at === undefined ? undefined : unexplained(at));
  });

  test("what was explained afterwards is no cause any more", () => {
    const row = signIn(3);
    expect(causeOfAlert(alertFrom(...alertOf(unmatched, row), rejudged(asDeclared, [row])))).toBeUndefined();
  });
});

/** Each as `opened 1440`, `joined 240` or nothing. */
function owed(
  cause: RotationReason,
  at: number,
  histories: readonly (readonly RotationEvent[])[] = [],
  organisation: Organisation = contoso,
): string | undefined {
  const history = histories.map((events) => rotationFrom(...events));
  const found = rotationFor(cause, first.id, history, rotationId(9), after(at), organisation);
  if (!found) return undefined;
  const { event, rotation } = found;
  if (event.type !== "rotation-opened" && event.type !== "rotation-joined") throw new Error(event.type);
  expect(event.at).toEqual(after(at));
  expect(plain(event.reason)).toEqual(plain(cause));
  if (event.type === "rotation-opened") {
    expect(rotation).toBeUndefined();
    expect(event).toMatchObject({ rotation: "RO-9", account: first.id });
  } else expect(rotation).toBe(history.findLast(({ closed }) => !closed));
  const due = Math.round(after(0).until(event.due).total("minutes"));
  return `${event.type.replace("rotation-", "")} ${due}`;
}

describe("by when", () => {
  test.each<[string, RotationReason, number, string]>([
    ["a use: a day after it", use(0), 5, "opened 1440"],
    ["… however late its row comes", use(0), 2_000, "opened 1440"],
    ["a drill's use", drillUse(0), 5, "opened 1440"],
    ["a use that nothing explains: four hours after it", unexplained(0), 5, "opened 240"],
    ["a suspicion: four hours after it was said", suspected(), 5, "opened 245"],
    ["a departure: three days after it was said", left(), 5, `opened ${3 * day + 5}`],
    ["the calendar: two weeks", byCalendar, 5, `opened ${14 * day + 5}`],
  ])("%s", (_, cause, at, expected) => expect(owed(cause, at)).toBe(expected));

  test("as the policy says at that moment, and a policy that changes moves nothing", () => {
    const quick = withPolicy({ rotateAfterUse: 60, rotateAfterSuspicion: 30, rotateAfterStaffChange: 90 });
    expect(owed(use(0), 5, [], quick)).toBe("opened 60");
    expect(owed(unexplained(0), 5, [], quick)).toBe("opened 30");
    expect(owed(suspected(), 5, [], quick)).toBe("opened 35");
    expect(owed(left(), 5, [], quick)).toBe("opened 95");
    expect(owed(use(10), 15, [[opened(use(0))]], quick), "the same use goes on").toBe("joined 1440");
    const slow = withPolicy({ rotateAfterUse: 3 * day });
    const event = rotationFor(
      use(10),
      first.id,
      [rotationFrom(opened(use(0)))],
      rotationId(9),
      after(15),
      slow,
    );
    expect(event && rotationFrom(opened(use(0)), event.event).due).toEqual(after(day));
  });
});

describe("one open rotation for each account", () => {
  const open = [opened(use(0))];

  test.each<[string, RotationReason, string | undefined]>([
    ["the same use once more", use(0), undefined],
    ["an older part of it", use(-1), undefined],
    ["a later part of it", use(10), `joined ${day + 10}`],
    ["another request's use", use(10, { request: requestId(2), user: rob.id }), `joined ${day + 10}`],
    [
      "another request's older use: its user has no word in it",
      use(-5, { request: requestId(2) }),
      "joined 1435",
    ],
    ["a use that nothing explains", unexplained(10), "joined 250"],
    ["a departure", left(), `joined ${3 * day + 15}`],
    ["a suspicion", suspected(), "joined 255"],
    ["the calendar", byCalendar, `joined ${14 * day + 15}`],
  ])("%s", (_, cause, expected) => expect(owed(cause, 15, [open])).toBe(expected));

  test.each<[string, RotationReason, string | undefined]>([
    ["the same departure", left(), undefined],
    ["somebody else's", left(tina), `joined ${3 * day + 15}`],
    ["the calendar", byCalendar, undefined],
    ["the same alert", unexplained(2), undefined],
    ["a later row of it", unexplained(3), "joined 243"],
    ["another alert", unexplained(2, "AL-8"), "joined 242"],
    ["one more suspicion of the same person", suspected(), undefined],
    ["somebody else's: each is somebody's word", suspected(tina), "joined 255"],
  ])("of what it was opened for: %s", (_, cause, expected) => {
    const all = [
      opened(left()),
      joined(byCalendar, 2),
      joined(suspected(), 3),
      joined(unexplained(2), 4, 242),
    ];
    expect(owed(cause, 15, [all])).toBe(expected);
  });

  test("the earlier due moment counts, and the later use", () => {
    const both = rotationFrom(opened(use(0)), joined(unexplained(-3), 10, 237));
    expect([both.due, both.lastUse]).toEqual([after(237), after(0)]);
    const later = rotationFrom(opened(unexplained(-3), 1, 237), joined(use(0), 10));
    expect([later.due, later.lastUse]).toEqual([after(237), after(0)]);
  });
});

describe("a declaration afterwards", () => {
  const before = [opened(unexplained(-60), 1, 180), joined(unexplained(-30, "AL-8"), 2, 210)];
  const declared = (...alerts: string[]) => ({ ...use(-30), alerts: alerts as AlertId[] });
  const kinds = (...events: RotationEvent[]) =>
    rotationFrom(...before, ...events).reasons.map(({ kind }) => kind);

  test("explains every burst that it covers, in whatever order they are judged anew", () => {
    expect(kinds(joined(declared("AL-7", "AL-8"), 10))).toEqual(["use"]);
    expect(kinds(joined(declared("AL-8"), 10))).toEqual(["unexplained-use", "use"]);
    const half = [...before, joined(declared("AL-8"), 10)];
    expect(owed(declared("AL-7", "AL-8"), 11, [half])).toMatch(/^joined/);
    expect(
      owed(declared("AL-7", "AL-8"), 12, [[...half, joined(declared("AL-7", "AL-8"), 11)]]),
    ).toBeUndefined();
  });
  test("explains nothing that comes in after it", () => {
    const after = [...before, joined(declared("AL-7", "AL-8"), 10)];
    expect(owed(unexplained(5), 11, [after])).toMatch(/^joined/);
    expect(kinds(joined(declared("AL-7", "AL-8"), 10), joined(unexplained(5), 11))).toEqual([
      "use",
      "unexplained-use",
    ]);
  });
});

describe("after it was renewed", () => {
  /** Used at nine, changed at 120, confirmed at 130. */
  const done = [opened(use(0)), proved(121, 120), confirmed()];
  const byWord = [opened(use(0)), attested(dave, 110), attested(ada, 130)];
  const early = [
    opened(use(0, { request: requestId(5) }), 1),
    proved(61, 60),
    confirmed(dave, 65),
  ] as RotationEvent[];

  test.each<[string, RotationReason, string | undefined]>([
    ["the use that it was for", use(0), undefined],
    ["a row of before the change that comes late", unexplained(119), undefined],
    ["a use between the change and the confirmation", use(121), "opened 1561"],
    ["a use in the very moment of the change", unexplained(120), "opened 360"],
    ["a use afterwards", use(200, { request: requestId(2) }), "opened 1640"],
    ["a departure", left(), `opened ${3 * day + 300}`],
    ["a suspicion", suspected(), "opened 540"],
  ])("%s", (_, cause, expected) => {
    expect(owed(cause, 300, [done])).toBe(expected);
    expect(owed(cause, 300, [early, done])).toBe(expected);
  });

  test("where nothing proves it, the first word counts", () => {
    expect(owed(unexplained(109), 300, [byWord])).toBeUndefined();
    expect(owed(unexplained(111), 300, [byWord])).toBe("opened 351");
  });

  test("an older row joins no later rotation either", () => {
    const later = [opened(left(), 200, 200 + 3 * day)];
    expect(owed(unexplained(100), 300, [done, later])).toBeUndefined();
    expect(owed(unexplained(150), 300, [done, later])).toBe("joined 390");
  });

  test("a clock that was set back while two attested opens nothing anew", () => {
    const back = [opened(use(0)), attested(dave, -20), attested(ada, -10)];
    expect(owed(use(0), 300, [back])).toBeUndefined();
    expect(owed(use(5), 300, [back])).toBe("opened 1445");
  });

  test("somebody who came back leaves once more", () => {
    const gone = [opened(left(), 1), proved(121, 120), confirmed()];
    expect(owed(left(), 300, [gone])).toBe(`opened ${3 * day + 300}`);
  });
});

describe("by the calendar", () => {
  const record = (
    rotations: readonly (readonly RotationEvent[])[] = [],
    account: Account = first,
  ): AccountRecord => ({
    account,
    knownSince: after(0),
    requests: [],
    rotations: rotations.map((events) => rotationFrom(...events)),
    drills: [],
  });
  const at = (now: number, one: AccountRecord, organisation = contoso) =>
    calendarRotation(one, id, after(now), organisation);
  const renewed = [opened(), proved(20 * day), confirmed(dave, 20 * day + 60)];
  const renewedAt = 20 * day - 1;

  test("two weeks before it is due, 90 days after the account became known", () => {
    expect(at(76 * day - 1, record())).toBeUndefined();
    expect(at(76 * day, record())).toEqual({
      type: "rotation-opened",
      at: after(76 * day),
      rotation: id,
      account: first.id,
      reason: byCalendar,
      due: after(90 * day),
    });
    expect(nextCalendarRotation(record(), contoso)).toEqual(after(90 * day));
  });

  test("counted from the last renewal, whichever rotation that was", () => {
    const older = [opened(use(-day)), proved(60, 50), confirmed(dave, 70)];
    for (const history of [[renewed], [older, renewed], [renewed, older]]) {
      expect(nextCalendarRotation(record(history), contoso)).toEqual(after(renewedAt + 90 * day));
      expect(at(renewedAt + 76 * day - 1, record(history))).toBeUndefined();
      expect(at(renewedAt + 76 * day, record(history))).toMatchObject({ due: after(renewedAt + 90 * day) });
    }
  });

  test("attested counts like proved", () => {
    const byWord = [opened(), attested(dave, 110), attested(ada, 130)];
    expect(nextCalendarRotation(record([byWord]), contoso)).toEqual(after(110 + 90 * day));
  });

  test("nothing while a rotation is open: it does both", () => {
    expect(at(80 * day, record([[opened()]]))).toBeUndefined();
    expect(nextCalendarRotation(record([renewed, [opened(left())]]), contoso)).toBeUndefined();
  });

  test("after a long time down, it is due since it was due", () => {
    expect(at(200 * day, record())).toMatchObject({ at: after(200 * day), due: after(90 * day) });
  });

  test("passwords and keys each in their own time, or never", () => {
    expect(nextCalendarRotation(record([], second), contoso)).toBeUndefined();
    expect(at(1_000 * day, record([], second))).toBeUndefined();
    const yearly = withPolicy({ rotatePasswords: 0, rotateKeys: 365 * day });
    expect(nextCalendarRotation(record(), yearly)).toBeUndefined();
    for (const kind of ["hardware-key", "certificate"] as const)
      expect(
        nextCalendarRotation(record([], { ...second, custody: { ...second.custody, kind } }), yearly),
      ).toEqual(after(365 * day));
    for (const kind of ["split-password", "password-and-token", "vault"] as const)
      expect(
        nextCalendarRotation(record([], { ...first, custody: { ...first.custody, kind } }), contoso),
      ).toEqual(after(90 * day));
  });

  test("an interval of a week leaves half of it in peace", () => {
    const weekly = withPolicy({ rotatePasswords: 7 * day });
    expect(at(3.5 * day - 1, record(), weekly)).toBeUndefined();
    expect(at(3.5 * day, record(), weekly)).toMatchObject({ due: after(7 * day) });
  });
});
