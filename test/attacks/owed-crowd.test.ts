// A crowd in front of what is owed: the same click twice, two at once, and a flood.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../src/core/ports/desk.ts";
import { change } from "../core/sign-in/kit.ts";
import { ada, alice, audrey, bob, contoso, dave, erin, first, rob } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Day, openDay } from "./owed-kit.ts";

let day: Day;
beforeEach(async () => {
  day = await openDay();
});
afterEach(() => day.close());

const suspects = (who: Caller, note: string, key = day.newKey()) =>
  day.desk.hear({ caller: who, key, submitted: "suspect", typed: { account: first.id, note } });
const count = async (stream: string, type: string) =>
  (await day.record(stream)).filter((one) => one === type).length;

describe("the same click twice", () => {
  test("a suspicion is one, a drill is planned once, a confirmation is one", async () => {
    for (let times = 0; times < 3; times++) await suspects(inSlack(rob), "The seal was broken", "same");
    expect(await day.record("RO-1")).toEqual(["rotation-opened"]);
    await day.hear(inSlack(dave), "attest RO-1 I set the new password");
    day.at(5);
    await suspects(inSlack(rob), "The seal was broken", "same"); // told once more by a platform that was slow
    expect(await day.record("RO-1")).toEqual(["rotation-opened", "rotation-attested"]);
    for (let times = 0; times < 3; times++) await day.hear(inSlack(ada), "drill now", "plan");
    expect(await day.record("DR-1")).toEqual(["drill-scheduled"]);
    for (let times = 0; times < 3; times++) await day.hear(inSlack(ada), "drill start DR-1", "start");
    for (let times = 0; times < 3; times++) await day.hear(inSlack(audrey), "drill witness DR-1", "witness");
    expect(await count("DR-1", "drill-started")).toBe(1);
    expect(await count("DR-1", "drill-witnessed")).toBe(1);
    await day.tells(45, change(40, "Reset user password"));
    const answers = [];
    for (let times = 0; times < 3; times++)
      answers.push(await day.hear(inSlack(ada), "confirm RO-1", "confirm"));
    expect(new Set(answers).size).toBe(1);
    expect(await day.record("RO-1")).not.toContain("refused");
  });

  test("to rehearse: the second hears what the first did", async () => {
    await day.started(true);
    const click = {
      caller: inSlack(alice),
      key: "rehearses",
      click: { verb: "rehearse", drill: "DR-1" } as never,
      typed: { account: first.id, failure: "other", reason: "The drill of this quarter", minutes: "60" },
      on: undefined,
      card: undefined,
    };
    const first_ = await day.desk.hear(click);
    expect(await day.desk.hear(click)).toEqual(first_);
    await day.settled();
    expect(await day.record("BG-1")).toEqual(["requested"]);
    expect(await day.record("BG-2")).toEqual([]);
  });
});

describe("two at once, on two nodes", () => {
  const both = (...said: [Caller, string][]) =>
    Promise.all(
      said.map(([caller, words], index) => {
        const desk = index % 2 === 0 ? day.desk : day.another();
        return desk.hear({ caller, key: day.newKey(), wish: desk.understand(words) });
      }),
    );

  test("close one rotation: one confirms it, the other hears that it is done", async () => {
    await day.used();
    await day.tells(45, change(40, "Reset user password"));
    await both(
      [inSlack(ada), "confirm RO-1"],
      [inSlack(dave), "confirm RO-1"],
      [inTeams(erin), "confirm RO-1"],
    );
    expect(await count("RO-1", "rotation-confirmed")).toBe(1);
    expect(await count("RO-1", "refused")).toBe(2);
  });

  test("attest: two humans are two, one human on two platforms is one", async () => {
    await day.used();
    await both(
      [inSlack(dave), "attest RO-1 I set the new password"],
      [inTeams(dave), "attest RO-1 I set the new password"],
    );
    expect(await count("RO-1", "rotation-attested")).toBe(1);
    await both([inSlack(erin), "attest RO-1 I saw it sealed"], [inTeams(ada), "attest RO-1 I saw it sealed"]);
    expect(await count("RO-1", "rotation-attested")).toBe(2);
  });

  test("plan, start and watch one drill", async () => {
    const admin = { ...bob, roles: ["approver", "admin"] as const };
    await day.close();
    day = await openDay({
      ...contoso,
      accounts: [first],
      people: contoso.people.map((one) => (one.id === bob.id ? admin : one)),
    });
    await both([inSlack(ada), "drill now"], [inSlack(admin), "drill now"]);
    expect(await day.store.live("DR-")).toEqual(["DR-1"]);
    await both([inSlack(ada), "drill start DR-1"], [inSlack(admin), "drill start DR-1 unannounced"]);
    expect(await count("DR-1", "drill-started")).toBe(1);
    await both(
      [inSlack(ada), "drill witness DR-1"],
      [inTeams(ada), "drill witness DR-1"],
      [inSlack(admin), "drill witness DR-1"],
      [inTeams(admin), "drill witness DR-1"],
    );
    expect(await count("DR-1", "drill-witnessed")).toBe(1);
    const events = (await day.store.read("DR-1")).map(({ event }) => event);
    const by = (type: string) =>
      events.flatMap((event) => (event.type === type && "by" in event ? [event.by] : []));
    expect(by("drill-started")).not.toEqual(by("drill-witnessed"));
  });

  test("keep on two nodes: every duty is opened once", async () => {
    await day.used();
    day.become({ ...contoso, accounts: [first], people: contoso.people.filter(({ id }) => id !== erin.id) });
    await Promise.all([day.keep(), day.keep(), day.keep()]);
    expect(await day.store.live("RO-")).toEqual(["RO-1"]);
    expect(await count("RO-1", "rotation-joined")).toBe(1);
    expect(await count("DR-1", "drill-scheduled")).toBe(1);
  });
});

describe("a flood of suspicions", () => {
  test("of one person says one thing, and rings once", async () => {
    for (let times = 0; times < 60; times++) {
      day.at(times);
      await suspects(times % 2 === 0 ? inSlack(rob) : inTeams(rob), `I saw it in the bin, ${times} times`);
    }
    await day.settled();
    expect(await day.record("RO-1")).toEqual(["rotation-opened"]);
    expect(day.slack.sent.filter(({ key }) => key.startsWith("say/RO-1/"))).toEqual([]);
    await suspects(inSlack(alice), "So did I, on Monday");
    expect(await count("RO-1", "rotation-joined")).toBe(1);
  });

  test("does not hold back what they saw after it was renewed, or attested", async () => {
    await suspects(inSlack(rob), "The seal was broken");
    day.at(20);
    await day.hear(inSlack(dave), "attest RO-1 I set the new password");
    day.at(25);
    await suspects(inSlack(rob), "And the new one is broken too");
    expect(await count("RO-1", "rotation-joined")).toBe(1);
    await day.tells(45, change(40, "Reset user password"));
    expect(await day.record("RO-1")).toContain("rotation-proved");
    await suspects(inSlack(rob), "And this one was on a sticker");
    expect(await day.hear(inSlack(ada), "confirm RO-1")).toContain("Nothing proves yet");
  });
});
