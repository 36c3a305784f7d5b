// What the Entra pane does on the server: everything it offers can be done, and what was done is seen.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fireAlert } from "../../src/sandbox/azure-monitor.ts";
import { newSecrets } from "../../src/sandbox/bot-config.ts";
import { startEntra } from "../../src/sandbox/entra/start-entra.ts";
import { entraChoices } from "../../src/sandbox/entra-acts.ts";
import { companyOf } from "../../src/sandbox/main.ts";
import { planOutages } from "../../src/sandbox/outages.ts";
import type { PageWorld } from "../../src/sandbox/page-act.ts";
import { actOnPage, stateFor } from "../../src/sandbox/page-api.ts";
import { startPager } from "../../src/sandbox/pager/start-pager.ts";
import { slackWorld, teamsWorld } from "../../src/sandbox/practice.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import { startTeams } from "../../src/sandbox/teams/start-teams.ts";
import { stoppedClock } from "./stopped-clock.ts";

let world: PageWorld;
let changes: number;
const nine = Date.parse("2026-11-21T09:00:00Z");
const secrets = newSecrets();

beforeEach(async () => {
  changes = 0;
  const slack = await startSlack(slackWorld(secrets, ""));
  const teams = await startTeams({ ...teamsWorld(), botUrl: "http://127.0.0.1:1/no-bot-here" });
  const [entra, pager] = await Promise.all([
    startEntra({ background: "off", clock: () => nine }),
    startPager(),
  ]);
  world = {
    slack,
    teams,
    entra,
    pager,
    outages: planOutages({ slack, teams }, () => {
      changes += 1;
    }),
    clock: stoppedClock,
    company: companyOf({ configFile: "breakglass.yaml", logFile: "bot.log", calendarUrl: "" }),
    fireAlert: () => Promise.reject(new Error("The bot does not answer Azure Monitor.")),
    bot: () => ({ dead: undefined, ready: { status: 200, body: {} } }),
    onChange: () => () => {},
  };
});
afterEach(() => Promise.all([world.slack, world.teams, world.entra, world.pager].map((each) => each.stop())));

const does = (path: string, body: object) => actOnPage(world, path, body);
const seen = () => stateFor(world).entra;
const [account] = entraChoices.accounts;
const signIn = {
  account: account?.id,
  place: "lagos",
  outcome: "success",
  interactive: true,
  late: 0,
};
const change = { account: account?.id, change: "password", doer: "ada", late: 0 };

describe("what is done in Entra", () => {
  const everySignIn = entraChoices.places.flatMap((place) =>
    entraChoices.outcomes.map((outcome): [string, string] => [place.id, outcome.id]),
  );
  it.each(everySignIn)("a sign-in from %s with the outcome %s is logged", async (place, outcome) => {
    expect(await does("/api/entra/sign-in", { ...signIn, place, outcome })).toEqual({ status: 200 });
    expect(
      seen()
        .rows.map(({ text }) => text)
        .join(),
    ).toMatch(/^Emergency 1 /);
  });

  const everyChange = entraChoices.changes.flatMap(({ id }) =>
    entraChoices.doers.map((doer): [string, string] => [id, doer.id]),
  );
  it.each(everyChange)("the change %s by %s is logged, with whose account it is", async (what, doer) => {
    expect(await does("/api/entra/change", { ...change, change: what, doer })).toEqual({ status: 200 });
    expect(seen().rows.map(({ text }) => text)).toEqual([expect.stringContaining("(Emergency 1), by ")]);
  });

  it.each([
    ["password", "ada", "Reset user password (Emergency 1), by Ada"],
    ["password", "tina", "Reset user password (Emergency 1), by Tina"],
    ["password", "itself", "Change user password (Emergency 1), by Emergency 1"],
    ["new-key", "tina", "Add FIDO2 security key (Emergency 1), by Tina"],
    ["old-key", "ada", "Delete FIDO2 security key(s) (Emergency 1), by Ada"],
    ["method", "itself", "User registered security info (Emergency 1), by Emergency 1"],
  ])("the change %s by %s is named as Entra names it: %s", async (what, doer, text) => {
    await does("/api/entra/change", { ...change, change: what, doer });
    expect(seen().rows.map((row) => row.text)).toEqual([text]);
  });

  it("a row that is late says from when it can be read", async () => {
    await does("/api/entra/sign-in", { ...signIn, late: 30 });
    const [row] = seen().rows;
    expect(Date.parse(row?.readableAt ?? "") - Date.parse(row?.at ?? "")).toBe(30_000);
  });

  it("what an unplugged log misses says that it never arrives", async () => {
    await does("/api/entra/connected", { on: false });
    await does("/api/entra/sign-in", signIn);
    expect(seen()).toMatchObject({ connected: false, rows: [{ readableAt: undefined }] });
  });

  it("what there is not to choose gets a sentence, and nothing is logged", async () => {
    for (const [path, body] of [
      ["/api/entra/sign-in", { ...signIn, place: "atlantis" }],
      ["/api/entra/sign-in", { ...signIn, outcome: "constructor" }],
      ["/api/entra/sign-in", { ...signIn, account: "00000000-0000-4000-8000-000000000001" }],
      ["/api/entra/change", { ...change, change: "promote" }],
      ["/api/entra/change", { ...change, doer: "__proto__" }],
    ] as const)
      expect(await does(path, body)).toEqual({
        status: 409,
        error: expect.stringMatching(/^There is no ".+" to choose\.$/),
      });
    expect((await does("/api/entra/sign-in", { ...signIn, late: -1 })).status).toBe(400);
    expect(seen().rows).toEqual([]);
  });
});

describe("what breaks", () => {
  it("each part is broken and mended by itself", async () => {
    await does("/api/entra/fault", { part: "log-analytics", fault: "unavailable" });
    await does("/api/entra/fault", { part: "login", fault: "hanging" });
    await does("/api/pager/fault", { fault: "down" });
    expect(seen()).toMatchObject({
      faults: { "log-analytics": "unavailable", login: "hanging" },
      pagerFault: "down",
    });
    await does("/api/entra/fault", { part: "login", fault: "none" });
    expect(seen().faults).toMatchObject({ "log-analytics": "unavailable", login: "none" });
  });

  it("a chat that is down takes nothing that the bot says, and takes it again when it is up", async () => {
    const say = () =>
      fetch(`${world.slack.apiUrl}auth.test`, {
        method: "POST",
        headers: { authorization: `Bearer ${secrets.slackBotToken}` },
      });
    expect((await say()).status).toBe(200);
    await does("/api/outage", { what: "slack", down: true });
    expect((await say()).status).toBe(503);
    expect(stateFor(world).down).toEqual({ slack: true, teams: false });
    await does("/api/outage", { what: "slack", down: false });
    expect((await say()).status).toBe(200);
    expect(changes).toBe(2);
  });
});

describe("Azure Monitor", () => {
  let bot: Server;
  let heard: string[];
  let status: number;
  beforeEach(async () => {
    heard = [];
    status = 202;
    bot = createServer((request, response) => {
      heard.push(request.url ?? "");
      response.writeHead(status).end();
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => bot.once("listening", resolve));
    const { port } = bot.address() as AddressInfo;
    world.fireAlert = () => fireAlert(`http://127.0.0.1:${port}/webhooks/azure-monitor/secret`);
  });
  afterEach(() => bot.close());

  it("calls the bot's webhook, with its secret", async () => {
    expect(await does("/api/entra/alert", {})).toEqual({ status: 200 });
    expect(heard).toEqual(["/webhooks/azure-monitor/secret"]);
  });

  it("is told on the page when the bot does not take its call, or is not there", async () => {
    status = 404;
    expect(await does("/api/entra/alert", {})).toEqual({
      status: 409,
      error: "The bot answers Azure Monitor with 404.",
    });
    bot.closeAllConnections();
    await new Promise((resolve) => bot.close(resolve));
    expect(await does("/api/entra/alert", {})).toEqual({
      status: 409,
      error: "The bot does not answer Azure Monitor.",
    });
  });
});
