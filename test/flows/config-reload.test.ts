// Who may act is looked up when they act: the configuration changes while a card with a button stands there.
import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { alice, bob, carol } from "../../src/sandbox/world.ts";
import { askInSlack, everyCopyShows, pressInSlack, pressInTeams } from "../kit/act.ts";
import { onRecord, quiet } from "../kit/aside.ts";
import { type ChildBot, startChild } from "../kit/child-bot.ts";
import { pointAt, type Surroundings, surround } from "../kit/surroundings.ts";

let around: Surroundings;
let bot: ChildBot;
let good: string;

beforeAll(async () => {
  around = await surround();
  good = await readFile(around.configFile, "utf8");
  bot = await startChild(around);
  pointAt(around, bot);
  await around.teams.install();
});
afterAll(async () => {
  bot.kill("SIGKILL");
  await bot.ended;
  await around.remove();
});

const said = (words: string): number => bot.output().split(words).length - 1;

/** Resolves when the bot has said so once more than before. */
async function change(text: string, words: string, signal?: NodeJS.Signals): Promise<void> {
  const before = said(words);
  await writeFile(around.configFile, text);
  if (signal) bot.kill(signal);
  await around.slack.until(() => said(words) > before, 8_000);
}

function withBobAs(roles: readonly string[]): string {
  const file = parse(good) as { people: { handle: string; roles: string[] }[] };
  const people = file.people.map((person) => (person.handle === "bob" ? { ...person, roles } : person));
  return stringify({ ...file, people });
}

test("A13: an approver taken off the list between post and click is refused at the click, in both chats", async () => {
  const id = await askInSlack(around, alice);
  await quiet(around);
  await change(withBobAs(["soc"]), "configuration read anew", "SIGHUP");
  expect(await pressInSlack(around, bob, id, "Approve")).toContain("You are not an approver");
  expect(await pressInTeams(around, bob, id, "Approve")).toContain("You are not an approver");
  expect((await onRecord(around, id)).map(({ type, why }) => why ?? type)).toEqual([
    "requested",
    "not-an-approver",
    "not-an-approver",
  ]);
  await around.slack.command(alice.slack, `/breakglass withdraw ${id}`, "C0REQUESTS");
});

test("A13: a change is noticed without a signal within seconds, and who was put back may approve again", async () => {
  await change(good, "configuration read anew");
  const id = await askInSlack(around, alice);
  expect(await pressInTeams(around, bob, id, "Approve")).toContain("approved");
  await everyCopyShows(around, id, "Approved, in use");
  await around.slack.command(alice.slack, `/breakglass end ${id}`, "C0REQUESTS");
});

test("a broken file keeps the last good one in force, says what is wrong, and nobody gains anything by it", async () => {
  await change(withBobAs(["soc"]), "configuration read anew", "SIGHUP");
  await change("people: [", "configuration not usable, the last good one stays in force", "SIGHUP");
  await change(
    good.replace("roles:", "rolls:"),
    "configuration not usable, the last good one stays in force",
    "SIGHUP",
  );
  expect(bot.output()).toContain("rolls");
  const id = await askInSlack(around, alice);
  expect(await pressInTeams(around, carol, id, "Approve")).toContain("approved");
  await everyCopyShows(around, id, "Approved, in use");
  const answer = await around.slack.command(
    bob.slack,
    `/breakglass deny ${id} I changed my mind.`,
    "C0REQUESTS",
  );
  expect(answer.message?.text).toContain("You are not an approver");
});
