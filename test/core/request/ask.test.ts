// Nothing was asked yet: who may ask, and what the form must hold.
import { describe, expect, test } from "vitest";
import { defaultPolicy, longestReason } from "../../../src/core/policy.ts";
import { ada, alice, audrey, bob, carol, dave, second, tina } from "../../kit/cast.ts";
import { approve, ask, attest, declare, deny, end, extend, release, withdraw } from "../../kit/commands.ts";
import { asked, declared } from "../../kit/events.ts";
import { given } from "../../kit/given.ts";

describe("asking", () => {
  test("a responder's request is on record with all they said", () => {
    given().when(ask(alice)).thenHappened(asked(alice));
  });

  test("an approver who is a responder too may ask", () => {
    given().when(ask(carol)).thenHappened(asked(carol));
  });

  test.each([bob, tina, dave, ada, audrey])("A10: $name is no responder and cannot ask", (person) => {
    given().when(ask(person)).thenRefused("not-a-responder");
    given().when(declare(person)).thenRefused("not-a-responder");
  });

  test("the quorum of the account stands in the request", () => {
    given()
      .when(ask(alice, { account: second.id, quorum: second.quorum }))
      .thenHappened(asked(alice, { account: second.id, quorum: second.quorum }));
  });

  test("A11: too few approvers is said in the request, and refuses nobody", () => {
    given()
      .when(ask(alice, { enough: false }))
      .thenHappened(asked(alice, { enough: false }));
  });

  test("a reason of fewer than 10 characters is none", () => {
    given()
      .when(ask(alice, { reason: "locked" }))
      .thenRefused("reason-missing");
    given()
      .when(ask(alice, { reason: "   x               " }))
      .thenRefused("reason-missing");
    given()
      .when(ask(alice, { reason: "1234567890" }))
      .thenHappened(asked(alice, { reason: "1234567890" }));
  });

  test("a reason ends at 2,000 characters, and is never cut", () => {
    const most = "x".repeat(longestReason);
    given()
      .when(ask(alice, { reason: most }))
      .thenHappened(asked(alice, { reason: most }));
    given()
      .when(ask(alice, { reason: `${most}x` }))
      .thenRefused("reason-too-long");
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, defaultPolicy.longestWindow + 1])(
    "a window of %s minutes is refused",
    (minutes) => {
      given().when(ask(alice, { minutes })).thenRefused("duration-out-of-range");
      given().when(declare(alice, { minutes })).thenRefused("duration-out-of-range");
    },
  );

  test.each([1, defaultPolicy.longestWindow])("a window of %s minutes is allowed", (minutes) => {
    given().when(ask(alice, { minutes })).thenHappened(asked(alice, { minutes }));
  });

  test("B9: a request that stands is never changed by asking again", () => {
    given(asked())
      .when(ask(alice, { reason: "Something else altogether", minutes: 240 }))
      .thenRefused("already-asked");
  });
});

describe("declaring at once", () => {
  test("opens the window without any approval, and demands an attestation", () => {
    given()
      .when(declare(alice, { at: 1 }))
      .thenHappened(asked(alice, { at: 1 }), declared(alice, 1));
  });

  test("works with nobody to approve: never a hard gate", () => {
    given()
      .when(declare(alice, { at: 1, enough: false }))
      .thenHappened(asked(alice, { at: 1, enough: false }), declared(alice, 1));
  });

  test("needs a reason like every other request", () => {
    given()
      .when(declare(alice, { reason: "" }))
      .thenRefused("reason-missing");
  });

  test("a number that is taken is not taken again", () => {
    given(asked()).when(declare(alice)).thenRefused("already-asked");
  });
});

test.each([approve(bob), deny(bob), withdraw(), end(), extend(), attest(bob), release(dave, "envelope A")])(
  "$type of a request that nobody made is refused",
  (command) => {
    given().when(command).thenRefused("no-such-request");
  },
);

test("C4: the time to answer is humane: at least a quarter of an hour", () => {
  expect(defaultPolicy.answerWithin).toBeGreaterThanOrEqual(15);
});
