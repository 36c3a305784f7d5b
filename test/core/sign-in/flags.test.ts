import { describe, expect, test } from "vitest";
import type { Flag, Verdict } from "../../../src/core/alert/events.ts";
import { type Alert, foldAlert } from "../../../src/core/alert/state.ts";
import { alertId, type RequestId } from "../../../src/core/ids.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import { flagsOwed } from "../../../src/core/sign-in/flags.ts";
import type { SignIn } from "../../../src/core/sign-in/row.ts";
import { origin, signedIn } from "../../../src/core/sign-in/signed-in.ts";
import { after, first, second } from "../../kit/cast.ts";
import { bg, change, failed, signIn } from "./kit.ts";

let numbers = 0;

/** An alert whose rows were judged so. */
function alert(verdict: Verdict, request: RequestId | undefined, ...rows: readonly SignIn[]): Alert {
  numbers += 1;
  const account = rows[0]?.account;
  const found = foldAlert([
    {
      type: "alert-raised",
      at: after(0),
      alert: alertId(numbers),
      subject: { kind: "sign-in", account, verdict, request },
    },
    { type: "sign-ins-seen", at: after(0), rows },
  ]);
  if (!found) throw new Error("no alert");
  return found;
}

const flagged = (one: Alert, ...flags: readonly Flag[]): Alert =>
  flags.reduce<Alert>(
    (before, flag) => foldAlert([{ type: "alert-flagged", at: after(0), flag }], before) ?? before,
    one,
  );

const owed = (one: Alert, ...near: readonly Alert[]): readonly Flag[] => flagsOwed(one, near, defaultPolicy);

const afterFailures = (count: number): Flag => ({ type: "after-failures", count });
const secondCountry = (...countries: readonly string[]): Flag => ({ type: "second-country", countries });

describe("a success after failed attempts", () => {
  const success = alert("unmatched", undefined, signIn(60));

  test("is flagged with how many there were in the hour before it", () => {
    const failures = alert("failed", undefined, failed(0), failed(0), failed(59), failed(60));
    expect(owed(success, failures)).toEqual([afterFailures(4)]);
  });

  test.each([
    ["earlier than an hour before", failed(-0.1)],
    ["after it", failed(60.1)],
    ["of another account", failed(50, { account: second.id })],
    ["of an account that is not known", failed(50, { account: undefined })],
  ])("is not flagged for a failed attempt %s", (_, row) => {
    expect(owed(success, alert("failed", undefined, row))).toEqual([]);
  });

  test("is flagged only for a success: neither a prompt nor a failed attempt is one", () => {
    const failures = alert("failed", undefined, failed(50));
    expect(owed(failures, success)).toEqual([]);
    const prompt = alert("unmatched", undefined, signIn(60, { outcome: "interrupted" }));
    expect(owed(prompt, failures)).toEqual([]);
    const changed = foldAlert([
      {
        type: "alert-raised",
        at: after(0),
        alert: alertId(99),
        subject: { kind: "change", account: first.id, topic: "role", expected: false, request: undefined },
      },
      { type: "changes-seen", at: after(0), rows: [change(60, "Add member to role")] },
    ]);
    expect(changed && owed(changed, failures)).toEqual([]);
  });

  test("a responder who mistypes from the same address in the same window explains it", () => {
    const used = alert("approved", bg(1), signIn(60));
    expect(owed(used, alert("failed", bg(1), failed(55), failed(56)))).toEqual([]);
  });

  test.each([
    ["from another address", bg(1), { ip: "198.51.100.66" }],
    ["from an address that is not known", bg(1), { ip: undefined }],
    ["before the window", undefined, {}],
    ["in the window of another request", bg(2), {}],
  ])("a failed attempt %s is not explained", (_, request, more) => {
    const used = alert("approved", bg(1), signIn(60));
    expect(owed(used, alert("failed", request, failed(55, more)))).toEqual([afterFailures(1)]);
  });

  test("two addresses that are not known are not the same one", () => {
    const used = alert("approved", bg(1), signIn(60, { ip: undefined }));
    expect(owed(used, alert("failed", bg(1), failed(55, { ip: undefined })))).toEqual([afterFailures(1)]);
  });

  test("it counts when one of several successes is left unexplained", () => {
    const used = alert("approved", bg(1), signIn(60), signIn(61, { ip: "198.51.100.66" }));
    expect(owed(used, alert("failed", bg(1), failed(55)))).toEqual([afterFailures(1)]);
  });

  test("drills count like others", () => {
    const failures = alert("failed", undefined, failed(50));
    expect(owed(alert("drill", bg(1), signIn(60)), failures)).toEqual([afterFailures(1)]);
  });

  test("is said again only when there are more of them", () => {
    const three = alert("failed", undefined, failed(50), failed(51), failed(52));
    expect(owed(flagged(success, afterFailures(3)), three)).toEqual([]);
    expect(owed(flagged(success, afterFailures(5)), three)).toEqual([]);
    expect(owed(flagged(success, afterFailures(2)), three)).toEqual([afterFailures(3)]);
  });

  test("the failed attempts of several alerts are counted together, the alert itself is not counted twice", () => {
    const one = alert("failed", undefined, failed(50));
    const other = alert("failed", bg(7), failed(51));
    expect(owed(success, one, other, success)).toEqual([afterFailures(2)]);
    expect(owed({ ...success, signIns: [...success.signIns, ...one.signIns] }, success, other)).toEqual([
      afterFailures(2),
    ]);
  });
});

describe("a second country within one window", () => {
  const berlin = alert("approved", bg(1), signIn(10), signIn(11));
  const paris = alert("approved", bg(1), signIn(40, { country: "FR" }));

  test("is flagged, with the countries in the order of the successes, within one alert or across several", () => {
    expect(owed(paris, berlin)).toEqual([secondCountry("DE", "FR")]);
    expect(owed(berlin, paris)).toEqual([secondCountry("DE", "FR")]);
    const both = alert("declared", bg(1), signIn(40, { country: "FR" }), signIn(10));
    expect(owed(both)).toEqual([secondCountry("DE", "FR")]);
    expect(owed(alert("drill", bg(1), signIn(1), signIn(2, { country: "US" })))).toEqual([
      secondCountry("DE", "US"),
    ]);
  });

  test("is said at one of the request's alerts, and again only for a country that is new", () => {
    const told = flagged(paris, secondCountry("DE", "FR"));
    expect(owed(told, berlin)).toEqual([]);
    expect(owed(berlin, told)).toEqual([]);
    const oslo = alert("approved", bg(1), signIn(50, { country: "NO" }));
    expect(owed(oslo, berlin, told)).toEqual([secondCountry("DE", "FR", "NO")]);
    expect(owed(flagged(berlin, secondCountry("DE", "SE")), told, oslo)).toEqual([
      secondCountry("DE", "SE", "FR", "NO"),
    ]);
  });

  test.each([
    ["one country", [signIn(1), signIn(2)]],
    ["a country that is not known", [signIn(1), signIn(2, { country: undefined })]],
    ["a failed attempt", [signIn(1), failed(2, { country: "FR" })]],
    ["a prompt", [signIn(1), signIn(2, { country: "FR", outcome: "interrupted" })]],
  ])("is not %s", (_, rows) => {
    expect(owed(alert("approved", bg(1), ...rows))).toEqual([]);
  });

  test("is nothing for sign-ins of no request, of another one, or outside the window", () => {
    expect(owed(alert("unmatched", undefined, signIn(1), signIn(2, { country: "FR" })))).toEqual([]);
    expect(owed(alert("outside-window", bg(1), signIn(1), signIn(2, { country: "FR" })))).toEqual([]);
    expect(owed(berlin, alert("approved", bg(2), signIn(40, { country: "FR" })))).toEqual([]);
  });

  test("whatever is owed is owed once: flagged with it, the alert owes nothing more", () => {
    const failures = alert("failed", undefined, failed(5));
    const flags = owed(paris, berlin, failures);
    expect(flags).toEqual([afterFailures(1), secondCountry("DE", "FR")]);
    expect(owed(flagged(paris, ...flags), berlin, failures)).toEqual([]);
  });
});

describe("signed in", () => {
  test("is the first success that a request allows, by its moment and not by when it was read", () => {
    const used = alert(
      "approved",
      bg(3),
      signIn(12, { outcome: "interrupted" }),
      signIn(20),
      signIn(15, { ip: "198.51.100.7", city: "Munich" }),
    );
    expect(signedIn(used)).toEqual({ request: "BG-3", at: after(15), from: "198.51.100.7, Munich DE" });
  });

  test.each<[Verdict, boolean]>([
    ["approved", true],
    ["declared", true],
    ["drill", true],
    ["outside-window", false],
    ["wrong-account", false],
    ["unmatched", false],
    ["failed", false],
  ])("%s: %s", (verdict, expected) => {
    expect(signedIn(alert(verdict, bg(3), signIn(12))) !== undefined).toBe(expected);
  });

  test("is nothing while nobody was let in", () => {
    expect(signedIn(alert("approved", bg(3), signIn(12, { outcome: "interrupted" })))).toBeUndefined();
  });

  test.each([
    [{}, "203.0.113.7, Berlin DE"],
    [{ city: undefined }, "203.0.113.7, DE"],
    [{ country: undefined }, "203.0.113.7, Berlin"],
    [{ city: undefined, country: undefined }, "203.0.113.7"],
    [{ ip: undefined }, "Berlin DE"],
    [{ ip: undefined, city: undefined, country: undefined }, "an unknown address"],
  ])("where from, with what is known: %o", (more, expected) => {
    expect(origin(signIn(0, more))).toBe(expected);
  });
});
