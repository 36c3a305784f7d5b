// Every state of an account, what speaks for it, and which of two states wins.
import { describe, expect, it, test } from "vitest";
import { isHidden } from "../../src/core/drill/state.ts";
import type { DrillId } from "../../src/core/ids.ts";
import type { Account, Organisation } from "../../src/core/organisation.ts";
import {
  type AccountRecord,
  asKnown,
  type Readiness,
  readiness,
  readinesses,
} from "../../src/core/readiness.ts";
import type { Line } from "../../src/core/view.ts";
import {
  acknowledgedAt,
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
import { after, alice, bob, contoso, dave, first, nine } from "../kit/cast.ts";
import { approved, asked, attested, declared, ended, granted, released, signedIn } from "../kit/events.ts";
import { stateOf } from "../kit/given.ts";

const used = stateOf(
  asked(alice, { at: -90 }),
  approved(bob, -89),
  granted(-89),
  signedIn(-80),
  ended(alice, -60),
);
const open = stateOf(asked(alice, { at: -20 }), approved(bob, -19), granted(-19));
const declaredOver = stateOf(asked(alice, { at: -90 }), declared(alice, -89), ended(alice, -60));
const reviewed: AccountRecord["requests"][number] = {
  ...used,
  reviewed: { by: bob.id, at: after(-1), class: "emergency", note: "" },
};

const alone: Account = {
  ...first,
  custody: { ...first.custody, parts: [{ name: "key", place: "Safe", custodians: [dave.id] }] },
};

type Row = [what: string, record: Partial<AccountRecord>, state: Readiness, since?: number];

const rows: Row[] = [
  ["nothing on record yet", {}, "ready"],
  [
    "a drill of 30 days ago: our record forgets nothing",
    { drills: [drillOf({}, finished(-30 * day))] },
    "ready",
  ],
  ["a drill of 89 days ago", { drills: [drillOf({}, finished(-89 * day))] }, "ready"],
  ["a drill that is scheduled", { drills: [drillOf()] }, "ready"],
  ["a drill that waits for its witness", { drills: [drillOf({}, started(-5))] }, "ready"],
  [
    "a rotation by the calendar, not due yet",
    { rotations: [rotationOf({ reason: reasons.calendar })] },
    "ready",
  ],
  ["a rotation that was confirmed", { rotations: [rotationOf({}, proved(-10), confirmed(-5))] }, "ready"],
  ["a request that waits for an answer", { requests: [stateOf(asked(alice, { at: -5 }))] }, "ready"],
  ["a use that was reviewed", { requests: [reviewed] }, "ready"],

  ["no drill for 90 days", { drills: [drillOf({}, finished(-90 * day))] }, "drill-due", 0],
  ["never drilled, known for 95 days", { knownSince: after(-95 * day) }, "drill-due", -5 * day],
  ["a scheduled drill that is due", { drills: [drillOf({ due: 0 })] }, "drill-due", 0],
  ["a drill under way, early", { drills: [drillOf({}, started(-5), witnessed(-4))] }, "drill-due", -4],

  ["a use that nobody reviewed", { requests: [used] }, "review-open", -60],
  ["a declaration that nobody attested", { requests: [declaredOver] }, "review-open", -89],

  ["a rotation after a use", { rotations: [rotationOf()] }, "rotation-due", -20],
  ["one that is proved and not confirmed", { rotations: [rotationOf({}, proved(-10))] }, "rotation-due", -20],
  [
    "one because somebody left",
    { rotations: [rotationOf({ reason: reasons["staff-change"] })] },
    "rotation-due",
    -20,
  ],
  [
    "one by the calendar that is due",
    { rotations: [rotationOf({ at: -14 * day, due: 0, reason: reasons.calendar })] },
    "rotation-due",
    0,
  ],

  ["an approved request", { requests: [open] }, "in-use", -19],
  ["a declared one", { requests: [stateOf(asked(), declared(alice, -9))] }, "in-use", -9],

  ["a suspicion", { rotations: [rotationOf({ reason: reasons.suspected })] }, "not-ready", -20],
  [
    "a use that nothing explains",
    { rotations: [rotationOf({ reason: reasons["unexplained-use"] })] },
    "not-ready",
    -20,
  ],
  ["a failed drill", { drills: [drillOf({}, failedDrill(-day))] }, "not-ready", -day],
  [
    "a failed drill after a finished one",
    { drills: [drillOf({ id: 3 }, finished(-9 * day)), drillOf({}, failedDrill(-day))] },
    "not-ready",
    -day,
  ],
  ["custody in one person's hands", { account: alone }, "not-ready"],
];

test.each(rows)("%s", (_, more, state, since) => {
  const line = readiness(recordOf(more), nine, contoso);
  expect(line.state).toBe(state);
  expect(line.since?.toString()).toBe(since === undefined ? undefined : after(since).toString());
  expect(line.why.length).toBeGreaterThan(0);
});

describe("what makes good again", () => {
  it("a finished drill after the failed one", () => {
    const drills = [drillOf({ id: 3 }, failedDrill(-9 * day)), drillOf({}, finished(-day))];
    expect(readiness(recordOf({ drills }), nine, contoso).state).toBe("ready");
  });
  it("a renewal after the suspicion", () => {
    const rotations = [rotationOf({ reason: reasons.suspected }, proved(-10), confirmed(-5))];
    expect(readiness(recordOf({ rotations }), nine, contoso).state).toBe("ready");
  });
  it("a second custodian counts only while the roster has them", () => {
    const left: Organisation = { ...contoso, people: contoso.people.filter(({ id }) => id !== dave.id) };
    expect(readiness(recordOf(), nine, contoso).state).toBe("ready");
    expect(readiness(recordOf(), nine, left).state).toBe("not-ready");
  });
});

/** One thing on record for each state but the last. */
const speaksFor: Record<Exclude<Readiness, "ready">, (record: AccountRecord) => AccountRecord> = {
  "not-ready": (record) => ({ ...record, account: alone }),
  "in-use": (record) => ({ ...record, requests: [...record.requests, open] }),
  "rotation-due": (record) => ({ ...record, rotations: [rotationOf()] }),
  "review-open": (record) => ({ ...record, requests: [...record.requests, used] }),
  "drill-due": (record) => ({ ...record, drills: [drillOf({ due: -5 })] }),
};
/** As a responder would weigh them: not `readinesses`, for a test of an order against itself cannot fail. */
const states = ["not-ready", "in-use", "rotation-due", "review-open", "drill-due"] as const;

describe("the gravest of two counts", () => {
  const pairs = states.flatMap((graver, i) => states.slice(i + 1).map((other) => [graver, other] as const));
  test.each(pairs)("%s before %s", (graver, other) => {
    const record = speaksFor[graver](speaksFor[other](recordOf()));
    expect(readiness(record, nine, contoso).state).toBe(graver);
  });
  it("and every state takes part", () => {
    expect(new Set([...states, "ready"])).toEqual(new Set(readinesses));
  });
  it("all at once", () => {
    const all = states.reduce<AccountRecord>((record, state) => speaksFor[state](record), recordOf());
    expect(readiness(all, nine, contoso).state).toBe("not-ready");
  });
});

const words = (line: Line): string =>
  line
    .map((piece) => {
      if (typeof piece === "string") return piece;
      if ("person" in piece) return piece.person.name;
      return "moment" in piece ? piece.moment.toString() : JSON.stringify(piece);
    })
    .join("");
const why = (more: Partial<AccountRecord>): string => words(readiness(recordOf(more), nine, contoso).why);

describe("why", () => {
  it("names all that speaks for the state", () => {
    const more = {
      account: alone,
      rotations: [rotationOf({ reason: reasons.suspected })],
      drills: [drillOf({}, failedDrill(-day))],
    };
    expect(why(more)).toMatch(/RO-3.*DR-4.*Dave alone/);
    expect(readiness(recordOf(more), nine, contoso).since).toEqual(after(-day));
  });
  it("gives the evidence of a ready account", () => {
    const more = {
      rotations: [rotationOf({}, proved(-10), confirmed(-5))],
      drills: [drillOf({}, finished(-day))],
    };
    expect(why(more)).toBe(
      `Last drilled ${after(-day).toString()} (DR-4). Credential renewed ${after(-10).toString()}.`,
    );
    expect(why({})).toBe("It was never drilled.");
  });
  it("says who uses it, and that nobody attested", () => {
    const declaredOpen = stateOf(asked(), declared(alice, -9));
    expect(why({ requests: [declaredOpen] })).toMatch(
      /^BG-1: Alice may use it until .*, declared and not attested\.$/,
    );
    const attestedOpen = stateOf(asked(), declared(alice, -9), attested(bob, -8));
    expect(why({ requests: [attestedOpen] })).not.toContain("attested");
  });
  it("holds nobody's own words", () => {
    for (const reason of Object.values(reasons))
      expect(
        why({ rotations: [rotationOf({ reason })], drills: [drillOf({}, failedDrill(-1))] }),
      ).not.toMatch(/torn|empty/);
  });
});

describe("what is next", () => {
  const next = (more: Partial<AccountRecord>) => readiness(recordOf(more), nine, contoso).next;
  it("is the earliest, be it far away", () => {
    expect(next({})).toMatchObject({ at: after(80 * day), stream: undefined, overdue: false });
    expect(next({ rotations: [rotationOf()] })).toEqual({
      what: "rotation",
      at: after(day),
      stream: "RO-3",
      overdue: false,
    });
  });
  it("is the overdue one", () => {
    expect(next({ drills: [drillOf({ due: -5 })], rotations: [rotationOf()] })).toMatchObject({
      what: "drill",
      stream: "DR-4",
      overdue: true,
    });
  });
});

describe("a drill that was not announced", () => {
  const secretly = (...more: Parameters<typeof drillOf>[1][]) =>
    drillOf({ due: 5 * day }, started(-60, false), witnessed(-59), ...more);
  const rehearsal = (known: boolean) => ({
    ...stateOf(
      asked(alice, { at: -50 }),
      approved(bob, -49),
      granted(-49),
      released(dave, "envelope A", -45),
    ),
    drill: { id: "DR-4" as DrillId, known, failed: false },
  });
  const rotation = rotationOf({ reason: { ...reasons.use, drill: "DR-4" as DrillId } });
  const record = recordOf({ drills: [secretly()], requests: [rehearsal(false)], rotations: [rotation] });

  it("is hidden from the SOC: the account stands as if nothing had begun", () => {
    expect(record.drills.every(isHidden)).toBe(true);
    expect(readiness(asKnown(record), nine, contoso)).toEqual(
      readiness(recordOf({ drills: [drillOf({ due: 5 * day })] }), nine, contoso),
    );
  });
  it("is hidden while it waits for its witness", () => {
    const waits = recordOf({ drills: [drillOf({}, started(-60, false))] });
    expect(asKnown(waits).drills[0]).toMatchObject({ status: "scheduled", leader: undefined });
  });
  it("is said to its leader and its witness", () => {
    expect(readiness(record, nine, contoso)).toMatchObject({ state: "in-use" });
    expect(why(record)).toContain("rehearses with it for DR-4");
  });
  it("is said to everybody once the SOC took its alert", () => {
    const told = { ...record, drills: [secretly(acknowledgedAt(-10))], requests: [rehearsal(true)] };
    expect(asKnown(told)).toEqual(told);
  });
  it("hides nothing that really happened besides", () => {
    const joined = rotationOf(
      { reason: reasons.use },
      {
        type: "rotation-joined",
        at: after(-5),
        reason: { ...reasons.use, drill: "DR-4" as DrillId },
        due: after(day),
      },
    );
    const both = { ...record, rotations: [rotationOf({ id: 2, reason: reasons.suspected }), joined] };
    expect(readiness(asKnown(both), nine, contoso).state).toBe("not-ready");
  });
});
