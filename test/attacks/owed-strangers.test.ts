// Strangers and hostile words in front of what is owed: nothing is done, and nothing is more than words.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { adaptiveCard } from "../../src/adapters/teams/card.ts";
import type { Caller, Standing } from "../../src/core/ports/desk.ts";
import type { View } from "../../src/core/view.ts";
import { ada, audrey, dave, first, rob } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { readView } from "../kit/office.ts";
import { type Day, openDay } from "./owed-kit.ts";

let day: Day;
beforeEach(async () => {
  day = await openDay();
});
afterEach(() => day.close());

const suspects = (who: Caller, note: string, key = day.newKey()) =>
  day.desk.hear({ caller: who, key, submitted: "suspect", typed: { account: first.id, note } });

describe("somebody who is not let in", () => {
  const strangers: [string, Caller][] = [
    ...(["guest", "external", "bot", "disabled", "unknown"] as Standing[]).flatMap(
      (standing): [string, Caller][] => [
        [`${standing}, Slack`, inSlack(ada, standing)],
        [`${standing}, Teams`, inTeams(ada, standing)],
      ],
    ),
    ["another workspace", { ...inSlack(ada), team: "T0FABRIKAM" } as Caller],
    ["another tenant", { ...inTeams(ada), tenant: "00000000-0000-4000-8000-000000009999" } as Caller],
    ["nobody of the roster", { ...inSlack(ada), user: "U0NOBODY" } as Caller],
  ];
  const commands = [
    "accounts",
    "calendar",
    "drills",
    "status RO-1",
    "status DR-1",
    "review BG-1",
    "review BG-1 emergency All was as approved",
    "clean-up BG-1 policies",
    "confirm RO-1",
    "attest RO-1 I saw the new one",
    "staff-change Dave",
    "suspect",
    "drill now",
    "drill start DR-1",
    "drill witness DR-1",
    "drill tick DR-1 people-trained",
    "drill sign-off DR-1 it went well",
    "drill fail DR-1 because I say so",
  ];
  test.each(strangers)("%s", async (_, caller) => {
    await day.used();
    await day.hear(inSlack(ada), "drill now");
    const log = async () =>
      (await day.store.log(0, 1_000)).filter(({ event }) => event.type !== "turned-away");
    const before = await log();
    expect(readView(await day.desk.home(caller))).not.toMatch(/Emergency|Alice|RO-1|envelope/);
    for (const words of commands) {
      const answer = await day.hear(caller, words);
      expect(answer).toContain("Nothing was done");
      expect(answer).not.toMatch(/Emergency|Alice|envelope/);
    }
    expect(JSON.stringify(await suspects(caller, "It was in the bin"))).toContain("Nothing was done");
    expect(JSON.stringify(await day.rehearse(caller))).toContain("Nothing was done");
    expect(await log()).toEqual(before);
  });
});

describe("hostile words", () => {
  const tricks = [
    "<!channel> <@U0ADA> @everyone &lt;at&gt;Ada&lt;/at&gt; <at>Ada</at>",
    "*bold* [click](https://evil.example) <https://evil.example|reset here> ```code```",
    "\u202egnorw si siht\u202c \u2066and this\u2069",
    `x${"\u200b".repeat(900)}y and so on`,
    "a".repeat(2_000),
    "<script>alert(1)</script> ${jndi:ldap://evil} {{DATE(2026)}}",
  ];
  /** All words of a person in a view, as they are handed to a painter. */
  const saidIn = ({ lines, facts }: View) =>
    [...lines, ...facts.map(({ value }) => value)]
      .flat()
      .flatMap((one) => (typeof one === "object" && "said" in one ? [one.said] : []));
  const ownIn = ({ title, lines, facts }: View) =>
    [
      title,
      ...[...lines, ...facts.map(({ value }) => value)]
        .flat()
        .map((one) => (typeof one === "string" ? one : "strong" in one ? one.strong : "")),
    ].join("\n");

  test.each(tricks)("%#: in every note and reason, stay a person's words on every card", async (trick) => {
    await day.used();
    await suspects(inSlack(rob), trick);
    day.at(50);
    await day.hear(inSlack(dave), `attest RO-1 ${trick}`);
    await day.started(true);
    await day.hear(inTeams(audrey), `drill fail DR-1 ${trick}`);
    await day.settled();
    const whole = trick.split(/\s+/).join(" ");
    const shown = [...day.slack.sent, ...day.teams.sent].map(({ view }) => view);
    expect(shown.some((view) => saidIn(view).some((said) => said.includes(whole.slice(0, 40))))).toBe(true);
    for (const view of shown) expect(ownIn(view)).not.toContain(whole.slice(0, 12));
    for (const { view, key } of day.teams.sent) {
      const drawn = JSON.stringify(adaptiveCard(view, { key, stream: "RO-1" }));
      for (const block of drawn.matchAll(/"type":"TextBlock","text":"((?:[^"\\]|\\.)*)"/g))
        expect(block[1]).not.toContain(whole.slice(0, 12));
    }
  });

  test("that are none, or too long, are refused everywhere", async () => {
    await day.used();
    await day.started(true);
    const before = await Promise.all(["RO-1", "DR-1", "BG-1"].map((id) => day.store.read(id)));
    for (const note of [
      "",
      "x",
      "\u200b".repeat(40),
      "\u2800".repeat(40),
      "a".repeat(2_001),
      "a".repeat(200_000),
    ]) {
      expect(JSON.stringify(await suspects(inSlack(rob), note))).not.toContain("RO-1");
      await day.hear(inSlack(dave), `attest RO-1 ${note}`);
      await day.hear(inSlack(audrey), `drill fail DR-1 ${note}`);
      await day.hear(inSlack(audrey), `review BG-1 emergency ${note}`);
    }
    expect(await Promise.all(["RO-1", "DR-1", "BG-1"].map((id) => day.store.read(id)))).toEqual(before);
  });

  test("in a name that somebody asks after are not repeated", async () => {
    for (const who of [...tricks, "../../etc", `<@U0DAVE|${"x".repeat(3_000)}>x`])
      expect(await day.hear(inSlack(ada), `staff-change ${who}`)).not.toContain(who.slice(0, 20));
    expect(await day.store.live("RO-")).toEqual([]);
  });
});
