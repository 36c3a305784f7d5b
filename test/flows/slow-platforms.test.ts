// Both chats answer after 200 ms while people ask faster than that can be shown, and the bot is killed meanwhile: nothing
// is lost, nothing is shown twice, and no more waits than the log owes.
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { accounts, alice, bob, type Colleague, carol, colleagues } from "../../src/sandbox/world.ts";
import { memory } from "../bench/process.ts";
import { askInSlack, askInTeams, everyCopyShows, requestsInSlack, shownTwice, why } from "../kit/act.ts";
import { onRecord, query, quiet } from "../kit/aside.ts";
import { type ChildBot, startChild } from "../kit/child-bot.ts";
import { pointAt, type Surroundings, surround } from "../kit/surroundings.ts";
import { until } from "../kit/until.ts";

const leap = fileURLToPath(new URL("../kit/leap.ts", import.meta.url));
const slow = { latencyMs: 200 };
/** Requests one after another, in each of the four lines below: 20 asked and 20 withdrawn, by 40 typed commands. */
const each = 5;
/** Seconds after which a delivery that was under way is free again, and a little. */
const lease = 21;
/** One channel takes a message at a time: 60 of them last 12 s, and longer where others use the machine. */
const patience = 40_000;
/** MB. It takes 200 at rest, and 230 here with 160 messages waiting: what waits lies in the store and not in memory. */
const mostMemory = 300;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** `ahead`: seconds of its clock. */
async function born(around: Surroundings, ahead: number): Promise<ChildBot> {
  const clock = { NODE_OPTIONS: `--import ${leap}`, AHEAD: `${ahead}` };
  const bot = await startChild({ configFile: around.configFile, env: { ...around.env, ...clock } });
  ends.push(() => {
    bot.kill("SIGKILL");
    return bot.ended;
  });
  pointAt(around, bot);
  return bot;
}

type Line = { chat: "slack" | "teams"; who: Colleague; account: string };

const lines: readonly Line[] = [
  { chat: "slack", who: alice, account: accounts[0].objectId },
  { chat: "slack", who: carol, account: accounts[1].objectId },
  { chat: "teams", who: carol, account: accounts[0].objectId },
  { chat: "teams", who: alice, account: accounts[1].objectId },
];

/**
 * In each chat: its card in the channel, with who asked and with Bob and Carol, who approve; that it was withdrawn, in
 * the channel and to who asked.
 */
const owedTo = (who: Colleague): number => 2 * (1 + new Set([who, bob, carol]).size + 2);
const owedToAll = lines.reduce((sum, { who }) => sum + each * owedTo(who), 0);

/** Its id. */
async function askAndWithdraw(around: Surroundings, { chat, who, account }: Line): Promise<string> {
  const typed = { ...why, account };
  if (chat === "slack") {
    const id = await askInSlack(around, who, "request", typed);
    const { message } = await around.slack.command(who.slack, `/breakglass withdraw ${id}`, requestsInSlack);
    expect(message?.text).toContain(`${id}: withdrawn`);
    return id;
  }
  const id = await askInTeams(around, who, "request", typed);
  expect((await around.teams.say(who.objectId, "personal", `withdraw ${id}`)).status).toBe(200);
  return id;
}

/** Messages that stand somewhere or are to stand there. */
const owed = (around: Surroundings, where = "true"): Promise<number> =>
  query(around, `select count(*) as n from delivery where ${where}`).then(([row]) => Number(row?.["n"]));

test("D4: behind chats that take 200 ms, killed while messages wait: every copy tells the end after the restart, and once", {
  timeout: 120_000,
}, async () => {
  // Slack repeats an event after 0, 60 and 300 seconds: here a bot is away for longer than it waits
  const around = await surround({ slack: { eventRetrySeconds: Array.from({ length: 90 }, () => 0.7) } });
  ends.push(around.remove);
  const bot = await born(around, 0);
  await around.teams.install();
  for (const { objectId } of colleagues) around.teams.watch(objectId, true);
  around.slack.faults.set("*", slow);
  around.teams.faults.set("connector", slow);
  const ids = await Promise.all(
    lines.map(async (line) => {
      const asked: string[] = [];
      while (asked.length < each) asked.push(await askAndWithdraw(around, line));
      return asked;
    }),
  ).then((all) => all.flat());
  expect(memory(bot.pid)).toBeLessThan(mostMemory);
  bot.kill("SIGKILL");
  expect(await bot.ended).toMatchObject({ signal: "SIGKILL" });
  expect(await owed(around, "shown < wanted")).toBeGreaterThanOrEqual(ids.length);
  expect(await owed(around)).toBeLessThanOrEqual(owedToAll);

  const again = await born(around, lease);
  await quiet(around, patience);
  expect(memory(again.pid)).toBeLessThan(mostMemory);
  expect(await owed(around)).toBe(owedToAll);
  for (const id of ids) {
    expect((await onRecord(around, id)).map(({ type }) => type)).toEqual(["requested", "withdrawn"]);
    await everyCopyShows(around, id, "Withdrawn");
  }
  for (const { id } of around.teams.all()) // a doubled card makes itself known when it comes into sight
    await Promise.all(
      [alice, bob, carol].map(({ objectId }) => around.teams.show(objectId, id).catch(() => undefined)),
    );
  await until("nothing is shown twice", () => shownTwice(around).length === 0, patience);
});
