// A request waits for its answer: who may give it, who may take it back.
import { describe, test } from "vitest";
import type { Person } from "../../../src/core/organisation.ts";
import { ada, alice, audrey, bob, carol, dave, erin, rob, sam, second, tina } from "../../kit/cast.ts";
import { approve, attest, declarePending, deny, end, extend, release, withdraw } from "../../kit/commands.ts";
import { approved, asked, declared, denied, granted, withdrawn } from "../../kit/events.ts";
import { given } from "../../kit/given.ts";

const two = { approvals: 2, mix: [] };
const both = second.quorum;
const bystanders = [rob, dave, erin, sam, ada, audrey];

describe("approving", () => {
  test("one approver is enough where one is asked for, and the window starts at the approval (C3)", () => {
    given(asked())
      .when(approve(bob, { at: 4 }))
      .thenHappened(approved(bob, 4), granted(4, 64));
  });

  test("A1: the requester cannot approve, even as an approver", () => {
    given(asked(carol)).when(approve(carol)).thenRefused("same-person");
    given(asked(alice)).when(approve(alice)).thenRefused("same-person");
  });

  test("A1: who asked and is no approver hears of the two-person rule first", () => {
    given(asked(alice))
      .when(approve(alice, { about: 7 }))
      .thenRefused("same-person");
  });

  test("A4: the requester's second Entra account is the requester", () => {
    // `whoIs` makes one person of both accounts before any rule is asked (see people.test.ts).
    given(asked(carol))
      .when(approve({ ...carol, objectIds: [...carol.objectIds, "adm-carol"] }))
      .thenRefused("same-person");
  });

  test.each(bystanders)("A12, A17: $name is no approver, and no channel makes them one", (person) => {
    given(asked()).when(approve(person)).thenRefused("not-an-approver");
    given(asked()).when(deny(person)).thenRefused("not-an-approver");
  });

  test("A10: an admin is not exempt, neither as requester nor as bystander", () => {
    const boss: Person = { ...ada, roles: ["admin", "responder", "approver"] };
    given(asked(boss)).when(approve(boss)).thenRefused("same-person");
    given(asked(alice)).when(approve(ada)).thenRefused("not-an-approver");
  });

  test("A13: whoever lost the role since the card was posted is refused at the click", () => {
    given(asked())
      .when(approve({ ...bob, roles: [] }))
      .thenRefused("not-an-approver");
  });

  test("an approver of tier 2 may approve before tier 2 is asked", () => {
    given(asked()).when(approve(tina)).thenHappened(approved(tina), granted());
  });

  test("B8: a button of another question decides nothing", () => {
    given(asked())
      .when(approve(bob, { about: 1 }))
      .thenRefused("question-closed");
    given(asked())
      .when(approve(bob, { about: 0 }))
      .thenHappened(approved(bob), granted());
  });
});

describe("approving where two are asked for", () => {
  test("A9: two means two others: the first approval opens nothing", () => {
    given(asked(alice, { quorum: two }))
      .when(approve(bob))
      .thenHappened(approved(bob));
  });

  test("the second person opens the window", () => {
    given(asked(alice, { quorum: two }), approved(bob))
      .when(approve(tina, { at: 2 }))
      .thenHappened(approved(tina, 2), granted(2));
  });

  test("A8: one person counts once", () => {
    given(asked(alice, { quorum: two }), approved(bob))
      .when(approve(bob, { at: 2 }))
      .thenRefused("already-answered");
  });

  test("A9: the requester is never one of the two", () => {
    given(asked(carol, { quorum: two }), approved(bob))
      .when(approve(carol, { at: 2 }))
      .thenRefused("same-person");
  });

  test("A8: two of security do not make one of security and one of identity", () => {
    const eve: Person = { ...bob, id: dave.id, objectIds: dave.objectIds, name: "Eve" };
    given(asked(alice, { quorum: both }), approved(bob))
      .when(approve(eve, { at: 2 }))
      .thenHappened(approved(eve, 2));
  });

  test("A8: a person of both groups fills one place, and another person the other", () => {
    given(asked(alice, { quorum: both }))
      .when(approve(tina))
      .thenHappened(approved(tina));
    given(asked(alice, { quorum: both }), approved(tina))
      .when(approve(bob, { at: 2 }))
      .thenHappened(approved(bob, 2), granted(2));
    given(asked(alice, { quorum: both }), approved(tina))
      .when(approve(carol, { at: 2 }))
      .thenHappened(approved(carol, 2), granted(2));
  });

  test("A8: a third approval mends a mix that two could not, so that nothing stays pending for ever", () => {
    const eve: Person = { ...bob, id: dave.id, objectIds: dave.objectIds, name: "Eve" };
    given(asked(alice, { quorum: both }), approved(bob), approved(eve, 2))
      .when(approve(carol, { at: 3 }))
      .thenHappened(approved(carol, 3), granted(3));
  });

  test("who approved may still deny: the denial ends it", () => {
    given(asked(alice, { quorum: two }), approved(bob))
      .when(deny(bob, { at: 2 }))
      .thenHappened(denied(bob, 2));
  });
});

describe("denying", () => {
  test("one denial ends it, with its reason", () => {
    given(asked())
      .when(deny(bob, { reason: "I know nothing of this" }))
      .thenHappened(denied(bob, 1, "I know nothing of this"));
  });

  test("A1: the requester cannot deny their own request", () => {
    given(asked(carol)).when(deny(carol)).thenRefused("same-person");
  });

  test("a denial says why", () => {
    given(asked())
      .when(deny(bob, { reason: "no" }))
      .thenRefused("reason-missing");
    given(asked())
      .when(deny(bob, { reason: "x".repeat(2_001) }))
      .thenRefused("reason-too-long");
  });

  test("a stale Deny button denies nothing", () => {
    given(asked())
      .when(deny(bob, { about: 2 }))
      .thenRefused("question-closed");
  });
});

describe("withdrawing", () => {
  test("the requester takes it back", () => {
    given(asked()).when(withdraw(alice)).thenHappened(withdrawn(alice));
  });

  test.each([bob, rob, ada])("A12: $name cannot withdraw somebody else's request", (person) => {
    given(asked()).when(withdraw(person)).thenRefused("not-the-requester");
  });

  test("half approved, it can still be withdrawn", () => {
    given(asked(alice, { quorum: two }), approved(bob))
      .when(withdraw(alice, { at: 2 }))
      .thenHappened(withdrawn(alice, 2));
  });
});

describe("declaring what waits", () => {
  test("the requester turns it into a declaration", () => {
    given(asked()).when(declarePending()).thenHappened(declared());
    given(asked())
      .when(declarePending(alice, "Nobody picks up the phone"))
      .thenHappened(declared(alice, 1, "Nobody picks up the phone"));
  });

  test("nobody else does", () => {
    given(asked()).when(declarePending(rob)).thenRefused("not-the-requester");
    given(asked()).when(declarePending(bob)).thenRefused("not-the-requester");
  });

  test("A13: who is no responder any more cannot", () => {
    given(asked())
      .when(declarePending({ ...alice, roles: [] }))
      .thenRefused("not-a-responder");
  });

  test("a reason that is given must be one", () => {
    given(asked()).when(declarePending(alice, "now")).thenRefused("reason-missing");
    given(asked())
      .when(declarePending(alice, "x".repeat(2_001)))
      .thenRefused("reason-too-long");
  });
});

describe("too early", () => {
  test("nothing can be ended, extended or handed over before it is approved", () => {
    given(asked()).when(end()).thenRefused("not-open");
    given(asked())
      .when(extend(alice, { at: 1 }))
      .thenRefused("not-open");
    given(asked()).when(release(dave, "envelope A")).thenRefused("not-open");
  });

  test("there is nothing to attest", () => {
    given(asked()).when(attest(bob)).thenRefused("nothing-to-attest");
  });
});
