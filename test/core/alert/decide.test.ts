// Who may answer an alert, and when: each rule, and each refusal.
import { describe, expect, test } from "vitest";
import { type AlertCommand, decideAlert, usersOf } from "../../../src/core/alert/decide.ts";
import type { AlertEvent, Class } from "../../../src/core/alert/events.ts";
import { foldAlert } from "../../../src/core/alert/state.ts";
import type { PersonId } from "../../../src/core/ids.ts";
import type { Person } from "../../../src/core/organisation.ts";
import { actor } from "../../../src/core/people.ts";
import { longestReason, shortestReason } from "../../../src/core/policy.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  changesSeen,
  classified,
  closed,
  flagged,
  note,
  ofBlindness,
  ofChange,
  outside,
  raised,
  regained,
  rejudged,
  signIn,
  unmatched,
} from "../../kit/alert-events.ts";
import { ada, after, alice, audrey, bob, carol, dave, sam } from "../../kit/cast.ts";
import { stories } from "../../kit/events.ts";
import { plain, stateOf } from "../../kit/given.ts";

type When = { at?: number; users?: readonly PersonId[] };
const who = (by: Person, { at = 10, users = [] }: When) => ({ by: actor(by), at: after(at), users });
const ack = (by: Person, more: When = {}): AlertCommand => ({ type: "acknowledge", ...who(by, more) });
const classify = (
  by: Person,
  { as = "misuse", words = note, ...more }: When & { as?: Class; words?: string } = {},
): AlertCommand => ({ type: "classify", ...who(by, more), class: as, note: words });
const close = (by: Person, more: When = {}): AlertCommand => ({ type: "close", ...who(by, more) });

const given = (...events: readonly AlertEvent[]) => ({
  when: (command: AlertCommand) => {
    const decision = decideAlert(command, foldAlert(events));
    return {
      thenHappened: (...expected: readonly AlertEvent[]) =>
        expect(plain(decision)).toEqual(plain({ events: expected })),
      thenRefused: (why: Refusal) => expect(decision).toEqual({ refused: why }),
    };
  },
});

const sev0 = alertOf(unmatched);
const acked = [...sev0, acknowledged()];
const judged = [...acked, classified()];
const over = [...judged, closed()];

describe("the way of an alert", () => {
  test("the SOC acknowledges it, classifies it, and closes it", () => {
    given(...sev0)
      .when(ack(sam))
      .thenHappened(acknowledged(sam));
    given(...acked)
      .when(classify(sam, { at: 15, as: "false-alarm" }))
      .thenHappened(classified());
    given(...judged)
      .when(close(sam, { at: 30 }))
      .thenHappened(closed());
  });

  test("an admin may do so too", () => {
    given(...sev0)
      .when(ack(ada))
      .thenHappened(acknowledged(ada));
    given(...acked)
      .when(classify(ada))
      .thenHappened(classified("misuse", ada, 10));
    given(...judged)
      .when(close(ada))
      .thenHappened(closed(ada, 10));
  });

  test("who classifies what nobody has acknowledged has acknowledged it", () => {
    given(...sev0)
      .when(classify(sam))
      .thenHappened(acknowledged(sam), classified("misuse", sam, 10));
  });

  test("an alert that became graver is open again for whoever answered it", () => {
    const [row] = [signIn()];
    const graver = [
      ...alertOf(asApproved, row),
      acknowledged(),
      classified(),
      closed(),
      rejudged(unmatched, [row], 40),
    ];
    given(...graver)
      .when(ack(sam, { at: 41 }))
      .thenHappened(acknowledged(sam, 41));
  });
});

describe("who may not", () => {
  test.each([alice, bob, carol, dave, audrey])("$name is neither SOC nor admin", (person) => {
    given(...sev0)
      .when(ack(person))
      .thenRefused("not-soc");
    given(...acked)
      .when(classify(person))
      .thenRefused("not-soc");
    given(...judged)
      .when(close(person))
      .thenRefused("not-soc");
  });

  const soleSoc: Person = { ...alice, roles: ["responder", "soc", "admin"] };
  const own = usersOf(alertFrom(...sev0), [stateOf(...stories.approved)]);

  test("A1: nobody answers the alert of their own use, whatever else they are", () => {
    given(...sev0)
      .when(ack(soleSoc, { users: own }))
      .thenRefused("own-use");
    given(...acked)
      .when(classify(soleSoc, { users: own }))
      .thenRefused("own-use");
    given(...judged)
      .when(close(soleSoc, { users: own }))
      .thenRefused("own-use");
  });

  test("A2: their second Entra account is the same human", () => {
    const users = [alice.objectIds[1] as PersonId];
    given(...sev0)
      .when(ack(soleSoc, { users }))
      .thenRefused("own-use");
    const turned: Person = { ...soleSoc, id: alice.objectIds[1] as PersonId };
    given(...sev0)
      .when(ack(turned, { users: own }))
      .thenRefused("own-use");
  });

  test("whose use it was hears that first, also without the role and after its end", () => {
    given(...sev0)
      .when(ack(alice, { users: own }))
      .thenRefused("own-use");
    given(...over)
      .when(close(soleSoc, { users: own }))
      .thenRefused("own-use");
  });

  test("somebody else's use is no bar", () => {
    given(...alertOf(outside))
      .when(ack(sam, { users: own }))
      .thenHappened(acknowledged(sam));
  });

  test("an alert without a request is nobody's own", () => {
    expect(usersOf(alertFrom(...sev0), [])).toEqual([]);
  });
});

describe("in what state it is refused", () => {
  test("there is no such alert", () => {
    given().when(ack(sam)).thenRefused("no-such-alert");
  });

  test("acknowledged once is enough", () => {
    given(...acked)
      .when(ack(ada))
      .thenRefused("already-acknowledged");
    given(...judged)
      .when(ack(ada))
      .thenRefused("already-acknowledged");
  });

  test("a class stands: the second one hears whose it is", () => {
    given(...judged)
      .when(classify(ada))
      .thenRefused("already-classified");
  });

  test("closed, it takes nothing more", () => {
    given(...over)
      .when(ack(sam))
      .thenRefused("already-closed");
    given(...over)
      .when(classify(sam))
      .thenRefused("already-closed");
    given(...over)
      .when(close(sam))
      .thenRefused("already-closed");
  });

  test("what closed by itself is closed too", () => {
    given(raised(ofBlindness()), regained()).when(ack(sam)).thenRefused("already-closed");
  });

  test("it is not closed before somebody says what it was", () => {
    given(...sev0)
      .when(close(sam))
      .thenRefused("not-classified");
    given(...acked)
      .when(close(sam))
      .thenRefused("not-classified");
    given(raised(ofChange()), changesSeen()).when(close(sam)).thenRefused("not-classified");
  });

  test("what was expected, and blindness, need no class", () => {
    given(...alertOf(asApproved))
      .when(close(sam, { at: 30 }))
      .thenHappened(closed());
    given(raised(ofChange({ expected: true })))
      .when(close(sam, { at: 30 }))
      .thenHappened(closed());
    given(raised(ofBlindness()))
      .when(close(sam, { at: 30 }))
      .thenHappened(closed());
  });

  test("expected at first and grave by a flag, it needs one again", () => {
    const grave = [...alertOf(asApproved), flagged({ type: "after-failures", count: 6 })];
    given(...grave)
      .when(close(sam))
      .thenRefused("not-classified");
  });
});

describe("a note says how somebody knows", () => {
  test.each([
    ["", "reason-missing"],
    ["x".repeat(shortestReason - 1), "reason-missing"],
    [" ".repeat(50), "reason-missing"],
    ["\u200b".repeat(50), "reason-missing"],
    ["x".repeat(longestReason + 1), "reason-too-long"],
  ] as const)("%j", (words, why) => {
    given(...sev0)
      .when(classify(sam, { words }))
      .thenRefused(why);
  });

  test.each([shortestReason, longestReason])("%s characters are fine", (length) => {
    const words = "x".repeat(length);
    given(...acked)
      .when(classify(sam, { words }))
      .thenHappened({ ...classified("misuse", sam, 10), note: words } as AlertEvent);
  });
});
