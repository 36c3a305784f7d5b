// Each thing that can be wrong with the file: where it is told (the text that line and column point at), what is
// wrong, and what would be right.
import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/adapters/config/config.ts";
import { changed, environment, valid } from "./file.ts";

const told = (text: string, env: Record<string, string> = environment) => {
  const read = parseConfig(text, env);
  if (!("problems" in read)) return ["no problem"];
  return read.problems.map(({ line, column, path, wrong, right }) => {
    const here = text.split("\n")[line - 1]?.slice(column - 1);
    return `${here} <- ${path} ${wrong}. ${right}`;
  });
};

const teams = (identity: string) => `teams:
  appId: 00000000-0000-4000-8000-00000000aaaa
  identity: ${identity}
  channels:
    requests: 19:requests@thread.tacv2
    soc: 19:soc@thread.tacv2
    admins: 19:admins@thread.tacv2
`;

const watching = (identity: string) =>
  changed("identity: { type: managed-identity }", `identity: ${identity}`);

test("the valid file has no problem", () => {
  expect(told(valid)).toEqual(["no problem"]);
});

describe("shape", () => {
  test.each<[rule: string, text: string, lines: string[]]>([
    [
      "an unknown key is told with the key that was meant",
      changed("objectIds: [00000000-0000-4000-8000-000000000001]", "objectIDs: [x]\n    roles2: 1"),
      [
        "handle: alice <- people[0].objectIds is missing. Add it: Every Entra account of this human, daily and admin, by object id. The first one is who they are in the record; keep it first for ever. Two accounts of one human count as one person",
        'objectIDs: [x] <- people[0] has "objectIDs" as a key, which is no setting. Did you mean "objectIds"?',
        'roles2: 1 <- people[0] has "roles2" as a key, which is no setting. Did you mean "roles"?',
      ],
    ],
    [
      "a missing block is told at the top",
      changed(/^slack:[^]*/m, "").replace(/^accounts:[^]*/m, ""),
      ["organisation: <- accounts is missing. Add it: The emergency access accounts. Have at least two"],
    ],
    [
      "a word that is none of the choice is told with the nearest one",
      changed("kind: hardware-key", "kind: hardware-keys"),
      [
        'hardware-keys <- accounts[0].custody.kind is none of the words that may stand here. Did you mean "hardware-key"?',
      ],
    ],
    [
      "a GUID that is none",
      changed("000000009000", "00000000900"),
      [
        "00000000-0000-4000-8000-00000000900 <- organisation.tenant is no GUID. Write it like this: 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
      ],
    ],
    [
      "a number where a text belongs",
      changed("name: Alice", "name: 007"),
      ["007 <- people[0].name is a number, not a text. Put it in quotes"],
    ],
    [
      "a text where a list belongs",
      changed("roles: [responder]", "roles: responder"),
      ["responder <- people[0].roles is a text, not a list. Write it like this: [responder]"],
    ],
    [
      "a key without a value",
      changed("slack: U0ALICE", "slack:"),
      [
        "slack: <- people[0].slack has no value. Add it: Slack member id (profile, three dots, Copy member ID). Whoever has this id is this person",
      ],
    ],
    [
      "an e-mail address in place of a Slack id",
      changed("slack: U0ALICE", "slack: alice@contoso.com"),
      ["alice@contoso.com <- people[0].slack is no Slack member id. Write it like this: U012AB3CD"],
    ],
    [
      "a channel's name in place of its id",
      changed("soc: C0SOC", 'soc: "#soc"'),
      ['"#soc" <- slack.channels.soc is no Slack channel id. Write it like this: C012AB3CD'],
    ],
    [
      "a time zone that is an offset",
      changed("Europe/Berlin", '"+01:00"'),
      ['"+01:00" <- organisation.timeZone is no IANA time zone. Write it like this: Europe/Berlin'],
    ],
    [
      "a time zone in a time of day",
      changed("Europe/Berlin", '"T12:00[Europe/Berlin]"'),
      [
        '"T12:00[Europe/Berlin]" <- organisation.timeZone is no IANA time zone. Write it like this: Europe/Berlin',
      ],
    ],
    [
      "a length of time without a unit",
      `${valid}policy:\n  answerWithin: 30\n`,
      ["30 <- policy.answerWithin is a number, not a text. Write it like this: 30m"],
    ],
    [
      "a length of time in another unit",
      `${valid}policy:\n  answerWithin: 90s\n`,
      ["90s <- policy.answerWithin is no length of time. Write it like this: 30m"],
    ],
    [
      "hours before days",
      `${valid}policy:\n  drillEvery: 12h30d\n`,
      ["12h30d <- policy.drillEvery is no length of time. Write it like this: 90d"],
    ],
    [
      "a working hour that there is not",
      changed("timeZone: Europe/Berlin", "timeZone: Europe/Berlin\n  workingHours: { until: 24:00 }"),
      ["24:00 } <- organisation.workingHours.until is no time of day. Write it like this: 17:00"],
    ],
    [
      "a week without working days",
      changed("timeZone: Europe/Berlin", "timeZone: Europe/Berlin\n  workingHours: { days: [] }"),
      [
        "days: [] } <- organisation.workingHours.days is empty. Add it: On which days. Usually Monday to Friday",
      ],
    ],
    [
      "a day of another week",
      changed("timeZone: Europe/Berlin", "timeZone: Europe/Berlin\n  workingHours: { days: [Monday] }"),
      [
        'Monday] } <- organisation.workingHours.days[0] is none of the words that may stand here. Did you mean "monday"?',
      ],
    ],
    [
      "a switch that is a word",
      changed("  identity:", "  directory: yes\n  identity:"),
      ["yes <- watch.directory is a text, not true or false. Write it like this: true"],
    ],
    [
      "a setting in the calendar",
      `${valid}calendar:\n  path: /x\n`,
      ['path: /x <- calendar has "path" as a key, which is no setting. What may stand here: '],
    ],
    [
      "a name that turns the direction of writing",
      changed("name: Alice", 'name: "Alice\\u202Ebob"'),
      [
        '"Alice\\u202Ebob" <- people[0].name is empty, begins or ends with a space, or holds invisible characters. Write it like this: Alice Adams',
      ],
    ],
    [
      "a tier that does not exist",
      changed("roles: [responder]", "roles: [responder]\n    tier: 3"),
      ["3 <- people[0].tier is none of the words that may stand here. Write 1 or 2"],
    ],
    [
      "a port that does not exist",
      `${valid}service: { port: 70000 }\n`,
      ["70000 } <- service.port is out of range. Write a number from 0 to 65535"],
    ],
    [
      "an endpoint in the clear",
      `${valid}endpoints:\n  slack: http://slack.example/api/\n`,
      [
        "http://slack.example/api/ <- endpoints.slack is no https address (http is for this machine alone). Write it like this: https://slack.com/api/",
      ],
    ],
    [
      "Entra as the issuer of Teams' tokens",
      `${valid}endpoints:\n  issuer: https://sts.windows.net/00000000-0000-4000-8000-000000009000/\n`,
      [
        "https://sts.windows.net/00000000-0000-4000-8000-000000009000/ <- endpoints.issuer is Entra itself: every token of the bot's app would be let in. Write it like this: https://api.botframework.com",
      ],
    ],
    [
      "an identity of Teams without its kind",
      `${valid}${teams("{ clientId: x }")}`,
      [
        "identity: { clientId: x } <- teams.identity.type is missing. Write secret or certificate or federated or managed-identity",
      ],
    ],
    [
      "a certificate without a thumbprint",
      `${valid}${teams("{ type: certificate }")}`,
      [
        "identity: { type: certificate } <- teams.identity.thumbprint is missing. Add it: The thumbprint of the certificate, as Entra shows it",
      ],
    ],
  ])("%s", (_, text, lines) => {
    expect(told(text)).toEqual(lines);
  });
});

describe("who is who", () => {
  test.each<[rule: string, text: string, lines: string[]]>([
    [
      "two people with one object id, in any case of letters",
      changed("-000000000003]", "-000000000003, 00000000-0000-4000-8000-00000000000A]").replace(
        "-000000000004]",
        "-000000000004, 00000000-0000-4000-8000-00000000000a]",
      ),
      [
        "00000000-0000-4000-8000-00000000000a] <- people[2].objectIds[1] is the same as that of people[1]. An Entra account is one person's, or an emergency account: keep it in the right place",
      ],
    ],
    [
      "two people with one Slack id",
      changed("U0BOB", "U0ALICE"),
      [
        "U0ALICE <- people[1].slack is the same as that of people[0]. One Slack member is one person: keep it with the right one",
      ],
    ],
    [
      "two people with one handle",
      changed("handle: bob", "handle: alice"),
      ["alice <- people[1].handle is the same as that of people[0]. Give each person a handle of their own"],
    ],
    [
      "an emergency account that is somebody's own",
      changed(
        "objectId: 00000000-0000-4000-8000-000000000901",
        "objectId: 00000000-0000-4000-8000-000000000001",
      ),
      [
        "00000000-0000-4000-8000-000000000001 <- accounts[0].objectId is the same as that of people[0]. An Entra account is one person's, or an emergency account: keep it in the right place",
      ],
    ],
    [
      "two accounts of one name",
      changed("Emergency 2", "emergency 1"),
      [
        "emergency 1 <- accounts[1].label is the same as that of accounts[0]. Name each account so that it cannot be taken for another",
      ],
    ],
    [
      "two parts of one name",
      changed("envelope B", "envelope A"),
      [
        "envelope A <- accounts[1].custody.parts[1].name is the same as that of accounts[1].custody.parts[0]. Name each part so that it cannot be taken for another",
      ],
    ],
    [
      "a custodian whom nobody knows",
      changed("custodians: [dave]", "custodians: [dvae]"),
      [
        'dvae] <- accounts[1].custody.parts[0].custodians[0] names "dvae", and no person has that handle. Did you mean "dave"?',
      ],
    ],
    [
      "a custodian without the role",
      changed("custodians: [dave]", "custodians: [bob]"),
      [
        'bob] <- accounts[1].custody.parts[0].custodians[0] names "bob", who is no custodian. Add custodian to that person\'s roles',
      ],
    ],
    [
      "neither chat",
      changed(/^slack:[^]*/m, ""),
      ['organisation: <- the file sets up neither Slack nor Teams. Add "slack" or "teams", or both'],
    ],
  ])("%s", (_, text, lines) => {
    expect(told(text)).toEqual(lines);
  });
});

describe("whether a request can be approved at all", () => {
  const quorum = (text: string) =>
    changed(
      "upn: emergency-1@contoso.onmicrosoft.com",
      `upn: emergency-1@contoso.onmicrosoft.com\n    quorum: ${text}`,
    );

  test.each<[rule: string, text: string, lines: string[]]>([
    [
      "a mix with a group that no approver is in",
      quorum("{ mix: [security, identiti] }"),
      [
        'identiti] } <- accounts[0].quorum.mix[1] names "identiti", a group without approvers. Did you mean "identity"?',
      ],
    ],
    [
      "fewer approvals than the mix has groups",
      quorum("{ approvals: 1, mix: [security, identity] }"),
      [
        "1, mix: [security, identity] } <- accounts[0].quorum.approvals is less than the 2 people of its mix. Write 2, or leave it out",
      ],
    ],
    [
      "more approvals than there are approvers",
      quorum("{ approvals: 3 }"),
      [
        "label: Emergency 1 <- accounts[0] can never be approved: there are too few approvers besides the requester. Give more people the role approver (and the groups of the mix), or ask for fewer approvals",
      ],
    ],
    [
      "a responder who is the only approver",
      changed("roles: [responder]", "roles: [responder, approver]")
        .replace("roles: [approver]", "roles: [responder]")
        .replace("roles: [approver, custodian]", "roles: [custodian]"),
      [
        "handle: alice <- people[0] could never get an approval for any account: nobody approves their own request. Give somebody else the role approver too",
      ],
    ],
    [
      "nobody who may ask",
      changed("roles: [responder]", "roles: [auditor]"),
      ["people: <- people has no responder: nobody can ask. Give somebody the role responder"],
    ],
  ])("%s", (_, text, lines) => {
    expect(told(text)).toEqual(lines);
  });
});

describe("times that do not fit each other", () => {
  test.each<[rule: string, policy: string, lines: string[]]>([
    [
      "a usual window longer than the longest",
      "defaultWindow: 5h",
      [
        "5h <- policy.defaultWindow makes defaultWindow (5h) too long for longestWindow (4h). defaultWindow must be at most longestWindow",
      ],
    ],
    [
      "a longest window shorter than the usual one is told at the one that was written",
      "longestWindow: PT30M",
      [
        "PT30M <- policy.longestWindow makes defaultWindow (1h) too long for longestWindow (30m). defaultWindow must be at most longestWindow",
      ],
    ],
    [
      "a second tier asked after the end",
      "nextTierAfter: 45m",
      [
        "45m <- policy.nextTierAfter makes nextTierAfter (45m) too long for answerWithin (30m). nextTierAfter must be shorter than answerWithin",
      ],
    ],
    [
      "a repeat that comes later than the latest",
      "alertRepeat: 2h",
      [
        "2h <- policy.alertRepeat makes alertRepeat (2h) too long for longestAlertRepeat (1h). alertRepeat must be at most longestAlertRepeat",
      ],
    ],
    [
      "a tolerance that lets anything in",
      "clockTolerance: 4h",
      ["4h <- policy.clockTolerance is out of range. Write a time from 0m to 30m"],
    ],
    [
      "a week's window",
      "longestWindow: 168h",
      ["168h <- policy.longestWindow is out of range. Write a time from 5m to 24h"],
    ],
    [
      "passwords that change by the minute",
      "rotatePasswords: 5m",
      ["5m <- policy.rotatePasswords is out of range. Write a time from 24h to 730d, or 0d for never"],
    ],
    [
      "drills that never are",
      "drillEvery: 0d",
      ["0d <- policy.drillEvery is out of range. Write a time from 24h to 365d"],
    ],
    [
      "a suspicion that has more time than a use",
      "rotateAfterUse: 1h",
      [
        "1h <- policy.rotateAfterUse makes rotateAfterSuspicion (4h) too long for rotateAfterUse (1h). rotateAfterSuspicion must be at most rotateAfterUse",
      ],
    ],
    [
      "a drill after somebody left that comes later than the next one",
      "drillEvery: 10d",
      [
        "10d <- policy.drillEvery makes drillAfterStaffChange (14d) too long for drillEvery (10d). drillAfterStaffChange must be at most drillEvery",
      ],
    ],
  ])("%s", (_, policy, lines) => {
    expect(told(`${valid}policy:\n  ${policy}\n`)).toEqual(lines);
  });
});

test.each([
  ["{ from: 17:00 }", "17:00 } <- organisation.workingHours.from", "17:00", "17:00"],
  ["{ until: 08:30 }", "08:30 } <- organisation.workingHours.until", "09:00", "08:30"],
  ["{ from: 22:00, until: 06:00 }", "06:00 } <- organisation.workingHours.until", "22:00", "06:00"],
])("working hours that end before they begin: %s", (given, place, from, until) => {
  const file = changed("timeZone: Europe/Berlin", `timeZone: Europe/Berlin\n  workingHours: ${given}`);
  expect(told(file)).toEqual([
    `${place} makes the working hours end before they begin. from (${from}) must be earlier than until (${until})`,
  ]);
});

describe("the watch, Azure Monitor's webhook and the fallback", () => {
  test.each<[rule: string, text: string, lines: string[]]>([
    [
      "Log Analytics without a workspace",
      changed(/ {2}workspace: .*\n/, ""),
      ["watch: <- watch has no workspace to read. Add workspace, the id on the workspace's overview page"],
    ],
    [
      "Graph with a workspace",
      changed("source: log-analytics", "source: graph"),
      [
        "00000000-0000-4000-8000-0000000000a1 <- watch.workspace is given, and Graph has none. Take it out, or write source: log-analytics",
      ],
    ],
    [
      "a source that is none",
      changed("source: log-analytics", "source: loganalytics"),
      [
        'loganalytics <- watch.source is none of the words that may stand here. Did you mean "log-analytics"?',
      ],
    ],
    [
      "a watch without an identity",
      changed(/ {2}identity: .*\n/, ""),
      [
        "watch: <- watch.identity is missing. Add it: Who reads the log; not the bot's own identity. managed-identity: one of this machine, by clientId if it has several (recommended). secret: WATCH_CLIENT_SECRET. certificate: WATCH_CERTIFICATE. workload: a federated token of Kubernetes",
      ],
    ],
    [
      "an identity without its client id",
      watching("{ type: workload }"),
      [
        "identity: { type: workload } <- watch.identity.clientId is missing. Add it: The client id (application id) of the identity that reads the log",
      ],
    ],
    [
      "looks that are too frequent for Azure, and a heartbeat that is too quick for its logs",
      changed("  identity:", "  every: 1s\n  heartbeat: 9s\n  identity:"),
      [
        "1s <- watch.every is out of range. Write a time from 5s to 5m",
        "9s <- watch.heartbeat is out of range. Write a time from 10s to 24h",
      ],
    ],
    [
      "hours between looks",
      changed("  identity:", "  every: 1h\n  identity:"),
      ["1h <- watch.every is no length of time. Write it like this: 30s"],
    ],
    [
      "an exclusion group named twice, in any case of letters",
      changed(
        "  identity:",
        "  exclusionGroups: [00000000-0000-4000-8000-0000000000c1, 00000000-0000-4000-8000-0000000000C1]\n  identity:",
      ),
      [
        "00000000-0000-4000-8000-0000000000C1] <- watch.exclusionGroups[1] names a group a second time. Name each group once",
      ],
    ],
    [
      "an audience that is no app",
      `${valid}azureMonitor: { audience: breakglass }\n`,
      [
        "breakglass } <- azureMonitor.audience is neither an app id nor an api:// URI. Write it like this: 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
      ],
    ],
    [
      "a webhook without an address",
      changed(", url: https://alerts.contoso.com/breakglass", ""),
      [
        "fallback: { type: webhook } <- fallback.url is missing. Add it: Where alerts are posted as signed JSON",
      ],
    ],
    [
      "a webhook in the clear",
      changed("https://alerts", "http://alerts"),
      [
        "http://alerts.contoso.com/breakglass } <- fallback.url is no https address (http is for this machine alone). Write it like this: https://alerts.contoso.com/breakglass",
      ],
    ],
  ])("%s", (_, text, lines) => {
    expect(told(text)).toEqual(lines);
  });
});

describe("the environment", () => {
  test.each<[rule: string, env: Record<string, string>, text: string, lines: string[]]>([
    [
      "secrets of an enabled chat that are missing are named, at the block that needs them",
      {},
      valid,
      [
        "slack: <- SLACK_SIGNING_SECRET is not set, and is needed here. Set it, or SLACK_SIGNING_SECRET_FILE, to the signing secret of the app's Basic Information page",
        "slack: <- SLACK_BOT_TOKEN is not set, and is needed here. Set it, or SLACK_BOT_TOKEN_FILE, to the Bot User OAuth Token, which begins with xoxb-",
        "fallback: { type: webhook, url: https://alerts.contoso.com/breakglass } <- FALLBACK_WEBHOOK_SECRET is not set, and is needed here. Set it, or FALLBACK_WEBHOOK_SECRET_FILE, to 32 or more random characters, which the receiver knows too",
      ],
    ],
    [
      "a user's token in place of the bot's",
      { ...environment, SLACK_BOT_TOKEN: "xoxp-1-2-3" },
      valid,
      [
        "slack: <- SLACK_BOT_TOKEN does not look right. Set it to the Bot User OAuth Token, which begins with xoxb-",
      ],
    ],
    [
      "Socket Mode needs its token",
      environment,
      changed("team: T0CONTOSO", "team: T0CONTOSO\n  mode: socket"),
      [
        "socket <- SLACK_APP_TOKEN is not set, and is needed here. Set it, or SLACK_APP_TOKEN_FILE, to an app-level token, which begins with xapp-",
      ],
    ],
    [
      "a bot of Teams with a secret needs it",
      environment,
      `${valid}${teams("{ type: secret }")}`,
      [
        "identity: { type: secret } <- TEAMS_APP_PASSWORD is not set, and is needed here. Set it, or TEAMS_APP_PASSWORD_FILE, to a client secret of the bot's app",
      ],
    ],
    [
      "a certificate needs its key",
      environment,
      `${valid}${teams(`{ type: certificate, thumbprint: ${"ab".repeat(20)} }`)}`,
      [
        "identity: { type: certificate, thumbprint: abababababababababababababababababababab } <- TEAMS_CERTIFICATE_KEY is not set, and is needed here. Set it, or TEAMS_CERTIFICATE_KEY_FILE, to the certificate's private key in PEM form",
      ],
    ],
    [
      "an endpoint in the clear",
      { ...environment, SLACK_API_URL: "http://slack.example/" },
      valid,
      ["organisation: <- SLACK_API_URL is no https address. Write https://…; http is for this machine alone"],
    ],
    [
      "Log Analytics, Graph and Entra are spoken to in the clear by nobody",
      {
        ...environment,
        LOG_ANALYTICS_BASE_URL: "http://logs.example/v1",
        AZURE_AUTHORITY_HOST: "login.microsoftonline.us",
      },
      valid,
      [
        "organisation: <- AZURE_AUTHORITY_HOST is no https address. Write https://…; http is for this machine alone",
        "organisation: <- LOG_ANALYTICS_BASE_URL is no https address. Write https://…; http is for this machine alone",
      ],
    ],
    [
      "the watch's secret",
      environment,
      watching("{ type: secret, clientId: 00000000-0000-4000-8000-0000000000b1 }"),
      [
        "identity: { type: secret, clientId: 00000000-0000-4000-8000-0000000000b1 } <- WATCH_CLIENT_SECRET is not set, and is needed here. Set it, or WATCH_CLIENT_SECRET_FILE, to a client secret of the watch's app",
      ],
    ],
    [
      "a certificate whose key has a password",
      {
        ...environment,
        WATCH_CERTIFICATE:
          "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nx\n-----END ENCRYPTED PRIVATE KEY-----",
      },
      watching("{ type: certificate, clientId: 00000000-0000-4000-8000-0000000000b1 }"),
      [
        "identity: { type: certificate, clientId: 00000000-0000-4000-8000-0000000000b1 } <- WATCH_CERTIFICATE does not look right. Set it to the certificate and its private key, without a password, in PEM form",
      ],
    ],
    [
      "a certificate without its key",
      {
        ...environment,
        WATCH_CERTIFICATE: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----",
      },
      watching("{ type: certificate, clientId: 00000000-0000-4000-8000-0000000000b1 }"),
      [
        "identity: { type: certificate, clientId: 00000000-0000-4000-8000-0000000000b1 } <- WATCH_CERTIFICATE does not look right. Set it to the certificate and its private key, without a password, in PEM form",
      ],
    ],
    [
      "a webhook of Azure Monitor that anybody could call",
      environment,
      `${valid}azureMonitor: {}\n`,
      [
        "azureMonitor: {} <- AZURE_MONITOR_PATH_SECRET is not set, and is needed here. Set it, or AZURE_MONITOR_PATH_SECRET_FILE, to 32 or more random letters and digits, the end of the webhook's path",
      ],
    ],
    [
      "a path that can be guessed, though nothing in the file asks for it",
      { ...environment, AZURE_MONITOR_PATH_SECRET: "azure-monitor" },
      valid,
      [
        "organisation: <- AZURE_MONITOR_PATH_SECRET does not look right. Set it to 32 or more random letters and digits, the end of the webhook's path",
      ],
    ],
    [
      "a short secret of the fallback",
      { ...environment, FALLBACK_WEBHOOK_SECRET: "hunter2" },
      valid,
      [
        "fallback: { type: webhook, url: https://alerts.contoso.com/breakglass } <- FALLBACK_WEBHOOK_SECRET does not look right. Set it to 32 or more random characters, which the receiver knows too",
      ],
    ],
    [
      "a calendar that anybody could read",
      environment,
      `${valid}calendar: {}\n`,
      [
        "calendar: {} <- BREAKGLASS_CALENDAR_SECRET is not set, and is needed here. Set it, or BREAKGLASS_CALENDAR_SECRET_FILE, to 32 or more random letters and digits, the end of the feed's path",
      ],
    ],
    [
      "a calendar whose path can be guessed",
      { ...environment, BREAKGLASS_CALENDAR_SECRET: "a".repeat(31) },
      `${valid}calendar: {}\n`,
      [
        "calendar: {} <- BREAKGLASS_CALENDAR_SECRET does not look right. Set it to 32 or more random letters and digits, the end of the feed's path",
      ],
    ],
    [
      "Graph in the clear is told once, though the log and the directory are both read there",
      { ...environment, GRAPH_BASE_URL: "http://graph.example/" },
      changed("source: log-analytics", "source: graph\n  directory: true").replace(/ {2}workspace: .*\n/, ""),
      [
        "organisation: <- GRAPH_BASE_URL is no https address. Write https://…; http is for this machine alone",
      ],
    ],
    [
      "PagerDuty without its key",
      environment,
      changed(/fallback: .*/, "fallback: { type: pagerduty }"),
      [
        "fallback: { type: pagerduty } <- PAGERDUTY_ROUTING_KEY is not set, and is needed here. Set it, or PAGERDUTY_ROUTING_KEY_FILE, to the 32 characters of the integration key of an Events API v2 integration",
      ],
    ],
    [
      "a port that does not exist",
      { ...environment, PORT: "99999" },
      valid,
      ["organisation: <- PORT is no port. Set a number from 0 to 65535"],
    ],
    [
      "a store that is none",
      { ...environment, DATABASE_URL: "mysql://db/breakglass" },
      valid,
      ["organisation: <- DATABASE_URL is no store. Set sqlite:<path> or postgres://…"],
    ],
  ])("%s", (_, env, text, lines) => {
    expect(told(text, env)).toEqual(lines);
  });
});
