// Socket Mode: the same listeners over a connection of our own, kept open, and said when it is not.
import { expect, test } from "vitest";
import { alice } from "../../kit/cast.ts";
import { inSlack } from "../../kit/chat.ts";
import { openOffice } from "../../kit/office.ts";
import { aliceId, bobId, open, shows } from "./kit.ts";
import { startSocketSlack } from "./socket-server.ts";

const command = (trigger: string, more: object = {}) => ({
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
    ...more,
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

/** A request waits for Bob, behind a bot in Socket Mode whose desk is the real one. */
async function openDesk() {
  const stack = new AsyncDisposableStack();
  const office = stack.adopt(await openOffice(), ({ close }) => close());
  await office.submit(inSlack(alice));
  const slack = stack.use(await startSocketSlack());
  const bot = stack.use(await open({ ...inSocketMode(slack.apiUrl), hear: office.desk.hear }));
  await bot.adapter.start();
  await expect.poll(slack.connections).toBe(1);
  const answers = (count: number) => expect.poll(() => slack.received).toHaveLength(count);
  return { office, slack, bot, answers, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const approves = { user_id: bobId, text: "approve BG-1" };

test("A16: a command of another workspace is refused and told so, and nothing is decided", async () => {
  await using desk = await openDesk();
  const { office, slack, bot, answers } = desk;
  slack.send(command("1", { ...approves, team_id: "T0EVIL" }));
  await answers(1);
  expect(JSON.stringify(slack.received[0])).toContain("You belong to another organisation");
  expect(bot.told.heard[0]?.caller).toMatchObject({ team: "T0EVIL", standing: "external" });
  expect(await office.record("BG-1")).toEqual(["requested"]);
  expect(await office.record("door")).toEqual(["turned-away"]);
});

test("B2: an envelope that comes again acts once, and is answered as before", async () => {
  await using desk = await openDesk();
  const { office, slack, bot, answers } = desk;
  slack.send(command("1", approves));
  await answers(1);
  slack.send({ ...command("1", approves), retry_attempt: 1, retry_reason: "timeout" });
  await answers(2);
  const [once, again] = slack.received;
  expect(JSON.stringify(once)).toContain("BG-1: approved");
  expect(again).toEqual(once);
  expect(bot.told.heard.map((heard) => heard.key)).toEqual(["slack/command/1", "slack/command/1"]);
  expect(await office.record("BG-1")).toEqual(["requested", "approved", "granted"]);
});

const envelope = { envelope_id: "e-0", accepts_response_payload: true };

test.each([
  ["text that is no JSON", "{"],
  ["JSON null", "null"],
  ["a JSON list", "[]"],
  ["a kind that nobody knows", { ...envelope, type: "party", payload: {} }],
  ["a kind that is no word", { ...envelope, type: { toString: 1 }, payload: {} }],
  ["a kind that is the client's own word for a lost connection", { type: "disconnected" }],
  ["a kind that is the client's own word for a message", { type: "ws_message", payload: {} }],
  ["a command without a payload", { ...envelope, type: "slash_commands" }],
  ["a command of nothing", { ...envelope, type: "slash_commands", payload: null }],
  ["a command without its envelope's id", { ...command("0", approves), envelope_id: undefined }],
  ["a click of nothing", { ...envelope, type: "interactive", payload: [] }],
  ["an event without a payload", { ...envelope, type: "events_api" }],
  ["an event of nothing", { ...envelope, type: "events_api", payload: { event: null } }],
])(
  "%s decides nothing and ends nothing: on the same connection the next command is served",
  async (_, sent) => {
    await using desk = await openDesk();
    const { office, slack, bot, answers } = desk;
    slack.sendText(typeof sent === "string" ? sent : JSON.stringify(sent));
    slack.send(command("1", approves));
    await answers(1);
    expect(slack.received[0]?.envelope_id).toBe("e-1");
    expect(bot.told.heard).toHaveLength(1);
    expect(await office.record("BG-1")).toEqual(["requested", "approved", "granted"]);
    expect(await bot.adapter.check().then(String, String)).not.toContain("Socket Mode");
    expect(slack.connections()).toBe(1);
  },
);

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
