// It is over: whatever is clicked, on whatever stale card, it stays over.
import { describe, expect, test } from "vitest";
import { openQuestion } from "../../../src/core/request/state.ts";
import { alice, bob, dave, tina } from "../../kit/cast.ts";
import {
  approve,
  ask,
  declare,
  declarePending,
  deny,
  end,
  extend,
  release,
  withdraw,
} from "../../kit/commands.ts";
import { ended, expired, overStories, refusedTo, stories } from "../../kit/events.ts";
import { given, stateOf } from "../../kit/given.ts";

describe.each(overStories)("B3, B4: %s", (state) => {
  const story = stories[state];
  const late = state === "expired" ? "expired" : "already-decided";

  test("cannot be approved, denied, withdrawn or declared", () => {
    given(...story)
      .when(approve(tina, { at: 70 }))
      .thenRefused(late);
    given(...story)
      .when(deny(tina, { at: 70 }))
      .thenRefused(late);
    given(...story)
      .when(withdraw(alice, { at: 70 }))
      .thenRefused(late);
    given(...story)
      .when(declarePending(alice, undefined, { at: 70 }))
      .thenRefused(late);
  });

  test("cannot be ended, extended or handed over", () => {
    given(...story)
      .when(end(alice, { at: 70 }))
      .thenRefused("over");
    given(...story)
      .when(extend(alice, { at: 70 }))
      .thenRefused("over");
    given(...story)
      .when(release(dave, "envelope A", { at: 70 }))
      .thenRefused("over");
  });

  test("is not asked again under the same number", () => {
    given(...story)
      .when(ask(alice, { at: 70 }))
      .thenRefused("already-asked");
    given(...story)
      .when(declare(alice, { at: 70 }))
      .thenRefused("already-asked");
  });

  test("A1: the requester hears of the two-person rule even now", () => {
    given(...story)
      .when(approve(alice, { at: 70 }))
      .thenRefused("same-person");
  });
});

test("C1: an approval one second after the deadline meets an expired request, though no tick ran", () => {
  given(...stories.pending)
    .when(approve(bob, { at: 30 + 1 / 60 }))
    .thenRefused("expired", expired(30 + 1 / 60));
});

test("C1: so does one at the very moment; one second before, it counts", () => {
  given(...stories.pending)
    .when(approve(bob, { at: 30 }))
    .thenRefused("expired", expired(30));
  expect(() =>
    given(...stories.pending)
      .when(approve(bob, { at: 30 - 1 / 60 }))
      .thenRefused("expired"),
  ).toThrow();
});

test("C1: a window that is over cannot be extended, though no tick ran", () => {
  given(...stories.declared)
    .when(extend(alice, { at: 61 }))
    .thenRefused("over", ended(undefined, 61));
});

test("an extension that waits when the use ends is over with it", () => {
  const story = [...stories["extension asked"], ended(bob, 20)];
  expect(openQuestion(stateOf(...story))).toBeUndefined();
  given(...story)
    .when(approve(tina, { at: 21, about: 1 }))
    .thenRefused("already-decided");
});

test("D2: what happens later never takes away who decided", () => {
  const request = stateOf(...stories.denied, refusedTo(tina, "approve", "already-decided", 2));
  expect(request.outcome).toEqual(stateOf(...stories.denied).outcome);
  expect(request.outcome?.by).toBe(bob.id);
});
