// Who hears of what: where the card must stand, and who is told besides.
import { describe, expect, test } from "vitest";
import { hearers } from "../../src/core/hearers.ts";
import type { Organisation, Person } from "../../src/core/organisation.ts";
import { type Place, placeKey } from "../../src/core/place.ts";
import type { RequestEvent } from "../../src/core/request/events.ts";
import { alice, bob, carol, contoso, dave, erin, people, rob, tina } from "../kit/cast.ts";
import {
  approved,
  approversReminded,
  asked,
  attestationOverdue,
  attested,
  cleanedUp,
  closingNoticed,
  declared,
  denied,
  drill,
  drillRevealed,
  ended,
  expired,
  extended,
  extensionApproved,
  extensionAsked,
  extensionDenied,
  extensionExpired,
  granted,
  lapsed,
  nextTierAsked,
  refusedTo,
  released,
  reviewed,
  reviewReminded,
  signedIn,
  stories,
  withdrawn,
} from "../kit/events.ts";
import { stateOf } from "../kit/given.ts";

type Told = { before?: readonly RequestEvent[]; in?: Organisation };

function hear(events: readonly RequestEvent[], { before = [], in: organisation = contoso }: Told = {}) {
  const hearing = hearers(events, stateOf(...before, ...events), organisation);
  const names = (places: readonly Place[]) => [...new Set(places.map((place) => nameOf(place)))].toSorted();
  const said = (event: number) => hearing.announce.filter((one) => one.event === event);
  return {
    ...hearing,
    cardsAt: names(hearing.cards.map(({ place }) => place)),
    said: (event: number) => names(said(event).map(({ place }) => place)),
    all: names(hearing.announce.map(({ place }) => place)),
  };
}

/** The channel's kind or the person's name; both platforms count as one. */
function nameOf({ kind, id }: Place): string {
  const channel = ["requests", "soc", "admins"].find((name) => id.toLowerCase().includes(name));
  if (kind === "channel") return channel ?? id;
  return people.find((person) => person.id === id || person.slack === id)?.name ?? id;
}

describe("the card stands where it must be seen", () => {
  test("asked: in the requests channel, with the requester and with each approver of tier 1", () => {
    expect(hear([asked()]).cardsAt).toEqual(["Alice", "Bob", "Carol", "requests"]);
  });

  test("on both platforms, each person and channel once", () => {
    const { cards } = hear([asked()]);
    const keys = cards.map(({ place }) => placeKey(place));
    expect(new Set(keys).size).toBe(keys.length);
    expect(cards.filter(({ place }) => place.platform === "slack")).toHaveLength(4);
    expect(cards.filter(({ place }) => place.platform === "teams")).toHaveLength(4);
  });

  test("A1: an approver who asks gets a copy as requester, and the other approvers theirs", () => {
    expect(hear([asked(carol)]).cardsAt).toEqual(["Bob", "Carol", "requests"]);
  });

  test("A15: with an empty first tier the next is asked at once", () => {
    const late = { ...contoso, people: [alice, rob, tina] };
    expect(hear([asked()], { in: late }).cardsAt).toEqual(["Alice", "Tina", "requests"]);
  });

  test("the next tier gets its copies when it is asked", () => {
    expect(hear([nextTierAsked()], { before: stories.pending }).cardsAt).toEqual(["Tina"]);
  });

  test("approved: the custodians of the account get theirs", () => {
    expect(hear([approved(bob), granted()], { before: stories.pending }).cardsAt).toEqual(["Dave", "Erin"]);
  });

  test("declared: the SOC, every approver of both tiers and the custodians get theirs, urgently", () => {
    const { cardsAt, cards } = hear([asked(), declared()]);
    expect(cardsAt).toEqual(["Alice", "Bob", "Carol", "Dave", "Erin", "Tina", "requests", "soc"]);
    expect(cards.every(({ urgent }) => urgent)).toBe(true);
  });

  test("a request that is not declared is not urgent", () => {
    expect(hear([asked()]).cards.some(({ urgent }) => urgent)).toBe(false);
  });

  test("with one platform, only there", () => {
    const slackOnly = { ...contoso, teams: undefined };
    expect(hear([asked()], { in: slackOnly }).cards.map(({ place }) => placeKey(place))).toEqual([
      "slack:channel:C0REQUESTS",
      "slack:person:U0ALICE",
      "slack:person:U0BOB",
      "slack:person:U0CAROL",
    ]);
  });
});

describe("a card that is posted notifies by itself", () => {
  test("asked: nobody is told besides", () => {
    expect(hear([asked()]).announce).toEqual([]);
  });

  test("A11: too few can approve: the admins are told", () => {
    expect(hear([asked(alice, { enough: false })]).all).toEqual(["admins"]);
  });

  test("A11: declared with too few approvers: the admins are told that too", () => {
    expect(hear([asked(alice, { enough: false }), declared()]).all).toEqual(["admins"]);
  });

  test("declared at once: the fresh cards say it", () => {
    expect(hear([asked(), declared()]).all).toEqual([]);
  });

  test("declared while it waited: those who have the old card are told, urgently", () => {
    const { announce, said } = hear([declared()], { before: stories.pending });
    expect(said(0)).toEqual(["Bob", "Carol", "Tina", "requests"]);
    expect(announce.every(({ urgent }) => urgent)).toBe(true);
  });
});

const { pending, approved: open, "extension asked": extending } = stories;
const custodial = ["Alice", "Dave", "Erin", "requests"];

describe("an edit notifies nobody, so what happened is also said", () => {
  test.each<[string, RequestEvent, readonly RequestEvent[], string[]]>([
    ["denied", denied(bob), pending, ["Alice", "requests"]],
    ["withdrawn", withdrawn(), pending, ["Alice", "requests"]],
    ["expired", expired(), pending, ["Alice", "requests"]],
    ["granted", granted(), [...pending, approved(bob)], ["Alice", "requests"]],
    ["released", released(dave, "envelope A"), open, ["Alice", "requests"]],
    ["lapsed, and no sign-in was seen", lapsed(), open, [...custodial, "soc"]],
    ["ended, and no sign-in was seen", ended(alice), open, [...custodial, "soc"]],
    ["ended after a sign-in", ended(alice), [...open, signedIn()], custodial],
    ["signed in", signedIn(), open, ["Alice", "requests"]],
    ["attested", attested(), stories.declared, ["Alice", "requests", "soc"]],
    ["attestation overdue", attestationOverdue(), stories.declared, ["Bob", "Carol", "Tina", "soc"]],
    ["extension asked", extensionAsked(), open, ["Bob", "Carol", "requests"]],
    ["extended", extended(), extending, ["Alice", "requests"]],
    ["extension denied", extensionDenied(bob), extending, ["Alice", "requests"]],
    ["extension expired", extensionExpired(), extending, ["Alice", "requests"]],
    ["next tier asked", nextTierAsked(), pending, ["requests"]],
    ["approvers reminded", approversReminded(), pending, ["Bob", "Carol", "requests"]],
    ["closing noticed", closingNoticed(), open, ["Alice"]],
    ["extension half approved", extensionApproved(bob), extending, []],
    ["refused", refusedTo(rob, "approve", "not-an-approver"), pending, []],
  ])("%s", (_, event, before, told) => {
    expect(hear([event], { before }).all).toEqual(told);
  });

  test("half approved: the requester hears that one approval is there", () => {
    const before = [asked(alice, { quorum: { approvals: 2, mix: [] } })];
    expect(hear([approved(bob)], { before }).all).toEqual(["Alice", "requests"]);
  });

  test("the last approval is said once, not twice", () => {
    const { said } = hear([approved(bob), granted()], { before: pending });
    expect(said(0)).toEqual([]);
    expect(said(1)).toEqual(["Alice", "requests"]);
  });

  test("the overdue attestation is urgent, an ordinary ending is not", () => {
    expect(
      hear([attestationOverdue()], { before: stories.declared }).announce.every(({ urgent }) => urgent),
    ).toBe(true);
    expect(hear([ended(alice)], { before: open }).announce.some(({ urgent }) => urgent)).toBe(false);
  });

  test("who answered already is not reminded", () => {
    const before = [asked(alice, { quorum: { approvals: 2, mix: [] } }), approved(bob)];
    expect(hear([approversReminded()], { before }).all).toEqual(["Carol", "requests"]);
  });

  test("after the next tier was asked, it is reminded too", () => {
    expect(hear([approversReminded()], { before: [...pending, nextTierAsked()] }).all).toEqual([
      "Bob",
      "Carol",
      "Tina",
      "requests",
    ]);
  });

  test("who approved the request is asked about its extension all the same", () => {
    expect(hear([extensionAsked()], { before: open }).said(0)).toContain("Bob");
  });

  test("D12: who has no Slack is told in Teams, and the others as ever", () => {
    const offline: Person = { ...bob, slack: undefined };
    const organisation = { ...contoso, people: [alice, offline, carol, dave, erin] };
    const keys = hear([asked()], { in: organisation }).cards.map(({ place }) => placeKey(place));
    expect(keys).toContain(`teams:person:${bob.id}`);
    expect(keys).not.toContain("slack:person:U0BOB");
    expect(keys).toContain("slack:person:U0CAROL");
  });

  test("the requester who left is told nowhere, and nothing breaks", () => {
    const without = { ...contoso, people: people.filter(({ id }) => id !== alice.id) };
    const { announce } = hear([denied(bob)], { before: pending, in: { ...without, teams: undefined } });
    expect(announce.map(({ place }) => placeKey(place))).toEqual(["slack:channel:C0REQUESTS"]);
  });
});

describe("the review of a use", () => {
  const { used } = stories;

  test("owed: the requests channel, and the approvers and admins who may review it; nobody else is bothered", () => {
    expect(hear([reviewReminded(1)], { before: used }).all).toEqual(["Ada", "Carol", "Tina", "requests"]);
    expect(hear([reviewReminded(3)], { before: used }).all).toEqual(["Ada", "Carol", "Tina", "requests"]);
  });

  test("still owed on the second day after it was due: the admins and the SOC too", () => {
    expect(hear([reviewReminded(4)], { before: used }).all).toEqual([
      "Ada",
      "Carol",
      "Tina",
      "admins",
      "requests",
      "soc",
    ]);
  });

  test("A1: an approver who asked is not reminded to review it", () => {
    const own = [asked(carol), ...used.slice(1)];
    expect(hear([reviewReminded(1)], { before: own }).all).toEqual(["Ada", "Tina", "requests"]);
  });

  test("signed off: the requests channel and the requester hear it; misuse, the admins and the SOC too", () => {
    const before = stories["cleaned up"];
    expect(hear([reviewed()], { before }).all).toEqual(["Alice", "requests"]);
    expect(hear([reviewed(tina, "misuse")], { before }).all).toEqual(["Alice", "admins", "requests", "soc"]);
  });

  test("what is ticked is told to nobody, and stands on the card", () => {
    const { announce, redraw } = hear([cleanedUp("roles-removed")], { before: used });
    expect(announce).toEqual([]);
    expect(redraw).toBe(true);
  });
});

describe("a hidden drill", () => {
  const before = [asked(alice, { drill: drill(false) }), approved(bob), granted()];

  test("the SOC does not hear that nothing was seen of it", () => {
    expect(hear([ended(alice)], { before }).all).toEqual(["Alice", "Dave", "Erin", "requests"]);
    expect(hear([lapsed()], { before }).all).toEqual(["Alice", "Dave", "Erin", "requests"]);
  });

  test("the SOC hears it of a drill that it knows, and once it was revealed", () => {
    const known = [asked(alice, { drill: drill(true) }), approved(bob), granted()];
    expect(hear([ended(alice)], { before: known }).all).toContain("soc");
    expect(hear([ended(alice)], { before: [...before, drillRevealed()] }).all).toContain("soc");
  });

  test("revealed, every card is drawn anew, and nobody is told by the request", () => {
    expect(hear([drillRevealed()], { before })).toMatchObject({ redraw: true, announce: [], cards: [] });
  });
});

describe("D1: what changes the card makes every copy stale", () => {
  test.each([
    approved(bob),
    granted(),
    denied(bob),
    withdrawn(),
    expired(),
    declared(),
    attested(),
    lapsed(),
  ])("$type", (event) => {
    expect(hear([event], { before: pending }).redraw).toBe(true);
  });

  test.each([
    approversReminded(),
    closingNoticed(),
    nextTierAsked(),
    reviewReminded(),
    refusedTo(rob, "approve", "same-person"),
  ])("$type changes nothing on it", (event) => {
    expect(hear([event], { before: pending }).redraw).toBe(false);
  });

  test("one change among many is enough", () => {
    expect(hear([approversReminded(), denied(bob)], { before: pending }).redraw).toBe(true);
  });
});
