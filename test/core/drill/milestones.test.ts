// What the bot sees itself of a drill, and when it says that it was. Minutes count from nine o'clock, as elsewhere.
import { describe, expect, test } from "vitest";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import type { Alert } from "../../../src/core/alert/state.ts";
import type { DrillEvent, Milestone } from "../../../src/core/drill/events.ts";
import { milestonesOf } from "../../../src/core/drill/milestones.ts";
import { type Drill, foldDrill } from "../../../src/core/drill/state.ts";
import type { RequestId, RotationId } from "../../../src/core/ids.ts";
import type { Part, Person } from "../../../src/core/organisation.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import type { Request } from "../../../src/core/request/state.ts";
import type { RotationEvent, RotationReason } from "../../../src/core/rotation/events.ts";
import { foldRotation, type Rotation } from "../../../src/core/rotation/state.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  failedRow,
  failed as failedSignIns,
  signIn,
  unmatched,
} from "../../kit/alert-events.ts";
import { ada, after, alice, bob, dave, erin, first, second } from "../../kit/cast.ts";
import {
  approved,
  asked,
  declared,
  denied,
  ended,
  granted,
  released,
  id as requestId,
} from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { asHidden, asRunning, asScheduled, asStarted, drillFrom, failed, finished } from "./kit.ts";

const { parts } = first.custody;
const single: readonly Part[] = [{ name: "key", place: "Safe in Berlin", custodians: [dave.id, erin.id] }];

/** Three days before nine o'clock of the cast, so that nothing of the drill is newer than the request. */
const earlier = (events: readonly DrillEvent[]): DrillEvent[] =>
  events.map((event): DrillEvent => {
    const at = after(-4_320);
    return event.type === "milestone-seen" ? { ...event, at, when: at } : { ...event, at };
  });
const announced = drillFrom(...earlier(asRunning));
const hidden = drillFrom(...earlier(asHidden));

type Facts = {
  request?: Request;
  alerts?: readonly Alert[];
  rotations?: readonly Rotation[];
  parts?: readonly Part[];
};

const see = (drill: Drill, { request, alerts = [], rotations = [], parts: of = parts }: Facts, at = 300) =>
  milestonesOf(drill, { request, alerts, rotations, parts: of }, after(at));

/** The minutes of what is found. */
function found(facts: Facts, drill = announced): Partial<Record<Milestone, number>> {
  const minutes: Partial<Record<Milestone, number>> = {};
  for (const event of see(drill, facts)) {
    if (event.type !== "milestone-seen") throw new Error(`${event.type} is no milestone`);
    expect(event.at.equals(after(300))).toBe(true);
    minutes[event.milestone] = after(0).until(event.when).total("minutes");
  }
  return minutes;
}

/** Asked at 0, allowed from 5 to 65. */
const open: RequestEvent[] = [asked(), approved(bob, 5), granted(5, 65)];

const alertWith = (...events: AlertEvent[]): Alert => alertFrom(...events);

const use = (more: Partial<Extract<RotationReason, { kind: "use" }>> = {}): RotationReason => ({
  kind: "use",
  request: requestId,
  drill: undefined,
  user: alice.id,
  usedAt: after(20),
  ...more,
});
function rotationOf(reason: RotationReason, renewed?: number): Rotation {
  const opened: RotationEvent = {
    type: "rotation-opened",
    at: after(20),
    rotation: "RO-3" as RotationId,
    account: first.id,
    reason,
    due: after(1_460),
  };
  const changedAt = after(renewed ?? 0);
  const closing: RotationEvent[] = [
    {
      type: "rotation-proved",
      at: changedAt,
      proof: { what: "password", changedAt, source: "directory", by: undefined },
    },
    { type: "rotation-confirmed", at: changedAt.add({ minutes: 7 }), by: dave.id },
  ];
  const rotation = foldRotation([opened, ...(renewed === undefined ? [] : closing)]);
  if (!rotation) throw new Error("no rotation");
  return rotation;
}

describe("of the request", () => {
  test("nothing, before it is asked", () => {
    expect(see(announced, {})).toEqual([]);
  });

  test.each<[string, RequestEvent[], Partial<Record<Milestone, number>>]>([
    ["asked", [asked()], { asked: 0 }],
    ["approved when the window opens", open, { asked: 0, approved: 5 }],
    ["denied: neither approved nor ended", [asked(), denied(bob, 5)], { asked: 0 }],
    ["declared: nobody approved it", [asked(), declared()], { asked: 0 }],
    ["ended by its requester", [...open, ended(alice, 40)], { asked: 0, approved: 5, ended: 40 }],
    ["ended by its time", [...open, ended(undefined, 65)], { asked: 0, approved: 5, ended: 65 }],
  ])("%s", (_, events, expected) => {
    expect(found({ request: stateOf(...events) })).toEqual(expected);
  });
});

describe("custody is opened", () => {
  const by = (...releases: [Person, string, number][]): RequestEvent[] => [
    ...open,
    ...releases.map(([person, part, at]) => released(person, part, at)),
  ];
  test.each<[string, RequestEvent[], readonly Part[], number | undefined]>([
    ["not by nobody", by(), parts, undefined],
    ["not by the first of two parts", by([dave, "envelope A", 8]), parts, undefined],
    ["by a second person", by([dave, "envelope A", 8], [erin, "envelope B", 11]), parts, 11],
    [
      "by the last part, if one person keeps both",
      by([dave, "envelope A", 8], [dave, "envelope B", 12]),
      parts,
      12,
    ],
    ["by the one part that there is", by([dave, "key", 9]), single, 9],
    [
      "by a second person, though a third part is left",
      by([dave, "envelope A", 8], [erin, "envelope B", 11]),
      [...parts, ...single],
      11,
    ],
  ])("%s", (_, events, of, expected) => {
    expect(found({ request: stateOf(...events), parts: of })["custody-opened"]).toBe(expected);
  });
});

describe("the sign-in, the log, the alert and its acknowledgement", () => {
  const request = stateOf(...open);
  const row = signIn(12, { readable: after(15) });
  /** Raised at 5 past, when nothing else is said; here at 16. */
  const alertAt = (at: number, judgement: typeof unmatched, ...rows: (typeof row)[]): AlertEvent[] =>
    alertOf(judgement, ...rows).map((event) => ({ ...event, at: after(at) }));

  test("of an announced drill: each at its own moment", () => {
    const alerts = [alertWith(...alertAt(16, asApproved, row), acknowledged(undefined, 21))];
    expect(found({ request, alerts })).toEqual({
      asked: 0,
      approved: 5,
      "signed-in": 12,
      logged: 15,
      alerted: 16,
      acknowledged: 21,
    });
  });

  test("of a hidden one: its sign-in looks unexplained, and with the acknowledgement the SOC is told", () => {
    const alerts = [alertWith(...alertAt(16, unmatched, row), acknowledged(undefined, 21))];
    expect(found({ request, alerts }, hidden)).toEqual({
      "soc-told": 21,
      asked: 0,
      approved: 5,
      "signed-in": 12,
      logged: 15,
      alerted: 16,
      acknowledged: 21,
    });
  });

  test("nobody acknowledged it: the SOC does not know", () => {
    const seen = found({ request, alerts: [alertWith(...alertAt(16, unmatched, row))] }, hidden);
    expect(seen).not.toHaveProperty("acknowledged");
    expect(seen).not.toHaveProperty("soc-told");
  });

  test("the first sign-in counts, in whatever order they come", () => {
    const later = alertAt(31, asApproved, signIn(30));
    const alerts = [
      alertWith(...later, acknowledged(undefined, 33)),
      alertWith(...alertAt(16, asApproved, row)),
    ];
    const seen = found({ request, alerts });
    expect(seen["signed-in"]).toBe(12);
    expect(seen).not.toHaveProperty("acknowledged"); // the other alert's is not an answer to this one
  });

  test.each<[string, Partial<typeof row>]>([
    ["before the window", { at: after(4) }],
    ["after the window", { at: after(66) }],
    ["to another account", { account: second.id }],
    ["to an account that the row does not name", { account: undefined }],
    ["that was interrupted", { outcome: "interrupted" }],
  ])("none is a sign-in %s", (_, more) => {
    const alerts = [alertWith(...alertAt(70, unmatched, signIn(12, more)))];
    expect(found({ request, alerts })).toEqual({ asked: 0, approved: 5 });
  });

  test("none is a failed attempt", () => {
    const alerts = [alertWith(...alertAt(16, failedSignIns, failedRow(12)))];
    expect(found({ request, alerts })).toEqual({ asked: 0, approved: 5 });
  });

  test("at the first and the last moment of the window it is one", () => {
    for (const at of [5, 65]) {
      const alerts = [alertWith(...alertAt(70, unmatched, signIn(at)))];
      expect(found({ request, alerts })["signed-in"]).toBe(at);
    }
  });

  test("a row that was judged to be this use is, though its clock is a minute early", () => {
    const alerts = [alertWith(...alertAt(16, asApproved, signIn(4)))];
    expect(found({ request, alerts })["signed-in"]).toBe(4);
    const other = { ...asApproved, request: "BG-9" as RequestId };
    expect(found({ request, alerts: [alertWith(...alertAt(16, other, signIn(4)))] })).not.toHaveProperty(
      "signed-in",
    );
  });

  test("a source that does not say when a row could be read leaves that time unknown", () => {
    const alerts = [alertWith(...alertAt(16, asApproved, { ...row, readable: undefined }))];
    expect(found({ request, alerts })).toEqual({ asked: 0, approved: 5, "signed-in": 12, alerted: 16 });
  });

  test("a row that joined an alert of before was told of when it could be read: no time is negative", () => {
    const alerts = [alertWith(...alertAt(3, unmatched, signIn(1), row), acknowledged(undefined, 4))];
    expect(found({ request, alerts })).toMatchObject({
      "signed-in": 12,
      logged: 15,
      alerted: 15,
      acknowledged: 15,
    });
  });
});

describe("the credential is renewed", () => {
  const request = stateOf(...open);
  test.each<[string, Rotation[], number | undefined]>([
    ["not while its rotation is open", [rotationOf(use())], undefined],
    ["when it was changed, not when somebody confirmed that", [rotationOf(use(), 50)], 50],
    [
      "not by the rotation of another use",
      [rotationOf(use({ request: "BG-9" as RequestId }), 50)],
      undefined,
    ],
    ["not by a rotation of another kind", [rotationOf({ kind: "calendar" }, 50)], undefined],
    [
      "not while a later use of the same request wants another",
      [rotationOf(use(), 50), rotationOf(use())],
      undefined,
    ],
    ["at the last of them", [rotationOf(use(), 80), rotationOf(use(), 50)], 80],
  ])("%s", (_, rotations, expected) => {
    expect(found({ request, rotations }).rotated).toBe(expected);
  });

  test.each<[string, RotationReason, number, number | undefined]>([
    ["by a rotation of another kind, whose renewal came after the use", { kind: "calendar" }, 50, 50],
    ["not by one whose renewal was before it", { kind: "calendar" }, 11, undefined],
  ])("%s", (_, reason, renewed, expected) => {
    const alerts = [alertFrom(...alertOf(asApproved, signIn(12)))];
    expect(found({ request, alerts, rotations: [rotationOf(reason, renewed)] }).rotated).toBe(expected);
  });
});

describe("noted once, it is not news", () => {
  const row = signIn(12);
  const request = stateOf(
    ...open,
    released(dave, "envelope A", 8),
    released(erin, "envelope B", 9),
    ended(alice, 40),
  );
  const alerts = [alertFrom(...alertOf(unmatched, row), acknowledged(undefined, 21))];
  const facts = { request, alerts, rotations: [rotationOf(use(), 50)] };

  test.each([
    ["announced", announced, 9],
    ["hidden", hidden, 10],
  ] as const)("%s: all at once, in the order of a drill, and never again", (_, drill, count) => {
    const events = see(drill, facts);
    expect(events).toHaveLength(count);
    const after_ = foldDrill(events, drill);
    expect(after_ && see(after_, facts, 400)).toEqual([]);
  });

  test("a sign-in by a clock that is early is not news for ever", () => {
    const early = [alertFrom(...alertOf(asApproved, signIn(-1)))];
    const events = see(announced, { request, alerts: early });
    const left = foldDrill(events, announced);
    expect(left && see(left, { request, alerts: early }, 400)).toEqual([]);
  });

  test("an alert that became graver and was acknowledged again keeps the first answer", () => {
    const left = foldDrill(see(announced, facts), announced);
    const again = [alertFrom(...alertOf(unmatched, row), acknowledged(undefined, 60))];
    expect(left && see(left, { ...facts, alerts: again }, 400)).toEqual([]);
  });

  test("a second request, after one that came to nothing, is measured by its own times", () => {
    const denials = stateOf(asked(), denied(bob, 5));
    const left = foldDrill(see(announced, { request: denials }), announced);
    const second_ = stateOf(asked(alice, { at: 30 }), approved(bob, 35), granted(35, 95));
    if (!left) throw new Error("no drill");
    expect(found({ request: second_ }, left)).toEqual({ asked: 30, approved: 35 });
  });
});

test.each<[string, DrillEvent[]]>([
  ["scheduled", asScheduled],
  ["begun", asStarted],
  ["finished", [...asRunning, finished("2026-11-24T14:00")]],
  ["failed", [...asRunning, failed("2026-11-24T14:00", ada)]],
])("nothing is noted of a drill that is %s", (_, events) => {
  expect(see(drillFrom(...events), { request: stateOf(...open) })).toEqual([]);
});
