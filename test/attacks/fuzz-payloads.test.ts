// Real traffic of Slack, Teams and Azure Monitor, honestly signed and then spoilt in every place: answered, never repeated.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Running } from "../../src/bots/main.ts";
import { alice, bob, carol, sam, tenant } from "../../src/sandbox/world.ts";
import {
  askInSlack,
  askInTeams,
  pressInSlack,
  pressInTeams,
  requestsInSlack,
  requestsInTeams,
} from "../kit/act.ts";
import { pointAt, type Seeing, startNode, surround } from "../kit/surroundings.ts";
import { answerOf, canary, slackLetter, spoiltOf, withoutLimits } from "./fuzz-kit.ts";

let around: Seeing;
let bot: Running;
const lines: string[] = [];
beforeAll(async () => {
  around = await surround({ ...withoutLimits, watch: {} });
  bot = await startNode(around, pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }));
  pointAt(around, bot);
  await around.teams.install();
  await play();
}, 30_000);
afterAll(async () => {
  await bot.stop();
  await around.remove();
});
afterEach(async () => {
  expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

/** So that there is traffic of every kind to spoil, and requests to act on. */
async function play(): Promise<void> {
  const { slack, teams } = around;
  await askInSlack(around, alice);
  await askInTeams(around, carol);
  await slack.command(bob.slack, "status", requestsInSlack);
  await slack.command(alice.slack, "request", requestsInSlack);
  await teams.say(bob.objectId, requestsInTeams, "status");
  await teams.say(sam.objectId, "personal", "alerts");
  await pressInSlack(around, bob, "BG-1", "Deny", { reason: "Not on my watch, sorry." });
  await pressInTeams(around, bob, "BG-2", "Approve");
}

/** Lines that tell of a fault of ours, but for what Slack would never send and Bolt throws at, or what a person must do. */
const known = /could not be handled|listener of Slack's failed|shared with another|set-up changed/;
const faults = () => lines.filter((line) => line.includes('"level":50') && !known.test(line));
/** A card or form that shows people their own words; those are looked at in the browser. */
const drawn = /"blocks":|"AdaptiveCard"/;
/** Lines that repeat what somebody wrote. */
const repeated = () => lines.filter((line) => line.toLowerCase().includes(canary.toLowerCase()));

type Value = Parameters<typeof spoiltOf>[0][number];
const parse = (text: string) => JSON.parse(text) as Value;

test("Slack's own requests, spoilt", { timeout: 60_000 }, async () => {
  const secret = around.secrets.slackSigningSecret;
  const form = "application/x-www-form-urlencoded";
  const fields = around.slack.sent
    .filter(({ headers }) => headers["content-type"]?.startsWith(form))
    .map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  const commands = fields.filter(({ payload }) => payload === undefined).map((one) => one as Value);
  const payloads = fields.flatMap(({ payload }) => (payload === undefined ? [] : parse(payload)));
  const events = around.slack.sent
    .filter(({ headers }) => headers["content-type"]?.startsWith("application/json"))
    .map(({ body }) => parse(body));
  expect([commands.length, payloads.length, events.length].every((count) => count > 0)).toBe(true);
  const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  const letter = fc.oneof(
    spoiltOf(commands).map((one) => {
      const body = new URLSearchParams(
        typeof one === "object" && one !== null
          ? Object.entries(one).map(([key, value]) => [key, text(value)])
          : [],
      );
      return { body: body.toString(), type: form };
    }),
    spoiltOf(payloads).map((one) => ({
      body: new URLSearchParams({ payload: JSON.stringify(one) }).toString(),
      type: form,
    })),
    spoiltOf(events).map((one) => ({ body: JSON.stringify(one), type: "application/json" })),
  );
  await fc.assert(
    fc.asyncProperty(letter, async ({ body, type }) => {
      const { status, all } = await answerOf(`${bot.url}/slack/events`, slackLetter(secret, body, type));
      expect([200, 400, 401, 413]).toContain(status); // 401: the same bytes twice
      if (!body.includes("url_verification") && !drawn.test(all)) expect(all).not.toContain(canary);
    }),
    { numRuns: 250 },
  );
  expect(faults()).toEqual([]);
  expect(repeated()).toEqual([]);
});

test.each([
  ["an event that is a word", { type: "event_callback", event: canary }],
  ["an action that is a word", { type: "block_actions", actions: [canary], user: { id: "U0BOB" } }],
  ["a type with a method", { type: "event_callback", event: { type: { match: canary } } }],
])("%s: Bolt throws at it, and its message, which quotes it, stays out of the log", async (_, payload) => {
  const letter = slackLetter(around.secrets.slackSigningSecret, JSON.stringify(payload), "application/json");
  expect([200, 400]).toContain((await answerOf(`${bot.url}/slack/events`, letter)).status); // events are taken first
  expect(repeated()).toEqual([]);
});

test("Teams' own activities, spoilt", { timeout: 60_000 }, async () => {
  const token = await around.teams.token();
  const activities = around.teams.sent.map(({ body }) => parse(body));
  await fc.assert(
    fc.asyncProperty(spoiltOf(activities), async (activity) => {
      const { status, all } = await answerOf(`${bot.url}/api/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(activity),
      });
      expect([200, 400, 401, 403, 413]).toContain(status);
      if (!drawn.test(all)) expect(all).not.toContain(canary);
    }),
    { numRuns: 250 },
  );
  expect(faults()).toEqual([]);
  expect(repeated()).toEqual([]);
});

test("half a sign in an id of Teams' is no id", async () => {
  const spoilt = { ...around.teams.activity(bob.objectId, "personal", "status"), id: "\ud800" };
  expect((await around.teams.raw(spoilt)).status).toBe(400);
  const conversation = { id: "a:\ud800", conversationType: "personal", tenantId: tenant };
  expect((await around.teams.raw({ ...spoilt, id: "1", conversation })).status).toBe(400);
  expect(faults()).toEqual([]);
});

test("Azure Monitor's alerts, spoilt; only what the log may say of an alert is in the log", {
  timeout: 30_000,
}, async () => {
  const sample = new URL("../samples/azure-monitor/log-alert-v2.common-schema.fired.json", import.meta.url);
  const alert = parse(readFileSync(sample, "utf8"));
  await fc.assert(
    fc.asyncProperty(spoiltOf([alert]), async (spoilt) => {
      const { status, all } = await answerOf(`${bot.url}/webhooks/azure-monitor/${around.pathSecret}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(spoilt),
      });
      expect([202, 400, 413]).toContain(status);
      expect(all).not.toContain(canary);
    }),
    { numRuns: 150 },
  );
  expect(faults()).toEqual([]);
});

test.each([
  ["/slack/events", 64 * 1024],
  ["/api/messages", 256 * 1024],
  ["/webhooks/azure-monitor/*", 256 * 1024],
])("%s: as deep as a body can be", async (path, longest) => {
  const depth = longest / 2 - 200;
  const json = (before: string, after: string) => `${before}${"[".repeat(depth)}${"]".repeat(depth)}${after}`;
  const token = await around.teams.token();
  const activity = JSON.stringify(around.teams.activity(bob.objectId, "personal", "status")).slice(0, -1);
  const bodies = {
    "/slack/events": [
      json('{"type":"event_callback","event":', "}"),
      json('{"type":"event_callback","event":{"type":', "}}"),
    ],
    "/api/messages": [json(`${activity},"value":`, "}"), json('{"type":', "}")],
  }[path] ?? [json('{"data":', "}"), json('{"data":{"essentials":', "}}")];
  for (const body of bodies) {
    const init = path.startsWith("/slack")
      ? slackLetter(around.secrets.slackSigningSecret, body, "application/json")
      : {
          method: "POST",
          body,
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        };
    const { status } = await answerOf(`${bot.url}${path.replace("*", around.pathSecret)}`, init);
    expect([200, 202, 400, 401, 413]).toContain(status);
  }
  expect(faults()).toEqual([]);
});
