// What is owed, and when: what is open, what policy asks for next, and where the ninety days end.
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Owing, owings, owingsOf } from "../../src/core/calendar.ts";
import type { Organisation } from "../../src/core/organisation.ts";
import type { AccountRecord } from "../../src/core/readiness.ts";
import {
  confirmed,
  day,
  drillOf,
  failedDrill,
  finished,
  proved,
  reasons,
  recordOf,
  rotationOf,
  started,
  witnessed,
} from "../kit/account-record.ts";
import { after, alice, bob, contoso, first, nine, second } from "../kit/cast.ts";
import { approved, asked, attested, declared, ended, granted, signedIn } from "../kit/events.ts";
import { stateOf } from "../kit/given.ts";

const short = ({ what, at, stream, overdue }: Owing): string =>
  `${what} ${stream ?? "by policy"} ${nine.until(at).total("minutes") / day}${overdue ? " overdue" : ""}`;
const owed = (more: Partial<AccountRecord>): string[] => owings([recordOf(more)], nine, contoso).map(short);

const used = stateOf(
  asked(alice, { at: -90 }),
  approved(bob, -89),
  granted(-89),
  signedIn(-80),
  ended(alice, 0),
);
const declaredOver = stateOf(asked(alice, { at: -90 }), declared(alice, -240), ended(alice, -60));

type Row = [what: string, more: Partial<AccountRecord>, expected: string[]];
const rows: Row[] = [
  [
    "known for ten days: the first drill and the first renewal by policy",
    {},
    ["drill by policy 80", "rotation by policy 80"],
  ],
  [
    "an open drill takes the place of the next one",
    { drills: [drillOf({ id: 3 }, finished(-80 * day)), drillOf({ due: 10 * day })] },
    ["drill DR-4 10", "rotation by policy 80"],
  ],
  [
    "a drill that runs is due when it must be finished",
    { drills: [drillOf({ due: -day }, started(-day), witnessed(-day))] },
    ["drill DR-4 1", "rotation by policy 80"],
  ],
  [
    "a finished drill, ninety days ahead",
    { drills: [drillOf({}, finished(0))] },
    ["rotation by policy 80", "drill by policy 90"],
  ],
  [
    "a failed drill, a week after it",
    { drills: [drillOf({}, failedDrill(-day))] },
    ["drill by policy 6", "rotation by policy 80"],
  ],
  [
    "an open rotation takes the place of the next one",
    { rotations: [rotationOf({ due: day })] },
    ["rotation RO-3 1", "drill by policy 80"],
  ],
  [
    "a renewal, ninety days ahead",
    { rotations: [rotationOf({}, proved(-10 * day), confirmed(-9 * day))], drills: [drillOf()] },
    ["drill DR-4 13", "rotation by policy 80"],
  ],
  [
    "what is overdue comes first",
    { drills: [drillOf({ due: -3 * day })], rotations: [rotationOf({ due: -5 * day, at: -6 * day })] },
    ["rotation RO-3 -5 overdue", "drill DR-4 -3 overdue"],
  ],
  [
    "a use without a review",
    { requests: [used] },
    ["review BG-1 3", "drill by policy 80", "rotation by policy 80"],
  ],
  [
    "a declaration without an attestation",
    { requests: [declaredOver] },
    ["attestation BG-1 0 overdue", "drill by policy 80", "rotation by policy 80"],
  ],
  [
    "a declaration that was attested, and not used",
    { requests: [stateOf(asked(), declared(alice, -9), attested(bob, -8))] },
    ["drill by policy 80", "rotation by policy 80"],
  ],
];
test.each(rows)("%s", (_, more, expected) => {
  expect(owed(more)).toEqual(expected);
});

test("a key is renewed by the calendar only where policy says so", () => {
  const record = recordOf({ account: second });
  expect(owings([record], nine, contoso).map(short)).toEqual(["drill by policy 80"]);
  const strict: Organisation = { ...contoso, policy: { ...contoso.policy, rotateKeys: 20 * day } };
  expect(owings([record], nine, strict).map(short)).toEqual(["rotation by policy 10", "drill by policy 80"]);
});

describe("ninety days", () => {
  const at = (moment: string, from: string, organisation = contoso): number => {
    const due = Temporal.Instant.from(moment);
    const drills = [{ ...drillOf(), due }];
    const now = Temporal.Instant.from(from);
    return owings([recordOf({ drills, knownSince: due })], now, organisation).filter(
      ({ what }) => what === "drill",
    ).length;
  };
  it("end with the ninetieth day, in the organisation's own zone", () => {
    expect(at("2027-02-19T22:59:59Z", "2026-11-21T09:00:00Z")).toBe(1); // 23:59 in Berlin
    expect(at("2027-02-19T23:00:00Z", "2026-11-21T09:00:00Z")).toBe(0);
    expect(at("2027-02-19T23:00:00Z", "2026-11-21T09:00:00Z", { ...contoso, timeZone: "UTC" })).toBe(1);
  });
  it("are days when the clocks go forward, and when they go back", () => {
    expect(at("2027-05-02T21:59:59Z", "2027-01-31T23:00:00Z")).toBe(1); // 1 February and 90 days: 2 May, summer
    expect(at("2027-05-02T22:00:00Z", "2027-01-31T23:00:00Z")).toBe(0);
    expect(at("2027-12-16T22:59:59Z", "2027-09-16T22:00:00Z")).toBe(1); // 17 September and 90 days: 16 December
    expect(at("2027-12-16T23:00:00Z", "2027-09-16T22:00:00Z")).toBe(0);
  });
  it("hold a leap day", () => {
    expect(at("2028-04-01T21:59:59Z", "2028-01-02T09:00:00Z")).toBe(1); // 2 January and 90 days: 1 April
    expect(at("2028-04-01T22:00:00Z", "2028-01-02T09:00:00Z")).toBe(0);
  });
  it("may be others", () => {
    expect(owings([recordOf()], nine, contoso, 79)).toEqual([]);
    expect(owings([recordOf()], nine, contoso, 80)).toHaveLength(2);
    expect(owings([recordOf({ drills: [drillOf({ due: -1 })] })], nine, contoso, 0)).toHaveLength(1);
  });
});

test("of several accounts, earliest first, whatever the order of the records", () => {
  const records = [
    recordOf({ drills: [drillOf({ due: 30 * day })] }),
    recordOf({ account: second, drills: [drillOf({ id: 5, due: 2 * day })] }),
  ];
  for (const some of [records, records.toReversed()])
    expect(owings(some, nine, contoso).map(({ account, what }) => `${what} ${account.label}`)).toEqual([
      `drill ${second.label}`,
      `drill ${first.label}`,
      `rotation ${first.label}`,
    ]);
});

test("every account always has a drill ahead of it, and overdue means due by now", () => {
  const minutes = fc.integer({ min: -400 * day, max: 400 * day });
  fc.assert(
    fc.property(minutes, minutes, minutes, fc.boolean(), (known, due, end, isOver) => {
      const drills = [drillOf({ due }, ...(isOver ? [finished(end)] : []))];
      const record = recordOf({
        knownSince: after(known),
        drills,
        rotations: [rotationOf({ due, reason: reasons.calendar })],
      });
      const all = owingsOf(record, nine, contoso);
      expect(all.filter(({ what }) => what === "drill")).toHaveLength(1);
      for (const { at, overdue } of all) expect(overdue).toBe(Temporal.Instant.compare(at, nine) <= 0);
      const shown = owings([record], nine, contoso);
      expect(shown.filter((one) => one.overdue)).toEqual(all.filter((one) => one.overdue));
    }),
  );
});
