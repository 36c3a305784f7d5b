// Who hears of a rotation: where its card stands, and who is told besides.
import { describe, expect, test } from "vitest";
import type { Organisation } from "../../../src/core/organisation.ts";
import { type Place, placeKey } from "../../../src/core/place.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { rotationHearers } from "../../../src/core/rotation/hearers.ts";
import { ada, contoso, dave, people } from "../../kit/cast.ts";
import {
  attested,
  byCalendar,
  confirmed,
  day,
  drillUse,
  joined,
  left,
  opened,
  proved,
  reminded,
  rotationFrom,
  suspected,
  unexplained,
  use,
} from "./kit.ts";

function hear(events: readonly RotationEvent[], before: readonly RotationEvent[] = [], by = contoso) {
  const hearing = rotationHearers(events, rotationFrom(...before, ...events), by);
  const names = (all: readonly { place: Place }[]) =>
    [...new Set(all.map(({ place }) => nameOf(place)))].toSorted();
  return {
    ...hearing,
    cardsAt: names(hearing.cards),
    told: names(hearing.announce),
    isUrgent: [...hearing.cards, ...hearing.announce].map(({ urgent }) => urgent),
  };
}

/** The channel's kind or the person's name; both chats count as one. */
function nameOf({ kind, id }: Place): string {
  if (kind === "channel")
    return ["requests", "soc", "admins"].find((name) => id.toLowerCase().includes(name)) ?? id;
  return people.find((person) => person.id === id || person.slack === id)?.name ?? id;
}

const keepers = ["Dave", "Erin", "admins"];

test("its card stands with the admins and the account's custodians, on both chats, and notifies by itself", () => {
  const { cards, announce } = hear([opened()]);
  expect(cards.map(({ place }) => placeKey(place))).toEqual([
    "slack:channel:C0ADMINS",
    "teams:channel:19:admins@thread.tacv2",
    "slack:person:U0DAVE",
    `teams:person:${dave.id}`,
    "slack:person:U0ERIN",
    `teams:person:00000000-0000-4000-8000-000000000007`,
  ]);
  expect(announce).toEqual([]);
});

test("what is suspected, or not explained, is urgent", () => {
  for (const calm of [use(), byCalendar, left()])
    expect(new Set(hear([opened(calm)]).isUrgent)).toEqual(new Set([false]));
  for (const grave of [suspected(), unexplained()])
    expect(new Set(hear([opened(grave)]).isUrgent)).toEqual(new Set([true]));
  expect(new Set(hear([joined(suspected(), 5, 240)], [opened()]).isUrgent)).toEqual(new Set([true]));
});

describe("further causes", () => {
  test.each<[string, RotationEvent, string[]]>([
    ["a use that goes on", joined(use(10), 11, day + 10), ["admins"]],
    ["somebody suspects", joined(suspected(), 11, 251), keepers],
    ["… even when it is due already", joined(suspected(), 11, 2 * day), keepers],
    ["somebody left", joined(left(), 11, 3 * day), keepers],
    ["a use that nothing explains: it is due earlier", joined(unexplained(5), 11, 245), keepers],
  ])("%s", (_, event, expected) => {
    expect(hear([event], [opened()]).told).toEqual(expected);
    expect(hear([event], [opened()]).cards).toEqual([]);
  });

  test("a use, where only the calendar wanted it before", () => {
    expect(hear([joined(use(10), 11, day)], [opened(byCalendar, 1, 14 * day)]).told).toEqual(keepers);
  });
});

describe("reminders", () => {
  const late = (number: number) => reminded("overdue", day * (number + 1), number);

  test.each<[string, RotationEvent, string[]]>([
    ["half-time", reminded("half-time", 720), keepers],
    ["due", reminded("due", day), keepers],
    ["a day late", late(1), keepers],
    ["two days late: every admin, and the SOC", late(2), ["Ada", ...keepers, "soc"]],
    ["a week late", late(7), ["Ada", ...keepers, "soc"]],
  ])("%s", (_, event, expected) => expect(hear([event], [opened()]).told).toEqual(expected));

  test("an admin who keeps a part hears it once", () => {
    const [part, ...parts] = contoso.accounts[0]?.custody.parts ?? [];
    const [account, ...accounts] = contoso.accounts;
    if (!part || !account) throw new Error("no account");
    const custody = {
      ...account.custody,
      parts: [{ ...part, custodians: [...part.custodians, ada.id] }, ...parts],
    };
    const organisation = { ...contoso, accounts: [{ ...account, custody }, ...accounts] };
    const keys = hear([late(2)], [opened()], organisation).announce.map(({ place }) => placeKey(place));
    expect(keys).toHaveLength(new Set(keys).size);
    expect(keys).toContain("slack:person:U0ADA");
  });

  describe("a drill that may be hidden is not given away to the SOC", () => {
    const quick: Organisation = {
      ...contoso,
      policy: { ...defaultPolicy, drillWithin: 4 * day },
    };
    const ofDrill = [opened(drillUse(0))];

    test("for as long as it may last", () => {
      expect(hear([late(2)], ofDrill, quick).told).toEqual(["Ada", ...keepers]);
      expect(hear([late(3)], ofDrill, quick).told).toContain("soc");
      expect(hear([late(2)], ofDrill).told).toContain("soc");
    });

    test("nor by the word that it is renewed", () => {
      const told = [...ofDrill, late(2), proved(3 * day + 5)];
      expect(hear([confirmed(dave, 3 * day + 10)], told, quick).told).toEqual(["admins"]);
      expect(hear([confirmed(dave, 4 * day)], told, quick).told).toEqual(["admins", "soc"]);
    });
  });
});

describe("its end", () => {
  const overdue = [opened(), reminded("overdue", 3 * day, 2)];

  test("proof, and the first of two words, ask the keepers for the next step", () => {
    expect(hear([proved()], [opened()]).told).toEqual(keepers);
    expect(hear([attested()], [opened()]).told).toEqual(keepers);
  });

  test("that it is done is told to the admins, and to the SOC where it heard that it was not", () => {
    expect(hear([confirmed()], [opened(), proved()]).told).toEqual(["admins"]);
    expect(hear([attested(ada)], [opened(), attested(dave)]).told).toEqual(["admins"]);
    expect(hear([confirmed(dave, 4 * day)], [...overdue, proved(4 * day - 5)]).told).toEqual([
      "admins",
      "soc",
    ]);
  });
});

test("an account that is not in the file any more has no custodians; the admins still hear", () => {
  expect(hear([opened()], [], { ...contoso, accounts: [] }).cardsAt).toEqual(["admins"]);
});

test("each announcement names its event", () => {
  const { announce } = hear([opened(), proved()]);
  expect(new Set(announce.map(({ event }) => event))).toEqual(new Set([1]));
});
