// The review of a use: who may tick and sign off, what must be put right first, and who is reminded when.
import { describe, expect, test } from "vitest";
import type { Organisation } from "../../../src/core/organisation.ts";
import { type CleanUp, cleanUps } from "../../../src/core/request/events.ts";
import { owed } from "../../../src/core/request/owed.ts";
import { isEscalated, reviewDue } from "../../../src/core/request/review.ts";
import {
  ada,
  after,
  alice,
  audrey,
  bob,
  carol,
  contoso,
  dave,
  erin,
  rob,
  sam,
  tina,
} from "../../kit/cast.ts";
import { ask, cleanUp, review } from "../../kit/commands.ts";
import {
  allCleanedUp,
  approved,
  asked,
  attested,
  cleanedUp,
  declared,
  drill,
  drillRevealed,
  ended,
  granted,
  lapsed,
  released,
  reviewed,
  reviewReminded,
  signedIn,
  stories,
} from "../../kit/events.ts";
import { given, givenIn, stateOf } from "../../kit/given.ts";

const { used } = stories;
const tidy = stories["cleaned up"];
const byHand = cleanUps.filter((item) => item !== "credential-rotated");

describe("who may review", () => {
  test.each([carol, tina, sam, ada, audrey])("$name ticks the list and signs the use off", (person) => {
    given(...used)
      .when(cleanUp(person, "roles-removed"))
      .thenHappened(cleanedUp("roles-removed", person));
    given(...tidy)
      .when(review(person))
      .thenHappened(reviewed(person));
  });

  test.each([rob, dave, erin])("$name is neither approver, admin, SOC nor auditor", (person) => {
    given(...used)
      .when(cleanUp(person, "roles-removed"))
      .thenRefused("not-a-reviewer");
    given(...tidy)
      .when(review(person))
      .thenRefused("not-a-reviewer");
  });

  test("A1: the requester does not, under none of their ids", () => {
    const other = { ...alice, id: alice.objectIds[1] as typeof alice.id, roles: ["admin" as const] };
    for (const person of [alice, { ...alice, roles: ["auditor" as const] }, other]) {
      given(...used)
        .when(cleanUp(person, "roles-removed"))
        .thenRefused("same-person");
      given(...tidy)
        .when(review(person))
        .thenRefused("same-person");
    }
  });

  test("the one who alone approved does not, in whatever other role", () => {
    given(...tidy)
      .when(review({ ...bob, roles: ["approver", "auditor"] }))
      .thenRefused("sole-approver");
    given(...used)
      .when(cleanUp(bob, "parts-returned"))
      .thenRefused("sole-approver");
  });

  test("one of two approvers may", () => {
    given(
      asked(alice, { quorum: { approvals: 2, mix: [] } }),
      approved(bob),
      approved(carol),
      granted(),
      released(dave, "envelope A"),
      ended(alice, 20),
      ...allCleanedUp(),
    )
      .when(review(bob))
      .thenHappened(reviewed(bob));
  });

  test("a declared use: whoever alone attested it stands for the approver", () => {
    const story = [
      asked(),
      declared(),
      released(dave, "envelope A"),
      attested(bob, 10),
      ended(alice, 20),
      ...allCleanedUp(),
    ];
    given(...story)
      .when(review(bob))
      .thenRefused("sole-approver");
    given(...story)
      .when(review(tina))
      .thenHappened(reviewed(tina));
  });
});

describe("what must be done first", () => {
  test("each item of the list, and none of them is enough without the others", () => {
    for (const missing of cleanUps) {
      const others = allCleanedUp().filter((event) => event.type === "cleaned-up" && event.item !== missing);
      given(...used, ...others)
        .when(review(tina))
        .thenRefused("clean-up-left");
    }
  });

  test("the list has everything: policies, roles, parts, credential", () => {
    expect(cleanUps).toEqual(["policies-restored", "roles-removed", "parts-returned", "credential-rotated"]);
  });

  test.each(byHand)("%s is ticked once", (item) => {
    given(...used, cleanedUp(item))
      .when(cleanUp(ada, item))
      .thenRefused("already-cleaned");
  });

  test("that the credential was renewed is seen by the bot, and by nobody else", () => {
    given(...used)
      .when(cleanUp(ada, "credential-rotated"))
      .thenRefused("seen-by-the-bot");
    expect(
      stateOf(...used, cleanedUp("credential-rotated")).cleanUp["credential-rotated"]?.by,
    ).toBeUndefined();
  });

  test.each([
    ["", "reason-missing"],
    ["ok", "reason-missing"],
    ["x".repeat(2_001), "reason-too-long"],
  ] as const)("its words say what was compared: %j is not enough", (note, why) => {
    given(...tidy)
      .when(review(tina, { note }))
      .thenRefused(why);
  });

  test("misuse is a review too", () => {
    given(...tidy)
      .when(review(tina, { as: "misuse" }))
      .thenHappened(reviewed(tina, "misuse"));
  });
});

describe("what is reviewed", () => {
  test.each([
    ["pending", stories.pending],
    ["in use", [...stories.approved, released(dave, "envelope A")]],
    ["denied", stories.denied],
    ["lapsed", stories.lapsed],
    ["ended, and nothing was handed over", stories.ended],
    ["a drill: it has its own sign-off", stories["a drill used"]],
    ["a hidden drill", stories["a hidden drill used"]],
  ])("%s: there is nothing to review", (_, story) => {
    given(...story)
      .when(cleanUp(ada, "roles-removed", { at: 2 }))
      .thenRefused("nothing-to-review");
    given(...story)
      .when(review(ada, { at: 2 }))
      .thenRefused("nothing-to-review");
  });

  test("B3: it is signed off once; the second hears so", () => {
    given(...stories.reviewed)
      .when(review(ada))
      .thenRefused("already-reviewed");
    given(...stories.reviewed)
      .when(cleanUp(ada, "roles-removed"))
      .thenRefused("already-reviewed");
  });

  test("a sign-in that the log tells late makes the review owed anew", () => {
    const story = [...stories.reviewed, signedIn(15)];
    given(...story)
      .when(review(ada, { at: 100 }))
      .thenHappened(reviewed(ada, "emergency", 100));
  });

  test("what had lapsed unused, and was signed in to after all, is reviewed", () => {
    const late = [asked(), approved(bob), granted(), lapsed(), signedIn(10)];
    given(...late)
      .when(cleanUp(ada, "roles-removed"))
      .thenHappened(cleanedUp("roles-removed", ada));
  });
});

const day = 1_440;
/** It ended at 20; it must be reviewed within three days. */
const [half, due] = [20 + 1.5 * day, 20 + 3 * day];

describe("reminders", () => {
  test("at half of the time, when it is due, then daily, each with its number", () => {
    const said = [
      [half, 1],
      [due, 2],
      [due + day, 3],
      [due + 2 * day, 4],
      [due + 10 * day, 12],
    ] as const;
    for (const [minutes, number] of said) {
      const before = number === 1 ? [] : [reviewReminded(number - 1, Math.max(half, minutes - day))];
      given(...used, ...before)
        .at(minutes - 1 / 60)
        .thenOwed();
      given(...used, ...before)
        .at(minutes)
        .thenOwed(reviewReminded(number, minutes));
    }
  });

  test("C5: down for a week: only the newest is said, once, and the next a day after it was due", () => {
    given(...used)
      .at(due + 4.5 * day)
      .thenOwed(reviewReminded(6, due + 4.5 * day));
    given(...used)
      .at(due + 4.5 * day)
      .thenNextDue(due + 5 * day);
  });

  test("down since before its end: it ended late, and is reminded from there", () => {
    given(...stories.approved, released(dave, "envelope A"))
      .at(due)
      .thenOwed(ended(undefined, due));
    given(...stories.approved, released(dave, "envelope A"))
      .at(due)
      .thenNextDue(due + 1.5 * day);
  });

  test("reviewed, nothing more is owed, ever", () => {
    given(...stories.reviewed)
      .at(100 * day)
      .thenOwed();
    given(...stories.reviewed)
      .at(0)
      .thenNextDue(undefined);
  });

  test.each(["a drill used", "a hidden drill used", "lapsed", "ended"] as const)(
    "%s owes no review",
    (state) => {
      given(...stories[state])
        .at(100 * day)
        .thenOwed();
    },
  );

  const within = (reviewWithin: number): Organisation => ({
    ...contoso,
    policy: { ...contoso.policy, reviewWithin },
  });

  test("a policy that became longer meanwhile: the next one comes later, and its number grows all the same", () => {
    const story = [...used, reviewReminded(3, due + day)];
    givenIn(within(6 * day), ...story)
      .at(20 + 6 * day - 1)
      .thenOwed();
    givenIn(within(6 * day), ...story)
      .at(20 + 6 * day)
      .thenOwed(reviewReminded(4, 20 + 6 * day));
  });

  test("a policy that became shorter: what is overdue by it is said at once", () => {
    givenIn(within(day), ...used)
      .at(20 + day)
      .thenOwed(reviewReminded(2, 20 + day));
  });

  test("a clock that jumps back owes nothing", () => {
    given(...used, reviewReminded(2, due))
      .at(half)
      .thenOwed();
  });

  test("a declared use owes both, its attestation and its review", () => {
    const story = [asked(), declared(), released(dave, "envelope A"), ended(alice, 20)];
    const types = owed(stateOf(...story), after(due), contoso).map(({ type }) => type);
    expect(types.toSorted()).toEqual(["attestation-overdue", "review-reminded"]);
  });

  test("it is escalated from the second day after it was due", () => {
    expect([1, 2, 3, 4, 5].map(isEscalated)).toEqual([false, false, false, true, true]);
  });

  test("when it is due is a moment, so that a night with another clock changes nothing", () => {
    expect(reviewDue(stateOf(...used), contoso.policy)?.toString()).toBe(after(due).toString());
    expect(reviewDue(stateOf(...stories.reviewed), contoso.policy)).toBeUndefined();
  });
});

describe("a drill's request", () => {
  test("says which drill it rehearses, from its first event on", () => {
    const request = stateOf(asked(alice, { drill: drill(false) }));
    expect(request.drill).toEqual({ id: "DR-4", known: false, failed: false });
    expect(stateOf(asked()).drill).toBeUndefined();
    given()
      .when(ask(alice, { drill: drill(true) }))
      .thenHappened(asked(alice, { drill: drill(true) }));
  });

  test("hidden, it becomes known when it is revealed", () => {
    const request = stateOf(...stories["a hidden drill used"], drillRevealed());
    expect(request.drill?.known).toBe(true);
  });
});

test("what somebody ticks keeps its name and its moment", () => {
  const item: CleanUp = "parts-returned";
  expect(stateOf(...used, cleanedUp(item, ada, 71)).cleanUp).toEqual({
    [item]: { by: ada.id, at: after(71) },
  });
});
