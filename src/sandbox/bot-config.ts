// What an operator would give the bot: its breakglass.yaml and its environment. Only endpoints and secrets differ
// from a real deployment.
import { randomBytes } from "node:crypto";
import { stringify } from "yaml";
import type { TeamsSettings } from "./teams/types.ts";
import { accounts, botApp, channelIds, colleagues, slackTeam, tenant } from "./world.ts";

/** Random in every run: nothing that leaks from one opens another. */
export type Secrets = { slackSigningSecret: string; slackBotToken: string };

export const newSecrets = (): Secrets => ({
  slackSigningSecret: randomBytes(16).toString("hex"),
  slackBotToken: `xoxb-practice-${randomBytes(16).toString("hex")}`,
});

const handle = (name: string) => name.toLowerCase();

/** The text of `breakglass.yaml`. `database`: the SQLite file. */
export function practiceConfig({ port, database }: { port: number; database: string }): string {
  const file = {
    organisation: { name: "Contoso", tenant, timeZone: "Europe/Berlin" },
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
    service: { port, host: "127.0.0.1", store: `sqlite:${database}` },
  };
  return `# Written by the practice tenant. Nothing in it is real.\n${stringify(file)}`;
}

/** The whole environment of the bot. */
export const practiceEnvironment = (
  secrets: Secrets,
  slackApiUrl: string,
  teams: TeamsSettings,
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
});
