// Floods over both chats: whoever asks too much fills neither the record, nor the log, nor a channel, and holds up nobody.
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLog } from "../../src/adapters/store/open-store.ts";
import type { Running } from "../../src/bots/main.ts";
import { newSecrets } from "../../src/sandbox/bot-config.ts";
import { slackWorld, teamsWorld } from "../../src/sandbox/practice.ts";
import { alice, bob, type Colleague, carol } from "../../src/sandbox/world.ts";
import {
  askInSlack,
  pressInSlack,
  pressInTeams,
  requestsInSlack,
  requestsInTeams,
  teamsCopy,
} from "../kit/act.ts";
import { pointAt, type Surroundings, startNode, surround } from "../kit/surroundings.ts";

const mallory = { id: "U0MALLORY", name: "Mallory", tz: "UTC" };
const mallet = { objectId: "00000000-0000-4000-8000-0000000000ee", name: "Mallet", timeZone: "UTC" };
const openTo = { members: "all" } as const;

let around: Surroundings;
let bot: Running;
let lines: string[];
beforeEach(async () => {
  const slack = slackWorld(newSecrets(), "");
  const teams = teamsWorld();
  around = await surround({
    asksAtOnce: 20,
    slack: {
      people: [...slack.people, mallory],
      channels: slack.channels.map((channel) => ({ ...channel, ...openTo })),
    },
    teams: {
      people: [...teams.people, mallet],
      teams: teams.teams.map((team) => ({
        ...team,
        channels: team.channels.map((channel) => ({ ...channel, ...openTo })),
      })),
    },
  });
  lines = [];
  bot = await startNode(around, pino({}, { write: (line: string) => void lines.push(line) }));
  pointAt(around, bot);
  await around.teams.install();
});
afterEach(async () => {
  await bot.stop();
  await around.remove();
});

/** How many entries the record has. */
async function entries(): Promise<number> {
  const log = openLog(around.store);
  try {
    return (await log.head()).seq;
  } finally {
    await log.close();
  }
}

/** One after the other, as somebody types or a script sends them. */
async function times<Result>(count: number, act: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let n = 0; n < count; n++) results.push(await act());
  return results;
}

const types = (slack: string, text: string) => around.slack.command(slack, text, requestsInSlack);
const floods = () => lines.filter((line) => line.includes("asked too much"));
const spoken = () =>
  around.teams.calls.filter(({ operation }) => operation === "send" || operation === "reply").length;
const metric = async (): Promise<string> => await (await fetch(`${bot.url}/metrics`)).text();

describe("in Slack", () => {
  test("a colleague who asks and asks is answered, told once, and then acknowledged with nothing", async () => {
    const answers = await times(130, () => types(alice.slack, "withdraw BG-99"));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const more = await times(120, () => types(alice.slack, "status"));
    const said = [...answers, ...more].map(({ message }) => message?.text ?? "");
    expect(said.filter((text) => text.includes("Too much at once"))).toHaveLength(1);
    expect(said.filter((text) => text !== "").length).toBeLessThan(170); // 120 and 20, one told, and some more meanwhile
    expect(floods()).toHaveLength(1);
    expect(floods()[0]).not.toContain("withdraw");
    expect(await metric()).toMatch(/breakglass_too_much_total\{platform="slack"\} \d+/);
  });

  test("a stranger who presses and types leaves a handful of entries, and holds nobody up", async () => {
    await askInSlack(around, alice);
    const before = await entries();
    await times(200, () => types(mallory.id, "approve BG-1"));
    expect((await entries()) - before).toBeLessThanOrEqual(8); // five at once, and one each twenty seconds
    expect(floods()).toHaveLength(1);
    expect((await types(bob.slack, "status")).message?.text).toContain("BG-1");
    expect(await pressInSlack(around, bob, "BG-1", "Approve")).toContain("BG-1: approved");
  });

  test("an approver who flooded can still approve, deny and end; their form opens too", async () => {
    await askInSlack(around, alice);
    await askInSlack(around, carol);
    await times(40, () => types(bob.slack, "accounts"));
    expect(await pressInSlack(around, bob, "BG-1", "Approve")).toContain("BG-1: approved");
    const denied = await pressInSlack(around, bob, "BG-2", "Deny", { reason: "Not on my watch, sorry." });
    expect(denied).toContain("BG-2: denied");
    await times(40, () => types(alice.slack, "help"));
    expect((await types(alice.slack, "end")).message?.text).toContain("BG-1: ended");
  });
});

describe("in Teams", () => {
  const says = (person: Pick<Colleague, "objectId">, text: string) =>
    around.teams.say(person.objectId, requestsInTeams, text);

  test("a stranger in a channel makes the bot post no more than a few answers", async () => {
    const before = { entries: await entries(), spoken: spoken() };
    const answers = await times(100, () => says(mallet, "status"));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await entries()) - before.entries).toBeLessThanOrEqual(8);
    expect(spoken() - before.spoken).toBeLessThanOrEqual(10);
    expect(floods()).toHaveLength(1);
  });

  test("an approver who flooded can still approve on the card; what is over is told in the answer each time", async () => {
    await askInSlack(around, alice);
    await askInSlack(around, carol);
    await times(40, () => says(bob, "accounts"));
    expect(await pressInTeams(around, bob, "BG-1", "Approve")).toContain("BG-1: approved");
    const card = await teamsCopy(around, bob, "BG-2");
    const click = {
      ...around.teams.activity(bob.objectId, "personal", ""),
      type: "invoke",
      name: "adaptiveCard/action",
    };
    const nowhere = (n: number) => ({
      ...click,
      id: `f:${n}`,
      replyToId: card.id,
      value: {
        action: {
          type: "Action.Execute",
          verb: "bg.click",
          data: { verb: "bg.click", action: { verb: "approve", request: `BG-${n}` } },
        },
        trigger: "manual",
      },
    });
    let n = 1_000;
    const answers = await times(150, () => around.teams.raw(nowhere(n++)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.filter(({ body }) => body.includes("Too much at once")).length).toBeGreaterThan(10);
    expect(await pressInTeams(around, bob, "BG-2", "Approve")).toContain("BG-2: your approval counts");
  });
});

test("whoever typed many wrong numbers is heard with the right ones", async () => {
  for (const person of [alice, carol]) await askInSlack(around, person);
  await times(140, () => types(bob.slack, "approve BG-77"));
  const late = await times(5, () => types(bob.slack, "approve BG-78"));
  expect(late.filter(({ message }) => message === undefined).length).toBeGreaterThan(0);
  expect((await types(bob.slack, "approve BG-1")).message?.text).toContain("BG-1: approved");
  expect((await types(bob.slack, "approve BG-2")).message?.text).toContain("BG-2: your approval counts");
});
