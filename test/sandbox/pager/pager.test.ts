import { createHmac } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { startPager } from "../../../src/sandbox/pager/start-pager.ts";
import type { PagerOptions, PagerStandIn } from "../../../src/sandbox/pager/types.ts";
import { nine } from "../../kit/cast.ts";
import { trust } from "../entra/kit.ts";

async function practicePager(options: PagerOptions = {}) {
  let now = nine.epochMilliseconds;
  const pager = await startPager({ clock: () => now, ...options });
  onTestFinished(() => pager.stop());
  trust(pager.settings.ca);
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { pager, pass };
}

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: "POST", body, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

const alert = JSON.stringify({
  type: "breakglass.alert",
  key: "alert-raised/AL-1",
  stream: "AL-1",
  incident: "trigger",
  severity: 0,
  title: "Emergency 1 was used without a request",
});
const atNine = nine.epochMilliseconds / 1000;

const sign = (body: string, secret: string, seconds = atNine) =>
  `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;

const call = ({ settings }: PagerStandIn, signature: string | undefined, body = alert) =>
  post(settings.webhookUrl, body, signature === undefined ? {} : { "x-breakglass-signature": signature });

test("the webhook hears what is signed with its secret", async () => {
  const { pager } = await practicePager();
  const changed = vi.fn();
  pager.on("change", changed);
  const { webhookSecret } = pager.settings;
  expect((await call(pager, sign(alert, webhookSecret))).status).toBe(202);
  const over = alert.replace('"trigger"', '"resolve"');
  expect((await call(pager, sign(over, webhookSecret), over)).status).toBe(202);
  const one = {
    at: "2026-11-21T09:00:00.000Z",
    road: "webhook",
    incident: "AL-1",
    text: "Emergency 1 was used without a request",
  };
  expect(pager.heard()).toMatchObject([
    { ...one, action: "trigger", body: { key: "alert-raised/AL-1" } },
    { ...one, action: "resolve" },
  ]);
  expect(changed).toHaveBeenCalledTimes(2);
});

test.each<[string, (secret: string) => [string | undefined, string?], number]>([
  ["no signature", () => [undefined], 401],
  ["another secret", () => [sign(alert, "another secret")], 401],
  ["another body", (secret) => [sign(alert, secret), alert.replace("AL-1", "AL-2")], 401],
  [
    "another time than was signed",
    (secret) => [sign(alert, secret).replace(/t=\d+/, `t=${atNine - 1}`)],
    401,
  ],
  ["older than five minutes", (secret) => [sign(alert, secret, atNine - 301)], 401],
  ["from a time to come", (secret) => [sign(alert, secret, atNine + 301)], 401],
  ["half a signature", (secret) => [sign(alert, secret).slice(0, -1)], 401],
  ["no JSON", (secret) => [sign("{", secret), "{"], 400],
  ["no incident", (secret) => [sign('{"title":"x"}', secret), '{"title":"x"}'], 400],
])("the webhook turns away: %s", async (_, forge, status) => {
  const { pager } = await practicePager();
  const [signature, body] = forge(pager.settings.webhookSecret);
  expect((await call(pager, signature, body)).status).toBe(status);
  expect(pager.heard()).toEqual([]);
  expect(pager.refused()).toMatchObject([
    { at: "2026-11-21T09:00:00.000Z", status, why: expect.stringMatching(/.+/) },
  ]);
});

test("a signature of five minutes ago is still good", async () => {
  const { pager, pass } = await practicePager();
  const signature = sign(alert, pager.settings.webhookSecret);
  pass(300);
  expect((await call(pager, signature)).status).toBe(202);
  pass(1);
  expect((await call(pager, signature)).status).toBe(401);
});

const event = ({ settings }: PagerStandIn) => ({
  routing_key: settings.routingKey,
  event_action: "trigger",
  dedup_key: "AL-1",
  payload: { summary: "AL-1: used without a request", source: "breakglass", severity: "critical" },
});
const enqueue = ({ settings }: PagerStandIn, body: object) =>
  post(settings.pagerDutyUrl, JSON.stringify(body));

test("PagerDuty takes an incident from its trigger to its end, by one key", async () => {
  const { pager } = await practicePager();
  const answer = await enqueue(pager, event(pager));
  expect(answer.status).toBe(202);
  expect(JSON.parse(answer.text)).toEqual({
    status: "success",
    message: "Event processed",
    dedup_key: "AL-1",
  });
  const { routing_key } = event(pager);
  for (const event_action of ["acknowledge", "resolve"]) {
    expect((await enqueue(pager, { routing_key, event_action, dedup_key: "AL-1" })).status).toBe(202);
  }
  expect(pager.heard().map(({ road, incident, action, text }) => [road, incident, action, text])).toEqual([
    ["pager-duty", "AL-1", "trigger", "AL-1: used without a request"],
    ["pager-duty", "AL-1", "acknowledge", ""],
    ["pager-duty", "AL-1", "resolve", ""],
  ]);
});

test("PagerDuty makes up a key for a trigger that brings none", async () => {
  const { pager } = await practicePager();
  const answer = await enqueue(pager, { ...event(pager), dedup_key: undefined });
  expect(JSON.parse(answer.text).dedup_key).toBe(pager.heard()[0]?.incident);
  expect(pager.heard()[0]?.incident).toMatch(/^[0-9a-f-]{36}$/);
});

test.each<[string, object]>([
  ["Length of 'routing_key' is incorrect (should be 32 characters)", { routing_key: "short" }],
  ["Invalid routing key", { routing_key: "0".repeat(32) }],
  ["'event_action' is missing or invalid", { event_action: "ring" }],
  ["'payload' is missing or blank", { payload: undefined }],
  ["'payload.summary' is missing or blank", { payload: { source: "x", severity: "info" } }],
  [
    "'payload.summary' is too long (should be 1024 characters or less)",
    { payload: { summary: "x".repeat(1025), source: "x", severity: "info" } },
  ],
  ["'payload.severity' is invalid", { payload: { summary: "x", source: "x", severity: "sev0" } }],
  ["'payload.source' is missing or blank", { payload: { summary: "x", severity: "info" } }],
  ["'dedup_key' is missing or blank", { event_action: "resolve", dedup_key: undefined }],
  ["'dedup_key' is too long (should be 255 characters or less)", { dedup_key: "x".repeat(256) }],
])("PagerDuty says what is wrong: %s", async (error, wrong) => {
  const { pager } = await practicePager();
  const answer = await enqueue(pager, { ...event(pager), ...wrong });
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toEqual({
    status: "invalid event",
    message: "Event object is invalid",
    errors: [error],
  });
  expect(pager.heard()).toEqual([]);
});

test("down, throttled, and well again", async () => {
  const { pager } = await practicePager();
  pager.fault("down");
  expect(await enqueue(pager, event(pager))).toMatchObject({
    status: 503,
    text: expect.stringContaining("<html>"),
  });
  pager.fault("throttled");
  const throttled = await enqueue(pager, event(pager));
  expect(throttled.status).toBe(429);
  expect(throttled.headers.get("retry-after")).toBe("5");
  expect(pager.heard()).toEqual([]);
  expect(pager.refused().map(({ status }) => status)).toEqual([503, 429]);
  expect(pager.state().fault).toBe("throttled");
  pager.fault("none");
  expect((await enqueue(pager, event(pager))).status).toBe(202);
});

test("hanging, no answer comes until it stops", async () => {
  const { pager } = await practicePager();
  pager.fault("hanging");
  const endless = enqueue(pager, event(pager)).then(
    () => "answered",
    () => "broken off",
  );
  await vi.waitFor(() => expect(pager.waiting()).toBe(1), 5000);
  pager.fault("none");
  expect((await enqueue(pager, event(pager))).status).toBe(202);
  await pager.stop();
  expect(await endless).toBe("broken off");
});

test("larger than PagerDuty takes, and elsewhere, it is turned away", async () => {
  const { pager } = await practicePager();
  expect((await enqueue(pager, { ...event(pager), extra: "x".repeat(600_000) })).status).toBe(413);
  expect((await post(`${pager.settings.pagerDutyUrl}/x`, "{}")).status).toBe(404);
  expect((await fetch(pager.settings.webhookUrl)).status).toBe(404);
});

test("without a certificate, over plain HTTP", async () => {
  const { pager } = await practicePager({ secure: false });
  expect(pager.settings.pagerDutyUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2\/enqueue$/);
  expect((await enqueue(pager, event(pager))).status).toBe(202);
});
