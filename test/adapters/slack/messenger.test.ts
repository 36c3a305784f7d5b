// What the core says, out to Slack: where it lands, and what is answered when Slack does not take it.
import { WebClient } from "@slack/web-api";
import { describe, expect, test } from "vitest";
import type { Outgoing } from "../../../src/core/ports/messenger.ts";
import { aliceId, open, view, words } from "./kit.ts";

const channel = (id: string): Outgoing => ({
  place: { platform: "slack", kind: "channel", id },
  view: view("Alice asks"),
  key: "card/BG-12/x",
  stream: "BG-12",
});
const toRequests = channel("C0REQUESTS");
const toAlice: Outgoing = { ...toRequests, place: { platform: "slack", kind: "person", id: aliceId } };

test("a card stands in its channel with its key and nothing else in the metadata", async () => {
  await using bot = await open();
  const sent = await bot.adapter.messenger.send(toRequests);
  const [message] = bot.slack.messages("C0REQUESTS");
  expect(sent).toEqual({ type: "shown", ref: { conversation: "C0REQUESTS", message: message?.ts } });
  expect(message?.metadata).toEqual({ event_type: "breakglass", event_payload: { key: "card/BG-12/x" } });
  expect(message?.text).toBe("🔹 Alice asks");
  const [call] = bot.slack.calls.filter(({ method }) => method === "chat.postMessage");
  expect(call?.args).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
});

test("a person's direct message is remembered by its own conversation, and updated and answered there", async () => {
  await using bot = await open();
  const sent = await bot.adapter.messenger.send(toAlice);
  if (sent.type !== "shown") throw new Error(sent.why);
  expect(sent.ref.conversation).toMatch(/^D/);
  expect(await bot.adapter.messenger.send({ ...toAlice, update: sent.ref, view: view("Over") })).toEqual(
    sent,
  );
  const reply = await bot.adapter.messenger.send({ ...toAlice, thread: sent.ref, view: view("Bob denied") });
  expect(reply).toMatchObject({ type: "shown", ref: { conversation: sent.ref.conversation } });
  const [card, said] = bot.slack.messages(sent.ref.conversation);
  expect(card).toMatchObject({ updates: 1, text: "🔹 Over" });
  expect(said?.threadTs).toBe(card?.ts);
});

test("an update changes words, blocks and every block's id", async () => {
  await using bot = await open();
  const sent = await bot.adapter.messenger.send({ ...toRequests, view: view("A", { lines: [["one"]] }) });
  if (sent.type !== "shown") throw new Error(sent.why);
  await bot.adapter.messenger.send({
    ...toRequests,
    update: sent.ref,
    view: view("B", { lines: [["two"]] }),
  });
  const [message] = bot.slack.messages("C0REQUESTS");
  expect(words(message?.blocks)).toBe("🔹 Btwo");
  const before = message?.earlier[0]?.blocks.map(({ block_id }) => block_id) ?? [];
  const after = message?.blocks.map(({ block_id }) => block_id) ?? [];
  expect(new Set([...before, ...after]).size).toBe(4);
});

test("what should stand below a message that is gone stands in the channel", async () => {
  await using bot = await open();
  bot.slack.faults.set("chat.postMessage", { slackError: "thread_not_found", times: 1 });
  const thread = { conversation: "C0REQUESTS", message: "1.1" };
  const sent = await bot.adapter.messenger.send({ ...toRequests, thread });
  expect(sent.type).toBe("shown");
  expect(bot.slack.messages("C0REQUESTS")[0]?.threadTs).toBeUndefined();
});

test("a message is taken away, and one that is gone already is taken away too", async () => {
  await using bot = await open();
  const sent = await bot.adapter.messenger.send(toRequests);
  if (sent.type !== "shown") throw new Error(sent.why);
  expect((await bot.adapter.messenger.remove(sent.ref)).type).toBe("shown");
  expect((await bot.adapter.messenger.remove(sent.ref)).type).toBe("shown");
  bot.slack.faults.set("chat.delete", { slackError: "cant_delete_message" });
  expect((await bot.adapter.messenger.remove(sent.ref)).type).toBe("refused");
});

describe("what Slack does not take", () => {
  test.each([
    ["message_not_found", "gone"],
    ["cant_update_message", "gone"],
    ["edit_window_closed", "gone"],
    ["is_inactive", "gone"],
    ["channel_not_found", "refused"],
    ["not_in_channel", "refused"],
    ["is_archived", "refused"],
    ["account_inactive", "refused"],
    ["token_revoked", "refused"],
    ["invalid_blocks", "refused"],
    ["a_word_of_tomorrow", "refused"],
    ["ratelimited", "later"],
    ["internal_error", "later"],
    ["service_unavailable", "later"],
  ])("%s: %s", async (slackError, type) => {
    await using bot = await open();
    bot.slack.faults.set("chat.update", { slackError });
    const update = { conversation: "C0REQUESTS", message: "1.1" };
    const sent = await bot.adapter.messenger.send({ ...toRequests, update });
    expect(sent).toMatchObject({ type, why: expect.stringContaining(slackError) });
  });

  test.each([
    ["429", { status: 429, retryAfter: 7 }, { type: "later", after: 7 }],
    ["429 without a time", { status: 429, body: "" }, { type: "later", after: undefined }],
    ["500", { status: 500 }, { type: "later", after: undefined }],
    ["403 of a proxy", { status: 403, body: "<html>" }, { type: "refused" }],
    ["a page in place of JSON", { body: "<html>" }, { type: "later", after: undefined }],
    ["a connection cut", { reset: true }, { type: "later", after: undefined }],
  ])("%s", async (_, fault, expected) => {
    await using bot = await open();
    bot.slack.faults.set("chat.postMessage", fault);
    expect(await bot.adapter.messenger.send(toRequests)).toMatchObject(expected);
    expect(bot.slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(1);
  });

  test("nobody there", async () => {
    await using bot = await open({ settings: { apiUrl: "http://127.0.0.1:9/api/" } });
    expect(await bot.adapter.messenger.send(toAlice)).toMatchObject({ type: "later" });
  });

  test("what is wrong is said with what to do", async () => {
    await using bot = await open();
    const sent = await bot.adapter.messenger.send(channel("C0OTHER"));
    expect(sent).toMatchObject({ type: "refused", why: expect.stringContaining("/invite @breakglass") });
  });
});

test("a Slack that never answers is given up after eight seconds, stock waits for ever", async () => {
  await using bot = await open();
  bot.slack.faults.set("chat.postMessage", { hang: true });
  const started = performance.now();
  expect(await bot.adapter.messenger.send(toAlice)).toMatchObject({ type: "later" });
  expect(performance.now() - started).toBeLessThan(9_000);
  expect(new WebClient("x")).toMatchObject({ timeout: 0 });
}, 15_000);

describe("a channel that is shared with another organisation", () => {
  test("gets no card", async () => {
    await using bot = await open();
    const sent = await bot.adapter.messenger.send(channel("C0SHARED"));
    expect(sent).toMatchObject({ type: "refused", why: expect.stringContaining("another organisation") });
    expect(bot.slack.messages("C0SHARED")).toEqual([]);
  });

  test("is asked about once in ten minutes, and at once when Slack says that it is shared now", async () => {
    let now = Temporal.Now.instant();
    await using bot = await open({ now: () => now });
    const asked = () => bot.slack.calls.filter(({ method }) => method === "conversations.info").length;
    const send = () => bot.adapter.messenger.send(toRequests);
    await send();
    await send();
    expect(asked()).toBe(1);
    now = now.add({ minutes: 11 });
    await send();
    expect(asked()).toBe(2);
    now = Temporal.Now.instant();
    await bot.slack.event({ type: "channel_shared", channel: "C0REQUESTS" });
    await send();
    expect(asked()).toBe(3);
  });

  test("is not guessed: when nobody knows, nothing is posted; an hour-old answer serves meanwhile", async () => {
    let now = Temporal.Now.instant();
    await using bot = await open({ now: () => now });
    bot.slack.faults.set("conversations.info", { status: 503 });
    expect(await bot.adapter.messenger.send(toRequests)).toMatchObject({ type: "later" });
    bot.slack.faults.clear();
    await bot.adapter.messenger.send(toRequests);
    bot.slack.faults.set("conversations.info", { status: 503 });
    now = now.add({ minutes: 30 });
    expect(await bot.adapter.messenger.send(toRequests)).toMatchObject({ type: "shown" });
    now = now.add({ minutes: 31 });
    expect(await bot.adapter.messenger.send(toRequests)).toMatchObject({ type: "later" });
  });
});

describe("trap 8 of the stock client", () => {
  test("one 429 makes its other calls wait; ours go on", async () => {
    await using bot = await open();
    const slow = { status: 429, retryAfter: 1, times: 1 };
    const stock = new WebClient("xoxb-test", { slackApiUrl: bot.slack.apiUrl });
    const time = async (work: () => Promise<unknown>) => {
      const started = performance.now();
      await work();
      return performance.now() - started;
    };
    bot.slack.faults.set("chat.postMessage", slow);
    const first = stock.chat.postMessage({ channel: "C0SOC", text: "x" });
    await expect.poll(() => bot.slack.calls.length).toBeGreaterThan(0);
    const stockTook = await time(() => stock.chat.postMessage({ channel: "C0ADMINS", text: "x" }));
    await first;
    expect(stockTook).toBeGreaterThan(700);

    bot.slack.faults.set("chat.postMessage", slow);
    expect(await bot.adapter.messenger.send(toAlice)).toMatchObject({ type: "later", after: 1 });
    const oursTook = await time(() => bot.adapter.messenger.send(toAlice));
    expect(oursTook).toBeLessThan(300);
  });
});
