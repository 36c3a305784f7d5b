// Who hears of a drill: where its card stands, who is told besides, and that the SOC hears nothing of a hidden one.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DrillEvent } from "../../../src/core/drill/events.ts";
import { drillHearers } from "../../../src/core/drill/hearers.ts";
import { isHidden } from "../../../src/core/drill/state.ts";
import type { Organisation, Person } from "../../../src/core/organisation.ts";
import { type Place, placeKey } from "../../../src/core/place.ts";
import { ada, bob, carol, contoso, people, sam } from "../../kit/cast.ts";
import {
  asDone,
  asHidden,
  asRunning,
  asScheduled,
  day,
  drillFrom,
  failed,
  finished,
  moved,
  noted,
  rehearsed,
  reminded,
  started,
  tickable,
  ticked,
  witnessed,
} from "./kit.ts";

type Told = { before?: readonly DrillEvent[]; in?: Organisation };

function hear(events: readonly DrillEvent[], { before = [], in: organisation = contoso }: Told = {}) {
  const { redraw, cards, announce } = drillHearers(events, drillFrom(...before, ...events), organisation);
  const names = (places: readonly Place[]) => [...new Set(places.map(nameOf))].toSorted();
  return {
    redraw,
    cards,
    announce,
    cardsAt: names(cards.map(({ place }) => place)),
    all: names(announce.map(({ place }) => place)),
  };
}

/** The channel's kind or the person's name; both chats count as one. */
function nameOf({ kind, id }: Place): string {
  const channel = ["requests", "soc", "admins"].find((name) => id.toLowerCase().includes(name));
  if (kind === "channel") return channel ?? id;
  return people.find((person) => person.id === id || person.slack === id)?.name ?? id;
}

const secretly = started(day, false);
const toSoc = noted(day, "soc-told");
const announcedStart = [...asScheduled, started(day)];
const hiddenStart = [...asScheduled, secretly];
const found = noted(day, "acknowledged");
const revealed = [...asHidden, toSoc, found];
const allButOne = asDone.slice(0, -1);
const last = tickable.at(-1) ?? "safes-changed";

describe("where its card stands, from when on", () => {
  test("scheduled: in the admins' channel of both chats, and it notifies by itself", () => {
    const { cards, announce, redraw } = hear(asScheduled);
    expect(cards.map(({ place }) => placeKey(place))).toEqual([
      "slack:channel:C0ADMINS",
      "teams:channel:19:admins@thread.tacv2",
    ]);
    expect(announce).toEqual([]);
    expect(redraw).toBe(true);
  });

  test.each<[string, DrillEvent[], DrillEvent[], string[]]>([
    ["begun: with its leader", [started(day)], asScheduled, ["Ada"]],
    [
      "witnessed and announced: with its witness, and in the SOC's channel",
      [witnessed(day), toSoc],
      announcedStart,
      ["Bob", "soc"],
    ],
    ["begun in secret: with its leader", [secretly], asScheduled, ["Ada"]],
    ["witnessed in secret: with its witness, and nowhere else", [witnessed(day)], hiddenStart, ["Bob"]],
    ["found out by the SOC: in its channel too", [toSoc, found], asHidden, ["soc"]],
    ["later on, nowhere new", [ticked(day, last)], asRunning, []],
  ])("%s", (_, events, before, expected) => {
    expect(hear(events, { before }).cardsAt).toEqual(expected);
  });
});

describe("who is told", () => {
  const asked = [rehearsed(day)];
  test.each<[string, DrillEvent[], DrillEvent[], string[]]>([
    ["of another day: the admins", [moved(day, day)], asScheduled, ["admins"]],
    ["of a reminder: the admins", [reminded(day, "7-days")], asScheduled, ["admins"]],
    ["of the first late one too", [reminded(day, "late", 1)], asScheduled, ["admins"]],
    [
      "from the second late one on, every admin in person",
      [reminded(day, "late", 2)],
      asScheduled,
      ["Ada", "admins"],
    ],
    ["of the tenth as well", [reminded(day, "late", 10)], asScheduled, ["Ada", "admins"]],
    [
      "of a reminder without a witness: who leads it as well",
      [reminded(day, "day")],
      announcedStart,
      ["Ada", "admins"],
    ],
    ["that a witness is needed: the admins", [started(day)], asScheduled, ["admins"]],
    [
      "that it runs: the leader, the admins, the SOC",
      [witnessed(day), toSoc],
      announcedStart,
      ["Ada", "admins", "soc"],
    ],
    ["that it runs in secret: the leader and the admins", [witnessed(day)], hiddenStart, ["Ada", "admins"]],
    ["that it has a request: nobody", asked, asRunning, []],
    ["that the custody is open: nobody", [noted(day, "custody-opened")], asRunning, []],
    ["that the sign-in is seen: leader and witness", [noted(day, "signed-in")], asRunning, ["Ada", "Bob"]],
    ["the same in secret", [noted(day, "signed-in"), noted(day, "alerted")], asHidden, ["Ada", "Bob"]],
    [
      "that the credential is renewed: leader and witness",
      [noted(day, "rotated")],
      asRunning,
      ["Ada", "Bob"],
    ],
    ["that the SOC has the alert: everybody of it", [found], asRunning, ["Ada", "Bob", "admins", "soc"]],
    ["that it found a hidden one: it, too", [toSoc, found], asHidden, ["Ada", "Bob", "admins", "soc"]],
    ["of a step: nobody", [ticked(day, last)], asRunning, []],
    ["of the last step: those who may sign it off", [ticked(day, last)], allButOne, ["Ada", "Bob", "admins"]],
    ["that it is finished: everybody of it", [finished(day)], asDone, ["Ada", "Bob", "admins", "soc"]],
    ["that it has failed: everybody of it", [failed(day)], asRunning, ["Ada", "Bob", "admins", "soc"]],
    [
      "that one the SOC found has failed: the SOC too",
      [failed(day)],
      revealed,
      ["Ada", "Bob", "admins", "soc"],
    ],
    [
      "that one the SOC never found has failed: not the SOC",
      [failed(day)],
      asHidden,
      ["Ada", "Bob", "admins"],
    ],
    [
      "that it was given up without a witness: the leader and the admins",
      [failed(day, ada)],
      announcedStart,
      ["Ada", "admins"],
    ],
  ])("%s", (_, events, before, expected) => {
    expect(hear(events, { before }).all).toEqual(expected);
  });

  test("each on both chats, and each once: who leads it and is an admin too", () => {
    const { announce } = hear([reminded(day, "late", 2)], { before: announcedStart });
    const keys = announce.map(({ place }) => placeKey(place));
    expect(keys).toEqual([...new Set(keys)]);
    expect(keys).toHaveLength(4);
  });

  test("each announcement names its event, and none is urgent", () => {
    const { announce } = hear([toSoc, found], { before: asHidden });
    expect(new Set(announce.map(({ event }) => event))).toEqual(new Set([1]));
    expect(announce.every(({ urgent }) => !urgent)).toBe(true);
  });
});

describe("a hidden drill", () => {
  const roles = (person: Person, ...more: Person["roles"]): Person => ({ ...person, roles: more });
  const both: Organisation = {
    ...contoso,
    people: contoso.people.map((one) => (one === carol ? roles(carol, "admin", "soc") : one)),
  };

  test("an admin who is of the SOC too hears nothing of it in person", () => {
    const late = [reminded(day, "late", 2)];
    expect(hear(late, { before: announcedStart, in: both }).all).toEqual(["Ada", "Carol", "admins"]);
    expect(hear(late, { before: hiddenStart, in: both }).all).toEqual(["Ada", "admins"]);
  });

  test("unless they lead it, or watch it", () => {
    const led = [...asScheduled, started(day, false, carol), witnessed(day)];
    expect(hear([noted(day, "signed-in")], { before: led, in: both }).all).toEqual(["Bob", "Carol"]);
    const watched = hear([witnessed(day, carol)], { before: hiddenStart, in: both });
    expect(watched.cardsAt).toEqual(["Carol"]);
  });

  test("a channel that the admins share with the SOC is told nothing", () => {
    const channels = { requests: "C1", soc: "C2", admins: "C2" };
    const shared = { ...contoso, slack: { team: "T", channels }, teams: undefined };
    expect(hear([witnessed(day)], { before: announcedStart, in: shared }).all).toContain("C2");
    expect(hear([witnessed(day)], { before: hiddenStart, in: shared }).all).not.toContain("C2");
  });

  const anything = fc.constantFrom<DrillEvent>(
    reminded(day, "late", 3),
    started(day, false),
    witnessed(day, bob),
    rehearsed(day),
    noted(day, "custody-opened"),
    noted(day, "signed-in"),
    noted(day, "alerted"),
    noted(day, "rotated"),
    noted(day, "ended"),
    ...tickable.map((step) => ticked(day, step)),
  );
  test("whatever happens in it, nothing of it reaches the SOC", () => {
    fc.assert(
      fc.property(
        fc.array(anything, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(hiddenStart, asHidden),
        (events, before) => {
          expect(isHidden(drillFrom(...before, ...events))).toBe(true);
          const { cards, announce } = hear(events, { before, in: both });
          const names = [...cards, ...announce].map(({ place }) => nameOf(place));
          expect(names).not.toContain("soc");
          expect(names).not.toContain(sam.name);
          expect(names).not.toContain(carol.name);
        },
      ),
    );
  });
});
