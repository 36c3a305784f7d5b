// What the service needs to run: from the file, the environment over it, and the public clouds' addresses under both.
import {
  type AzureMonitorSettings,
  azureSettings,
  type DirectorySettings,
  type FallbackSettings,
  fallbackSettings,
  type WatchSettings,
} from "./azure-settings.ts";
import type { Environment } from "./environment.ts";
import { environmentReader, type Reader } from "./environment-reader.ts";
import type { ConfigFile } from "./file-schema.ts";
import type { Finding } from "./problem.ts";

export type ServiceSettings = {
  port: number;
  host: string;
  /** `sqlite:<path>` or `postgres://…`. */
  store: string;
  logLevel: "debug" | "info" | "warn" | "error";
  /** How much one person may ask at once. */
  asksAtOnce: number;
  slack: SlackSettings | undefined;
  teams: TeamsSettings | undefined;
  watch: WatchSettings | undefined;
  directory: DirectorySettings | undefined;
  azureMonitor: AzureMonitorSettings | undefined;
  fallback: FallbackSettings | undefined;
  calendar: CalendarSettings | undefined;
};

/** `secret`: the end of the feed's path. */
type CalendarSettings = { secret: string };

type SlackSettings = {
  mode: "http" | "socket";
  signingSecret: string;
  botToken: string;
  /** Only with `mode: "socket"`. */
  appToken?: string;
  /** Ends with a slash. */
  apiUrl: string;
};

type TeamsSettings = {
  appId: string;
  tenant: string;
  identity: TeamsIdentity;
  openIdMetadata: string;
  issuer: string;
  loginUrl: string;
  oauthScope: string;
  /** Beginnings of the addresses that the bot may send to; each ends with a slash. */
  serviceUrls: readonly string[];
};

type TeamsIdentity =
  | { type: "secret"; secret: string }
  | { type: "certificate"; thumbprint: string; privateKey: string }
  | { type: "federated"; clientId: string }
  | { type: "managed-identity" };

/** Settings as far as they can be made, and everything wrong with the environment. */
export function toSettings(
  file: ConfigFile,
  env: Environment,
): { settings: ServiceSettings; findings: Finding[] } {
  const findings: Finding[] = [];
  const reader = environmentReader(env, findings);
  const { service = {}, slack, teams, fallback, calendar } = file;
  const settings: ServiceSettings = {
    port: reader.port(service.port ?? 3978),
    host: service.host ?? "127.0.0.1",
    store: reader.store(service.store ?? "sqlite:./data/breakglass.db"),
    logLevel: service.logLevel ?? "info",
    asksAtOnce: service.asksAtOnce ?? 20,
    slack: slack && slackSettings(slack, file, reader),
    teams: teams && teamsSettings(teams, file, reader),
    ...azureSettings(file, reader),
    fallback: fallback && fallbackSettings(fallback, reader),
    calendar: calendar && calendarSettings(reader),
  };
  return { settings, findings };
}

const calendarSettings = (reader: Reader): CalendarSettings => ({
  secret: reader.secret(
    "BREAKGLASS_CALENDAR_SECRET",
    ["calendar"],
    /^[\w.~-]{32,200}$/,
    "32 or more random letters and digits, the end of the feed's path",
  ),
});

function slackSettings(
  slack: NonNullable<ConfigFile["slack"]>,
  file: ConfigFile,
  reader: Reader,
): SlackSettings {
  const mode = slack.mode ?? "http";
  const at = ["slack"];
  return {
    mode,
    signingSecret: reader.secret(
      "SLACK_SIGNING_SECRET",
      at,
      /^\S{16,}$/,
      "the signing secret of the app's Basic Information page",
    ),
    botToken: reader.secret(
      "SLACK_BOT_TOKEN",
      at,
      /^xoxb-\S+$/,
      "the Bot User OAuth Token, which begins with xoxb-",
    ),
    ...(mode === "socket" && {
      appToken: reader.secret(
        "SLACK_APP_TOKEN",
        ["slack", "mode"],
        /^xapp-\S+$/,
        "an app-level token, which begins with xapp-",
      ),
    }),
    apiUrl: slashed(reader.url(["SLACK_API_URL"], file.endpoints?.slack ?? "https://slack.com/api/")),
  };
}

function teamsSettings(
  teams: NonNullable<ConfigFile["teams"]>,
  file: ConfigFile,
  reader: Reader,
): TeamsSettings {
  const given = file.endpoints ?? {};
  return {
    appId: teams.appId.toLowerCase(),
    tenant: file.organisation.tenant.toLowerCase(),
    identity: teamsIdentity(teams.identity, reader),
    // The names are those that Bot Framework's own configuration reads, so that existing set-ups work.
    openIdMetadata: reader.url(
      ["ToBotFromChannelOpenIdMetadataUrl", "BotOpenIdMetadata"],
      given.openIdMetadata ?? "https://login.botframework.com/v1/.well-known/openidconfiguration",
    ),
    issuer: reader.issuer("ToBotFromChannelTokenIssuer", given.issuer ?? "https://api.botframework.com"),
    loginUrl: reader.url(["ToChannelFromBotLoginUrl"], given.loginUrl ?? "https://login.microsoftonline.com"),
    oauthScope: reader.url(
      ["ToChannelFromBotOAuthScope"],
      given.oauthScope ?? "https://api.botframework.com",
    ),
    serviceUrls: reader
      .urls(
        "TEAMS_SERVICE_URLS",
        given.serviceUrls ?? [
          "https://smba.trafficmanager.net/",
          // GCC shares the public cloud's sign-in.
          "https://smba.infra.gcc.teams.microsoft.com/",
        ],
      )
      .map(slashed),
  };
}

function teamsIdentity(
  identity: NonNullable<ConfigFile["teams"]>["identity"],
  reader: Reader,
): TeamsIdentity {
  const at = ["teams", "identity"];
  switch (identity.type) {
    case "secret":
      return {
        type: "secret",
        secret: reader.secret("TEAMS_APP_PASSWORD", at, /^\S{8,}$/, "a client secret of the bot's app"),
      };
    case "certificate":
      return {
        ...identity,
        privateKey: reader.secret(
          "TEAMS_CERTIFICATE_KEY",
          at,
          /^\s*-----BEGIN [A-Z ]*PRIVATE KEY-----[^]+-----END [A-Z ]*PRIVATE KEY-----\s*$/,
          "the certificate's private key in PEM form",
        ),
      };
    case "federated":
      return { type: "federated", clientId: identity.clientId.toLowerCase() };
    case "managed-identity":
      return identity;
  }
}

const slashed = (url: string): string => (url.endsWith("/") ? url : `${url}/`);
