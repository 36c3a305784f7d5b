// What one batch of events puts on record besides the events: the next deadline, the name it holds, who is told.
import { describe, expect, test } from "vitest";
import { record } from "../../src/core/record.ts";
import type { RequestEvent } from "../../src/core/request/events.ts";
import { after, alice, bob, contoso, dave, first } from "../kit/cast.ts";
import {
  approved,
  asked,
  attested,
  cleanedUp,
  declared,
  denied,
  ended,
  expired,
  granted,
  released,
  reviewed,
  signedIn,
  stories,
} from "../kit/events.ts";
import { stateOf } from "../kit/given.ts";

const recorded = (events: readonly [RequestEvent, ...RequestEvent[]], before: readonly RequestEvent[] = []) =>
  record(events, stateOf(...before, ...events), before.length, "key", contoso);

test("the command's key, the version that was read and the stream go with the events", () => {
  expect(recorded([denied(bob)], stories.pending)).toMatchObject({
    stream: "BG-1",
    expected: 1,
    key: "key",
  });
});

test("each announcement names the version of its event", () => {
  const { announcements } = recorded([approved(bob), granted()], stories.pending);
  expect(new Set(announcements.map(({ version }) => version))).toEqual(new Set([3]));
});

const inUse = [...stories.approved, released(dave, "envelope A")];

describe("the deadline is that of the request as the events leave it", () => {
  test.each<
    [string, readonly [RequestEvent, ...RequestEvent[]], readonly RequestEvent[], number | undefined]
  >([
    ["asked", [asked()], [], 5],
    ["approved", [approved(bob), granted()], stories.pending, 51],
    ["denied", [denied(bob)], stories.pending, undefined],
    ["ended, not attested", [ended(undefined, 61)], stories.declared, 241],
    ["used and ended, to be reviewed in three days", [ended(alice, 20)], inUse, 20 + 36 * 60],
    ["reviewed", [reviewed()], stories["cleaned up"], undefined],
    ["attested after its end", [attested(bob, 70)], stories["ended and not attested"], undefined],
  ])("%s", (_, events, before, due) => {
    expect(recorded(events, before).due?.toString()).toBe(
      due === undefined ? undefined : after(due).toString(),
    );
  });
});

describe("B12: one live request of one person for one account", () => {
  test.each(["pending", "approved", "declared", "extension asked", "extended"] as const)(
    "%s: it holds the person and the account",
    (state) => {
      const [event, ...others] = stories[state];
      if (!event) throw new Error("an empty story");
      expect(recorded([event, ...others]).holds).toBe(`${alice.id}/${first.id}`);
    },
  );

  test("over, it lets them go", () => {
    expect(recorded([denied(bob)], stories.pending).holds).toBeUndefined();
    expect(recorded([expired()], stories.pending).holds).toBeUndefined();
    expect(recorded([ended(alice, 5)], stories.attested).holds).toBeUndefined();
  });

  test("over and not attested, it stays live under a name of its own, and the person may ask again", () => {
    expect(recorded([ended(alice, 5)], [asked(), declared()]).holds).toBe("attest/BG-1");
    expect(recorded([attested(bob, 70)], stories["ended and not attested"]).holds).toBeUndefined();
  });

  test("used and not reviewed, it stays live until somebody signs it off; its attestation goes first", () => {
    const [last] = stories.used.slice(-1);
    if (!last) throw new Error("an empty story");
    expect(recorded([last], stories.used.slice(0, -1)).holds).toBe("review/BG-1");
    expect(recorded([reviewed()], stories["cleaned up"]).holds).toBeUndefined();
    expect(recorded([signedIn(15)], stories.reviewed).holds).toBe("review/BG-1");
    const declaredUse = [asked(), declared(), signedIn(5)];
    expect(recorded([ended(alice, 20)], declaredUse).holds).toBe("attest/BG-1");
    expect(recorded([attested(bob, 30)], [...declaredUse, ended(alice, 20)]).holds).toBe("review/BG-1");
  });

  test("a drill that is over holds nothing here: its own stream goes on", () => {
    const story = stories["a drill used"];
    const [last] = story.slice(-1);
    if (!last) throw new Error("an empty story");
    expect(recorded([last], story.slice(0, -1)).holds).toBeUndefined();
  });

  test("a review does not change which time the request concerns", () => {
    const span = recorded([reviewed()], stories["cleaned up"]).span;
    expect(span).toEqual(recorded([cleanedUp("roles-removed")], stories.used).span);
  });
});
