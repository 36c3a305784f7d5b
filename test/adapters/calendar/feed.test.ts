// The feed, read back by a parser of its own: what stands in it, on which day, and what hostile names cannot do.
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { feed } from "../../../src/adapters/calendar/feed.ts";
import type { Owing } from "../../../src/core/calendar.ts";
import type { Organisation } from "../../../src/core/organisation.ts";
import { after, contoso, first, nine } from "../../kit/cast.ts";
import { type Component, one, owed, parseCalendar, secret, text } from "./kit.ts";

const drawn = (
  owings: readonly Owing[] = owed,
  organisation: Organisation = contoso,
  now = nine,
): Component => parseCalendar(feed(owings, organisation, now));
const said = (part: Component, name: string): string => text(one(part, name));

test("looks as it was found good", async () => {
  await expect(feed(owed, contoso, nine)).toMatchFileSnapshot("owed.ics");
});

test("is a calendar with one whole day for each duty, which blocks nobody's time", () => {
  const calendar = drawn();
  expect(calendar.name).toBe("VCALENDAR");
  expect(one(calendar, "VERSION")).toBe("2.0");
  expect(one(calendar, "PRODID")).toBe("-//Breakglass//What is owed//EN");
  expect(said(calendar, "X-WR-CALNAME")).toBe("Contoso: emergency access");
  expect(calendar.parts.map(({ name }) => name)).toEqual(owed.map(() => "VEVENT"));
  for (const event of calendar.parts) {
    expect(event.properties.find(({ name }) => name === "DTSTART")?.parameters).toEqual({ VALUE: "DATE" });
    expect(one(event, "TRANSP")).toBe("TRANSPARENT");
    expect(one(event, "DTSTAMP")).toBe("20261120T230000Z");
  }
  expect(calendar.parts.map((event) => [one(event, "DTSTART"), said(event, "SUMMARY")])).toEqual([
    ["20261121", "Overdue: Rotation RO-3 of Emergency 1"],
    ["20261121", "Attestation BG-3 of Emergency 1"],
    ["20261123", "Review BG-3 of Emergency 1"],
    ["20261201", "Drill DR-4 of Emergency 1"],
    ["20270121", "Drill of Emergency 2"],
  ]);
  expect(said(calendar.parts[0]!, "DESCRIPTION")).toMatch(
    /^It was due 2026-11-18 10:00 Europe\/Berlin\. .*\n/,
  );
});

test("holds nothing that opens anything: no place, no sign-in name, no id of Entra's, no address of the feed", () => {
  const all = feed(owed, contoso, nine).replaceAll("\r\n ", "");
  for (const hidden of ["Safe", "onmicrosoft", first.id, contoso.tenant, secret])
    expect(all).not.toContain(hidden);
});

describe("days are the organisation's own", () => {
  const dayOf = (moment: string, timeZone: string): string => {
    const owing = { ...owed[3]!, at: Temporal.Instant.from(moment) };
    return one(drawn([owing], { ...contoso, timeZone }).parts[0]!, "DTSTART");
  };
  it.each([
    ["2026-12-01T23:30:00Z", "Europe/Berlin", "20261202"],
    ["2026-12-01T23:30:00Z", "UTC", "20261201"],
    ["2027-03-28T22:30:00Z", "Europe/Berlin", "20270329"], // summer time since that morning
    ["2028-02-28T23:30:00Z", "Europe/Berlin", "20280229"],
    ["2026-12-02T05:30:00Z", "America/Los_Angeles", "20261201"],
  ])("%s in %s is %s", (moment, timeZone, expected) => {
    expect(dayOf(moment, timeZone)).toBe(expected);
  });
});

describe("an event is the same one", () => {
  const uids = (owings: readonly Owing[], organisation = contoso) =>
    drawn(owings, organisation).parts.map((event) => one(event, "UID"));
  it("wherever it moves, and when it becomes overdue", () => {
    const moved = owed.map((owing) => ({ ...owing, at: after(1), overdue: true }));
    expect(uids(moved)).toEqual(uids(owed));
  });
  it("when the account gets another label", () => {
    const renamed = owed.map((owing) => ({ ...owing, account: { ...owing.account, label: "New" } }));
    expect(uids(renamed)).toEqual(uids(owed));
  });
  it("and no other: two duties of one request are two events, and so are two tenants'", () => {
    const all = [...uids(owed), ...uids(owed, { ...contoso, tenant: "another" })];
    expect(new Set(all).size).toBe(2 * owed.length);
  });
});

const called = (label: string): readonly Owing[] => [{ ...owed[3]!, account: { ...first, label } }];

describe("a hostile name", () => {
  it.each([
    ["a line of its own", "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Send me the envelope"],
    ["a bare line feed", "x\nATTACH:https://evil.example/run"],
    ["a bare carriage return", "x\rURL:https://evil.example"],
    ["marks that mean something", 'a;b,c:d\\n"e"\\'],
    ["control characters", "a\u0000b\u0007c\u000bd\u001be\u007ff\u0085g\u2028h"],
    ["the reading order turned", "\u202Egnitset\u202C"],
    ["half a character", "\ud83d and \ude00"],
    ["no Latin letter", "緊急アクセス😀".repeat(30)],
  ])("with %s stays a name", (_, label) => {
    const calendar = drawn(called(label), { ...contoso, name: label });
    expect(calendar.parts).toHaveLength(1);
    expect(calendar.properties.map(({ name }) => name)).toEqual(drawn().properties.map(({ name }) => name));
    const [event] = calendar.parts;
    expect(event!.properties.map(({ name }) => name)).toEqual(
      drawn().parts[0]!.properties.map(({ name }) => name),
    );
    expect(said(event!, "SUMMARY")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  it("comes back as it was, marks and all", () => {
    const label = 'a;b,c:d\\n"e"\\';
    expect(said(drawn(called(label)).parts[0]!, "SUMMARY")).toBe(`Drill DR-4 of ${label}`);
    expect(said(drawn([], { ...contoso, name: label }), "NAME")).toBe(`${label}: emergency access`);
  });

  it("of any kind never breaks the calendar", () => {
    const names = fc.string({ unit: "binary", maxLength: 300 });
    fc.assert(
      fc.property(names, names, (label, name) => {
        expect(drawn(called(label), { ...contoso, name }).parts).toHaveLength(1);
      }),
    );
  });
});

test("nothing owed is a calendar with nothing in it", () => {
  expect(drawn([]).parts).toEqual([]);
});
