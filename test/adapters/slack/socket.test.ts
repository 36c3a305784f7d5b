// Socket Mode: the same listeners over a connection of our own, kept open, and said when it is not.
import { expect, test } from "vitest";
import { aliceId, open, shows } from "./kit.ts";
import { startSocketSlack } from "./socket-server.ts";

const command = (trigger: string) => ({
  type: "slash_commands",
  envelope_id: `e-${trigger}`,
  accepts_response_payload: true,
  payload: {
    command: "/breakglass",
    text: "status",
    team_id: "T0CONTOSO",
    user_id: aliceId,
    channel_id: "C0REQUESTS",
    trigger_id: trigger,
    response_url: "https://hooks.slack.com/x",
  },
});

const inSocketMode = (apiUrl: string) => ({
  hear: () => shows("So it is"),
  settings: { mode: "socket" as const, appToken: "xapp-1", signingSecret: "", apiUrl },
});

test("a command over the socket is heard and answered there; over HTTP there is nothing", async () => {
  await using slack = await startSocketSlack();
  await using bot = await open(inSocketMode(slack.apiUrl));
  await bot.adapter.start();
  await expect.poll(slack.connections).toBe(1);
  slack.send(command("1"));
  await expect.poll(() => slack.received).toHaveLength(1);
  expect(JSON.stringify(slack.received[0])).toContain("So it is");
  expect(bot.told.heard[0]).toMatchObject({ key: "slack/command/1", wish: { type: "status" } });
  expect((await fetch(bot.url, { method: "POST" })).status).toBe(404);
});

test("D7: a lost connection is opened again", async () => {
  await using slack = await startSocketSlack();
  await using bot = await open(inSocketMode(slack.apiUrl));
  await bot.adapter.start();
  await expect.poll(slack.connections).toBe(1);
  slack.drop();
  await expect.poll(slack.connections, { timeout: 5_000 }).toBe(2);
  slack.send(command("2"));
  await expect.poll(() => bot.told.heard).toHaveLength(1);
});

test("D7: a refused app token is said by the check, and ends nothing", async () => {
  await using slack = await startSocketSlack();
  slack.refuse("invalid_auth");
  await using bot = await open(inSocketMode(slack.apiUrl));
  await bot.adapter.start();
  await expect.poll(() => bot.adapter.check().then(String, String)).toContain("Socket Mode: invalid_auth");
  slack.refuse(undefined);
  await expect.poll(slack.connections, { timeout: 5_000 }).toBe(1);
});

test("stopping before it was started does nothing", async () => {
  await using slack = await startSocketSlack();
  await using bot = await open(inSocketMode(slack.apiUrl));
  await bot.adapter.stop();
  expect(slack.connections()).toBe(0);
});

test("stopping while it connects leaves no connection", async () => {
  await using slack = await startSocketSlack();
  await using bot = await open(inSocketMode(slack.apiUrl));
  await bot.adapter.start();
  await bot.adapter.stop();
  await expect.poll(slack.isOpen).toBe(false);
});

test("stopping closes the connection and opens no other", async () => {
  await using slack = await startSocketSlack();
  await using bot = await open(inSocketMode(slack.apiUrl));
  await bot.adapter.start();
  await expect.poll(slack.isOpen).toBe(true);
  await bot.adapter.stop();
  await expect.poll(slack.isOpen).toBe(false);
  expect(slack.connections()).toBe(1);
});

test("without an app token Socket Mode does not start", async () => {
  await expect(open({ settings: { mode: "socket" } })).rejects.toThrow("SLACK_APP_TOKEN");
});
