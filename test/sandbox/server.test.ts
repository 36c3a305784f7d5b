// The page's server lets in only the page it served, on this machine; and shows each person only their own screen.
import { request as httpRequest, type RequestOptions } from "node:http";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newSecrets } from "../../src/sandbox/bot-config.ts";
import { startEntra } from "../../src/sandbox/entra/start-entra.ts";
import { companyOf } from "../../src/sandbox/main.ts";
import { planOutages } from "../../src/sandbox/outages.ts";
import type { State } from "../../src/sandbox/page/state.ts";
import type { PageWorld } from "../../src/sandbox/page-act.ts";
import { startPager } from "../../src/sandbox/pager/start-pager.ts";
import { slackWorld, teamsWorld } from "../../src/sandbox/practice.ts";
import { type PageServer, startPageServer } from "../../src/sandbox/server.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import { startTeams } from "../../src/sandbox/teams/start-teams.ts";
import { ada, alice, bob, sam } from "../../src/sandbox/world.ts";
import { stoppedClock } from "./stopped-clock.ts";

let world: PageWorld;
let page: PageServer;
let token: string;
const secrets = newSecrets();

beforeAll(async () => {
  const slack = await startSlack(slackWorld(secrets, ""));
  const teams = await startTeams({ ...teamsWorld(), botUrl: "http://127.0.0.1:1/no-bot-here" });
  const [entra, pager] = await Promise.all([startEntra({ background: "off" }), startPager()]);
  world = {
    slack,
    teams,
    entra,
    pager,
    outages: planOutages({ slack, teams }, () => {}),
    fireAlert: () => Promise.reject(new Error("The bot does not answer Azure Monitor.")),
    clock: stoppedClock,
    company: companyOf({ configFile: "breakglass.yaml", logFile: "bot.log", calendarUrl: "" }),
    bot: () => ({ dead: undefined, ready: { status: 200, body: {} } }),
    onChange: (heard) => teams.on("change", heard),
  };
  page = await startPageServer(world, 0);
  const html = await (await fetch(page.url)).text();
  token = /name="practice-token" content="([^"]+)"/.exec(html)?.[1] ?? "";
});
afterAll(async () => {
  await page.stop();
  await Promise.all([world.slack, world.teams, world.entra, world.pager].map((each) => each.stop()));
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(new URL(path, page.url), {
    method: "POST",
    headers: { "content-type": "application/json", "x-practice-token": token, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const say = { person: alice.objectId, where: "personal", text: "hello", slash: false, mention: false };

/** `fetch` does not let us lie about the host. */
const status = (options: RequestOptions): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(page.url);
    httpRequest({ host: "127.0.0.1", port, ...options }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });

describe("who is let in", () => {
  it("a name that somebody made point at this machine is refused", async () => {
    const { port } = new URL(page.url);
    expect(await status({ path: "/", headers: { host: `evil.example:${port}` } })).toBe(403);
    expect(await status({ path: "/", headers: { host: `localhost:${port}` } })).toBe(200);
  });

  it("a page of another site can neither read nor act", async () => {
    const headers = { origin: "https://evil.example" };
    expect((await fetch(new URL("/api/state", page.url), { headers })).status).toBe(403);
    expect((await post("/api/teams/say", say, headers)).status).toBe(403);
    expect((await post("/api/teams/say", say, { origin: "null" })).status).toBe(403);
  });

  it("an act without the token of the page that was served is refused, and says what to do", async () => {
    const refused = await post("/api/teams/say", say, { "x-practice-token": "x" });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({
      error: "The practice tenant was started anew: load this page again.",
    });
    expect((await post("/api/teams/say", say)).status).toBe(200);
  });

  it("a bot that does not answer is told as Teams tells it", async () => {
    expect(await (await post("/api/teams/say", say)).json()).toEqual({
      error: expect.stringContaining("Unable to reach app"),
    });
  });

  it("a simple form post of another site does not get as far as being read", async () => {
    expect((await post("/api/teams/say", say, { "content-type": "text/plain" })).status).toBe(415);
  });

  it("more than a small form is too much", async () => {
    expect((await post("/api/teams/say", { ...say, text: "x".repeat(70_000) })).status).toBe(413);
  });

  it("what is no JSON, no known act or no known person gets a sentence, not a crash", async () => {
    expect((await post("/api/teams/say", "{")).status).toBe(400);
    expect((await post("/api/teams/constructor", {})).status).toBe(404);
    expect((await post("/api/teams/say", { ...say, where: 7 })).status).toBe(400);
    const unknown = await post("/api/teams/say", { ...say, person: "nobody" });
    expect(unknown.status).toBe(409);
    expect(await unknown.json()).toEqual({ error: expect.stringContaining("nobody") });
  });

  it("the page may run only its own scripts, and nobody may frame it", async () => {
    const policy = (await fetch(page.url)).headers.get("content-security-policy");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  it("only files of the page are served", async () => {
    for (const path of [
      "/package.json",
      "/page/../server.ts",
      "/page/%2e%2e/server.ts",
      "/slack/..%2fworld.ts",
    ])
      expect(await status({ path }), path).toBe(404);
    expect(await status({ path: "/page/main.ts" })).toBe(200);
    expect(await status({ path: "/lib/adaptivecards.js" })).toBe(200);
  });

  it("a port that is in use is said so", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => holder.once("listening", resolve));
    const { port } = holder.address() as { port: number };
    await expect(startPageServer(world, port)).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use.`);
    holder.close();
  });
});

describe("what is shown", () => {
  const stateOf = async (slack: string, teams: string): Promise<State> =>
    (await fetch(new URL(`/api/state?slack=${slack}&teams=${teams}`, page.url))).json() as Promise<State>;

  it("each person sees their own channels", async () => {
    const { slack, teams } = await stateOf(alice.slack, sam.objectId);
    expect(slack.channels.map(({ name }) => name)).toEqual(["breakglass-requests"]);
    expect(teams.channels.map(({ name }) => name)).toContain("SOC");
    expect(teams.channels.map(({ name }) => name)).not.toContain("Admins");
    expect((await stateOf(ada.slack, ada.objectId)).slack.channels).toHaveLength(3);
  });

  it("nobody else reads what a person says to the bot in private", async () => {
    await post("/api/teams/say", { ...say, text: "only for the bot" });
    const mine = await stateOf(alice.slack, alice.objectId);
    expect(mine.teams.chat.map(({ text }) => text)).toContain("only for the bot");
    const others = await stateOf(bob.slack, bob.objectId);
    expect(JSON.stringify(others)).not.toContain("only for the bot");
  });

  it("a person nobody knows sees nothing", async () => {
    const { slack, teams } = await stateOf("U0NOBODY", "nobody");
    expect([...slack.channels, ...slack.dms, ...teams.channels, ...teams.chat]).toEqual([]);
  });

  it("a person's Home tab is theirs alone, as the bot published it", async () => {
    const view = { type: "home", blocks: [{ type: "section", text: { type: "plain_text", text: "Ready" } }] };
    await fetch(`${world.slack.apiUrl}views.publish`, {
      method: "POST",
      headers: { authorization: `Bearer ${secrets.slackBotToken}`, "content-type": "application/json" },
      body: JSON.stringify({ user_id: ada.slack, view }),
    });
    expect((await stateOf(ada.slack, ada.objectId)).slack.home?.blocks).toMatchObject(view.blocks);
    expect((await stateOf(bob.slack, bob.objectId)).slack).not.toHaveProperty("home");
    expect((await post("/api/slack/home", { user: ada.slack })).status).toBe(200);
  });

  it("the practice date, and a leap that is not possible is a sentence", async () => {
    expect((await stateOf(ada.slack, ada.objectId)).clock).toEqual({ ahead: 0, isMoving: false });
    const refused = await post("/api/clock/leap", { by: "day" });
    expect([refused.status, await refused.json()]).toEqual([409, { error: "This clock does not leap." }]);
    expect((await post("/api/clock/leap", { by: "year" })).status).toBe(400);
  });

  it("a change is told at once to the pages that listen", async () => {
    const response = await fetch(new URL("/api/changes", page.url));
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read(); // how soon to come back after a loss
    await post("/api/teams/say", say);
    expect((await reader?.read())?.value).toContain("data: change");
    await reader?.cancel();
  });
});
