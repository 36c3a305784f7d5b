import { describe, expect, test } from "vitest";
import { requestId } from "../../../src/core/ids.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { judgeChange, subjectOf } from "../../../src/core/sign-in/judge.ts";
import type { Change } from "../../../src/core/sign-in/row.ts";
import type { Window } from "../../../src/core/sign-in/window.ts";
import { indexWindows } from "../../../src/core/sign-in/window-index.ts";
import { ada, after, alice, bob, dave, first, rob, second } from "../../kit/cast.ts";
import { attested, byCalendar, confirmed, left, opened, proved, rotationFrom, use } from "../rotation/kit.ts";
import { accounts, change, exclusionGroup, guarded, signIn, window } from "./kit.ts";

const judged = (row: Change, ...windows: readonly Window[]) =>
  judgeChange(row, indexWindows(windows, defaultPolicy), guarded);

const nobody = "00000000-0000-4000-8000-000000000777";
const stranger = { id: nobody, name: "stranger@contoso.com", ip: undefined };
const byFirst = { id: first.id, name: first.upn, ip: "203.0.113.7" };
const unexpected = { kind: "change", expected: false, request: undefined };

describe("F6: whom a change concerns", () => {
  test("the first account that it names", () => {
    const row = change(0, "Reset user password", { touches: [nobody, second.id, first.id] });
    expect(judged(row)).toEqual({ ...unexpected, account: first.id, topic: "credential" });
  });

  test("F3: else the account that did it, by its object id in any case, not by its name", () => {
    const loud = { ...byFirst, id: first.id.toUpperCase(), name: "renamed@contoso.com" };
    expect(judged(change(0, "Delete user", { touches: [nobody], by: loud })).account).toBe(first.id);
    const named = { ...byFirst, id: nobody };
    expect(judged(change(0, "Delete user", { touches: [nobody], by: named })).account).toBeUndefined();
  });

  test("else, for an exclusion group, the first of all: every account depends on it", () => {
    for (const operation of ["Add member to group", "Set group license", "Delete group"]) {
      const row = change(0, operation, { touches: [nobody, exclusionGroup] });
      expect(judged(row)).toEqual({ ...unexpected, account: first.id, topic: "group" });
    }
  });

  test("a policy that names the group, and a role given to it, keep their topics", () => {
    const touches = [exclusionGroup];
    expect(judged(change(0, "Update conditional access policy", { touches })).topic).toBe("policy");
    expect(judged(change(0, "Add member to role", { touches })).topic).toBe("role");
  });

  test("what names no account and no group, by nobody of ours, is of no account", () => {
    const row = change(0, "Update conditional access policy", { touches: [] });
    expect(judged(row, window(1, 0, 60))).toEqual({ ...unexpected, account: undefined, topic: "policy" });
  });

  test("without any account configured, a group is of none", () => {
    const row = change(0, "Update group", { touches: [exclusionGroup] });
    const index = indexWindows([], defaultPolicy);
    expect(judgeChange(row, index, { ...guarded, accounts: [] }).account).toBeUndefined();
  });

  test("a change that failed keeps its topic", () => {
    expect(judged(change(0, "Reset user password", { succeeded: false })).topic).toBe("credential");
    expect(judged(change(0, "Reset user password", { succeeded: undefined })).topic).toBe("credential");
  });
});

describe("what was expected", () => {
  test.each([
    [8, true],
    [40, true],
    [72, true],
    [7.9, false],
    [72.1, false],
  ])(
    "inside the window of its account, with the tolerance of the clocks: minute %f, %s",
    (minute, expected) => {
      const found = judged(change(minute, "Add member to role"), window(1, 10, 70));
      expect(found).toMatchObject({ expected, request: expected ? "BG-1" : undefined });
    },
  );

  test("the window of another account explains nothing", () => {
    expect(judged(change(40, "Add member to role"), window(1, 10, 70, { account: second.id }))).toMatchObject(
      {
        expected: false,
      },
    );
  });

  test("what an account does inside its own window, to whatever it touches", () => {
    const row = change(40, "Add member to role", { touches: [second.id], by: byFirst });
    expect(judged(row, window(1, 10, 70))).toMatchObject({
      account: second.id,
      expected: true,
      request: "BG-1",
    });
    const member = change(40, "Add member to group", { touches: [exclusionGroup], by: byFirst });
    expect(judged(member, window(1, 10, 70))).toMatchObject({
      account: first.id,
      topic: "group",
      expected: true,
    });
    expect(judged(row, window(1, 50, 70))).toMatchObject({ expected: false });
  });

  test("what a stranger does to an account is explained by no window", () => {
    for (const by of [stranger, { id: undefined, name: undefined, ip: undefined }])
      for (const operation of ["Add member to role", "Remove member from group", "Update user"])
        expect(judged(change(40, operation, { by }), window(1, 10, 70)), operation).toMatchObject({
          expected: false,
        });
  });

  test.each(["Reset user password", "User registered security info", "Add passkey"])(
    "no window opens an account for good: %s by the account itself, on the other one, or by who asked",
    (operation) => {
      const byAlice = { id: alice.objectIds[1]?.toUpperCase(), name: undefined, ip: undefined };
      for (const more of [
        { by: byFirst },
        { by: byFirst, touches: [second.id] },
        { by: byAlice },
        { by: stranger },
      ])
        for (const minute of [40, 80])
          expect(judged(change(minute, operation, more), window(1, 10, 70, { over: true }))).toMatchObject({
            expected: false,
            request: undefined,
          });
      expect(judged(change(40, operation), window(1, 10, 70))).toMatchObject({ expected: true });
    },
  );

  test("nothing explains that the logs are switched off", () => {
    const row = change(40, "Microsoft.aadiam/diagnosticSettings/delete", { touches: [], by: byFirst });
    expect(judged(row, window(1, 10, 70))).toMatchObject({ topic: "sight", expected: false });
  });

  const over = window(1, 0, 60, { over: true });

  test.each(["Reset user password", "Add FIDO2 security key", "Delete FIDO2 security key(s)"])(
    "renewal within a day after the use, by somebody else: %s",
    (operation) => {
      expect(judged(change(60 + 1_440, operation), over)).toMatchObject({ expected: true, request: "BG-1" });
      expect(judged(change(60 + 1_440.1, operation), over)).toMatchObject({ expected: false });
    },
  );

  test("renewal after the later of two uses", () => {
    const later = window(2, 100, 160, { over: true });
    expect(judged(change(200, "Reset user password"), over, later).request).toBe("BG-2");
  });

  test("no emergency account renews anything outside its own window, nor does nobody knows who", () => {
    for (const by of [
      byFirst,
      { ...byFirst, id: second.id, name: second.upn },
      { ...byFirst, id: first.id.toUpperCase() },
      { ...byFirst, id: undefined },
      { ...byFirst, id: nobody },
      { id: undefined, name: undefined, ip: undefined },
    ])
      expect(judged(change(80, "Reset user password", { by }), over)).toMatchObject({ expected: false });
  });

  test("a service that has a name and no id is somebody else", () => {
    const by = { id: undefined, name: "Azure MFA StrongAuthenticationService", ip: undefined };
    const row = change(80, "Update user", { by, properties: ["StrongAuthenticationMethod"] });
    expect(judged(row, over)).toMatchObject({ topic: "method", expected: true });
  });

  test("a role, a policy and a group are no renewal", () => {
    for (const operation of [
      "Add member to role",
      "Update policy",
      "Remove member from group",
      "Update user",
    ])
      expect(judged(change(80, operation), over)).toMatchObject({ expected: false });
  });

  test("a request that was never allowed is no use", () => {
    const denied: Window = { ...over, allowed: undefined };
    expect(judged(change(80, "Reset user password"), denied)).toMatchObject({ expected: false });
  });

  test("an account that is disabled or deleted is never expected, by whomever", () => {
    for (const by of [byFirst, { id: ada.id, name: undefined, ip: undefined }])
      for (const [operation, properties] of [
        ["Disable account", []],
        ["Delete user", []],
        ["Hard Delete user", []],
        ["Update user", ["AccountEnabled"]],
      ] as const)
        expect(judged(change(40, operation, { by, properties }), window(1, 10, 70))).toEqual({
          ...unexpected,
          account: first.id,
          topic: "account",
        });
  });

  test("somebody else's account that is deleted within the window is the work of the window", () => {
    const row = change(40, "Delete user", { touches: [nobody], by: byFirst });
    expect(judged(row, window(1, 10, 70))).toMatchObject({ expected: true, request: "BG-1" });
  });
});

describe("an open rotation", () => {
  /** Opened at 100. */
  const open = [opened(byCalendar, 100)];
  const held = (row: Change, rotations: readonly (readonly RotationEvent[])[], ...windows: Window[]) => {
    const folded = rotations.map((events) => rotationFrom(...events));
    const found = judgeChange(row, indexWindows(windows, defaultPolicy, folded), guarded);
    expect(judgeChange(row, indexWindows(windows, defaultPolicy, folded.toReversed()), guarded)).toEqual(
      found,
    );
    return found;
  };
  const byItsRotation = { account: first.id, expected: true, request: undefined };

  test.each(["Reset user password", "Add FIDO2 security key", "Delete FIDO2 security key(s)"])(
    "explains the renewal, without any request: %s",
    (operation) => {
      expect(held(change(100, operation), [open])).toMatchObject(byItsRotation);
      expect(held(change(1_000_000, operation), [open])).toMatchObject(byItsRotation);
      expect(held(change(99.9, operation), [open])).toMatchObject({ expected: false });
      expect(held(change(200, operation), [])).toMatchObject({ expected: false });
    },
  );

  test.each<[string, RotationEvent[]]>([
    ["confirmed", [...open, proved(121), confirmed(dave, 130)]],
    ["attested", [...open, attested(dave, 110), attested(ada, 130)]],
  ])("until it is done, and no longer: %s", (_, events) => {
    expect(held(change(130, "Reset user password"), [events])).toMatchObject(byItsRotation);
    expect(held(change(130.1, "Reset user password"), [events])).toMatchObject({ expected: false });
  });

  test("of several, whichever is open at that moment", () => {
    const done = [...open, proved(121), confirmed(dave, 130)];
    const next = [opened(left(), 200)];
    const expected = (minute: number) => held(change(minute, "Reset password"), [done, next]).expected;
    expect([125, 150, 250].map(expected)).toEqual([true, false, true]);
  });

  test("of another account explains nothing, nor on an account that no window is of", () => {
    const row = change(110, "Reset user password", { touches: [second.id] });
    expect(held(row, [open])).toMatchObject({ expected: false });
    expect(held(row, [open], window(1, 0, 60))).toMatchObject({ expected: false });
  });

  test("leaves the verdicts of sign-ins as they are", () => {
    const rotations = [rotationFrom(...open)];
    for (const windows of [[], [window(1, 90, 150)], [window(1, 90, 150, { account: second.id })]])
      for (const minute of [80, 120, 400])
        for (const account of [first.id, second.id]) {
          const row = signIn(minute, { account });
          expect(subjectOf(row, indexWindows(windows, defaultPolicy, rotations), guarded)).toEqual(
            subjectOf(row, indexWindows(windows, defaultPolicy), guarded),
          );
        }
  });

  test("where a window explains it too, the request is named", () => {
    const row = change(110, "Reset user password");
    expect(held(row, [open], window(1, 90, 150))).toMatchObject({ expected: true, request: "BG-1" });
    expect(held(row, [open], window(1, 0, 60, { over: true }))).toMatchObject({ request: "BG-1" });
    expect(held(row, [open], window(1, 90, 150, { account: second.id }))).toMatchObject(byItsRotation);
  });

  test("opens no account for good: not for itself, nor for a stranger, nor for nobody knows who", () => {
    const unsaid = { id: undefined, name: undefined, ip: undefined };
    for (const by of [byFirst, { ...byFirst, id: second.id, name: second.upn }, stranger, unsaid])
      expect(held(change(110, "Reset user password", { by }), [open])).toMatchObject({ expected: false });
  });

  test("no user of the account renews it, whichever of several uses was theirs, and by whichever account", () => {
    const used = [
      opened(use(0), 1),
      {
        ...opened(use(20, { request: requestId(2), user: rob.id }), 21),
        type: "rotation-joined",
      } as RotationEvent,
    ];
    for (const id of [...alice.objectIds, rob.id]) {
      const by = { id, name: undefined, ip: undefined };
      expect(held(change(110, "Add passkey", { by }), [used]), id).toMatchObject({ expected: false });
      // a window that somebody else asked for does not make it theirs to renew
      const robs = { ...window(2, 10, 60, { over: true }), requester: bob.id };
      expect(held(change(110, "Add passkey", { by }), [used], robs), id).toMatchObject({ expected: false });
    }
    expect(held(change(110, "Add passkey"), [used])).toMatchObject(byItsRotation);
    expect(rotationFrom(...used).lastUse).toEqual(after(20));
  });

  test("explains nothing but another credential: no role, no policy, no group, no end of the account", () => {
    for (const operation of ["Add member to role", "Update policy", "Update user", "Disable account"])
      expect(held(change(110, operation), [open]), operation).toMatchObject({ expected: false });
  });
});

test("a row of either kind has the subject of an alert about it alone", () => {
  const index = indexWindows([window(1, 10, 70)], defaultPolicy);
  const [account] = accounts;
  expect(subjectOf(signIn(40), index, guarded)).toEqual({
    kind: "sign-in",
    account: account?.id,
    verdict: "approved",
    request: "BG-1",
  });
  expect(subjectOf(change(40, "Update policy"), index, guarded)).toEqual({
    kind: "change",
    account: account?.id,
    topic: "policy",
    expected: true,
    request: "BG-1",
  });
});
