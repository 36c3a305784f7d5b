// What the Teams bot must be told: who it is, which tenant it serves, whose tokens it believes, whom it may call.
import { z } from "zod";
import { parseGuid } from "../../core/ids.ts";

export type TeamsSettings = {
  /** The bot's app registration: a GUID. */
  appId: string;
  /** The one Entra tenant whose people are heard: a GUID. */
  tenant: string;
  identity: Identity;
  /** Where the Bot Framework publishes the keys that sign its tokens. */
  openIdMetadata: string;
  /** Who signs them: never Entra itself, or a token of the bot's own app would let anybody in. */
  issuer: string;
  /** Only its origin counts: the tenant in its path is always ours. */
  loginUrl: string;
  oauthScope: string;
  /** Addresses that may be spoken to, and that a token may name, each with everything below it. */
  serviceUrls: readonly string[];
};

/** How the bot proves itself to Entra: SingleTenant by the first three, UserAssignedMSI by the last. */
export type Identity =
  | { type: "secret"; secret: string }
  | { type: "certificate"; thumbprint: string; privateKey: string; x5c?: string }
  /** `clientId`: the managed identity that stands in for a secret of the app. */
  | { type: "federated"; clientId: string }
  | { type: "managed-identity" };

export const publicCloud = {
  openIdMetadata: "https://login.botframework.com/v1/.well-known/openidconfiguration",
  issuer: "https://api.botframework.com",
  loginUrl: "https://login.microsoftonline.com",
  oauthScope: "https://api.botframework.com",
  serviceUrls: [
    "https://smba.trafficmanager.net/",
    "https://smba.infra.gcc.teams.microsoft.com/",
    "https://smba.infra.gov.teams.microsoft.us/",
  ],
} as const satisfies Partial<TeamsSettings>;

const filled = z
  .string()
  .trim()
  .transform((text) => text || undefined)
  .optional();

const environment = z.object({
  MicrosoftAppId: filled,
  MicrosoftAppTenantId: filled,
  MicrosoftAppType: filled,
  MicrosoftAppPassword: filled,
  CertificateThumbprint: filled,
  CertificatePrivateKey: filled,
  /** Ours: the managed identity of a federated credential, which botbuilder takes in code only. */
  FederatedClientId: filled,
  BotOpenIdMetadata: filled,
  ToBotFromChannelOpenIdMetadataUrl: filled,
  ToBotFromChannelTokenIssuer: filled,
  ToChannelFromBotLoginUrl: filled,
  ToChannelFromBotOAuthScope: filled,
  /** Ours: the allow-list, separated by commas or blanks. */
  TeamsServiceUrls: filled,
});

/** Reads the names that ConfigurationBotFrameworkAuthentication reads. Throws with everything that is wrong. */
export function readTeamsSettings(variables: Readonly<Record<string, string | undefined>>): TeamsSettings {
  const env = environment.parse(variables);
  return checkSettings({
    appId: env.MicrosoftAppId ?? "",
    tenant: env.MicrosoftAppTenantId ?? "",
    identity: identityOf(env),
    openIdMetadata:
      env.ToBotFromChannelOpenIdMetadataUrl ?? env.BotOpenIdMetadata ?? publicCloud.openIdMetadata,
    issuer: env.ToBotFromChannelTokenIssuer ?? publicCloud.issuer,
    loginUrl: env.ToChannelFromBotLoginUrl ?? publicCloud.loginUrl,
    oauthScope: env.ToChannelFromBotOAuthScope ?? publicCloud.oauthScope,
    serviceUrls: env.TeamsServiceUrls?.split(/[\s,]+/).filter(Boolean) ?? publicCloud.serviceUrls,
  });
}

function identityOf(env: z.infer<typeof environment>): Identity {
  const type = env.MicrosoftAppType?.toLowerCase() ?? "singletenant";
  if (type === "userassignedmsi") return { type: "managed-identity" };
  if (type !== "singletenant")
    throw new Error(`MicrosoftAppType is ${env.MicrosoftAppType}: set SingleTenant or UserAssignedMSI`);
  if (env.CertificateThumbprint && env.CertificatePrivateKey)
    return {
      type: "certificate",
      thumbprint: env.CertificateThumbprint,
      privateKey: env.CertificatePrivateKey,
    };
  if (env.FederatedClientId) return { type: "federated", clientId: env.FederatedClientId };
  return { type: "secret", secret: env.MicrosoftAppPassword ?? "" };
}

/**
 * The settings with their ids in lower case. Throws with everything that is wrong: botbuilder without an app id
 * would let anybody in, so nothing starts half set.
 */
export function checkSettings(settings: TeamsSettings): TeamsSettings {
  const problems: string[] = [];
  const wrong = (name: string, mend: string) => problems.push(`${name}: ${mend}`);
  const appId = parseGuid(settings.appId);
  const tenant = parseGuid(settings.tenant);
  if (!appId) wrong("MicrosoftAppId", "set the GUID of the bot's app registration");
  if (!tenant) wrong("MicrosoftAppTenantId", "set the GUID of your Entra tenant");
  const lacking = lackingIdentity(settings.identity);
  if (lacking) wrong(...lacking);
  if (!isSafeUrl(settings.openIdMetadata)) wrong("ToBotFromChannelOpenIdMetadataUrl", "set an https address");
  if (!isSafeUrl(settings.loginUrl)) wrong("ToChannelFromBotLoginUrl", "set an https address");
  if (!settings.oauthScope) wrong("ToChannelFromBotOAuthScope", `set it, usually ${publicCloud.oauthScope}`);
  if (!settings.issuer || isEntra(settings.issuer))
    wrong("ToBotFromChannelTokenIssuer", `set the Bot Framework's, usually ${publicCloud.issuer}`);
  if (!settings.serviceUrls.length) wrong("TeamsServiceUrls", "name at least one address");
  for (const url of settings.serviceUrls)
    if (!isSafeUrl(url)) wrong("TeamsServiceUrls", `${url} is no https address`);
  if (problems.length || !appId || !tenant)
    throw new Error(`Teams cannot start:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  return { ...settings, appId, tenant };
}

function lackingIdentity(identity: Identity): [name: string, mend: string] | undefined {
  if (identity.type === "secret" && !identity.secret)
    return ["MicrosoftAppPassword", "set the client secret, or use a certificate or a managed identity"];
  if (identity.type === "certificate" && !(identity.thumbprint && identity.privateKey))
    return ["CertificateThumbprint", "set it together with CertificatePrivateKey"];
  if (identity.type === "federated" && !parseGuid(identity.clientId))
    return ["FederatedClientId", "set the GUID of the managed identity's client id"];
  return undefined;
}

/** https anywhere; http only on this very machine (a practice tenant, a test). */
export function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

const isLoopback = (host: string): boolean => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(host);

const isEntra = (issuer: string): boolean =>
  /^(sts\.windows\.net|login\.(microsoftonline|windows|partner)\..+|sts\.chinacloudapi\.cn)$/i.test(
    URL.parse(issuer)?.hostname ?? "",
  );

/** May this address be spoken to? Compared as an address, so that `https://allowed.example.evil` is none. */
export function isAllowed(serviceUrl: string, allowed: readonly string[]): boolean {
  const url = URL.parse(serviceUrl);
  if (!url || !isSafeUrl(serviceUrl)) return false;
  return allowed.some((prefix) => {
    const base = new URL(prefix);
    const path = base.pathname.endsWith("/") ? base.pathname : `${base.pathname}/`;
    return url.origin === base.origin && `${url.pathname}/`.startsWith(path);
  });
}
