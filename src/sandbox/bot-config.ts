// What an operator would give the bot: its breakglass.yaml and its environment. Only endpoints and secrets differ
// from a real deployment.
import { randomBytes } from "node:crypto";
import { stringify } from "yaml";
import type { EntraSettings } from "./entra/types.ts";
import type { PagerSettings } from "./pager/types.ts";
import type { TeamsSettings } from "./teams/types.ts";
import {
  accounts,
  botApp,
  channelIds,
  colleagues,
  exclusionGroup,
  slackTeam,
  tenant,
  timeZone,
} from "./world.ts";

/** Random in every run: nothing that leaks from one opens another. */
export type Secrets = {
  slackSigningSecret: string;
  slackBotToken: string;
  azureMonitorPath: string;
  calendar: string;
};

export const newSecrets = (): Secrets => ({
  slackSigningSecret: randomBytes(16).toString("hex"),
  slackBotToken: `xoxb-practice-${randomBytes(16).toString("hex")}`,
  azureMonitorPath: randomBytes(24).toString("hex"),
  calendar: randomBytes(24).toString("hex"),
});

/** What lets the bot see sign-ins: the log, and who is called when no chat takes an alert. */
export type Sight = {
  entra: EntraSettings;
  pager: PagerSettings;
  /** Holds the certificate that both stand-ins are to be trusted by. */
  caFile: string;
};

/** Nobody at the page should have to wait for Monday to be reminded. */
const allWeek = {
  from: "00:00",
  until: "23:59",
  days: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
};

const handle = (name: string) => name.toLowerCase();

/** The text of `breakglass.yaml`. `database`: the SQLite file. Without `sight`, sign-ins are not seen. */
export function practiceConfig({ port, database, sight }: Wanted): string {
  const file = {
    organisation: { name: "Contoso", tenant, timeZone, workingHours: allWeek },
    people: colleagues.map((person) => ({
      handle: handle(person.name),
      name: person.name,
      objectIds: [person.objectId],
      slack: person.slack,
      roles: [...person.roles],
      ...(person.groups.length > 0 && { groups: [...person.groups] }),
      ...(person.tier === 2 && { tier: 2 }),
    })),
    accounts: accounts.map(({ label, objectId, upn, custody, quorum }) => ({
      label,
      objectId,
      upn,
      custody: {
        kind: custody.kind,
        parts: custody.parts.map(({ name, place, custodians }) => ({
          name,
          place,
          custodians: custodians.map((person) => handle(person.name)),
        })),
      },
      quorum: {
        approvals: quorum.approvals,
        ...(quorum.mix.length > 0 && { mix: [...quorum.mix] }),
      },
    })),
    slack: { team: slackTeam.id, channels: channelIds("slack") },
    teams: { appId: botApp, identity: { type: "managed-identity" }, channels: channelIds("teams") },
    ...(sight && watching(sight)),
    policy: { ...soon, ...(sight && atOnce) },
    calendar: {},
    service: { port, host: "127.0.0.1", store: `sqlite:${database}` },
  };
  return `# Written by the practice tenant. Nothing in it is real.\n${stringify(file)}`;
}

type Wanted = { port: number; database: string; sight?: Sight };

/** One "next week" of the practice clock, and the first reminder of a drill is there: two weeks before it is due. */
const soon = { drillEvery: "21d" };

const atOnce = {
  // all clocks here are one clock: what comes right after the end is not "as approved"
  clockTolerance: "0m",
  alertRepeat: "1m",
};

/** As quick as may be: nobody at the page should have to wait for minutes. */
const watching = ({ entra, pager }: Sight) => ({
  watch: {
    source: "log-analytics",
    workspace: entra.workspace,
    identity: { type: "secret", clientId: entra.clientId },
    every: "5s",
    heartbeat: "10s",
    exclusionGroups: [exclusionGroup],
    directory: true,
  },
  azureMonitor: {},
  fallback: { type: "webhook", url: pager.webhookUrl, when: "silent" },
});

/** The whole environment of the bot. */
export const practiceEnvironment = (
  secrets: Secrets,
  slackApiUrl: string,
  teams: TeamsSettings,
  sight?: Sight,
): Record<string, string> => ({
  SLACK_SIGNING_SECRET: secrets.slackSigningSecret,
  SLACK_BOT_TOKEN: secrets.slackBotToken,
  SLACK_API_URL: slackApiUrl,
  ToBotFromChannelOpenIdMetadataUrl: teams.openIdMetadata,
  ToBotFromChannelTokenIssuer: teams.issuer,
  ToChannelFromBotLoginUrl: teams.loginUrl,
  IDENTITY_ENDPOINT: teams.identityEndpoint,
  IDENTITY_HEADER: teams.identityHeader,
  TEAMS_SERVICE_URLS: teams.serviceUrl,
  BREAKGLASS_CALENDAR_SECRET: secrets.calendar,
  ...(sight && sightEnvironment(secrets, sight)),
});

const sightEnvironment = (secrets: Secrets, { entra, pager, caFile }: Sight): Record<string, string> => ({
  AZURE_AUTHORITY_HOST: entra.authorityHost,
  LOG_ANALYTICS_BASE_URL: entra.logAnalyticsUrl,
  GRAPH_BASE_URL: entra.graphUrl,
  WATCH_CLIENT_SECRET: entra.clientSecret,
  AZURE_MONITOR_PATH_SECRET: secrets.azureMonitorPath,
  FALLBACK_WEBHOOK_SECRET: pager.webhookSecret,
  NODE_EXTRA_CA_CERTS: caFile,
});
