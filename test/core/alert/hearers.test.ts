// Who hears of an alert: where its card stands, who is told besides, and what the second road is told.
import { describe, expect, test } from "vitest";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import { alertHearers, incidentOf } from "../../../src/core/alert/hearers.ts";
import type { Organisation } from "../../../src/core/organisation.ts";
import { type Place, placeKey } from "../../../src/core/place.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  asDeclared,
  changesSeen,
  classified,
  closed,
  failed,
  failedRow,
  fallbackCalled,
  flagged,
  ofBlindness,
  ofChange,
  ofSignIn,
  outside,
  raised,
  regained,
  rejudged,
  repeated,
  seen,
  signIn,
  taken,
  unmatched,
} from "../../kit/alert-events.ts";
import { ada, contoso, people, sam } from "../../kit/cast.ts";

const always: Organisation = { ...contoso, fallback: "always" };
const whenSilent: Organisation = { ...contoso, fallback: "when-silent" };

type Told = { before?: readonly AlertEvent[]; in?: Organisation };

function hear(events: readonly AlertEvent[], { before = [], in: organisation = contoso }: Told = {}) {
  const hearing = alertHearers(events, alertFrom(...before, ...events), organisation);
  const names = (places: readonly Place[]) => [...new Set(places.map(nameOf))].toSorted();
  return {
    ...hearing,
    cardsAt: names(hearing.cards.map(({ place }) => place)),
    said: (event: number) =>
      names(hearing.announce.filter((one) => one.event === event).map(({ place }) => place)),
    all: names(hearing.announce.map(({ place }) => place)),
    isUrgent: [...hearing.cards, ...hearing.announce].every(({ urgent }) => urgent),
  };
}

/** The channel's kind or the person's name; both chats count as one. */
function nameOf({ platform, kind, id }: Place): string {
  if (platform === "fallback") return "fallback";
  const channel = ["requests", "soc", "admins"].find((name) => id.toLowerCase().includes(name));
  if (kind === "channel") return channel ?? id;
  return people.find((person) => person.id === id || person.slack === id)?.name ?? id;
}

const sev0 = alertOf(unmatched);
const row = signIn();

describe("an alert is raised", () => {
  test("its card stands in the SOC channel of both chats, and notifies by itself", () => {
    const { cards, announce } = hear(sev0);
    expect(cards.map(({ place }) => placeKey(place))).toEqual([
      "slack:channel:C0SOC",
      "teams:channel:19:soc@thread.tacv2",
    ]);
    expect(announce).toEqual([]);
  });

  test.each<[string, AlertEvent[], boolean]>([
    ["Sev 0", sev0, true],
    ["blindness, Sev 1", [raised(ofBlindness())], true],
    ["a change, Sev 1", [raised(ofChange()), changesSeen()], true],
    ["a failed attempt, Sev 2", alertOf(failed, failedRow()), false],
    ["an approved sign-in, Sev 3", alertOf(asApproved), false],
    [
      "a success after failures, Sev 0",
      [...alertOf(asApproved), flagged({ type: "after-failures", count: 3 }, 5)],
      true,
    ],
  ])("%s: urgent is %s", (_, events, urgent) => {
    expect(hear(events).cards.map((card) => card.urgent)).toEqual([urgent, urgent]);
  });

  test("a batch says each thing once: what comes with the card is on the card", () => {
    const batch = [...sev0, flagged({ type: "after-failures", count: 3 }, 5), rejudged(outside, [], 5)];
    expect(hear(batch).announce).toEqual([]);
    expect(hear([raised(ofBlindness()), regained(3, 5)]).announce).toEqual([]);
  });

  test("the second road rings at once if it always does, once, with the rows known, for a Sev 0 only", () => {
    expect(hear(sev0, { in: always }).said(1)).toEqual(["fallback"]);
    expect(hear(sev0, { in: always }).announce).toHaveLength(1);
    expect(hear([raised(ofSignIn(failed)), seen([failedRow()])], { in: always }).all).toEqual([]);
    expect(hear([raised(ofBlindness())], { in: always }).all).toEqual([]);
    expect(hear(sev0, { in: whenSilent }).all).toEqual([]);
  });
});

describe("more rows of a burst", () => {
  test("F5: are counted on the card, and said nowhere", () => {
    const { redraw, announce, cards } = hear([seen([signIn(1)], 6)], { before: sev0 });
    expect({ redraw, announce, cards }).toEqual({ redraw: true, announce: [], cards: [] });
    expect(hear([changesSeen(undefined, 6)], { before: [raised(ofChange())] }).announce).toEqual([]);
  });

  test("are said when they make the alert graver", () => {
    const before = alertOf(failed, ...[0, 1, 2, 3].map((at) => failedRow(at)));
    expect(hear([seen([failedRow(4)], 6)], { before }).all).toEqual(["soc"]);
    const graver = [...before, seen([failedRow(4)], 6)];
    expect(hear([seen([failedRow(5)], 7)], { before: graver }).all).toEqual([]);
  });
});

describe("what changes about it is said below the card", () => {
  test.each<[string, AlertEvent[], AlertEvent[]]>([
    ["rejudged", [rejudged(outside, [row])], alertOf(unmatched, row)],
    ["flagged", [flagged({ type: "second-country", countries: ["DE", "BR"] })], alertOf(asApproved)],
    ["seen again", [regained()], [raised(ofBlindness())]],
    ["acknowledged", [acknowledged()], sev0],
    ["classified", [classified()], [...sev0, acknowledged()]],
    ["closed", [closed()], [...sev0, acknowledged(), classified()]],
  ])("%s: the SOC of both chats hears it", (_, events, before) => {
    const { all, announce, redraw } = hear(events, { before });
    expect(all).toEqual(["soc"]);
    expect(announce).toHaveLength(2);
    expect(redraw).toBe(true);
  });

  test("a Sev 0 goes before everything else, and nothing milder does", () => {
    expect(hear([acknowledged()], { before: sev0 }).isUrgent).toBe(true);
    expect(hear([acknowledged()], { before: alertOf(failed, failedRow()) }).isUrgent).toBe(false);
  });

  test("classified and acknowledged in one click is one message", () => {
    const hearing = hear([acknowledged(), classified("misuse", sam, 10)], { before: sev0 });
    expect([hearing.said(0), hearing.said(1)]).toEqual([[], ["soc"]]);
  });

  test("rows judged anew in two parts to the same verdict are one message", () => {
    const [a, b] = [signIn(), signIn(1)];
    const before = alertOf(unmatched, a, b);
    expect(hear([rejudged(asDeclared, [a]), rejudged(asDeclared, [b])], { before }).announce).toHaveLength(2);
    expect(hear([rejudged(outside, [a]), rejudged(asDeclared, [b])], { before }).announce).toHaveLength(4);
  });

  test("that every chat took it is said nowhere, and changes no card", () => {
    expect(hear([taken()], { before: sev0 })).toMatchObject({ redraw: false, announce: [] });
  });
});

describe("a Sev 0 that nobody acknowledges", () => {
  test("the first repeat is for the SOC", () => {
    expect(hear([repeated(1)], { before: sev0 }).all).toEqual(["soc"]);
  });

  test("the second and later ones reach the admins, and everybody of the SOC in person, on both chats", () => {
    const { all, announce, isUrgent } = hear([repeated(2, 20)], { before: sev0 });
    expect(all).toEqual(["Ada", "Sam", "admins", "soc"]);
    expect(announce).toHaveLength(8);
    expect(isUrgent).toBe(true);
    expect(hear([repeated(7, 200)], { before: sev0 }).all).toEqual(all);
  });

  test("who is both SOC and admin hears it once in each chat", () => {
    const both = { ...contoso, people: [{ ...ada, roles: ["soc", "admin"] as const }] };
    const { announce } = hear([repeated(2, 20)], { before: sev0, in: both });
    const keys = announce.map(({ place }) => placeKey(place));
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys).toHaveLength(6);
  });

  test("one channel for the SOC and the admins hears it once", () => {
    const channels = { requests: "C1", soc: "C2", admins: "C2" };
    const one = { ...contoso, people: [], slack: { team: "T", channels }, teams: undefined };
    expect(hear([repeated(2, 20)], { before: sev0, in: one }).announce).toHaveLength(1);
  });

  test.each([always, whenSilent])("and the second road, if there is one: $fallback", (organisation) => {
    expect(hear([repeated(1)], { before: sev0, in: organisation }).all).toEqual(["soc"]);
    expect(hear([repeated(2, 20)], { before: sev0, in: organisation }).all).toContain("fallback");
  });
});

describe("the second road hears how it goes on, if it heard that it began", () => {
  const called = [...sev0, fallbackCalled()];

  test("called, because a chat was silent", () => {
    expect(hear([fallbackCalled()], { before: sev0, in: whenSilent }).all).toEqual(["fallback"]);
  });

  test.each<[string, Organisation, readonly AlertEvent[], boolean]>([
    ["always", always, sev0, true],
    ["it was called", whenSilent, called, true],
    ["it was called by the second repeat", whenSilent, [...sev0, taken(), repeated(2)], true],
    ["every chat took it", whenSilent, [...sev0, taken()], false],
    ["there is none any more", contoso, called, false],
  ])("%s", (_, organisation, before, hears) => {
    const heard = (...events: AlertEvent[]) =>
      hear(events, { before, in: organisation }).all.includes("fallback");
    expect(heard(acknowledged())).toBe(hears);
    expect(heard(closed())).toBe(hears);
    expect(heard(classified())).toBe(false);
    expect(heard(acknowledged(), classified())).toBe(hears);
  });

  test("judged milder, its incident is over; judged otherwise and as grave, nothing changes there", () => {
    const before = alertOf(unmatched, row);
    expect(hear([rejudged(asDeclared, [row])], { before, in: always }).all).toEqual(["fallback", "soc"]);
    expect(hear([rejudged(outside, [row])], { before, in: always }).all).toEqual(["soc"]);
    const milder = [...before, rejudged(asDeclared, [row])];
    expect(hear([rejudged(asApproved, [row], 30)], { before: milder, in: always }).all).toEqual(["soc"]);
    expect(hear([acknowledged(sam, 40)], { before: milder, in: always }).all).toEqual(["soc"]);
  });

  test("of several parts judged anew at once, one that was grave is enough", () => {
    const attempt = failedRow(1);
    const before = alertOf(unmatched, row, attempt);
    const first = rejudged(failed, [attempt], 18);
    const parts = [rejudged(asDeclared, [row]), rejudged(asDeclared, [attempt])];
    expect(hear(parts, { before: [...before, first], in: always }).all).toContain("fallback");
  });

  test("what becomes grave rings there", () => {
    const before = alertOf(asApproved, row);
    expect(hear([rejudged(unmatched, [row])], { before, in: always }).all).toEqual(["fallback", "soc"]);
    const flag = flagged({ type: "after-failures", count: 3 });
    expect(hear([flag], { before, in: always }).all).toEqual(["fallback", "soc"]);
    expect(hear([flag], { before: alertOf(unmatched, row), in: always }).all).toEqual(["soc"]);
    expect(hear([flag], { before, in: whenSilent }).all).toEqual(["soc"]);
  });
});

describe("what it does to the incident there", () => {
  const attempts = alertOf(failed, failedRow());
  test.each<[AlertEvent, readonly AlertEvent[], string | undefined]>([
    [seen(), sev0, "trigger"],
    [seen(), attempts, undefined],
    [changesSeen(), [raised(ofChange())], undefined],
    [flagged({ type: "after-failures", count: 3 }), alertOf(asApproved), "trigger"],
    [flagged({ type: "second-country", countries: ["DE", "BR"] }), alertOf(asApproved), undefined],
    [repeated(2), sev0, "trigger"],
    [fallbackCalled(), sev0, "trigger"],
    [acknowledged(), sev0, "acknowledge"],
    [classified(), [...sev0, acknowledged()], "acknowledge"],
    [rejudged(asDeclared, [row]), alertOf(unmatched, row), "resolve"],
    [rejudged(unmatched, [row]), alertOf(asApproved, row), "trigger"],
    [closed(), [...sev0, acknowledged(), classified()], "resolve"],
    [regained(), [raised(ofBlindness())], "resolve"],
    [taken(), sev0, undefined],
  ])("$type", (event, before, incident) => {
    expect(incidentOf(event, alertFrom(...before, event))).toBe(incident);
  });

  test("the raise itself rings only for a Sev 0", () => {
    expect(incidentOf(raised(), alertFrom(raised()))).toBe("trigger");
    expect(incidentOf(raised(ofChange()), alertFrom(raised(ofChange())))).toBeUndefined();
  });
});
