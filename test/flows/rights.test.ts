// What the bot's identities may do, as real tokens of the stand-ins say it: told in the log, in /readyz and in /metrics.
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Running } from "../../src/bots/main.ts";
import { runChild } from "../kit/child-bot.ts";
import { type Options, pointAt, type Seeing, startNode, surround } from "../kit/surroundings.ts";

type Rights = {
  told: { part: string; kind: string; says: string }[];
  checked: string[];
  unchecked: Record<string, string>;
};
type Bot = { around: Seeing; bot: Running; log: () => string; rights(): Promise<Rights> };

/** Resolves when every identity was looked at. */

async function start(options: Options & { watch: NonNullable<Options["watch"]> }): Promise<Bot> {
  const around = await surround(options);
  const lines: string[] = [];
  const bot = await startNode(around, pino({}, { write: (line: string) => void lines.push(line) }));
  const rights = async () => {
    const readyz = await (await fetch(`${bot.url}/readyz`)).json();
    return readyz.rights as Rights;
  };
  pointAt(around, bot);
  await around.teams.install();
  for (let tries = 0; (await rights()).checked.length < 3 && tries < 100; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return { around, bot, log: () => lines.join(""), rights };
}

async function stop({ around, bot }: Bot): Promise<void> {
  await bot.stop();
  await around.remove();
}

const metrics = async ({ bot }: Bot) => (await fetch(`${bot.url}/metrics`)).text();
const manifest = ["chat:write", "commands", "im:write", "users:read", "channels:read", "groups:read"];

describe("identities that may do too much, and too little", () => {
  let one: Bot;
  beforeAll(async () => {
    one = await start({
      watch: {
        entra: {
          granted: {
            permissions: ["AuditLog.Read.All", "RoleManagement.ReadWrite.Directory"],
            directoryRoles: ["62e90394-69f5-4237-9190-012177145e10"],
          },
        },
      },
      teams: { permissions: ["Mail.Read"] },
      slack: { scopes: [...manifest, "channels:history"] }, // and not metadata.message:read
    });
  });
  afterAll(() => stop(one));

  test.each([
    ["watch", "more", /RoleManagement\.ReadWrite\.Directory \(could make anybody a Global Administrator\)/],
    ["watch", "more", /AuditLog\.Read\.All \(reads what/], // it reads Log Analytics, and nothing of Graph
    ["watch", "more", /Global Administrator \(could change/],
    ["teams", "more", /Mail\.Read \(opens/],
    ["slack", "more", /channels:history \(could read/],
    ["slack", "less", /metadata\.message:read \(a message that was doubled/],
  ])("of %s: %s, %o", async (part, kind, says) => {
    const { told } = await one.rights();
    expect(told).toContainEqual(expect.objectContaining({ part, kind, says: expect.stringMatching(says) }));
    const warned = one
      .log()
      .split("\n")
      .filter((line) => says.test(line));
    expect(warned).toHaveLength(1);
    expect(JSON.parse(warned[0] ?? "")).toMatchObject({ level: 40, part, kind });
  });

  test("it goes on: a finding makes nothing unready, and a stranger learns nothing of it", async () => {
    await expect.poll(async () => (await fetch(`${one.bot.url}/readyz`)).status).toBe(200);
    const far = await fetch(`${one.bot.url}/readyz`, { headers: { "x-forwarded-for": "203.0.113.9" } });
    expect(await far.text()).not.toMatch(/rights|Global|Mail/);
  });

  test("/metrics counts them", async () => {
    const text = await metrics(one);
    expect(text).toContain('breakglass_findings{part="watch",kind="more"} 2');
    expect(text).toContain('breakglass_findings{part="slack",kind="less"} 1');
  });

  test("breakglass config rights says the same, before a start, and exits with 1", async () => {
    const { around } = one;
    const { code, output } = await runChild(["config", "rights", around.configFile], around.env);
    expect(code).toBe(1);
    for (const { part, says } of (await one.rights()).told) expect(output).toContain(`${part}: ${says}`);
    expect(output).not.toMatch(/eyJ|xoxb-/);
  });

  test("no token is printed", async () => {
    for (const said of [one.log(), JSON.stringify(await one.rights()), await metrics(one)])
      expect(said).not.toMatch(/eyJ[\w-]{10,}\.[\w-]+|xoxb-/);
  });
});

describe("identities that may do what they need", () => {
  let one: Bot;
  beforeAll(async () => {
    one = await start({ watch: {} });
  });
  afterAll(() => stop(one));

  test("nothing is told, and that they were looked at is said", async () => {
    expect(await one.rights()).toEqual({
      told: [],
      checked: expect.arrayContaining(["watch", "teams", "slack"]),
      unchecked: {},
    });
    expect(await metrics(one)).toContain('breakglass_findings{part="watch",kind="more"} 0');
  });

  test("breakglass config rights says so, or that somebody cannot be asked", async () => {
    const { around } = one;
    const look = () => runChild(["config", "rights", around.configFile], around.env);
    expect(await look()).toMatchObject({
      code: 0,
      output: ["watch", "teams", "slack"].map((part) => `${part}: exactly what is needed.\n`).join(""),
    });
    around.entra.fault("login", "refused");
    const { code, output } = await look();
    expect(code).toBe(1);
    expect(output).toMatch(/^watch: not checked: Entra refuses the bot a token: its client secret is wrong/);
  });
});
