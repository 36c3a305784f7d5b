// A place that takes nothing: the others work all the same, and operators read which one and why.
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { alice, bob, channels } from "../../src/sandbox/world.ts";
import { pressInSlack, requestsInSlack, requestsInTeams, slackCopy } from "../kit/act.ts";
import { type Site, startSite } from "../kit/surroundings.ts";

let site: Site | undefined;
afterAll(() => site?.stop());

test("D6, D15: a channel without the bot, and a Teams whose admin blocked it: the others work, and /readyz names both and why", async () => {
  const without = channels.map(({ slack, slackName, readers }) => ({
    id: slack,
    name: slackName,
    members: readers.map((reader) => reader.slack),
    ...(slack === requestsInSlack && { botIsIn: false }),
  }));
  const open = await startSite({ slack: { channels: without } });
  site = open;
  open.teams.faults.set("connector", { status: 403, code: "BotDisabledByAdmin" });
  const { modal } = await open.slack.command(alice.slack, "/breakglass request", `D${alice.slack.slice(1)}`);
  const typed = { failure: "mfa-outage", reason: "Nobody gets a second factor." };
  await open.slack.submit(alice.slack, modal?.id ?? "", typed);
  expect(await pressInSlack(open, bob, "BG-1", "Approve")).toContain("approved");
  await slackCopy(open, alice, "BG-1", "Approved, in use");
  expect(open.slack.messages(requestsInSlack).filter(({ ephemeralFor }) => !ephemeralFor)).toEqual([]);

  const readyz = async () => (await fetch(`${open.bot.url}/readyz`)).text();
  const words = ["not_in_channel: invite the bot", "BotDisabledByAdmin", requestsInSlack, requestsInTeams];
  const end = performance.now() + 15_000;
  while (performance.now() < end) {
    const said = await readyz();
    if (words.every((word) => said.includes(word))) break;
    await wait(250);
  }
  expect(JSON.parse(await readyz())).toMatchObject({
    waiting: expect.arrayContaining([
      expect.objectContaining({ oldestWhy: expect.stringContaining("not_in_channel") }),
      expect.objectContaining({ oldestWhy: expect.stringContaining("BotDisabledByAdmin") }),
    ]),
  });
}, 40_000);
