// The SOC in front of a drill that it must not know of: nothing that it reads or asks gives it away before it answers.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { feed } from "../../src/adapters/calendar/feed.ts";
import { readRecords } from "../../src/bots/records.ts";
import { owings } from "../../src/core/calendar.ts";
import type { Person } from "../../src/core/organisation.ts";
import { longestReason } from "../../src/core/policy.ts";
import { asKnown } from "../../src/core/readiness.ts";
import { change, signIn } from "../core/sign-in/kit.ts";
import { ada, alice, audrey, bob, dave, first, nine, people, rob, sam, second } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { readView } from "../kit/office.ts";
import { type Day, openDay, small, withPeople } from "./owed-kit.ts";

let day: Day;
beforeEach(async () => {
  day = await openDay();
});
afterEach(() => day.close());

/** What only those of the drill know: who asked for what, that it runs, who runs it. */
const secrets =
  /BG-1\b|RO-1\b|Alice|Bob|Audrey|to rehearse|rehearses |unannounced|\bruns\b|started already|in use|under way/i;

/** Every question and every act that somebody may try, in their own words. */
const questions = [
  "accounts",
  "calendar",
  "drills",
  "alerts",
  "status",
  "status DR-1",
  "status BG-1",
  "status RO-1",
  "status AL-1",
  "review BG-1",
  "drill DR-1",
];
const acts = [
  "approve BG-1",
  "end BG-1",
  "clean-up BG-1",
  "clean-up BG-1 policies",
  "review BG-1 drill It looks like one to me",
  "release BG-1 envelope A",
  "attest BG-1 I know of this",
  "confirm RO-1",
  "attest RO-1 I saw the new one",
];
/** The same of something that never was: what differs is a hint. */
const ofNothing = (words: string): string => words.replace(/(BG|RO)-1/, "$1-9");

describe("before anybody answers the alert", () => {
  beforeEach(async () => {
    await day.rehearsed(false);
    await day.tells(13, signIn(12));
  });

  test("its channels tell of a sign-in that nothing explains", () => {
    expect(day.reads("soc")).toContain("without a request");
    expect(day.reads("soc")).not.toMatch(secrets);
    expect(day.reads(sam)).not.toMatch(secrets);
  });

  test.each(questions)("%s", async (words) => {
    for (const caller of [inSlack(sam), inTeams(sam)])
      expect(await day.hear(caller, words)).not.toMatch(secrets);
  });

  test.each(acts)("%s, and a refusal like that of what never was", async (words) => {
    for (const caller of [inSlack(sam), inTeams(sam)]) {
      const answer = await day.hear(caller, words);
      expect(answer.replaceAll(/-1\b/g, "-9")).not.toMatch(/Alice|Bob|Audrey|runs|started already/);
      expect(answer).toBe((await day.hear(caller, ofNothing(words))).replaceAll("-9", "-1"));
    }
  });

  test("its home tab, and a word of suspicion", async () => {
    expect(readView(await day.desk.home(inSlack(sam)))).not.toMatch(secrets);
    expect(readView(await day.desk.home(inTeams(sam)))).not.toMatch(secrets);
    const said = { account: first.id, note: "Was that one of ours?" };
    const answer = await day.desk.hear({
      caller: inSlack(sam),
      key: "suspects",
      submitted: "suspect",
      typed: said,
    });
    expect(JSON.stringify(answer)).not.toMatch(/BG-1|Alice|DR-1/);
  });

  test("the feed of the calendar", async () => {
    const records = (await readRecords(day.parts)).map(asKnown);
    const text = feed(owings(records, day.parts.now(), small), small, day.parts.now());
    expect(text).not.toMatch(secrets);
    expect(text).toContain("DR-1");
  });

  test("while an admin, who runs it, sees all of it", async () => {
    expect(await day.hear(inSlack(ada), "status BG-1")).toContain("Alice");
    expect(await day.hear(inSlack(ada), "status RO-1")).toContain("BG-1");
    expect(await day.hear(inSlack(ada), "accounts")).toContain("BG-1");
  });

  test("and once somebody took the alert, the SOC may know", async () => {
    await day.hear(inSlack(sam), "ack AL-1");
    await day.settled();
    expect(await day.hear(inSlack(sam), "status BG-1")).toContain("Alice");
    expect(await day.hear(inSlack(sam), "status RO-1")).toContain("BG-1");
    expect(await day.hear(inSlack(sam), "status DR-1")).toContain("Audrey");
    expect(day.reads("soc")).toContain("DR-1");
  });
});

test("the renewal of a drill that the SOC does not know of is a change that nothing explains", async () => {
  await day.rehearsed(false);
  await day.tells(13, signIn(12));
  day.at(20);
  await day.hear(inSlack(alice), "end BG-1");
  await day.tells(35, change(30, "Reset user password"));
  expect(await day.record("RO-1")).toContain("rotation-proved");
  expect(day.card("AL-2", "soc").view.severity).toBe(1);
  expect(day.reads("soc")).not.toMatch(secrets);
});

/** All of them may be tried while it waits for its day: what differs once it was started is a hint. */
const drillActs = [
  "drill now",
  "drill start DR-1",
  "drill start DR-1 unannounced",
  "drill witness",
  "drill witness DR-1",
  "drill tick DR-1",
  "drill tick DR-1 people-trained",
  "drill sign-off DR-1 it went well",
  `drill sign-off DR-1 ${"x".repeat(longestReason + 1)}`,
  "drill fail DR-1 somebody told us",
  "drill fail DR-1 no",
];
const tested: readonly Person[] = [
  sam,
  ...(["auditor", "custodian", "responder", "approver"] as const).map(
    (role): Person => ({ ...sam, roles: ["soc", role] }),
  ),
];

describe.each(tested)("whoever is tested, as $roles", (person) => {
  beforeEach(async () => {
    await day.close();
    day = await openDay(withPeople(person));
    await day.until(0);
    await day.hear(inSlack(ada), "drill now");
  });

  test.each(drillActs.map((words) => [words.slice(0, 50), words]))(
    "hears what they heard before it was started: %s",
    async (_, words) => {
      const answers = async () => [
        await day.hear(inSlack(person), words),
        await day.hear(inTeams(person), words),
      ];
      const before = await answers();
      expect(await day.record("DR-1")).not.toContain("drill-started");
      await day.hear(inSlack(ada), "drill start DR-1 unannounced");
      expect(await answers()).toEqual(before);
      expect(await day.record("DR-1")).not.toContain("drill-witnessed");
      await day.hear(inTeams(audrey), "drill witness DR-1");
      expect(await day.record("DR-1")).toContain("drill-witnessed");
      expect(await answers()).toEqual(before);
      expect(await day.record("DR-1")).not.toContain("step-ticked");
    },
  );
});

describe("what was there before the drill stays as it was", () => {
  test("a renewal that is due later than the drill's", async () => {
    await day.until(0);
    await day.hear(inSlack(ada), "drill now");
    await day.hear(inSlack(ada), "staff-change Dave");
    await day.settled();
    const seen = async () => {
      const records = (await readRecords(day.parts)).map(asKnown);
      const questions = ["status", "status RO-1", "calendar", "accounts"].flatMap((words) =>
        [inSlack(sam), inTeams(sam)].map((caller) => day.hear(caller, words)),
      );
      return [...(await Promise.all(questions)), feed(owings(records, nine, small), small, nine)];
    };
    const before = await seen();
    await day.rehearsed(false);
    expect(await day.record("RO-1")).toContain("rotation-joined");
    expect(await day.hear(inSlack(ada), "status RO-1")).toContain("BG-1");
    expect(await seen()).toEqual(before);
  });

  test("a renewal that was proved, and the review of the use that owed it", async () => {
    await day.used();
    await day.tells(45, change(40, "Reset user password"));
    const seen = async () =>
      Promise.all(["status RO-1", "review BG-1"].map((words) => day.hear(inSlack(sam), words)));
    const before = await seen();
    expect(before.join()).toContain("proved");
    day.at(60);
    await day.hear(inSlack(ada), "drill now");
    await day.hear(inSlack(ada), "drill start DR-1 unannounced");
    await day.hear(inTeams(audrey), "drill witness DR-1");
    await day.rehearse(inSlack(rob));
    await day.hear(inTeams(bob), "approve BG-2");
    await day.hear(inSlack(dave), "release BG-2 envelope A");
    await day.settled();
    expect(await day.hear(inSlack(ada), "status RO-1")).not.toContain("proved");
    expect(await seen()).toEqual(before);
  });

  test("the account that the request form offers first", async () => {
    await day.close();
    day = await openDay({ ...small, accounts: [first, second] });
    const offered = () => day.desk.form("request").fields.find(({ id }) => id === "account")?.initial;
    await day.until(0);
    const planned = { account: first.id, day: "" };
    await day.desk.hear({ caller: inSlack(ada), key: "plans", submitted: "drill", typed: planned });
    const before = day.desk.form("request");
    await day.rehearsed(false);
    expect(await day.record("BG-1")).toContain("released");
    expect(day.desk.form("request")).toEqual(before);
    expect(offered()).toBe(first.id);
    await day.tells(13, signIn(12));
    await day.hear(inSlack(sam), "ack AL-1");
    await day.settled();
    await expect.poll(offered).toBe(second.id);
  });
});

describe("whoever is not of the drill and asks by guessing", () => {
  test("a responder of the SOC does not hear that it runs by trying to rehearse it", async () => {
    await day.close();
    const both = { ...rob, roles: ["responder", "soc"] as const };
    day = await openDay(withPeople(both));
    await day.until(0);
    await day.hear(inSlack(ada), "drill now");
    const [before, other] = [await day.rehearse(inSlack(both)), await day.rehearse(inSlack(sam))];
    await day.hear(inSlack(ada), "drill start DR-1 unannounced");
    await day.hear(inTeams(audrey), "drill witness DR-1");
    expect(await day.rehearse(inSlack(both))).toEqual(before);
    expect(await day.rehearse(inSlack(sam))).toEqual(other);
    expect(await day.record("BG-1")).toEqual([]);
  });

  test("an auditor of the SOC, who may sign drills off, does not hear that it runs by trying to", async () => {
    await day.close();
    const both = { ...audrey, roles: ["auditor", "soc"] as const };
    day = await openDay({
      ...small,
      people: [...people.filter(({ id }) => id !== audrey.id), both],
    });
    await day.until(0);
    await day.hear(inSlack(ada), "drill now");
    const before = await day.hear(inSlack(both), "drill sign-off DR-1 it went well");
    await day.hear(inSlack(ada), "drill start DR-1 unannounced");
    await day.hear(inTeams(bob), "drill witness DR-1");
    expect(await day.record("DR-1")).toContain("drill-witnessed");
    expect(await day.hear(inSlack(both), "drill sign-off DR-1 it went well")).toBe(before);
  });
});

test("who waits for a witness tells nobody either", async () => {
  await day.until(0);
  await day.hear(inSlack(ada), "drill now");
  const before = await Promise.all(["drills", "status DR-1"].map((words) => day.hear(inSlack(sam), words)));
  await day.hear(inSlack(ada), "drill start DR-1 unannounced");
  await day.settled();
  expect(await Promise.all(["drills", "status DR-1"].map((words) => day.hear(inSlack(sam), words)))).toEqual(
    before,
  );
  expect(day.reads("soc")).toBe("");
});

test("a drill that nobody acknowledged and that failed is told by the alert itself, not before", async () => {
  await day.rehearsed(false);
  await day.tells(13, signIn(12));
  expect(day.card("AL-1", "soc").view.severity).toBe(0);
  await day.hear(inSlack(ada), "drill fail DR-1 nobody of the SOC came");
  await day.settled();
  expect(await day.record("BG-1")).toContain("drill-revealed");
  expect(day.card("AL-1", "soc").view.severity).toBe(3);
});
