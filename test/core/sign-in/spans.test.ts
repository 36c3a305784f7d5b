import { describe, expect, test } from "vitest";
import { foldAlert } from "../../../src/core/alert/state.ts";
import { alertId } from "../../../src/core/ids.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import type { Span } from "../../../src/core/ports/store.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import {
  alertsAround,
  alertsOfRequest,
  momentsOf,
  nearOf,
  requestsAround,
  spanOfAlert,
  spanOfRequest,
} from "../../../src/core/sign-in/spans.ts";
import { after, alice, bob, nine } from "../../kit/cast.ts";
import { approved, asked, declared, denied, ended, expired, extended, granted } from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { change, signIn } from "./kit.ts";

/** In minutes after nine. */
const ends = (span: Span | undefined) =>
  span && [span.name, ...[span.from, span.until].map((one) => nine.until(one).total("minutes"))];

const spanOf = (...events: readonly RequestEvent[]) => ends(spanOfRequest(stateOf(...events), defaultPolicy));

describe("a request concerns", () => {
  test.each<[string, RequestEvent[], number, number]>([
    ["while it waits: until it must be answered, and a day", [asked()], -2, 30 + 1_440],
    ["denied: from its asking to a day after its end", [asked(), denied(bob, 5)], -2, 5 + 1_440],
    ["expired late: until it was", [asked(), expired(90)], -2, 90 + 1_440],
    ["approved", [asked(), approved(bob, 10), granted(10, 70)], -2, 70 + 1_440],
    ["extended", [asked(), granted(10, 70), extended(60, 100)], -2, 100 + 1_440],
    ["ended early", [asked(), granted(10, 70), ended(alice, 30)], -2, 30 + 1_440],
    ["declared: four hours before it too", [asked(), declared(alice, 10)], 10 - 240 - 2, 70 + 1_440],
  ])("%s", (_, events, from, until) => {
    expect(spanOf(...events)).toEqual(["request", from, until]);
  });

  test("a longer time when renewals or clocks take longer than a day", () => {
    const policy = { ...defaultPolicy, outsideWindowFor: 1, renewWithin: 3_000, clockTolerance: 5 };
    const request = stateOf(asked(), granted(10, 70));
    expect(ends(spanOfRequest(request, policy))).toEqual(["request", -5, 70 + 3_000]);
    expect(ends(alertsOfRequest(request, policy))).toEqual(["alert", -5, 70 + 3_000]);
  });

  test("a declaration that was asked for long before is not cut at its beginning", () => {
    const policy = { ...defaultPolicy, declareAfterwards: 3 };
    const request = stateOf(asked(), declared(alice, 20));
    expect(ends(spanOfRequest(request, policy))?.[1]).toBe(-2);
  });
});

describe("an alert concerns", () => {
  const raised = {
    type: "alert-raised",
    at: after(100),
    alert: alertId(1),
    subject: { kind: "blind", source: "graph", since: nine, why: "503" },
  } as const;

  test("the time from its first row to its last, whenever they were read", () => {
    const alert = foldAlert([
      {
        ...raised,
        subject: { kind: "sign-in", account: undefined, verdict: "unmatched", request: undefined },
      },
      { type: "sign-ins-seen", at: after(100), rows: [signIn(20), signIn(5), signIn(11)] },
    ]);
    expect(alert && ends(spanOfAlert(alert))).toEqual(["alert", 5, 20]);
  });

  test("no time, when it is about blindness", () => {
    const alert = foldAlert([raised]);
    expect(alert && spanOfAlert(alert)).toBeUndefined();
    expect(alert).toBeDefined();
  });
});

describe("what to ask for", () => {
  test("requests at the time of the rows, alerts as far as bursts and failed attempts reach", () => {
    const rows = [signIn(20), change(7, "Update user"), signIn(11)];
    expect(ends(requestsAround(after(7), after(20)))).toEqual(["request", 7, 20]);
    expect(ends(nearOf(rows, defaultPolicy))).toEqual(["alert", 7 - 60, 20 + 60]);
    const policy = { ...defaultPolicy, burstGap: 100 };
    expect(ends(alertsAround(after(7), after(20), policy))).toEqual(["alert", -93, 120]);
  });

  test("nothing for no rows", () => {
    expect(momentsOf([])).toBeUndefined();
    expect(nearOf([], defaultPolicy)).toBeUndefined();
  });
});
