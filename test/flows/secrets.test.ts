// E7, D11: whatever the bot says about itself, it says no secret and nothing that anybody typed.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alice, bob, carol, dave, tina } from "../../src/sandbox/world.ts";
import {
  askInSlack,
  askInTeams,
  pressInSlack,
  pressInTeams,
  requestsInSlack,
  requestsInTeams,
} from "../kit/act.ts";
import { quiet } from "../kit/aside.ts";
import { type ChildBot, startChild } from "../kit/child-bot.ts";
import { pointAt, type Surroundings, surround } from "../kit/surroundings.ts";

const typed = {
  failure: "conditional-access-lockout",
  reason: "Zebra-quartz locked us out of everything.",
  ticket: "INC-ZEBRA-77",
};
const denial = "Walrus-onyx says that this is not needed.";
const note = "Ocelot-jasper was on the phone with me.";

let around: Surroundings;
let bot: ChildBot;
/** Everything that the bot told operators in the story. */
let output = "";
/** What it said of a gateway that repeats what it was sent. */
let echoed = "";
const served: Record<string, string> = {};

beforeAll(async () => {
  around = await surround({ logLevel: "debug" });
  bot = await startChild(around);
  pointAt(around, bot);
  await around.teams.install();
  await story();
  const told = bot.output().length;
  await echo();
  for (const path of ["/readyz", "/metrics", "/healthz"])
    served[path] = await (await fetch(`${bot.url}${path}`)).text();
  bot.kill("SIGTERM");
  await bot.ended;
  output = bot.output().slice(0, told);
  echoed = bot.output().slice(told);
}, 60_000);
afterAll(async () => {
  bot.kill("SIGKILL");
  await around.remove();
});

/** A busy day on which much goes wrong. */
async function story(): Promise<void> {
  const { slack, teams } = around;
  const types = (who: typeof bob, text: string) =>
    slack.command(who.slack, `/breakglass ${text}`, requestsInSlack);
  let id = await askInSlack(around, alice, "request", typed);
  await pressInSlack(around, bob, id, "Deny", { reason: denial });
  id = await askInTeams(around, alice, "request", typed);
  await pressInTeams(around, bob, id, "Approve");
  await pressInSlack(around, dave, id, "Handed over: envelope A");
  await types(alice, `extend ${id} 30m ${typed.reason}`);
  await types(tina, `deny ${id} ${denial}`);
  await types(alice, `end ${id}`);
  id = await askInSlack(around, carol, "declare", typed);
  await types(tina, `attest ${id} ${note}`);
  await types(alice, typed.reason);
  await teams.say(alice.objectId, "personal", typed.reason);
  await teams.say(bob.objectId, requestsInTeams, `deny ${id} ${denial}`);

  // forged, unreadable, refused
  const body = new URLSearchParams({ command: "/breakglass", text: typed.reason }).toString();
  await slack.send({ body, secret: "not-the-signing-secret" });
  await slack.send({ body });
  await slack.send({ body: `payload=${typed.reason}` });
  await slack.send({ body: JSON.stringify({ reason: typed.reason }), contentType: "application/json" });
  const activity = teams.activity(alice.objectId, "personal", typed.reason);
  for (const signedBy of ["entra", "stranger", "none", "unendorsed", "shared-secret"] as const)
    await teams.raw(activity, { token: await teams.token({ signedBy }) });
  await teams.raw(activity, { token: await teams.token({ claims: { aud: "somebody-else" } }) });
  await teams.raw({ ...activity, conversation: { text: typed.reason } });
  await teams.raw(activity, { body: `{"text":"${typed.reason}"` });

  // both chats answer badly, in every way
  const page = "<html>Service unavailable</html>";
  const faults = [
    [{ slackError: "invalid_auth" }, { status: 401 }],
    [{ body: page }, { status: 502, html: page }],
    [
      { status: 500, body: page },
      { status: 403, code: "BotDisabledByAdmin" },
    ],
    [{ reset: true }, { reset: true }],
    [
      { status: 429, retryAfter: 1 },
      { status: 429, retryAfter: 1 },
    ],
  ] as const;
  for (const [inSlack, inTeams] of faults) {
    slack.faults.set("*", inSlack);
    teams.faults.set("connector", inTeams);
    await types(alice, "withdraw BG-999");
    await slack.command(alice.slack, "/breakglass request", requestsInSlack);
    await teams.say(alice.objectId, "personal", `deny ${id} ${denial}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
    slack.faults.clear();
    teams.faults.clear();
    await types(alice, `end ${id}`);
    id = await askInSlack(around, carol, "declare", typed);
  }
  await quiet(around, 30_000);
}

/** A gateway before Slack that says in its page what it was sent. */
async function echo(): Promise<void> {
  around.slack.faults.set("*", { body: `<html>${around.secrets.slackBotToken} ${typed.reason}</html>` });
  await around.slack.command(alice.slack, "/breakglass request", requestsInSlack);
  around.slack.faults.clear();
}

const forbidden = (): Record<string, string | RegExp> => ({
  "the Slack bot token": around.secrets.slackBotToken,
  "the Slack signing secret": around.secrets.slackSigningSecret,
  "the secret of the managed identity": around.teams.settings.identityHeader,
  "any bearer token": /bearer\s+[\w-]{8}/i,
  "any JWT": /eyJ[\w-]{10,}\.[\w-]+/,
  "an Authorization header": /authorization"?\s*:/i,
  "a reason": /zebra-quartz/i,
  "a ticket": /INC-ZEBRA/i,
  "a denial's words": /walrus-onyx/i,
  "an attestation's note": /ocelot-jasper/i,
  "a response URL, which lets anybody speak for us": /\/(?:actions|commands)\/T0CONTOSO\//,
});

describe("the log at level debug, on a busy day on which much goes wrong", () => {
  test("it was a busy day", () => {
    expect(output.split("\n").length).toBeGreaterThan(30);
    expect(output).toMatch(/refused at Slack's door/);
    expect(output).toMatch(/a Teams request was refused/);
    expect(output).toMatch(/not shown yet/);
    expect(echoed).toContain("Slack did not open a form");
    expect(output).not.toMatch(/UnhandledPromiseRejection|"level":60/);
  });

  test("E7, D11: it holds no secret and nothing that anybody typed", () => {
    for (const [what, text] of Object.entries(forbidden())) expect.soft(output, what).not.toMatch(text);
  });

  test("E7: it does not repeat the page of a gateway that repeats what it was sent", () => {
    for (const [what, text] of Object.entries(forbidden())) expect(echoed, what).not.toMatch(text);
  });
});

test.each(["/readyz", "/metrics", "/healthz"])(
  "E7: %s says no secret and nothing that anybody typed",
  (path) => {
    expect(served[path]).not.toBe("");
    for (const [what, text] of Object.entries(forbidden())) expect.soft(served[path], what).not.toMatch(text);
  },
);
