import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import {
  actions,
  botFor,
  button,
  call,
  fields,
  form,
  type Heard,
  payload,
  plain,
  secret,
  section,
  slackWith,
} from "./kit.ts";

/** Slack's rule, written down a second time so that the stand-in cannot agree with itself by mistake. */
function isSigned(heard: Heard, by = secret) {
  const at = String(heard.headers["x-slack-request-timestamp"]);
  const expected = createHmac("sha256", by).update(`v0:${at}:${heard.body}`).digest("hex");
  return heard.headers["x-slack-signature"] === `v0=${expected}`;
}
const isForm = (heard: Heard) => heard.headers["content-type"] === "application/x-www-form-urlencoded";

test("a command arrives signed, as a form, with all its fields", async () => {
  const slack = await slackWith();
  const heard = await botFor(slack, () => ({ body: { text: "Here you are", response_type: "ephemeral" } }));
  const reaction = await slack.command("U0ALICE", "/breakglass request CA lock-out", "C0REQUESTS");

  const [first] = heard as [Heard];
  expect(isSigned(first) && isForm(first)).toBe(true);
  expect(fields(first)).toEqual({
    token: "legacy-verification-token",
    team_id: "T0CONTOSO",
    team_domain: "contoso",
    channel_id: "C0REQUESTS",
    channel_name: "requests",
    user_id: "U0ALICE",
    user_name: "alice",
    command: "/breakglass",
    text: "request CA lock-out",
    api_app_id: "A0BREAKGLASS",
    is_enterprise_install: "false",
    response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/commands\/T0CONTOSO\/\w+$/),
    trigger_id: reaction.trigger,
  });
  expect(reaction).toMatchObject({ status: 200, message: { text: "Here you are", ephemeralFor: "U0ALICE" } });
  expect(seen(slack, "U0ALICE", "C0REQUESTS")).toEqual(["Here you are"]);
  expect(seen(slack, "U0BOB", "C0REQUESTS")).toEqual([]);
});

test("people, channels and addresses in a command arrive wrapped, as should_escape asks", async () => {
  const slack = await slackWith();
  const heard = await botFor(slack);
  const typed = "/breakglass request ask @Bob in #soc, see https://status.example/#now or a@b.example #none";
  await slack.command("U0ALICE", typed, "D0ALICE");
  expect(fields(heard[0] as Heard)).toMatchObject({
    channel_name: "directmessage",
    text: "request ask <@U0BOB|bob> in <#C0SOC|soc>, see <https://status.example/#now> or a@b.example #none",
  });
});

test("another workspace's people are only in shared channels, and have no slash commands", async () => {
  const slack = await slackWith();
  await botFor(slack);
  expect(slack.seenBy("U0FAY").channels.map(({ name }) => name)).toEqual(["shared"]);
  expect(slack.seenBy("U0GUS").channels.map(({ name }) => name)).toEqual(["requests", "elsewhere"]);
  await expect(slack.command("U0FAY", "status", "C0SHARED")).rejects.toThrow("another workspace's person");
  await expect(slack.command("U0FAY", "status", "C0REQUESTS", {})).rejects.toThrow("Fay is not in");
});

test("forged and foreign requests are really forged and foreign", async () => {
  const slack = await slackWith();
  const heard = await botFor(slack);
  await slack.command("U0ALICE", "status", "C0REQUESTS", { secret: "wrong" });
  await slack.command("U0ALICE", "status", "C0REQUESTS", {
    secondsOff: -400,
    appId: "A0OTHER",
    token: "other",
  });
  await slack.command("U0FAY", "status", "C0SHARED", {});
  await slack.replay(slack.sent[1]);
  await slack.send({ body: "x=1", headers: { "x-slack-signature": undefined } });

  const [wrong, old, foreign, again, unsigned] = heard as [Heard, Heard, Heard, Heard, Heard];
  expect(isSigned(wrong)).toBe(false);
  expect(isSigned(wrong, "wrong")).toBe(true);
  expect(isSigned(old)).toBe(true);
  const age = Date.now() / 1000 - Number(old.headers["x-slack-request-timestamp"]);
  expect(Math.round(age / 10)).toBe(40);
  expect(fields(old)).toMatchObject({ api_app_id: "A0OTHER", token: "other" });
  expect(fields(foreign).team_id).toBe("T0FABRIKAM");
  expect({ ...again, headers: pick(again) }).toEqual({ ...old, headers: pick(old) });
  expect(unsigned.headers).not.toHaveProperty("x-slack-signature");
});
const pick = ({ headers }: Heard) => [headers["x-slack-signature"], headers["x-slack-request-timestamp"]];

test("no answer within the limit is operation_timeout, a bad answer dispatch_failed", async () => {
  const slack = await slackWith({ ackLimitMs: 150 });
  await botFor(slack, (_, nth) => [{ silent: true } as const, { status: 404 }][nth - 1]);
  const late = await slack.command("U0ALICE", "status", "C0REQUESTS");
  expect(late).toMatchObject({ error: "operation_timeout", status: 0 });
  expect(late.ms).toBeGreaterThanOrEqual(140);
  expect(await slack.command("U0ALICE", "status", "C0REQUESTS")).toMatchObject({ error: "dispatch_failed" });
  slack.setBotUrl("http://127.0.0.1:1/");
  expect(await slack.command("U0ALICE", "status", "C0REQUESTS")).toMatchObject({ error: "dispatch_failed" });
});

test("the limit is three seconds when nobody changes it", async () => {
  const slack = await slackWith();
  await botFor(slack, () => ({ silent: true }));
  const { ms, error } = await slack.command("U0ALICE", "status", "C0REQUESTS");
  expect(error).toBe("operation_timeout");
  expect(Math.round(ms / 500)).toBe(6);
});

test("a click carries the button, its message and who clicked", async () => {
  const slack = await slackWith();
  const heard = await botFor(slack);
  const { ts } = await call(slack, "chat.postMessage", {
    channel: "C0SHARED",
    text: "Alice asks",
    blocks: [section("Alice asks"), actions(button("approve"), button("deny"))],
    metadata: { event_type: "bg", event_payload: { key: "k" } },
  });
  const reaction = await slack.click("U0FAY", { channel: "C0SHARED", ts }, "deny");
  const sent = payload(heard.find((one) => one.body.startsWith("payload=")) as Heard);
  expect(reaction.status).toBe(200);
  expect(sent).toMatchObject({
    type: "block_actions",
    user: { id: "U0FAY", username: "fay", team_id: "T0FABRIKAM" },
    team: { id: "T0CONTOSO", domain: "contoso" },
    api_app_id: "A0BREAKGLASS",
    container: { type: "message", message_ts: ts, channel_id: "C0SHARED", is_ephemeral: false },
    channel: { id: "C0SHARED", name: "shared" },
    message: { ts, text: "Alice asks", metadata: { event_payload: { key: "k" } } },
    trigger_id: reaction.trigger,
    enterprise: null,
    is_enterprise_install: false,
    actions: [{ type: "button", action_id: "deny", block_id: "buttons", value: "BG-1", text: plain("deny") }],
  });
});

test("only what is there can be clicked, or what was there, if told so", async () => {
  const slack = await slackWith();
  const heard = await botFor(slack);
  const at = { channel: "C0SOC", ts: "" };
  const shown = (value: string) => [actions(button("approve", { value }))];
  at.ts = (await call(slack, "chat.postMessage", { channel: "C0SOC", text: "1", blocks: shown("one") })).ts;
  await call(slack, "chat.update", { ...at, text: "2", blocks: shown("two") });
  await call(slack, "chat.update", { ...at, text: "3" });

  await expect(slack.click("U0BOB", at, "approve")).rejects.toThrow('There is no "approve" element');
  await expect(slack.click("U0ALICE", at, "approve")).rejects.toThrow("Alice does not see");
  await expect(slack.click("U0GONE", at, "approve")).rejects.toThrow("deactivated");
  await slack.click("U0BOB", at, "approve", { version: 0 });
  await slack.click("U0BOB", at, (element) => element.value === "two", { version: 1 });
  expect(heard.map((one) => payload(one).actions[0].value)).toEqual(["one", "two"]);
  expect(heard.map((one) => payload(one).message.text)).toEqual(["1", "2"]);
});

test("a form opens by its trigger, is checked by Slack, then by the bot, then closes", async () => {
  const slack = await slackWith();
  const heard = await botFor(slack, async (one, nth) => {
    if (nth === 1) await call(slack, "views.open", { trigger_id: fields(one).trigger_id, view: form });
    if (nth === 2) return { body: { response_action: "errors", errors: { reason: "Say more" } } };
    return undefined;
  });
  const { modal } = await slack.command("U0ALICE", "request", "C0REQUESTS");
  const id = modal?.id ?? "";
  expect(modal).toMatchObject({ user: "U0ALICE", callback_id: "request" });

  const tooShort = await slack.submit("U0ALICE", id, { reason: "short" });
  expect(tooShort.errors).toEqual({
    reason: "This field must be at least 10 characters.",
    cause: "Please complete this required field.",
  });
  expect(heard).toHaveLength(1);
  await expect(slack.submit("U0ALICE", id, { nope: "x" })).rejects.toThrow('has no field "nope"');
  await expect(slack.submit("U0ALICE", id, { cause: "x" })).rejects.toThrow('There is no option "x"');

  const typed = { reason: "All admins locked out", cause: "lock-out" };
  expect((await slack.submit("U0ALICE", id, typed)).errors).toEqual({ reason: "Say more" });
  expect(slack.seenBy("U0ALICE").modals).toMatchObject([{ id, errors: { reason: "Say more" } }]);
  expect(await slack.submit("U0ALICE", id, typed)).toMatchObject({ status: 200 });
  expect(slack.seenBy("U0ALICE").modals).toEqual([]);

  const sent = payload(heard[2] as Heard);
  expect(sent).toMatchObject({
    type: "view_submission",
    user: { id: "U0ALICE", team_id: "T0CONTOSO" },
    view: { id, callback_id: "request", app_installed_team_id: "T0CONTOSO", root_view_id: id },
    response_urls: [],
  });
  expect(sent.view.state.values).toEqual({
    reason: { v: { type: "plain_text_input", value: "All admins locked out" } },
    cause: { v: { type: "static_select", selected_option: { text: plain("Lock-out"), value: "lock-out" } } },
    ticket: { v: { type: "plain_text_input", value: null } },
  });
});

test("an error under a field that is not there is the bot's mistake, and is said", async () => {
  const slack = await slackWith();
  await botFor(slack, async (one, nth) => {
    if (nth === 1) await call(slack, "views.open", { trigger_id: fields(one).trigger_id, view: form });
    return nth === 2 ? { body: { response_action: "errors", errors: { v: "by action id" } } } : undefined;
  });
  const { modal } = await slack.command("U0ALICE", "request", "C0REQUESTS");
  const typed = { reason: "All admins locked out", cause: "other" };
  expect(await slack.submit("U0ALICE", modal?.id ?? "", typed)).toMatchObject({ error: "invalid_response" });
  expect(slack.seenBy("U0ALICE").modals).toHaveLength(1);
});

test("a submitted form may turn into the next one", async () => {
  const slack = await slackWith();
  const next = { type: "modal", title: plain("Done"), blocks: [section("Recorded")] };
  await botFor(slack, async (one, nth) => {
    if (nth === 1) await call(slack, "views.open", { trigger_id: fields(one).trigger_id, view: form });
    return nth === 2 ? { body: { response_action: "update", view: next } } : undefined;
  });
  const { modal } = await slack.command("U0ALICE", "request", "C0REQUESTS");
  const typed = { reason: "All admins locked out", cause: "other" };
  const after = await slack.submit("U0ALICE", modal?.id ?? "", typed);
  expect(after.modal).toMatchObject({ id: modal?.id, title: plain("Done") });
  await slack.close("U0ALICE", modal?.id ?? "");
  expect(slack.seenBy("U0ALICE").modals).toEqual([]);
});

test("a reply URL answers five times, in the half hour, to the one who asked", async () => {
  let now = 1_763_712_000_000;
  const slack = await slackWith({ clock: () => now });
  const heard = await botFor(slack);
  await slack.command("U0ALICE", "status", "C0ELSEWHERE");
  const url = fields(heard[0] as Heard).response_url ?? "";
  const reply = (body: object) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  expect((await reply({ text: "one" })).status).toBe(200);
  expect((await reply({ text: "two", response_type: "in_channel" })).status).toBe(200);
  expect(seen(slack, "U0ALICE", "C0ELSEWHERE")).toEqual(["one", "two"]);
  expect(seen(slack, "U0BOB", "C0ELSEWHERE")).toEqual(["two"]);
  expect(await (await reply({ blocks: [{ type: "nope" }] })).json()).toMatchObject({
    error: "invalid_blocks",
  });
  now += 30 * 60_000 + 1;
  expect(await (await reply({ text: "late" })).json()).toMatchObject({ ok: false, error: "expired_url" });
  now -= 60_000;
  await reply({ text: "four" });
  await reply({ text: "five" });
  const sixth = await reply({ text: "six" });
  expect([sixth.status, await sixth.json()]).toMatchObject([404, { error: "used_url" }]);
});

test("a click's reply URL replaces or deletes the message, an ephemeral one too", async () => {
  const slack = await slackWith();
  const heard = await botFor(slack);
  const { message_ts: ts } = await call(slack, "chat.postEphemeral", {
    channel: "C0REQUESTS",
    user: "U0ALICE",
    text: "Sure?",
    blocks: [actions(button("yes"))],
  });
  await slack.click("U0ALICE", { channel: "C0REQUESTS", ts }, "yes");
  const sent = payload(heard[0] as Heard);
  expect(sent.container.is_ephemeral).toBe(true);
  expect(sent).not.toHaveProperty("message");
  const reply = (body: object) =>
    fetch(sent.response_url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  await reply({ replace_original: true, text: "Done" });
  expect(slack.all()).toMatchObject([{ ts, text: "Done", blocks: [], ephemeralFor: "U0ALICE", updates: 1 }]);
  await reply({ delete_original: true });
  expect(slack.all()).toEqual([]);
});

function seen(slack: Awaited<ReturnType<typeof slackWith>>, user: string, channel: string) {
  const conversation = slack.seenBy(user).channels.find((one) => one.id === channel);
  return conversation?.messages.map((message) => message.text);
}
