// A leap with the real bot: it and all it speaks to believe each other on the next day as on this one.
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { toSignIn } from "../../src/sandbox/entra-acts.ts";
import { type Practice, startPractice } from "../../src/sandbox/practice.ts";
import { slackWords } from "../../src/sandbox/screens.ts";
import { accounts, alice, bob, channelIds } from "../../src/sandbox/world.ts";

let practice: Practice;
const warnings: string[] = [];
beforeAll(async () => {
  practice = await startPractice({ onWarning: (line) => warnings.push(line), onDeath: () => {} });
});
afterAll(async () => {
  await practice?.stop();
  await rm(dirname(practice.logFile), { recursive: true, force: true }); // kept, for the bot died
});

const hour = 3_600_000;
const { requests = "", soc = "" } = channelIds("slack");
const inSoc = () => practice.slack.messages(soc).map(slackWords);
const signsIn = () =>
  practice.entra.signIn(toSignIn({ account: accounts[0].objectId, place: "berlin", outcome: "success" }));

it("a day later commands, clicks, tokens and rows are taken, and nobody hears that nobody looked", async () => {
  const { clock, slack, teams, pager } = practice;
  await clock.leap("day");
  expect(clock.now() - Date.now()).toBeGreaterThan(22 * hour);
  const asked = await slack.command(alice.slack, "/breakglass request", requests);
  expect(asked.error).toBeUndefined();
  await teams.say(bob.objectId, "personal", "status");
  await teams.until(() => teams.seenBy(bob.objectId).chat.find(({ by }) => by === "bot"));
  signsIn();
  await slack.until(
    () => inSoc().find((words) => words.includes("AL-1 · Sign-in without a request")),
    10_000,
  );
  expect(Math.abs(Number(slack.messages(soc)[0]?.ts) * 1_000 - clock.now())).toBeLessThan(60_000);
  expect(inSoc().filter((words) => words.includes("not seen"))).toEqual([]);
  expect(pager.refused()).toEqual([]);
  expect(warnings).toEqual([]);
});

it("what is repeated until somebody takes it is repeated in the leap", async () => {
  await practice.clock.leap("hour");
  await practice.slack.until(() =>
    inSoc().find((words) => words.includes("AL-1: nobody has acknowledged it")),
  );
});

it("a dead bot does not follow, and that is said", async () => {
  process.kill(practice.botPid, "SIGKILL");
  await practice.slack.until(() => practice.bot().dead);
  const before = practice.clock.state();
  await expect(practice.clock.leap("hour")).rejects.toThrow("The bot is not running any more.");
  expect(practice.clock.state()).toEqual(before);
});
