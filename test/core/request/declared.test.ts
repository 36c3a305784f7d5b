// Somebody used the account without approval: a second person must say that it was right.
import { describe, test } from "vitest";
import { longestReason } from "../../../src/core/policy.ts";
import { ada, alice, bob, carol, dave, rob, sam, tina } from "../../kit/cast.ts";
import { attest, end } from "../../kit/commands.ts";
import {
  allCleanedUp,
  approved,
  asked,
  attestationOverdue,
  attested,
  declared,
  ended,
  released,
  reviewed,
  stories,
} from "../../kit/events.ts";
import { given } from "../../kit/given.ts";

describe("attesting", () => {
  test("an approver attests", () => {
    given(...stories.declared)
      .when(attest(bob))
      .thenHappened(attested(bob));
  });

  test("a note is welcome and not demanded", () => {
    given(...stories.declared)
      .when(attest(bob, { note: "" }))
      .thenHappened(attested(bob, 2, ""));
    given(...stories.declared)
      .when(attest(bob, { note: "x".repeat(longestReason + 1) }))
      .thenRefused("reason-too-long");
  });

  test("A1: who declared cannot attest", () => {
    given(asked(carol), declared(carol)).when(attest(carol)).thenRefused("same-person");
    given(...stories.declared)
      .when(attest(alice))
      .thenRefused("same-person");
  });

  test.each([rob, sam, ada])("A12: $name is no approver and cannot attest", (person) => {
    given(...stories.declared)
      .when(attest(person))
      .thenRefused("not-an-approver");
  });

  test("it is attested once", () => {
    given(...stories.attested)
      .when(attest(tina, { at: 3 }))
      .thenRefused("already-attested");
  });

  test("who approved half of it before it was declared may attest", () => {
    given(asked(alice, { quorum: { approvals: 2, mix: [] } }), approved(bob), declared(alice, 2))
      .when(attest(bob, { at: 3 }))
      .thenHappened(attested(bob, 3));
  });

  test("whoever reviewed it cannot attest, by none of their ids; another approver can", () => {
    const story = [
      asked(),
      declared(),
      released(dave, "envelope A"),
      ended(alice, 20),
      ...allCleanedUp(),
      reviewed(bob),
    ];
    const other = { ...bob, id: carol.id, objectIds: [carol.id, bob.id] };
    for (const person of [bob, other])
      given(...story)
        .when(attest(person, { at: 90 }))
        .thenRefused("already-reviewed");
    given(...story)
      .when(attest(tina, { at: 90 }))
      .thenHappened(attested(tina, 90));
  });

  test("it can be attested after the use has ended, and after the deadline", () => {
    given(...stories["ended and not attested"])
      .when(attest(bob, { at: 70 }))
      .thenHappened(attested(bob, 70));
    given(...stories["ended and not attested"], attestationOverdue())
      .when(attest(bob, { at: 250 }))
      .thenHappened(attested(bob, 250));
  });
});

test("a declared use is ended like any other", () => {
  given(...stories.declared)
    .when(end(alice, { at: 20 }))
    .thenHappened(ended(alice, 20));
});
