import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import {
  actions,
  botFor,
  button,
  call,
  fields,
  form,
  type Heard,
  plain,
  rawCall,
  section,
  slackWith,
  token,
} from "./kit.ts";

test("Slack's own client understands it", async () => {
  const slack = await slackWith();
  const client = new WebClient(token, { slackApiUrl: slack.apiUrl });
  expect(await client.auth.test()).toMatchObject({ ok: true, team_id: "T0CONTOSO", bot_id: "B0BOT" });
  const posted = await client.chat.postMessage({
    channel: "U0ALICE",
    text: "Hello",
    blocks: [{ type: "divider" }],
    metadata: { event_type: "bg", event_payload: { key: "k" } },
  });
  expect(posted).toMatchObject({ ok: true, channel: "D0ALICE" });
  expect(slack.seenBy("U0ALICE").dms).toMatchObject([{ id: "D0ALICE", messages: [{ text: "Hello" }] }]);
  expect(slack.seenBy("U0BOB").dms).toEqual([]);
  await expect(client.users.info({ user: "U0NOBODY" })).rejects.toThrow("user_not_found");
  expect(await client.users.info({ user: "U0GUS" })).toMatchObject({ user: { is_restricted: true } });
  expect(await client.conversations.info({ channel: "C0SHARED" })).toMatchObject({
    channel: { is_ext_shared: true, is_member: true },
  });
});

test("a token is needed, and it must be ours", async () => {
  const slack = await slackWith();
  const answer = async (authorization: string) =>
    (await rawCall(slack, "auth.test", {}, authorization)).json();
  expect(await answer("")).toEqual({ ok: false, error: "not_authed" });
  expect(await answer("Bearer xoxb-other")).toEqual({ ok: false, error: "invalid_auth" });
  expect((await rawCall(slack, "auth.test", {})).headers.get("x-oauth-scopes")).toContain("chat:write");
  expect(await call(slack, "chat.shout")).toMatchObject({ error: "unknown_method" });
  expect(await (await rawCall(slack, "auth.test", { token }, "")).json()).toMatchObject({ ok: true });
  expect(slack.calls.length).toBeGreaterThan(3);
  expect(JSON.stringify(slack.calls)).not.toContain("xoxb");
});

test.each([
  ["channel_not_found", { channel: "C0NOWHERE", text: "a" }],
  ["channel_not_found", { channel: "D0ALICE", text: "a" }],
  ["channel_not_found", { channel: "U0GONE", text: "a" }],
  ["cannot_dm_bot", { channel: "U0ROBOT", text: "a" }],
  ["not_in_channel", { channel: "C0ELSEWHERE", text: "a" }],
  ["no_text", { channel: "C0SOC" }],
  ["invalid_blocks", { channel: "C0SOC", text: "a", blocks: [{ type: "nope" }] }],
  ["invalid_metadata_format", { channel: "C0SOC", text: "a", metadata: { key: 1 } }],
])("chat.postMessage answers %s to %o", async (error, given) => {
  const slack = await slackWith();
  expect(await call(slack, "chat.postMessage", given)).toMatchObject({ ok: false, error });
  expect(slack.all()).toEqual([]);
});

test("an update with only a text takes the blocks away and keeps the metadata", async () => {
  const slack = await slackWith();
  const metadata = { event_type: "bg", event_payload: { key: "k" } };
  const { channel, ts } = await call(slack, "chat.postMessage", {
    channel: "C0SOC",
    text: "one",
    blocks: [section("one")],
    metadata,
  });
  await call(slack, "chat.update", { channel, ts, text: "two" });
  expect(slack.messages("C0SOC")).toMatchObject([
    { ts, text: "two", blocks: [], metadata, updates: 1, earlier: [{ text: "one" }] },
  ]);
  await call(slack, "chat.update", { channel, ts, text: "three", metadata: {} });
  expect(slack.messages("C0SOC")[0]).not.toHaveProperty("metadata");
});

test("what cannot be updated is said in Slack's words", async () => {
  const slack = await slackWith();
  const dm = await call(slack, "chat.postMessage", { channel: "U0ALICE", text: "a" });
  const ephemeral = await call(slack, "chat.postEphemeral", { channel: "C0SOC", user: "U0BOB", text: "a" });
  const post = await call(slack, "chat.postMessage", { channel: "C0SOC", text: "a" });
  const update = (channel: string, ts: string, text = "b") =>
    call(slack, "chat.update", { channel, ts, text });
  expect(await update("U0ALICE", dm.ts)).toMatchObject({ error: "channel_not_found" });
  expect(await update("D0ALICE", dm.ts)).toMatchObject({ ok: true });
  expect(await update("C0SOC", ephemeral.message_ts)).toMatchObject({ error: "message_not_found" });
  expect(await update("C0SOC", post.ts, "x".repeat(4001))).toMatchObject({ error: "msg_too_long" });
  expect(await call(slack, "chat.delete", { channel: "C0SOC", ts: post.ts })).toMatchObject({ ok: true });
  expect(await update("C0SOC", post.ts)).toMatchObject({ error: "message_not_found" });
  expect(slack.all().map((message) => message.ts)).not.toContain(post.ts);
  expect(slack.messages("C0SOC").map((message) => message.ts)).toContain(post.ts);
});

test("a reply belongs to its thread, and an ephemeral is for one who is there", async () => {
  const slack = await slackWith();
  const { ts } = await call(slack, "chat.postMessage", { channel: "C0SOC", text: "a" });
  await call(slack, "chat.postMessage", { channel: "C0SOC", text: "b", thread_ts: ts });
  expect(slack.messages("C0SOC")[1]).toMatchObject({ text: "b", threadTs: ts });
  expect(
    await call(slack, "chat.postEphemeral", { channel: "C0SOC", user: "U0ALICE", text: "psst" }),
  ).toMatchObject({ error: "user_not_in_channel" });
});

test("a trigger opens one modal, within three seconds", async () => {
  let now = 1_763_712_000_000;
  const slack = await slackWith({ clock: () => now });
  const heard = await botFor(slack);
  const open = (trigger_id: string) => call(slack, "views.open", { trigger_id, view: form });

  const first = await slack.command("U0ALICE", "request", "C0REQUESTS");
  expect(await open(first.trigger)).toMatchObject({ ok: true, view: { callback_id: "request" } });
  expect(await open(first.trigger)).toMatchObject({ error: "exchanged_trigger_id" });
  expect(await open("nonsense")).toMatchObject({ error: "invalid_trigger_id" });
  const second = await slack.command("U0ALICE", "request", "C0REQUESTS");
  now += 3001;
  expect(await open(second.trigger)).toMatchObject({ error: "expired_trigger_id" });
  expect(fields(heard[1] as Heard).trigger_id).toBe(second.trigger);
});

test("a modal changes only for one who knows its newest hash, and stacks three high", async () => {
  const slack = await slackWith();
  await botFor(slack);
  const trigger = async () => (await slack.command("U0ALICE", "request", "C0REQUESTS")).trigger;
  const { view } = await call(slack, "views.open", { trigger_id: await trigger(), view: form });
  const update = (hash: string) => call(slack, "views.update", { view_id: view.id, hash, view: form });
  expect(await update(view.hash)).toMatchObject({ ok: true, view: { id: view.id } });
  expect(await update(view.hash)).toMatchObject({ error: "hash_conflict" });
  expect(await call(slack, "views.update", { view_id: "V0", view: form })).toMatchObject({
    error: "not_found",
  });
  const push = async () => call(slack, "views.push", { trigger_id: await trigger(), view: form });
  expect(await push()).toMatchObject({
    ok: true,
    view: { previous_view_id: view.id, root_view_id: view.id },
  });
  expect(await push()).toMatchObject({ ok: true });
  expect(await push()).toMatchObject({ error: "push_limit_reached" });
});

test("the home tab is each person's own", async () => {
  const slack = await slackWith();
  const home = { type: "home", blocks: [section("Nothing open"), actions(button("ask"))] };
  const heard = await botFor(slack);
  expect(await call(slack, "views.publish", { user_id: "U0ALICE", view: home })).toMatchObject({ ok: true });
  expect(
    await call(slack, "views.publish", { user_id: "U0ALICE", view: { ...home, title: plain("x") } }),
  ).toMatchObject({ error: "invalid_arguments" });
  const id = slack.seenBy("U0ALICE").home?.id ?? "";
  expect(slack.seenBy("U0BOB")).not.toHaveProperty("home");
  expect(await slack.clickInView("U0ALICE", id, "ask")).toMatchObject({ status: 200 });
  expect(decodeURIComponent(heard[0]?.body ?? "")).toContain(`"container":{"type":"view","view_id":"${id}"}`);
});

test("a channel takes a burst and then one message a second; another channel is not concerned", async () => {
  let now = 1_763_712_000_000;
  const slack = await slackWith({ clock: () => now });
  const post = (channel: string) => rawCall(slack, "chat.postMessage", { channel, text: "a" });
  for (let n = 0; n < 5; n += 1) expect((await post("C0SOC")).status).toBe(200);
  const sixth = await post("C0SOC");
  expect([sixth.status, sixth.headers.get("retry-after"), await sixth.json()]).toEqual([
    429,
    "1",
    { ok: false, error: "ratelimited" },
  ]);
  expect((await post("C0REQUESTS")).status).toBe(200);
  now += 1000;
  expect((await post("C0SOC")).status).toBe(200);
  expect((await post("C0SOC")).status).toBe(429);
});

test("limits can be changed or switched off", async () => {
  const tight = await slackWith({ rates: { perSecond: 0.1, burst: 1 } });
  await rawCall(tight, "chat.postMessage", { channel: "C0SOC", text: "a" });
  const second = await rawCall(tight, "chat.postMessage", { channel: "C0SOC", text: "a" });
  expect(second.headers.get("retry-after")).toBe("10");
  const free = await slackWith({ rates: "off" });
  for (let n = 0; n < 20; n += 1) await call(free, "chat.postMessage", { channel: "C0SOC", text: "a" });
  expect(free.all()).toHaveLength(20);
});

test("faults: said, throttled, broken, slow, cut, silent, and then over", async () => {
  const slack = await slackWith();
  const post = () => rawCall(slack, "chat.postMessage", { channel: "C0SOC", text: "a" });
  const fault = (given: Parameters<typeof slack.faults.set>[1]) =>
    slack.faults.set("chat.postMessage", { times: 1, ...given });

  fault({ slackError: "channel_not_found" });
  expect(await (await post()).json()).toEqual({ ok: false, error: "channel_not_found" });
  fault({ status: 429, retryAfter: 7 });
  const throttled = await post();
  expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "7"]);
  fault({ status: 502, body: "<html>Bad gateway</html>" });
  expect(await (await post()).text()).toBe("<html>Bad gateway</html>");
  fault({ reset: true });
  await expect(post()).rejects.toThrow("fetch failed");
  expect(slack.all()).toEqual([]);

  fault({ reset: true, afterDoing: true });
  await expect(post()).rejects.toThrow("fetch failed");
  expect(slack.all()).toHaveLength(1);
  fault({ latencyMs: 60 });
  const began = performance.now();
  expect((await post()).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(55);

  slack.faults.set("*", { hang: true });
  const hung = fetch(`${slack.apiUrl}auth.test`, { signal: AbortSignal.timeout(60) });
  await expect(hung).rejects.toThrow("timeout");
  slack.faults.clear();
  expect(await call(slack, "auth.test")).toMatchObject({ ok: true });
});
