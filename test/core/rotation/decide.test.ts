// Who may say that a credential was renewed, and when: each rule, and each refusal.
import { describe, expect, test } from "vitest";
import { type PersonId, requestId } from "../../../src/core/ids.ts";
import type { Person, Role } from "../../../src/core/organisation.ts";
import { actor } from "../../../src/core/people.ts";
import { longestReason, shortestReason } from "../../../src/core/policy.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { decideRotation, type RotationCommand } from "../../../src/core/rotation/decide.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { foldRotation } from "../../../src/core/rotation/state.ts";
import { ada, after, alice, audrey, bob, carol, dave, erin, rob, sam, tina } from "../../kit/cast.ts";
import { plain } from "../../kit/given.ts";
import {
  attested,
  byCalendar,
  confirmed,
  joined,
  note,
  opened,
  proved,
  reminded,
  rotationFrom,
  suspected,
  unexplained,
  use,
} from "./kit.ts";

const confirm = (by: Person, at = 130): RotationCommand => ({
  type: "confirm-rotation",
  by: actor(by),
  at: after(at),
});
const attest = (by: Person, words = note, at = 130): RotationCommand => ({
  type: "attest-rotation",
  by: actor(by),
  at: after(at),
  note: words,
});

const given = (...events: readonly RotationEvent[]) => ({
  when: (command: RotationCommand) => {
    const decision = decideRotation(command, foldRotation(events));
    return {
      thenHappened: (...expected: readonly RotationEvent[]) =>
        expect(plain(decision)).toEqual(plain({ events: expected })),
      thenRefused: (why: Refusal) => expect(decision).toEqual({ refused: why }),
    };
  },
});

const also = (person: Person, ...roles: Role[]): Person => ({
  ...person,
  roles: [...person.roles, ...roles],
});

const open = [opened()];
const withProof = [...open, proved()];
const done = [...withProof, confirmed()];

describe("the way of a rotation", () => {
  test.each([dave, erin, ada])("with proof, a custodian or an admin confirms it: $name", (by) => {
    given(...withProof)
      .when(confirm(by))
      .thenHappened(confirmed(by));
    expect(rotationFrom(...withProof, confirmed(by)).closed).toMatchObject({ how: "proved", by: [by.id] });
  });

  test("without proof, two people attest it", () => {
    given(...open)
      .when(attest(dave))
      .thenHappened(attested(dave));
    expect(rotationFrom(...open, attested(dave)).closed).toBeUndefined();
    given(...open, attested(dave))
      .when(attest(ada))
      .thenHappened(attested(ada));
    expect(rotationFrom(...open, attested(dave), attested(ada)).closed).toMatchObject({
      how: "attested",
      by: [dave.id, ada.id],
    });
  });

  test("a reminder takes nobody's word away", () => {
    given(...withProof, reminded("half-time", 125))
      .when(confirm(dave))
      .thenHappened(confirmed(dave));
  });
});

describe("whoever used the account has no word in it", () => {
  const keeper = also(alice, "custodian", "admin");
  /** Alice's admin account comes first in the file now: she is known by another id than when she asked. */
  const [daily, admin] = alice.objectIds as [string, string];
  const byAdminAccount: Person = { ...keeper, id: admin as PersonId, objectIds: [admin, daily] };

  test.each([
    ["under the id that asked", keeper],
    ["as the same human, by another account", byAdminAccount],
  ])("%s", (_, by) => {
    given(...withProof)
      .when(confirm(by))
      .thenRefused("own-use");
    given(...open)
      .when(attest(by))
      .thenRefused("own-use");
  });

  test("nor has a user whose use joined it later", () => {
    const users = [
      opened(byCalendar),
      joined(use(), 10),
      joined(use(20, { request: requestId(2), user: rob.id }), 25),
    ];
    for (const by of [keeper, also(rob, "custodian")])
      given(...users, proved())
        .when(confirm(by))
        .thenRefused("own-use");
    given(...users, proved())
      .when(confirm(dave))
      .thenHappened(confirmed(dave));
  });

  test.each([
    ["under the id that asked", keeper],
    ["as the same human, by another account", byAdminAccount],
  ])("nor has who may have used it, though no row says so: %s", (_, by) => {
    const users = [rob.id, alice.id];
    given(opened(byCalendar), proved())
      .when({ ...confirm(by), users })
      .thenRefused("own-use");
    given(opened(byCalendar))
      .when({ ...attest(by), users })
      .thenRefused("own-use");
    given(opened(byCalendar), proved())
      .when({ ...confirm(dave), users })
      .thenHappened(confirmed(dave));
  });

  test("that rule stands first", () => {
    given(...open)
      .when(confirm(alice))
      .thenRefused("own-use");
    given(...done)
      .when(confirm(alice))
      .thenRefused("own-use");
  });

  test("nor does what they attested count, when their use becomes known afterwards", () => {
    const late = [opened(byCalendar), attested(keeper, 60), joined(use(5), 70)];
    expect(rotationFrom(...late).attestations).toEqual([]);
    given(...late)
      .when(attest(keeper))
      .thenRefused("own-use");
    expect(rotationFrom(...late, attested(dave)).closed).toBeUndefined();
  });
});

describe("refused", () => {
  test("what is not there", () => {
    given().when(confirm(dave)).thenRefused("no-such-rotation");
    given().when(attest(dave)).thenRefused("no-such-rotation");
  });

  test.each([bob, carol, tina, sam, audrey, rob])("who neither keeps nor runs it: $name", (by) => {
    given(...withProof)
      .when(confirm(by))
      .thenRefused("not-a-keeper");
    given(...open)
      .when(attest(by))
      .thenRefused("not-a-keeper");
  });

  test.each([
    ["proved and confirmed", done],
    ["attested twice", [...open, attested(dave), attested(ada)]],
  ])("what is renewed already: %s", (_, events) => {
    given(...events)
      .when(confirm(erin))
      .thenRefused("already-renewed");
    given(...events)
      .when(attest(erin))
      .thenRefused("already-renewed");
  });

  test("to confirm what nothing proves", () => {
    given(...open)
      .when(confirm(dave))
      .thenRefused("not-proved");
    given(...open, attested(ada))
      .when(confirm(dave))
      .thenRefused("not-proved");
  });

  test.each([
    ["a use after it", joined(use(125), 126)],
    ["a use in the very moment of it", joined(use(120), 126)],
    ["a use that nobody explains", joined(unexplained(125), 126)],
    ["a suspicion after it", joined(suspected(), 126)],
  ])("to confirm by a change that is too old: %s", (_, event) => {
    given(...withProof, event)
      .when(confirm(dave))
      .thenRefused("not-proved");
  });

  test("a use before the change, known only now, leaves the proof as it is", () => {
    given(...withProof, joined(use(119), 126))
      .when(confirm(dave))
      .thenHappened(confirmed(dave));
  });

  test("to attest what is proved", () => {
    given(...withProof)
      .when(attest(dave))
      .thenRefused("proved-already");
    given(...open, attested(ada), proved())
      .when(attest(dave))
      .thenRefused("proved-already");
  });

  test("to attest twice, by whichever account", () => {
    given(...open, attested(dave))
      .when(attest(dave))
      .thenRefused("already-attested");
    const other = { ...dave, id: ada.objectIds[0] as PersonId, objectIds: [ada.id, dave.id] };
    given(...open, attested(dave))
      .when(attest(other))
      .thenRefused("already-attested");
  });

  test("an attestation before a newer use does not count", () => {
    given(...open, attested(dave, 60), joined(use(70), 71))
      .when(attest(dave))
      .thenHappened(attested(dave));
    expect(rotationFrom(...open, attested(dave, 60), joined(use(50), 71)).attestations).toHaveLength(1);
  });

  test("to attest without words, or with too many", () => {
    given(...open)
      .when(attest(dave, "x".repeat(shortestReason - 1)))
      .thenRefused("reason-missing");
    given(...open)
      .when(attest(dave, "x".repeat(longestReason + 1)))
      .thenRefused("reason-too-long");
    given(...open)
      .when(attest(dave, "x".repeat(shortestReason)))
      .thenHappened({ ...attested(dave), note: "x".repeat(shortestReason) } as RotationEvent);
  });
});
