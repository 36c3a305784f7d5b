// What a good file becomes: the organisation that the core knows, and the settings that the service runs with.
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { type Config, parseConfig, problemLine } from "../../../src/adapters/config/config.ts";
import { jsonSchema } from "../../../src/adapters/config/file-schema.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import { changed, environment, valid } from "./file.ts";

function good(text: string, env: Readonly<Record<string, string>> = environment): Config {
  const read = parseConfig(text, env);
  if ("problems" in read)
    throw new Error(read.problems.map((problem) => problemLine("f", problem)).join("\n"));
  return read;
}

const clientId = "00000000-0000-4000-8000-0000000000b1";
// Put together here so that no scanner takes the test for a leak.
const pem = ["CERTIFICATE", "PRIVATE KEY"]
  .map((what) => `-----BEGIN ${what}-----\nx\n-----END ${what}-----`)
  .join("\n");
const without = (what: RegExp) => changed(what, "");
const watching = (more: string) => changed("  source:", `  ${more}\n  source:`);

const warnings = (text: string) => good(text).warnings.map(({ path, wrong }) => `${path} ${wrong}`);

test("people are known by the first of their object ids, and custodians by theirs", () => {
  const { organisation } = good(
    changed("-000000000006]", "-00000000000F, 00000000-0000-4000-8000-000000000106]"),
  );
  expect(organisation.people[3]).toEqual({
    id: "00000000-0000-4000-8000-00000000000f",
    objectIds: ["00000000-0000-4000-8000-00000000000f", "00000000-0000-4000-8000-000000000106"],
    name: "Dave",
    slack: "U0DAVE",
    roles: ["custodian", "soc"],
    groups: [],
    tier: 1,
  });
  expect(organisation.accounts[0]?.custody.parts).toEqual([
    {
      name: "key",
      place: "Safe in Berlin",
      custodians: ["00000000-0000-4000-8000-00000000000f", "00000000-0000-4000-8000-000000000004"],
    },
  ]);
});

test("what is left out is as usual", () => {
  const { organisation, service } = good(valid);
  expect(organisation.policy).toEqual(defaultPolicy);
  expect(organisation.accounts[0]?.quorum).toEqual({ approvals: 1, mix: [] });
  expect(organisation.teams).toBeUndefined();
  expect(service).toEqual({
    port: 3978,
    host: "127.0.0.1",
    store: "sqlite:./data/breakglass.db",
    logLevel: "info",
    asksAtOnce: 20,
    slack: {
      mode: "http",
      signingSecret: environment.SLACK_SIGNING_SECRET,
      botToken: environment.SLACK_BOT_TOKEN,
      apiUrl: "https://slack.com/api/",
    },
    teams: undefined,
    watch: {
      source: "log-analytics",
      workspace: "00000000-0000-4000-8000-0000000000a1",
      url: "https://api.loganalytics.io/v1",
      identity: { type: "managed-identity", clientId: undefined },
      tenant: "00000000-0000-4000-8000-000000009000",
      authorityHost: "https://login.microsoftonline.com",
    },
    directory: undefined,
    azureMonitor: undefined,
    fallback: {
      type: "webhook",
      url: "https://alerts.contoso.com/breakglass",
      secret: environment.FALLBACK_WEBHOOK_SECRET,
    },
    calendar: undefined,
  });
  expect(organisation.watch).toEqual({
    source: "log-analytics",
    every: 30,
    heartbeat: 1_200,
    exclusionGroups: [],
  });
  expect(organisation.fallback).toBe("when-silent");
  expect(organisation.workingHours).toEqual({
    from: time("09:00"),
    until: time("17:00"),
    days: [1, 2, 3, 4, 5],
  });
});

const time = Temporal.PlainTime.from;

test.each<[string, object]>([
  ["{ until: '18:30' }", { from: time("09:00"), until: time("18:30"), days: [1, 2, 3, 4, 5] }],
  ["{ from: 07:05 }", { from: time("07:05"), until: time("17:00"), days: [1, 2, 3, 4, 5] }],
  ["{ days: [sunday, monday, sunday] }", { from: time("09:00"), until: time("17:00"), days: [1, 7] }],
])("working hours %s", (given, hours) => {
  const file = changed("timeZone: Europe/Berlin", `timeZone: Europe/Berlin\n  workingHours: ${given}`);
  expect(good(file).organisation.workingHours).toEqual(hours);
});

test("a file without a watch, a webhook and a fallback is a file of before", () => {
  const { organisation, service } = good(without(/^watch:[^]*/m));
  expect([organisation.watch, organisation.fallback]).toEqual([undefined, undefined]);
  expect([
    service.watch,
    service.directory,
    service.azureMonitor,
    service.fallback,
    service.calendar,
  ]).toEqual(Array.from({ length: 5 }));
});

test.each([
  ["30s", 30],
  ["1m", 60],
  ["1m30s", 90],
  ["PT5M", 300],
  ["5S", 5],
])("the log is read every %s: %i seconds", (text, seconds) => {
  expect(good(watching(`every: ${text}`)).organisation.watch?.every).toBe(seconds);
});

test.each([
  ["20m", 1_200],
  ["1h30m", 5_400],
  ["30s", 30],
  ["1m30s", 90],
])("the log has a row of somebody every %s: %i seconds", (text, seconds) => {
  expect(good(watching(`heartbeat: ${text}`)).organisation.watch?.heartbeat).toBe(seconds);
});

describe("the watch", () => {
  test("reads Graph too, and other clouds", () => {
    const file = changed(
      /^watch:[^]*/m,
      `watch:
  source: graph
  identity: { type: workload, clientId: 00000000-0000-4000-8000-0000000000B1 }
  heartbeat: 1h30m
  exclusionGroups: [00000000-0000-4000-8000-0000000000C1]
fallback: { type: pagerduty, when: always }
endpoints:
  graph: https://graph.microsoft.us
  authority: https://login.microsoftonline.us/
`,
    );
    const key = "3fcc9112463424b5".concat("99f996f9e780dfc6");
    const { organisation, service } = good(file, { ...environment, PAGERDUTY_ROUTING_KEY: key });
    expect(organisation.watch).toEqual({
      source: "graph",
      every: 30,
      heartbeat: 5_400,
      exclusionGroups: ["00000000-0000-4000-8000-0000000000c1"],
    });
    expect(organisation.fallback).toBe("always");
    expect(service.watch).toEqual({
      source: "graph",
      url: "https://graph.microsoft.us/",
      identity: { type: "workload", clientId: "00000000-0000-4000-8000-0000000000b1" },
      tenant: "00000000-0000-4000-8000-000000009000",
      authorityHost: "https://login.microsoftonline.us",
    });
    expect(service.fallback).toEqual({
      type: "pagerduty",
      url: "https://events.pagerduty.com/v2/enqueue",
      routingKey: key,
    });
  });

  test.each<[kind: string, env: Record<string, string>, more: object]>([
    ["secret", { WATCH_CLIENT_SECRET: "a-practice-secret" }, { secret: "a-practice-secret" }],
    ["certificate", { WATCH_CERTIFICATE: pem }, { certificate: pem }],
    ["managed-identity", {}, {}],
  ])("proves itself by a %s", (type, env, more) => {
    const file = changed(
      "{ type: managed-identity }",
      `{ type: ${type}, clientId: ${clientId.toUpperCase()} }`,
    );
    expect(good(file, { ...environment, ...env }).service.watch?.identity).toEqual({
      type,
      clientId,
      ...more,
    });
  });

  test("goes where the environment says, whatever the file says", () => {
    const { watch, azureMonitor } = good(
      `${valid}azureMonitor: { audience: api://contoso/Alerts }\nendpoints: { logAnalytics: https://api.loganalytics.us, authority: https://login.microsoftonline.us }\n`,
      {
        ...environment,
        LOG_ANALYTICS_BASE_URL: "https://localhost:9",
        AZURE_AUTHORITY_HOST: "https://localhost:9/login/",
      },
    ).service;
    expect(watch).toMatchObject({
      url: "https://localhost:9/v1",
      authorityHost: "https://localhost:9/login",
    });
    expect(azureMonitor).toEqual({
      tenant: "00000000-0000-4000-8000-000000009000",
      authorityHost: "https://localhost:9/login",
      audience: "api://contoso/Alerts",
      pathSecret: undefined,
    });
  });

  test("GRAPH_BASE_URL goes before the file too", () => {
    const file = changed(
      /^watch:[^]*/m,
      "watch: { source: graph, identity: { type: managed-identity } }\nendpoints: { graph: https://graph.microsoft.us }\n",
    );
    expect(
      good(file, { ...environment, GRAPH_BASE_URL: "https://localhost:9/graph" }).service.watch,
    ).toMatchObject({
      url: "https://localhost:9/graph/",
    });
  });
});

describe("Entra's directory", () => {
  const asked = {
    identity: { type: "managed-identity", clientId: undefined },
    tenant: "00000000-0000-4000-8000-000000009000",
    authorityHost: "https://login.microsoftonline.com",
    url: "https://graph.microsoft.com/",
  };

  test("is asked in Graph, whatever log the watch reads, and as who reads it", () => {
    const { watch, directory } = good(watching("directory: true")).service;
    expect(directory).toEqual(asked);
    expect(watch?.source).toBe("log-analytics");
    const graph = changed("source: log-analytics", "source: graph", watching("directory: true"));
    expect(good(graph.replace(/ {2}workspace: .*\n/, "")).service.directory).toEqual(asked);
  });

  test("is asked where the environment says, and not at all where the file says so", () => {
    const env = { ...environment, GRAPH_BASE_URL: "https://localhost:9/graph" };
    expect(good(watching("directory: true"), env).service.directory?.url).toBe("https://localhost:9/graph/");
    expect(good(watching("directory: false"), env).service.directory).toBeUndefined();
  });
});

test("the calendar feed ends in its secret", () => {
  const secret = "a-practice-secret-of-the-tests-32";
  const env = { ...environment, BREAKGLASS_CALENDAR_SECRET: secret };
  expect(good(`${valid}calendar: {}\n`, env).service.calendar).toEqual({ secret });
  expect(good(valid, env).service.calendar).toBeUndefined();
});

describe("Azure Monitor's webhook", () => {
  const pathSecret = "a-practice-secret-of-the-tests-32";

  test("is opened by the secret alone", () => {
    expect(
      good(valid, { ...environment, AZURE_MONITOR_PATH_SECRET: pathSecret }).service.azureMonitor,
    ).toEqual({
      tenant: "00000000-0000-4000-8000-000000009000",
      authorityHost: "https://login.microsoftonline.com",
      audience: undefined,
      pathSecret,
    });
  });

  test("may be opened both ways", () => {
    const file = `${valid}azureMonitor: { audience: ${clientId} }\n`;
    expect(
      good(file, { ...environment, AZURE_MONITOR_PATH_SECRET: pathSecret }).service.azureMonitor,
    ).toMatchObject({ audience: clientId, pathSecret });
  });
});

test("a mix asks for as many approvals as it has groups, unless more are asked for", () => {
  const quorum = (text: string) =>
    good(changed("upn: emergency-1@", `quorum: ${text}\n    upn: emergency-1@`)).organisation.accounts[0]
      ?.quorum;
  expect(quorum("{ mix: [security, identity] }")).toEqual({ approvals: 2, mix: ["security", "identity"] });
  expect(quorum("{ approvals: 2, mix: [security] }")).toEqual({ approvals: 2, mix: ["security"] });
});

test.each([
  ["45m", 45],
  ["2h", 120],
  ["1h30m", 90],
  ["PT2H", 120],
  ["pt1h15m", 75],
])("%s is %i minutes", (text, minutes) => {
  const { policy } = good(`${valid}policy:\n  defaultWindow: ${text}\n`).organisation;
  expect(policy).toEqual({ ...defaultPolicy, defaultWindow: minutes });
});

test.each([
  ["90d", 129_600],
  ["P90D", 129_600],
  ["2160h", 129_600],
  ["89d23h60m", 129_600],
  ["P89DT24H", 129_600],
  ["30d5m", 43_205],
])("an account is drilled every %s: %i minutes", (text, minutes) => {
  const { policy } = good(`${valid}policy:\n  drillEvery: ${text}\n`).organisation;
  expect(policy.drillEvery).toBe(minutes);
});

test.each(["rotatePasswords", "rotateKeys"])("%s may be never", (key) => {
  for (const never of ["0d", "0m", "0h"])
    expect(good(`${valid}policy: { ${key}: ${never} }\n`).organisation.policy).toHaveProperty(key, 0);
});

describe("the environment goes before the file", () => {
  const teams = `teams:
  appId: 00000000-0000-4000-8000-00000000AAAA
  identity: { type: secret }
  channels: { requests: "19:r@thread.tacv2", soc: "19:s@thread.v2", admins: "19:a@thread.skype" }
service: { port: 80, store: "sqlite:./file.db" }
endpoints:
  slack: https://slack-gov.com/api
  openIdMetadata: https://login.botframework.azure.us/v1/.well-known/openidconfiguration
  serviceUrls: [https://smba.infra.gov.teams.microsoft.us]
`;
  const env = { ...environment, TEAMS_APP_PASSWORD: "a-practice-password" };

  test("the file's endpoints", () => {
    const { slack, teams: bot, port, store } = good(valid + teams, env).service;
    expect({ port, store, apiUrl: slack?.apiUrl }).toEqual({
      port: 80,
      store: "sqlite:./file.db",
      apiUrl: "https://slack-gov.com/api/",
    });
    expect(bot).toEqual({
      appId: "00000000-0000-4000-8000-00000000aaaa",
      tenant: "00000000-0000-4000-8000-000000009000",
      identity: { type: "secret", secret: "a-practice-password" },
      openIdMetadata: "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
      issuer: "https://api.botframework.com",
      loginUrl: "https://login.microsoftonline.com",
      oauthScope: "https://api.botframework.com",
      serviceUrls: ["https://smba.infra.gov.teams.microsoft.us/"],
    });
  });

  test("the environment's, by the names that Bot Framework knows", () => {
    const { service } = good(valid + teams, {
      ...env,
      PORT: "0",
      DATABASE_URL: "postgres://bot:secret@db/breakglass",
      SLACK_API_URL: "http://127.0.0.1:9/api/",
      BotOpenIdMetadata: "http://127.0.0.1:9/metadata",
      ToBotFromChannelTokenIssuer: "http://127.0.0.1:9/issuer",
      ToChannelFromBotLoginUrl: "http://localhost:9/login",
      ToChannelFromBotOAuthScope: "http://127.0.0.1:9/scope",
      TEAMS_SERVICE_URLS: "http://127.0.0.1:9/one, http://127.0.0.1:9/two/",
    });
    expect(service).toMatchObject({
      port: 0,
      store: "postgres://bot:secret@db/breakglass",
      slack: { apiUrl: "http://127.0.0.1:9/api/" },
      teams: {
        openIdMetadata: "http://127.0.0.1:9/metadata",
        issuer: "http://127.0.0.1:9/issuer",
        loginUrl: "http://localhost:9/login",
        oauthScope: "http://127.0.0.1:9/scope",
        serviceUrls: ["http://127.0.0.1:9/one/", "http://127.0.0.1:9/two/"],
      },
    });
  });
});

describe("warnings, which stop nothing", () => {
  test("a good file has none", () => {
    expect(warnings(valid)).toEqual([]);
  });

  const cases: [rule: string, text: string, warning: string][] = [
    [
      "an account that depends on a single approver",
      changed("roles: [approver]", "roles: [auditor]"),
      "accounts[0] depends on a single approver: when people[2] cannot answer, somebody's request cannot be approved",
    ],
    [
      "a single approver for one who may approve too",
      changed("roles: [approver]", "roles: [responder, approver]"),
      "accounts[0] depends on a single approver: when people[2] cannot answer, somebody's request cannot be approved",
    ],
    [
      "one account",
      valid.replace(/ {2}- label: Emergency 2[^]*?(?=^slack)/m, ""),
      "accounts has one account only",
    ],
    [
      "a credential in one hand",
      changed("[dave, carol]", "[dave]"),
      "accounts[0].custody.parts is held by one person alone",
    ],
    [
      "one custodian who holds every part of a divided credential",
      changed("custodians: [carol]", "custodians: [carol, dave]"),
      "accounts[1].custody.parts has a custodian who holds every part",
    ],
    [
      "a domain that may be lost",
      changed("emergency-2@contoso.onmicrosoft.com", "emergency-2@contoso.com"),
      "accounts[1].upn is not in the tenant's onmicrosoft.com domain",
    ],
    [
      "somebody who cannot be heard",
      changed("    slack: U0ALICE\n", ""),
      "people[0] has no slack id, and there is no Teams",
    ],
    [
      "nobody to ask at once",
      valid.replaceAll(/(roles: \[approver.*)/g, "$1\n    tier: 2"),
      "people has no approver of tier 1, so nobody is asked at once",
    ],
    [
      "a very short time to answer",
      `${valid}policy: { answerWithin: 11m }\n`,
      "policy.answerWithin is short",
    ],
    [
      "drills that are too rare for Microsoft",
      `${valid}policy: { drillEvery: 91d }\n`,
      "policy.drillEvery is long",
    ],
    ["nobody to answer an alert", changed(", soc]", "]"), "people has nobody with the role soc"],
    ["no watch", without(/^watch:[^]*?(?=^fallback)/m), "the file has no watch: sign-ins are not seen"],
    [
      "a webhook that wakes nothing",
      `${without(/^watch:[^]*/m)}azureMonitor: { audience: ${clientId} }\n`,
      "azureMonitor has no watch to wake",
    ],
    [
      "a heartbeat that is quicker than Microsoft's own logs",
      watching("heartbeat: 4m"),
      "watch.heartbeat is shorter than the usual delay of the log, and the watch will seem blind while it sees",
    ],
    [
      "no second road",
      without(/^fallback:.*\n/m),
      "watch has no second road for a critical alert that a chat does not take",
    ],
    [
      "F1: a log without non-interactive sign-ins",
      changed("source: log-analytics", "source: graph").replace(/ {2}workspace: .*\n/, ""),
      "watch.source shows interactive sign-ins only",
    ],
    [
      "one identity that reads the log and is the bot",
      `${changed("{ type: managed-identity }", `{ type: managed-identity, clientId: ${clientId} }`)}teams:
  appId: ${clientId.toUpperCase()}
  identity: { type: managed-identity }
  channels: { requests: "19:r@thread.tacv2", soc: "19:s@thread.v2", admins: "19:a@thread.skype" }
`,
      "watch.identity.clientId is the bot's own identity, and a token that leaks from one serves the other",
    ],
  ];
  test.each(cases)("%s", (_, text, warning) => {
    expect(warnings(text)).toContain(warning);
  });
});

describe("what is shipped", () => {
  test("the example is whole, valid and without a warning", async () => {
    const example = await readFile("breakglass.example.yaml", "utf8");
    expect(good(example).warnings).toEqual([]);
    const shown = keysOf(jsonSchema()).filter((key) => !["thumbprint"].includes(key));
    for (const key of shown) expect(example, key).toMatch(new RegExp(`\\b${key}: ?`));
    expect(example).toContain("$schema=./manifest/breakglass.schema.json");
  });

  test("the example's policy is the usual one, as it says", async () => {
    const { organisation } = good(await readFile("breakglass.example.yaml", "utf8"));
    expect(organisation.policy).toEqual(defaultPolicy);
  });

  test("the JSON Schema is the one that the code makes (breakglass config schema > manifest/breakglass.schema.json)", async () => {
    expect(JSON.parse(await readFile("manifest/breakglass.schema.json", "utf8"))).toEqual(jsonSchema());
  });

  test("every key has a description for the editor", () => {
    expect(undescribed(jsonSchema())).toEqual([]);
  });
});

type Node = {
  description?: string;
  const?: unknown;
  properties?: Record<string, Node>;
  items?: Node;
  oneOf?: Node[];
};

const below = ({ properties, items, oneOf }: Node): [string, Node][] => [
  ...Object.entries(properties ?? {}),
  ...(items ? below(items) : []),
  ...(oneOf ?? []).flatMap(below),
];

const keysOf = (node: Node): string[] => below(node).flatMap(([key, inner]) => [key, ...keysOf(inner)]);

const undescribed = (node: Node): string[] =>
  below(node).flatMap(([key, inner]) => [
    ...(inner.description || inner.const ? [] : [key]),
    ...undescribed(inner),
  ]);
