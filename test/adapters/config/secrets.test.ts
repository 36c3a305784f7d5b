// A secret in the file is told and never repeated; secrets come from the environment or from files it names.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError, parseConfig, readConfig } from "../../../src/adapters/config/config.ts";
import { changed, environment, valid } from "./file.ts";

const problems = (text: string, env: Record<string, string> = environment) => {
  const read = parseConfig(text, env);
  return "problems" in read ? read.problems : [];
};

const told = (text: string, env?: Record<string, string>) =>
  new ConfigError("f", problems(text, env)).message;

// Put together here so that no scanner takes the test for a leak.
const samples: [what: string, secret: string, variable: string | undefined][] = [
  [
    "a Slack token",
    ["xoxb", "17653672481", "19874698323", "pdFZKVeTuE8sk7oOcBrzbqgy"].join("-"),
    "SLACK_BOT_TOKEN",
  ],
  ["a Slack app token", ["xapp", "1", "A0T3K", "8d4f0c2e9a"].join("-"), "SLACK_APP_TOKEN"],
  [
    "what looks like a Slack signing secret or a PagerDuty routing key",
    "af742231b10e8888".concat("abcd99aabbcc85a5"),
    "SLACK_SIGNING_SECRET or PAGERDUTY_ROUTING_KEY",
  ],
  [
    "an Entra client secret",
    "abc8Q~".concat("Zx9-Kq.Lm_1nOpQrStUvWxYz01234567ab"),
    "TEAMS_APP_PASSWORD or WATCH_CLIENT_SECRET",
  ],
  ["an access token", "eyJhbGciOiJSUzI1NiJ9".concat(".eyJhdWQiOiJ4In0.c2lnbmF0dXJl"), undefined],
  ["a Slack webhook address", "https://hooks.slack.com/".concat("services/T000/B000/XXXXXXXX"), undefined],
  [
    "a private key",
    "-----BEGIN ".concat("PRIVATE KEY-----"),
    "TEAMS_CERTIFICATE_KEY_FILE or WATCH_CERTIFICATE_FILE",
  ],
  ["a password in an address", "postgres://bot:".concat("correct-horse@db/breakglass"), "DATABASE_URL"],
];

describe("a secret in the file", () => {
  test.each(samples)("%s as a value", (what, secret, variable) => {
    const [problem] = problems(changed("Safe in Berlin", JSON.stringify(secret)));
    expect(problem).toMatchObject({ line: 36, wrong: `holds ${what}, and whoever reads the file has it` });
    expect(problem?.right).toBe(
      variable
        ? `Revoke it now, make a new one, and set it as ${variable}`
        : "Revoke it now, and take it out of the file",
    );
  });

  test.each(samples)("%s in a remark", (what, secret) => {
    expect(told(`${valid}# ${secret}\n`)).toContain(`f:61:3: the file holds ${what}`);
  });

  test.each([
    ["botToken", "SLACK_BOT_TOKEN"],
    ["signing_secret", "SLACK_SIGNING_SECRET"],
    ["appToken", "SLACK_APP_TOKEN"],
    ["password", "an environment variable"],
  ])("a setting named %s, whatever its value", (key, variable) => {
    expect(told(changed("team: T0CONTOSO", `team: T0CONTOSO\n  ${key}: hunter2`))).toBe(
      `f:52:3: slack holds a secret, and whoever reads the file has it. Revoke it now, make a new one, and set it as ${variable}.`,
    );
  });

  test.each([
    ["watch", "clientSecret", "WATCH_CLIENT_SECRET"],
    ["fallback", "secret", "FALLBACK_WEBHOOK_SECRET"],
    ["fallback", "routingKey", "PAGERDUTY_ROUTING_KEY"],
    ["azureMonitor", "pathSecret", "AZURE_MONITOR_PATH_SECRET"],
  ])("in %s, a setting named %s", (block, key, variable) => {
    const file = `${valid}azureMonitor: {}\n`
      .replace("type: webhook,", `${block === "fallback" ? `${key}: hunter2, ` : ""}type: webhook,`)
      .replace("watch:\n", `watch:\n${block === "watch" ? `  ${key}: hunter2\n` : ""}`)
      .replace("azureMonitor: {", `azureMonitor: {${block === "azureMonitor" ? `${key}: hunter2` : ""}`);
    expect(problems(file)).toMatchObject([
      { path: block, right: `Revoke it now, make a new one, and set it as ${variable}` },
    ]);
  });

  test("in calendar, a setting named secret", () => {
    expect(problems(`${valid}calendar: { secret: hunter2 }\n`)).toMatchObject([
      {
        path: "calendar",
        right: "Revoke it now, make a new one, and set it as BREAKGLASS_CALENDAR_SECRET",
      },
    ]);
  });

  test("a Teams conversation id is none, though its middle looks like one", () => {
    const conversation = `19:${"0123456789abcdef".repeat(2)}@thread.tacv2`;
    const teams = `teams:
  appId: 00000000-0000-4000-8000-00000000aaaa
  identity: { type: managed-identity }
  channels: { requests: "${conversation}", soc: "${conversation}", admins: "${conversation}" }
`;
    expect(problems(valid + teams)).toEqual([]);
  });

  test("no problem ever repeats what stands in the file where it should not, or in the environment", () => {
    const secret = fc.constantFrom(...samples.map(([, text]) => text), "Tr0ub4dor&3-Tr0ub4dor&3");
    const places = valid.split("\n").flatMap((line) => /(?:: |- )(\S.*)$/.exec(line)?.[1] ?? []);
    fc.assert(
      fc.property(secret, fc.constantFrom(...places), fc.boolean(), (text, place, asKey) => {
        const quoted = JSON.stringify(text);
        const file = asKey
          ? valid
              .replace(place, () => `${place}\n${quoted}: 1\n`)
              .replace(/^(slack|organisation):/gm, `$&\n  ${quoted}: 1`)
          : valid.replace(place, () => quoted);
        const env = Object.fromEntries(Object.keys(environment).map((name) => [name, ` ${text} `]));
        const message = told(file, { ...env, SLACK_API_URL: text, PORT: text, DATABASE_URL: `x${text}` });
        expect(message).not.toContain(text);
      }),
      { numRuns: 500 },
    );
  });
});

test("a handle or a group that could be a secret is not repeated either", () => {
  const secret = "af742231b10e8888".concat("abcd99aabbcc85a5");
  const file = changed("[dave]", `[${secret}]`).replace(
    "upn: emergency-2",
    `quorum: { mix: [${secret}] }\n    upn: emergency-2`,
  );
  expect(problems(file)).toHaveLength(4);
  expect(told(file)).not.toContain(secret);
});

describe("secrets from files", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "breakglass-config-"));
    await writeFile(join(folder, "breakglass.yaml"), valid);
    await writeFile(join(folder, "token"), `${environment.SLACK_BOT_TOKEN}\n`);
    await writeFile(join(folder, "long"), "x".repeat(70_000));
    await writeFile(join(folder, "binary"), Buffer.from([0xff, 0xfe, 0x00]));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = (env: Record<string, string>) =>
    readConfig(join(folder, "breakglass.yaml"), {
      SLACK_SIGNING_SECRET: environment.SLACK_SIGNING_SECRET,
      FALLBACK_WEBHOOK_SECRET: environment.FALLBACK_WEBHOOK_SECRET,
      ...env,
    });

  test("the file that …_FILE names is read, without its last line break", async () => {
    expect(await read({ SLACK_BOT_TOKEN_FILE: join(folder, "token") })).toMatchObject({
      service: { slack: { botToken: environment.SLACK_BOT_TOKEN } },
    });
  });

  test("both the variable and its file is one too many", async () => {
    const env = { SLACK_BOT_TOKEN: environment.SLACK_BOT_TOKEN, SLACK_BOT_TOKEN_FILE: join(folder, "token") };
    expect(await read(env)).toMatchObject({
      problems: [{ path: "SLACK_BOT_TOKEN_FILE", wrong: "is set, and so is SLACK_BOT_TOKEN" }],
    });
  });

  test.each([
    ["missing", "does not exist"],
    [".", "is a folder"],
    ["long", "is too long"],
    ["binary", "is no UTF-8 text"],
  ])("a file that cannot be read (%s) is told", async (name, why) => {
    expect(await read({ SLACK_BOT_TOKEN_FILE: join(folder, name) })).toMatchObject({
      problems: [
        { path: "SLACK_BOT_TOKEN_FILE", wrong: `names a file that ${why}` },
        { path: "SLACK_BOT_TOKEN" },
      ],
    });
  });

  test.each([
    ["missing.yaml", "does not exist"],
    [".", "is a folder"],
    ["binary", "is no UTF-8 text"],
  ])("so is a configuration that cannot be read (%s)", async (name, why) => {
    expect(await readConfig(join(folder, name), environment)).toMatchObject({
      problems: [{ line: 1, path: "the file", wrong: why }],
    });
  });
});
