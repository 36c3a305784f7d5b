// Each account's line: its state in a sign and in words, why, since when, what is next, and how it is kept.
import { describe, expect, it, test } from "vitest";
import { blocks } from "../../../src/adapters/slack/blocks.ts";
import { adaptiveCard } from "../../../src/adapters/teams/card.ts";
import { type AccountRecord, readiness, readinesses } from "../../../src/core/readiness.ts";
import { accountsView } from "../../../src/core/views/accounts.ts";
import { stateWords } from "../../../src/core/words/readiness.ts";
import {
  day,
  drillOf,
  failedDrill,
  finished,
  reasons,
  recordOf,
  rotationOf,
} from "../../kit/account-record.ts";
import { alice, bob, contoso, first, nine, second } from "../../kit/cast.ts";
import { approved, asked, granted } from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { readView } from "../../kit/office.ts";

const lineOf = (more: Partial<AccountRecord>) => readiness(recordOf(more), nine, contoso);
const draw = (...records: Partial<AccountRecord>[]) => accountsView(records.map(lineOf), contoso);
const value = (more: Partial<AccountRecord>): string =>
  readView({ ...draw(more), title: "", lines: [] })
    .trim()
    .replace(/^Emergency 1: /, "");

test("each state is a sign and a word, and no two are the same", () => {
  for (const words of Object.values(stateWords)) expect(words).toMatch(/^\p{Emoji}\S* [A-Z][a-z ]+\.$/u);
  expect(new Set(Object.values(stateWords)).size).toBe(readinesses.length);
});

describe("a line", () => {
  const kept =
    "Password in parts: envelope A (Safe in Berlin) kept by Dave; envelope B (Safe in Munich) kept by Erin. Signs in as emergency-1@contoso.onmicrosoft.com.";
  it.each<[string, Partial<AccountRecord>, string]>([
    ["of a new account", {}, "✅ Ready. It was never drilled. Next: drill, by 09:00."],
    [
      "of one in use",
      { requests: [stateOf(asked(alice, { at: -20 }), approved(bob, -19), granted(-19))] },
      "🔓 In use. BG-1: Alice may use it until 09:41. Since 08:41. Next: drill, by 09:00.",
    ],
    [
      "of one to renew",
      { rotations: [rotationOf()] },
      "⏳ Rotation due. It was used in BG-1. RO-3 must renew its credential. Since 08:40. Next: rotation RO-3, by 09:00.",
    ],
    [
      "of one that waits for its drill, which says its day once",
      { drills: [drillOf({ id: 3 }, finished(-90 * day)), drillOf({ due: -60 })] },
      "⏳ Drill due. Last drilled 09:00 (DR-3). Overdue: drill DR-4, due 08:00.",
    ],
    [
      "of one that failed its drill",
      { drills: [drillOf({}, failedDrill(-60))] },
      "⛔ Not ready. The last drill, DR-4, failed; its card says why. Since 08:00. Next: drill, by 08:00.",
    ],
  ])("%s", (_, more, expected) => {
    expect(value(more)).toBe(`${expected} ${kept}`);
  });
  it("names a suspicion, and nobody's words about it", () => {
    const line = value({ rotations: [rotationOf({ reason: reasons.suspected })] });
    expect(line).toMatch(
      /^⛔ Not ready\. Somebody may know its credential who should not, and RO-3 must renew it\./,
    );
    expect(line).not.toContain("torn");
  });
});

describe("the whole", () => {
  const failedOne = { account: second, drills: [drillOf({}, failedDrill(-60))] };
  const used = { account: second, rotations: [rotationOf()] };
  it("is as good as its worst account", () => {
    expect(draw({}, { account: second })).toMatchObject({
      tone: "good",
      lines: [["All 2 accounts are ready."], expect.anything()],
    });
    expect(draw({}, used)).toMatchObject({
      tone: "waiting",
      lines: [["1 of 2 accounts is ready."], expect.anything()],
    });
    expect(draw({}, used, failedOne).tone).toBe("bad");
    expect(draw({}).lines[0]).toEqual(["The one account is ready."]);
  });
  it("keeps the order of the configuration", () => {
    expect(draw(failedOne, {}).facts.map(({ label }) => label)).toEqual([second.label, first.label]);
  });
  it("of a large organisation shows the gravest, names every other one, and both platforms hold it", () => {
    const label = (index: number) => `Emergency account number ${index} of the group`;
    const gone = { drills: [drillOf({}, failedDrill(-60))] };
    const view = draw(
      ...Array.from({ length: 50 }, (_, index) => ({
        account: { ...first, label: label(index) },
        ...(index === 49 ? gone : {}),
        ...(index > 8 && index < 20 ? { rotations: [rotationOf()] } : {}),
      })),
    );
    expect(view.facts.map((fact) => fact.label)).toEqual([9, 10, 11, 12, 13, 14, 15, 49].map(label));
    expect(view.lines.slice(-2)).toEqual([
      [`⏳ Rotation due. ${[16, 17, 18, 19].map(label).join(", ")}.`],
      [expect.stringMatching(/^✅ Ready\. .*number 0 .*number 48 of the group\.$/)],
    ]);
    for (const drawn of [JSON.stringify(blocks(view)), JSON.stringify(adaptiveCard(view))])
      for (let index = 0; index < 50; index++) expect(drawn).toContain(label(index));
  });
});
