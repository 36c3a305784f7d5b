// The account may be in use: parts are handed over, time is extended, the use is ended.
import { describe, test } from "vitest";
import type { Person } from "../../../src/core/organisation.ts";
import { ada, alice, audrey, bob, carol, dave, erin, rob, sam, tina } from "../../kit/cast.ts";
import {
  approve,
  ask,
  attest,
  declarePending,
  deny,
  end,
  extend,
  release,
  withdraw,
} from "../../kit/commands.ts";
import {
  asked,
  declared,
  ended,
  extended,
  extensionApproved,
  extensionAsked,
  extensionDenied,
  extensionExpired,
  released,
  stories,
} from "../../kit/events.ts";
import { given } from "../../kit/given.ts";

const open = ["approved", "declared"] as const;

describe("B4: what was answered is answered", () => {
  test.each(open)("%s: no second approval, no denial, no withdrawal", (state) => {
    given(...stories[state])
      .when(approve(tina, { at: 2 }))
      .thenRefused("already-decided");
    given(...stories[state])
      .when(deny(tina, { at: 2 }))
      .thenRefused("already-decided");
    given(...stories[state])
      .when(withdraw(alice, { at: 2 }))
      .thenRefused("already-decided");
    given(...stories[state])
      .when(ask(alice, { at: 2 }))
      .thenRefused("already-asked");
  });

  test("approved: there is nothing to declare any more", () => {
    given(...stories.approved)
      .when(declarePending(alice, undefined, { at: 2 }))
      .thenRefused("already-decided");
  });

  test("declared: it was declared already", () => {
    given(...stories.declared)
      .when(declarePending(alice, undefined, { at: 2 }))
      .thenRefused("already-declared");
  });
});

describe("handing over", () => {
  test.each(open)("%s: a custodian confirms the part they keep", (state) => {
    given(...stories[state])
      .when(release(dave, "envelope A"))
      .thenHappened(released(dave, "envelope A"));
  });

  test("another's part is not theirs to confirm", () => {
    given(...stories.approved)
      .when(release(dave, "envelope B"))
      .thenRefused("not-a-custodian");
    given(...stories.approved)
      .when(release(bob, "envelope A"))
      .thenRefused("not-a-custodian");
  });

  test("A13: a custodian who lost the role is none, though the account still names them", () => {
    given(...stories.approved)
      .when(release({ ...dave, roles: [] }, "envelope A"))
      .thenRefused("not-a-custodian");
  });

  test("a part is handed over once", () => {
    given(...stories.approved, released(dave, "envelope A"))
      .when(release(dave, "envelope A", { at: 3 }))
      .thenRefused("already-released");
    given(...stories.approved, released(dave, "envelope A"))
      .when(release(erin, "envelope B", { at: 3 }))
      .thenHappened(released(erin, "envelope B", 3));
  });

  test("there is no other part", () => {
    given(...stories.approved)
      .when(release(dave, "envelope C"))
      .thenRefused("no-such-part");
  });
});

describe("ending", () => {
  test.each([alice, bob, tina, ada])("$name may end it", (person) => {
    given(...stories.approved)
      .when(end(person, { at: 20 }))
      .thenHappened(ended(person, 20));
  });

  test.each([rob, dave, sam, audrey])("$name may not", (person) => {
    given(...stories.approved)
      .when(end(person, { at: 20 }))
      .thenRefused("not-yours-to-end");
  });
});

describe("more time", () => {
  test("the requester asks, and an approver must answer anew", () => {
    given(...stories.approved)
      .when(extend())
      .thenHappened(extensionAsked());
    given(...stories["extension asked"])
      .when(approve(bob, { at: 11, about: 1 }))
      .thenHappened(extensionApproved(bob), extended());
  });

  test("the time is added to the end of the window, not to the moment of the answer", () => {
    given(...stories["extension asked"])
      .when(approve(carol, { at: 15 }))
      .thenHappened(extensionApproved(carol, 15), extended(15, 91));
  });

  test.each([bob, rob, ada])("$name cannot extend another's use", (person) => {
    given(...stories.approved)
      .when(extend(person))
      .thenRefused("not-the-requester");
  });

  test("A1: the requester cannot approve or deny their own extension", () => {
    const story = [asked(carol), declared(carol), extensionAsked(10, { by: carol })];
    given(...story)
      .when(approve(carol, { at: 11 }))
      .thenRefused("same-person");
    given(...story)
      .when(deny(carol, { at: 11 }))
      .thenRefused("same-person");
  });

  test("A12: only approvers answer", () => {
    given(...stories["extension asked"])
      .when(approve(sam, { at: 11 }))
      .thenRefused("not-an-approver");
  });

  test("A8: an extension needs the whole quorum again, each person once", () => {
    const quorum = { approvals: 2, mix: [] };
    const story = [asked(alice, { quorum }), declared(), extensionAsked()];
    given(...story)
      .when(approve(bob, { at: 11 }))
      .thenHappened(extensionApproved(bob));
    given(...story, extensionApproved(bob))
      .when(approve(bob, { at: 12 }))
      .thenRefused("already-answered");
    given(...story, extensionApproved(bob))
      .when(approve(tina, { at: 12 }))
      .thenHappened(extensionApproved(tina, 12), extended(12, 91));
  });

  test("one extension waits at a time; after its answer the next may be asked", () => {
    given(...stories["extension asked"])
      .when(extend(alice, { at: 11 }))
      .thenRefused("extension-open");
    given(...stories.extended)
      .when(extend(alice, { at: 12 }))
      .thenHappened(extensionAsked(12, { number: 2 }));
  });

  test("a denied extension leaves the window as it was, and may be asked anew", () => {
    given(...stories["extension asked"])
      .when(deny(bob, { at: 11 }))
      .thenHappened(extensionDenied(bob));
    given(...stories["extension asked"], extensionDenied(bob))
      .when(extend(alice, { at: 12 }))
      .thenHappened(extensionAsked(12, { number: 2 }));
  });

  test("the approver of the request may approve the extension too", () => {
    given(...stories["extension asked"])
      .when(approve(bob, { at: 11, about: 1 }))
      .thenHappened(extensionApproved(bob), extended());
  });

  test("a button drawn for an earlier question answers none of the later ones", () => {
    given(...stories["extension asked"])
      .when(approve(bob, { at: 11, about: 0 }))
      .thenRefused("question-closed");
    given(...stories["extension asked"])
      .when(deny(bob, { at: 11, about: 0 }))
      .thenRefused("question-closed");
    given(...stories.extended, extensionAsked(12, { number: 2 }))
      .when(approve(bob, { at: 13, about: 1 }))
      .thenRefused("question-closed");
  });

  test("B4: an answered extension is answered", () => {
    given(...stories.extended)
      .when(deny(tina, { at: 12, about: 1 }))
      .thenRefused("already-decided");
  });

  test("C1: an extension that nobody answered in time is over at the click", () => {
    given(...stories["extension asked"])
      .when(approve(bob, { at: 40 + 1 / 60, about: 1 }))
      .thenRefused("already-decided", extensionExpired(40 + 1 / 60));
  });

  test("needs a reason and a length like the first time", () => {
    given(...stories.approved)
      .when(extend(alice, { reason: "more" }))
      .thenRefused("reason-missing");
    given(...stories.approved)
      .when(extend(alice, { reason: "x".repeat(2_001) }))
      .thenRefused("reason-too-long");
    given(...stories.approved)
      .when(extend(alice, { minutes: 241 }))
      .thenRefused("duration-out-of-range");
    given(...stories.approved)
      .when(extend(alice, { minutes: 0 }))
      .thenRefused("duration-out-of-range");
  });
});

test("approved: there is nothing to attest", () => {
  const boss: Person = { ...ada, roles: ["approver"] };
  given(...stories.approved)
    .when(attest(boss))
    .thenRefused("nothing-to-attest");
});
