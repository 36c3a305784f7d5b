// What the service needs to run: from the file, the environment over it, and the public clouds' addresses under both.
import type { Environment, SecretName } from "./environment.ts";
import type { ConfigFile } from "./file-schema.ts";
import { isEntra, isSafeUrl } from "./leaves.ts";
import type { Finding, Path } from "./problem.ts";

export type ServiceSettings = {
  port: number;
  host: string;
  /** `sqlite:<path>` or `postgres://…`. */
  store: string;
  logLevel: "debug" | "info" | "warn" | "error";
  slack: SlackSettings | undefined;
  teams: TeamsSettings | undefined;
};

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
  const { service = {}, slack, teams } = file;
  const settings: ServiceSettings = {
    port: reader.port(service.port ?? 3978),
    host: service.host ?? "127.0.0.1",
    store: reader.store(service.store ?? "sqlite:./data/breakglass.db"),
    logLevel: service.logLevel ?? "info",
    slack: slack && slackSettings(slack, file, reader),
    teams: teams && teamsSettings(teams, file, reader),
  };
  return { settings, findings };
}

type Reader = ReturnType<typeof environmentReader>;

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

/** Reads variables and collects what is wrong with them, without ever repeating a value. */
function environmentReader(env: Environment, findings: Finding[]) {
  const wrong = (at: Path, variable: string, what: string, right: string) =>
    findings.push({ at, variable, wrong: what, right });
  const url = (names: readonly string[], usual: string): string => {
    const name = names.find((candidate) => env[candidate]);
    const value = name && env[name]?.trim();
    if (!name || !value) return usual;
    if (!isSafeUrl(value))
      wrong([], name, "is no https address", "Write https://…; http is for this machine alone");
    return value;
  };
  return {
    url,
    secret(name: SecretName, at: Path, shape: RegExp, what: string): string {
      const value = env[name] ?? "";
      if (!value) wrong(at, name, "is not set, and is needed here", `Set it, or ${name}_FILE, to ${what}`);
      else if (!shape.test(value)) wrong(at, name, "does not look right", `Set it to ${what}`);
      return value;
    },
    issuer(name: string, usual: string): string {
      const value = url([name], usual);
      if (isEntra(value))
        wrong([], name, "is Entra itself", "Set the Bot Framework's, https://api.botframework.com");
      return value;
    },
    urls(name: string, usual: readonly string[]): readonly string[] {
      const values = (env[name] ?? "").split(/[\s,]+/).filter(Boolean);
      if (!values.every(isSafeUrl))
        wrong(
          [],
          name,
          "holds something that is no https address",
          "Write addresses with commas between them",
        );
      return values.length > 0 ? values : usual;
    },
    port(usual: number): number {
      if (!env.PORT) return usual;
      if (!/^\d{1,5}$/.test(env.PORT) || Number(env.PORT) > 65_535)
        wrong([], "PORT", "is no port", "Set a number from 0 to 65535");
      return Number(env.PORT);
    },
    store(usual: string): string {
      const value = env.DATABASE_URL?.trim();
      if (!value) return usual;
      if (!/^(?:sqlite:.+|postgres(?:ql)?:\/\/.+)$/.test(value))
        wrong([], "DATABASE_URL", "is no store", "Set sqlite:<path> or postgres://…");
      return value;
    },
  };
}
