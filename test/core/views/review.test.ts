// A used request's card until somebody has signed it off, its form, and the drill that only those who know may see.
import { describe, expect, test } from "vitest";
import type { Person } from "../../../src/core/organisation.ts";
import { type CleanUp, cleanUps, type RequestEvent } from "../../../src/core/request/events.ts";
import type { View } from "../../../src/core/view.ts";
import { announcement } from "../../../src/core/views/announcement.ts";
import { done, refused } from "../../../src/core/views/answers.ts";
import { requestCard } from "../../../src/core/views/request-card.ts";
import { cleanUpLabels } from "../../../src/core/words/review.ts";
import { ada, after, alice, audrey, bob, contoso, dave, people, sam, tina } from "../../kit/cast.ts";
import {
  approved,
  asked,
  attested,
  cleanedUp,
  declared,
  drill,
  drillRevealed,
  ended,
  findings,
  granted,
  released,
  reviewed,
  reviewReminded,
  stories,
} from "../../kit/events.ts";
import { plain, stateOf } from "../../kit/given.ts";
import { readView } from "../../kit/office.ts";

const card = (events: readonly RequestEvent[], viewer?: Person) =>
  requestCard(stateOf(...events), contoso, viewer);
const labels = ({ buttons }: View) => buttons.map(({ label }) => label);
/** Null: the card has no such fact. */
const factOf = ({ facts }: View, name: string) =>
  plain(facts.find(({ label }) => label === name)?.value ?? null);
const { used } = stories;
const byHand = ["Policies are restored", "Temporary roles are removed", "Every part is back"];

describe("a use that is over and not reviewed", () => {
  test("says so in its title, who must do what, and by when", () => {
    expect(card(used)).toMatchObject({ title: "BG-1 · Ended, not reviewed", tone: "waiting" });
    const text = plain(card(used).lines);
    expect(JSON.stringify(text)).toContain("neither asked nor alone approved");
    expect(JSON.stringify(text)).toContain("/breakglass timeline BG-1");
    expect(JSON.stringify(text)).toContain(after(20 + 3 * 1_440).toString());
  });

  test("shows the clean-up list: who ticked what and when, what is left, what the bot sees", () => {
    const shown = card([...used, cleanedUp("policies-restored", tina, 70), cleanedUp("credential-rotated")]);
    expect(factOf(shown, "Policies restored")).toEqual(
      plain([{ person: tina }, ", ", { moment: after(70), show: "date-time" }]),
    );
    expect(factOf(shown, "Temporary roles removed")).toEqual(["not yet"]);
    expect(factOf(shown, "Credential renewed")).toEqual(
      plain(["seen by me, ", { moment: after(70), show: "date-time" }]),
    );
    expect(JSON.stringify(factOf(card(used), "Credential renewed"))).toContain("not yet");
  });

  test("a channel's copy has a button for each item that a person ticks, until it is ticked", () => {
    expect(labels(card(used))).toEqual(byHand);
    expect(labels(card([...used, cleanedUp("roles-removed")]))).toEqual([byHand[0], byHand[2]]);
    expect(card([...used, cleanedUp("roles-removed")]).buttons[0]?.action).toEqual({
      verb: "clean-up",
      request: "BG-1",
      item: "policies-restored",
    });
  });

  test("all ticked, it has the button that signs it off, and not before", () => {
    expect(labels(card(stories["cleaned up"]))).toEqual(["Review and sign off"]);
    const left = [...used, ...cleanUps.slice(0, 3).map((item) => cleanedUp(item))];
    expect(labels(card(left))).toEqual([]);
  });

  test.each([tina, sam, ada, audrey])("$name, who may review, finds the same in their own copy", (person) => {
    expect(labels(card(used, person))).toEqual(byHand);
    expect(labels(card(stories["cleaned up"], person))).toEqual(["Review and sign off"]);
  });

  test.each([alice, bob, dave])("$name, who may not, finds none", (person) => {
    expect(labels(card(used, person))).toEqual([]);
    expect(labels(card(stories["cleaned up"], person))).toEqual([]);
  });

  test("labels fit both platforms", () => {
    for (const label of Object.values(cleanUpLabels)) expect(label.length).toBeLessThanOrEqual(30);
  });

  test("nothing was handed over and nobody signed in: there is nothing to review", () => {
    expect(card(stories.ended).title).toBe("BG-1 · Ended");
    expect(factOf(card(stories.ended), "Policies restored")).toBeNull();
  });

  test("while it is in use there is no list yet", () => {
    const inUse = [...stories.approved, released(dave, "envelope A")];
    expect(factOf(card(inUse), "Policies restored")).toBeNull();
    expect(labels(card(inUse))).toEqual([]);
  });

  test("a declaration that is not attested stays an alarm above all", () => {
    const story = [asked(), declared(), released(dave, "envelope A"), ended(alice, 20)];
    expect(card(story)).toMatchObject({ tone: "alarm", severity: 0 });
    expect(card(story).title).toBe("BG-1 · Ended after a declaration, not attested, not reviewed");
    expect(labels(card(story))).toEqual(["Attest", ...byHand]);
  });
});

describe("what is said to be left", () => {
  const left = (...items: CleanUp[]) =>
    readView(card([...used, ...items.map((item) => cleanedUp(item))])).match(
      /Put every part.*|Have the cred.*/,
    )?.[0];
  test.each<[string, CleanUp[], string | undefined]>([
    ["all of it", [], "Put every part back in its place, and have the credential renewed."],
    ["the parts", ["credential-rotated"], "Put every part back in its place."],
    ["the credential", ["parts-returned"], "Have the credential renewed."],
    ["neither", ["parts-returned", "credential-rotated"], undefined],
  ])("%s", (_, items, said) => {
    expect(left(...items)).toBe(said);
  });
});

describe("whoever ticks what is ticked", () => {
  test("hears which request to look at", () => {
    const { lines } = refused("already-cleaned", stateOf(...used), tina.id, contoso);
    expect(JSON.stringify(lines)).toContain("/breakglass review BG-1 shows");
  });
});

describe("the form that signs it off", () => {
  const form = card(stories["cleaned up"], tina).buttons[0]?.form;

  test("repeats the use in short: who, why, by whose word, how long", () => {
    const text = JSON.stringify(plain(form?.lines));
    for (const part of ["Alice", "Emergency 1", "All admins are locked out", "Bob", "1 part handed over"])
      expect(text).toContain(part);
    for (const moment of [after(1), after(20)]) expect(text).toContain(moment.toString());
  });

  test("asks what it was and what was compared", () => {
    expect(form?.fields.map(({ id, required }) => [id, required])).toEqual([
      ["class", true],
      ["note", true],
    ]);
  });
});

describe("reviewed", () => {
  test("the card says by whom and as what, and has no button left", () => {
    const shown = card(stories.reviewed, ada);
    expect(shown).toMatchObject({ title: "BG-1 · Ended, reviewed", tone: "good" });
    expect(plain(shown.lines)).toEqual(plain([["Reviewed by ", { person: tina }, " as actual emergency."]]));
    expect(shown.buttons).toEqual([]);
    expect(JSON.stringify(factOf(shown, "Review"))).toContain(findings);
  });

  test("misuse is not shown in green", () => {
    const story = [...stories["cleaned up"], reviewed(tina, "misuse")];
    expect(card(story).tone).toBe("bad");
    expect(announcement(reviewed(tina, "misuse"), stateOf(...story), contoso)?.tone).toBe("bad");
  });
});

describe("what is said", () => {
  const say = (event: RequestEvent, before: readonly RequestEvent[]) =>
    announcement(event, stateOf(...before, event), contoso);

  test("the reminder: since when, what is left, and what to type", () => {
    const view = say(reviewReminded(3), [...used, cleanedUp("roles-removed")]);
    expect(view?.title).toBe("BG-1 is not reviewed");
    const text = JSON.stringify(plain(view?.lines));
    expect(text).toContain("reminder 3");
    expect(text).toContain("Policies restored, Parts back in their places, Credential renewed");
    expect(text).not.toContain("Temporary roles");
    expect(text).toContain("/breakglass timeline BG-1");
    expect(text).toContain("/breakglass review BG-1");
  });

  test("signed off: by whom, as what, in their words", () => {
    const view = say(reviewed(), stories["cleaned up"]);
    expect(plain(view?.lines)).toEqual(
      plain([[{ person: tina }, " looked at all of it. It was: actual emergency. ", { said: findings }]]),
    );
  });

  test("the end of a use says that its review is owed; of a drill or of nothing used, it does not", () => {
    const text = (story: readonly RequestEvent[]) =>
      JSON.stringify(plain(say(ended(alice, 20), story.slice(0, -1))?.lines));
    expect(text(used)).toContain("/breakglass timeline BG-1");
    for (const story of [stories.ended, stories["a drill used"], stories["a hidden drill used"]])
      expect(text(story)).not.toContain("review");
  });

  test("whoever ticks hears what is left, and whoever signs off that nothing is", () => {
    const answer = (...story: RequestEvent[]) => done(story.slice(-1), stateOf(...story), contoso);
    const ticks = cleanUps.map((item) => cleanedUp(item));
    expect(JSON.stringify(answer(...used, ...ticks.slice(0, 1)).lines)).toContain("Temporary roles removed");
    expect(JSON.stringify(answer(...used, ...ticks).lines)).toContain("/breakglass review BG-1");
    expect(answer(...stories.reviewed)).toMatchObject({ title: "BG-1: reviewed", tone: "good" });
  });

  test("what is ticked, and that a drill is known, is on the card only", () => {
    expect(say(cleanedUp("roles-removed"), used)).toBeUndefined();
    expect(say(drillRevealed(), stories["a hidden drill used"])).toBeUndefined();
  });
});

describe("a drill", () => {
  const states = (announced: boolean): RequestEvent[][] => {
    const begin = [asked(alice, { drill: drill(announced) })];
    const open = [...begin, approved(bob), granted(), released(dave, "envelope A")];
    return [begin, open, [...open, ended(alice, 20)]];
  };

  test("is called one in the title, the first line and the facts, where it is known", () => {
    for (const story of states(true)) {
      const shown = card(story);
      expect(shown.title).toMatch(/^BG-1 · Drill: /);
      expect(JSON.stringify(shown.lines[0])).toContain("This is a drill (DR-4)");
      expect(factOf(shown, "Drill")).toEqual(["DR-4"]);
    }
    const granting = [asked(alice, { drill: drill(true) }), approved(bob), granted()];
    expect(announcement(granted(), stateOf(...granting), contoso)?.title).toBe("Drill · BG-1 is approved");
  });

  test("hidden, no copy of its card and nothing that is said tells of it: to nobody", () => {
    for (const story of states(false)) {
      for (const viewer of [undefined, ...people])
        expect(JSON.stringify(plain(card(story, viewer)))).not.toMatch(/drill|DR-4/i);
      const last = story.at(-1);
      const said = last && announcement(last, stateOf(...story), contoso);
      expect(JSON.stringify(plain(said ?? null))).not.toMatch(/drill|DR-4/i);
    }
  });

  test("revealed, it is called one", () => {
    expect(card([...stories["a hidden drill used"], drillRevealed()]).title).toBe("BG-1 · Drill: Ended");
  });

  test("has no clean-up list of its own, and says where its sign-off is", () => {
    const shown = card(stories["a drill used"], ada);
    expect(shown.buttons).toEqual([]);
    expect(factOf(shown, "Policies restored")).toBeNull();
    expect(JSON.stringify(shown.lines)).toContain("/breakglass status DR-4");
  });

  test.each<[string, RequestEvent[]]>([
    ["that failed", [...stories["a drill used"], { type: "rehearsal-failed", at: after(50) }]],
    [
      "that became a declaration",
      [
        asked(alice, { drill: drill(true) }),
        declared(),
        attested(),
        released(dave, "envelope A"),
        ended(alice, 20),
      ],
    ],
  ])("%s is reviewed like every use: its own sign-off says nothing of it", (_, story) => {
    const owed = readView(card(story));
    expect(owed).toMatch(/· Drill: Ended.*, not reviewed/);
    expect(owed).toContain("Review it by");
    expect(owed).not.toContain("own sign-off");
    const signed = [...story, ...cleanUps.map((item) => cleanedUp(item)), reviewed()];
    expect(readView(card(signed))).toContain("Reviewed by Tina as actual emergency.");
  });
});
