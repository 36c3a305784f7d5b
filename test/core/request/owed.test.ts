// What time alone does, minute by minute. Bob approves at 1 and Alice declares at 1, so windows end at 61.
import { describe, expect, test } from "vitest";
import { fold } from "../../../src/core/request/act.ts";
import { nextDue, owed } from "../../../src/core/request/owed.ts";
import { after, alice, bob, contoso, dave, people, tina } from "../../kit/cast.ts";
import {
  approved,
  approversReminded,
  asked,
  attestationOverdue,
  attested,
  closingNoticed,
  declared,
  ended,
  expired,
  extended,
  extensionApproved,
  extensionAsked,
  extensionExpired,
  granted,
  lapsed,
  nextTierAsked,
  overStories,
  released,
  stories,
} from "../../kit/events.ts";
import { given, givenIn, plain, stateOf } from "../../kit/given.ts";

const second = 1 / 60;
const week = 7 * 24 * 60;

describe("while nobody answers", () => {
  const pending = given(asked());
  const waiting = given(asked(), nextTierAsked());

  test.each([0, 1, 5 - second])("at %s min nothing is owed yet, and tier 2 is asked at 5", (minutes) => {
    pending.at(minutes).thenOwed();
    pending.at(minutes).thenNextDue(5);
  });

  test("tier 2 is asked at 5 min, once, and the next thing is the reminder at 10", () => {
    pending.at(5).thenOwed(nextTierAsked());
    waiting.at(6).thenOwed();
    waiting.at(6).thenNextDue(10);
  });

  test("approvers are reminded at 10 and at 20, and the request expires at 30", () => {
    waiting.at(10).thenOwed(approversReminded());
    const reminded = given(asked(), nextTierAsked(), approversReminded());
    reminded.at(10).thenNextDue(20);
    reminded.at(20).thenOwed(approversReminded(20));
    given(asked(), nextTierAsked(), approversReminded(), approversReminded(20)).at(20).thenNextDue(30);
  });

  test("a late reminder moves the next one: nobody is reminded twice in a row", () => {
    waiting.at(18).thenOwed(approversReminded(18));
    given(asked(), nextTierAsked(), approversReminded(18)).at(20).thenOwed();
    given(asked(), nextTierAsked(), approversReminded(18)).at(20).thenNextDue(28);
  });

  test("C1: it expires at 30 min and not a second earlier", () => {
    const told = given(asked(), nextTierAsked(), approversReminded(25));
    told.at(30 - second).thenOwed();
    told.at(30).thenOwed(expired(30));
    told.at(30 + second).thenOwed(expired(30 + second));
  });

  test("C2, C5: down for a week, only what is still true is owed: it expired", () => {
    pending.at(week).thenOwed(expired(week));
    pending.at(week).thenNextDue(undefined);
  });

  test("down for 12 min, the next tier is asked and the approvers are reminded, each once", () => {
    const events = owed(stateOf(asked()), after(12), contoso).map(({ type }) => type);
    expect(events.toSorted()).toEqual(["approvers-reminded", "next-tier-asked"]);
  });

  test("an approval that is not the last one stops no reminder", () => {
    given(asked(alice, { quorum: { approvals: 2, mix: [] } }), approved(bob), nextTierAsked())
      .at(10)
      .thenOwed(approversReminded());
  });

  test("with one tier only, no next tier is asked", () => {
    const flat = { ...contoso, people: people.filter(({ id }) => id !== tina.id) };
    givenIn(flat, asked()).at(6).thenOwed();
    givenIn(flat, asked()).at(6).thenNextDue(10);
  });

  test("with nobody in the first tier, the second is asked at once, and is not the next", () => {
    const late = { ...contoso, people: people.filter(({ id, tier }) => tier === 2 || id === alice.id) };
    givenIn(late, asked()).at(6).thenOwed();
  });
});

describe("while it is open", () => {
  test("people are told 10 min before the window closes, once", () => {
    given(...stories.approved)
      .at(51 - second)
      .thenOwed();
    given(...stories.approved)
      .at(51)
      .thenOwed(closingNoticed());
    given(...stories.approved, closingNoticed())
      .at(55)
      .thenOwed();
    given(...stories.approved, closingNoticed())
      .at(55)
      .thenNextDue(61);
  });

  test("a window shorter than the notice is not noticed", () => {
    given(asked(alice, { minutes: 5 }), approved(bob), granted(1, 6))
      .at(2)
      .thenOwed();
    given(asked(alice, { minutes: 5 }), approved(bob), granted(1, 6))
      .at(2)
      .thenNextDue(6);
  });

  test("C6: approved and never handed over, it lapses at the end of the window", () => {
    given(...stories.approved, closingNoticed())
      .at(61 - second)
      .thenOwed();
    given(...stories.approved, closingNoticed())
      .at(61)
      .thenOwed(lapsed());
    given(...stories.approved)
      .at(week)
      .thenOwed(lapsed(week));
  });

  test("one part handed over is a use: it ends", () => {
    given(...stories.approved, released(dave, "envelope A"))
      .at(61)
      .thenOwed(ended());
  });

  test("a declared use ends, handed over or not", () => {
    given(...stories.attested)
      .at(61)
      .thenOwed(ended());
  });

  test("approvers are reminded of an extension too, every 10 min from its asking", () => {
    given(...stories["extension asked"])
      .at(20 - second)
      .thenOwed();
    given(...stories["extension asked"])
      .at(20)
      .thenOwed(approversReminded(20));
    given(...stories["extension asked"], approversReminded(20))
      .at(30 - second)
      .thenOwed();
  });

  test("an extension that nobody answers expires after 30 min, and the window stays", () => {
    given(...stories["extension asked"], approversReminded(20), approversReminded(30))
      .at(40 - second)
      .thenOwed();
    given(...stories["extension asked"])
      .at(40)
      .thenOwed(extensionExpired());
    given(...stories["extension asked"], extensionExpired())
      .at(41)
      .thenOwed();
  });

  test("B13: an extended window is noticed anew and ends later", () => {
    const story = [
      ...stories.approved,
      closingNoticed(),
      extensionAsked(52),
      extensionApproved(bob, 53),
      extended(53, 91),
    ];
    given(...story)
      .at(61)
      .thenOwed();
    given(...story)
      .at(81)
      .thenOwed(closingNoticed(81));
    given(...story)
      .at(91)
      .thenOwed(lapsed(91));
  });

  test("an extension asked shortly before the end ends with the window", () => {
    given(...stories.approved, closingNoticed(), extensionAsked(55))
      .at(61)
      .thenOwed(lapsed(61));
    given(...stories.approved, closingNoticed(), extensionAsked(55), lapsed(61))
      .at(90)
      .thenOwed();
  });
});

describe("until a declaration is attested", () => {
  const story = [asked(), declared(alice, 1), ended(undefined, 61)];

  test("it is overdue 4 h after it was declared, and told again every hour", () => {
    given(...story)
      .at(241 - second)
      .thenOwed();
    given(...story)
      .at(241)
      .thenOwed(attestationOverdue());
    given(...story, attestationOverdue())
      .at(300)
      .thenOwed();
    given(...story, attestationOverdue())
      .at(301)
      .thenOwed(attestationOverdue(301));
    given(...story, attestationOverdue())
      .at(241)
      .thenNextDue(301);
  });

  test("C5: down for a week, it is told once, and again an hour later", () => {
    given(asked(), declared()).at(week).thenOwed(ended(undefined, week), attestationOverdue(week));
    given(asked(), declared())
      .at(week)
      .thenNextDue(week + 60);
  });

  test("attested, nothing more is owed, ever", () => {
    given(...story, attested(bob, 70))
      .at(week)
      .thenOwed();
    given(...story, attestationOverdue(), attested(bob, 250))
      .at(week)
      .thenOwed();
    given(...story, attested(bob, 70))
      .at(70)
      .thenNextDue(undefined);
  });

  test("ended early, the attestation is owed all the same", () => {
    given(asked(), declared(), ended(alice, 5)).at(10).thenNextDue(241);
  });
});

describe.each(overStories)("%s", (state) => {
  test("owes nothing, ever", () => {
    given(...stories[state])
      .at(week)
      .thenOwed();
    given(...stories[state])
      .at(week)
      .thenNextDue(undefined);
  });
});

describe.each(Object.keys(stories) as (keyof typeof stories)[])("%s", (state) => {
  const minutes = [0, 1, 4, 5, 9, 10, 20, 29, 30, 31, 40, 50, 51, 60, 61, 62, 91, 240, 241, 242, 301, week];

  test.each(minutes)("at %s min: owed twice is owed once, and what is left is due later", (minute) => {
    const request = stateOf(...stories[state]);
    const now = after(minute);
    const left = fold(owed(request, now, contoso), request) ?? request;
    expect(plain(owed(left, now, contoso))).toEqual([]);
    const next = nextDue(left, contoso);
    if (next) expect(Temporal.Instant.compare(next, now)).toBe(1);
  });
});

test("C5: a clock that jumps back owes nothing", () => {
  given(...stories.approved)
    .at(-120)
    .thenOwed();
  given(...stories.pending)
    .at(-120)
    .thenOwed();
});

test("C5: a window over the night when the clocks change is an hour long all the same", () => {
  // Moments, not wall clocks: 2026-10-25, 03:00 in Berlin happens twice.
  const request = stateOf({ ...asked(), at: Temporal.Instant.from("2026-10-25T00:30:00Z") });
  const events = owed(
    { ...request, answerBy: Temporal.Instant.from("2026-10-25T01:00:00Z") },
    Temporal.Instant.from("2026-10-25T00:59:59Z"),
    contoso,
  );
  expect(events.some(({ type }) => type === "expired")).toBe(false);
});
