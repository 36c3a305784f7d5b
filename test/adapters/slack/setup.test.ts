// The self-test: what is not set up is found before anybody clicks.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import manifest from "../../../manifest/slack/manifest.json" with { type: "json" };
import { eventTypes } from "../../../src/adapters/slack/payloads.ts";
import { scopes } from "../../../src/adapters/slack/scopes.ts";
import { contoso } from "../../kit/cast.ts";
import { open } from "./kit.ts";

const home = { team: "T0CONTOSO", channels: { requests: "C0REQUESTS", soc: "C0SOC", admins: "C0ADMINS" } };
const withChannels = (channels: Partial<typeof home.channels>) => ({
  ...contoso,
  slack: { ...home, channels: { ...home.channels, ...channels } },
});
const problem = (bot: Awaited<ReturnType<typeof open>>) =>
  bot.adapter.check().then(
    () => "",
    (error: Error) => error.message,
  );

test("all is well when the token, the scopes and the channels are", async () => {
  await using bot = await open();
  expect(await problem(bot)).toBe("");
});

test.each([
  ["a channel that is shared outside", { soc: "C0SHARED" }, "channel soc (C0SHARED): shared with another"],
  [
    "a channel the bot is not in",
    { soc: "C0OTHER" },
    "channel soc (C0OTHER): not_in_channel: invite the bot",
  ],
  ["a channel that there is none of", { admins: "C0NONE" }, "channel admins (C0NONE): channel_not_found"],
])("%s is named", async (_, channels, said) => {
  await using bot = await open({ organisation: withChannels(channels) });
  expect(await problem(bot)).toContain(said);
});

test("everything that is wrong is named at once", async () => {
  await using bot = await open({ organisation: withChannels({ soc: "C0SHARED", admins: "C0NONE" }) });
  expect(await problem(bot)).toMatch(/C0SHARED.*C0NONE/);
});

test.each([
  ["a wrong token", { slackError: "invalid_auth" }, "the bot token is wrong: set SLACK_BOT_TOKEN anew"],
  ["a revoked token", { slackError: "token_revoked" }, "token_revoked: the bot token was revoked"],
  ["a Slack that is down", { status: 503 }, "Slack answered with HTTP 503"],
])("%s is named", async (_, fault, said) => {
  await using bot = await open();
  bot.slack.faults.set("auth.test", fault);
  expect(await problem(bot)).toContain(said);
});

test("a token of another workspace is named", async () => {
  await using bot = await open({ slack: { team: { id: "T0OTHER", domain: "o", name: "O" } } });
  expect(await problem(bot)).toContain("the bot token is of workspace T0OTHER");
});

test("a missing scope is named", async () => {
  await using narrow = await slackWithScopes("chat:write,commands");
  await using bot = await open({ settings: { apiUrl: narrow.apiUrl } });
  expect(await problem(bot)).toContain("lacks im:write, users:read, channels:read, groups:read");
});

test("the manifest asks for the scopes that we need, and no others", () => {
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(scopes.toSorted());
});

test("the manifest asks for the events that we listen to, and no others, and shows the home tab", () => {
  expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(eventTypes.toSorted());
  expect(manifest.features.app_home.home_tab_enabled).toBe(true);
});

async function slackWithScopes(scopes: string) {
  const server = createServer((req, res) => {
    req.resume();
    res.writeHead(200, { "content-type": "application/json", "x-oauth-scopes": scopes });
    res.end(JSON.stringify({ ok: true, team_id: "T0CONTOSO", channel: { id: "C0" } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
