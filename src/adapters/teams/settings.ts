// What the Teams bot must be told: who it is, which tenant it serves, whose tokens it believes, whom it may call.
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
type Identity =
  | { type: "secret"; secret: string }
  | { type: "certificate"; thumbprint: string; privateKey: string; x5c?: string }
  /** `clientId`: the managed identity that stands in for a secret of the app. */
  | { type: "federated"; clientId: string }
  | { type: "managed-identity" };

/**
 * The settings with their ids in lower case. Throws with everything that is wrong: botbuilder without an app id
 * would let anybody in, so nothing starts half set.
 */
export function checkSettings(settings: TeamsSettings): TeamsSettings {
  const problems: string[] = [];
  const wrong = (name: string, mend: string) => problems.push(`${name}: ${mend}`);
  const appId = parseGuid(settings.appId);
  const tenant = parseGuid(settings.tenant);
  if (!appId) wrong("teams.appId", "set the GUID of the bot's app registration");
  if (!tenant) wrong("organisation.tenant", "set the GUID of your Entra tenant");
  const lacking = lackingIdentity(settings.identity);
  if (lacking) wrong(...lacking);
  if (!isSafeUrl(settings.openIdMetadata)) wrong("endpoints.openIdMetadata", "set an https address");
  if (!isSafeUrl(settings.loginUrl)) wrong("endpoints.loginUrl", "set an https address");
  if (!settings.oauthScope) wrong("endpoints.oauthScope", "set it, usually https://api.botframework.com");
  if (!settings.issuer || isEntra(settings.issuer))
    wrong("endpoints.issuer", "set the Bot Framework's, usually https://api.botframework.com");
  if (!settings.serviceUrls.length) wrong("endpoints.serviceUrls", "name at least one address");
  for (const url of settings.serviceUrls)
    if (!isSafeUrl(url)) wrong("endpoints.serviceUrls", `${url} is no https address`);
  if (problems.length || !appId || !tenant)
    throw new Error(`Teams cannot start:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  return { ...settings, appId, tenant };
}

function lackingIdentity(identity: Identity): [name: string, mend: string] | undefined {
  if (identity.type === "secret" && !identity.secret)
    return ["TEAMS_APP_PASSWORD", "set the client secret, or use a certificate or a managed identity"];
  if (identity.type === "certificate" && !(identity.thumbprint && identity.privateKey))
    return ["teams.identity.thumbprint", "set it together with TEAMS_CERTIFICATE_KEY"];
  if (identity.type === "federated" && !parseGuid(identity.clientId))
    return ["teams.identity.clientId", "set the GUID of the managed identity's client id"];
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
