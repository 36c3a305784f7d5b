import { expect, test } from "vitest";
import { botFor, call, type Heard, slackWith } from "./kit.ts";

const event = (heard: Heard) => JSON.parse(heard.body);

test("the bot's address is verified by its challenge", async () => {
  const slack = await slackWith();
  await botFor(slack, (heard) => ({ body: { challenge: event(heard).challenge } }));
  expect(await slack.verifyBotUrl()).toBe(true);
  await botFor(slack);
  expect(await slack.verifyBotUrl()).toBe(false);
});

test("opening the home tab says so", async () => {
  const slack = await slackWith();
  const heard = await botFor(slack);
  await slack.openHome("U0ALICE");
  expect(heard[0]?.headers["content-type"]).toBe("application/json");
  expect(event(heard[0] as Heard)).toMatchObject({
    type: "event_callback",
    team_id: "T0CONTOSO",
    api_app_id: "A0BREAKGLASS",
    event: { type: "app_home_opened", user: "U0ALICE", channel: "D0ALICE", tab: "home" },
    event_id: expect.stringMatching(/^Ev/),
    authorizations: [{ team_id: "T0CONTOSO", user_id: "U0BOT", is_bot: true }],
  });
});

test("a message with metadata makes itself known", async () => {
  const slack = await slackWith();
  let wake = () => {};
  const two = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const heard = await botFor(slack, (_, nth) => {
    if (nth === 2) wake();
    return undefined;
  });
  const metadata = { event_type: "bg", event_payload: { key: "k1" } };
  const { channel, ts } = await call(slack, "chat.postMessage", { channel: "C0SOC", text: "a", metadata });
  await call(slack, "chat.update", { channel, ts, text: "b" });
  await call(slack, "chat.update", { channel, ts, text: "c", metadata });
  await two;
  expect(new Set(heard.map((one) => event(one).event.type))).toEqual(
    new Set(["message_metadata_posted", "message_metadata_updated"]),
  );
  expect(heard.map((one) => event(one).event).find((one) => one.type === "message_metadata_posted")).toEqual({
    type: "message_metadata_posted",
    app_id: "A0BREAKGLASS",
    bot_id: "B0BOT",
    user_id: "U0BOT",
    team_id: "T0CONTOSO",
    channel_id: "C0SOC",
    message_ts: ts,
    event_ts: ts,
    metadata,
  });
});

test("an event that is not taken comes three times again, with its number and the reason", async () => {
  const slack = await slackWith({ eventRetrySeconds: [0, 0.01, 0.02] });
  const heard = await botFor(slack, (_, nth) => (nth < 4 ? { status: 500 } : undefined));
  expect(await slack.event({ type: "app_uninstalled" })).toEqual({ taken: true, attempts: 4 });
  expect(heard.map(({ headers }) => [headers["x-slack-retry-num"], headers["x-slack-retry-reason"]])).toEqual(
    [
      [undefined, undefined],
      ["1", "http_error"],
      ["2", "http_error"],
      ["3", "http_error"],
    ],
  );
  expect(new Set(heard.map((one) => event(one).event_id)).size).toBe(1);
});

test("an event is given up after the last retry, or at once when the bot says so", async () => {
  const slack = await slackWith({ eventRetrySeconds: [0, 0, 0], ackLimitMs: 50 });
  const heard = await botFor(slack, (_, nth) =>
    nth <= 4 ? { silent: true } : { status: 500, headers: { "x-slack-no-retry": "1" } },
  );
  expect(await slack.event({ type: "a" })).toEqual({ taken: false, attempts: 4 });
  expect(heard[1]?.headers["x-slack-retry-reason"]).toBe("http_timeout");
  expect(await slack.event({ type: "b" })).toEqual({ taken: false, attempts: 1 });
});

test("retries still waiting end when the stand-in stops", async () => {
  const slack = await slackWith({ eventRetrySeconds: [3600] });
  await botFor(slack, () => ({ status: 500 }));
  const given = slack.event({ type: "a" });
  await slack.openHome("U0ALICE");
  await slack.stop();
  expect(await given).toEqual({ taken: false, attempts: 1 });
});
