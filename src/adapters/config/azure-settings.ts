// What the watch, Azure Monitor's webhook and the second road need to run, with their secrets from the environment.
import type { Reader } from "./environment-reader.ts";
import type { ConfigFile } from "./file-schema.ts";

/** `authorityHost`: Entra's own sign-in, without a slash at its end. */
type Tenant = { tenant: string; authorityHost: string };

/** `url` of Graph ends with a slash, that of Log Analytics with `/v1`. */
export type WatchSettings = Tenant & { identity: AzureIdentity } & (
    | { source: "log-analytics"; workspace: string; url: string }
    | { source: "graph"; url: string }
  );

/** Microsoft Graph, asked about the accounts themselves. `url` ends with a slash. */
export type DirectorySettings = Tenant & { identity: AzureIdentity; url: string };

type AzureIdentity =
  /** Without `clientId`: the machine's own. */
  | { type: "managed-identity"; clientId: string | undefined }
  | { type: "secret"; clientId: string; secret: string }
  /** PEM: the certificate and its private key. */
  | { type: "certificate"; clientId: string; certificate: string }
  | { type: "workload"; clientId: string };

/** At least one of the two is there; each opens a way of its own. */
export type AzureMonitorSettings = Tenant & { audience: string | undefined; pathSecret: string | undefined };

export type FallbackSettings =
  | { type: "webhook"; url: string; secret: string }
  | { type: "pagerduty"; url: string; routingKey: string };

type AzureSettings = {
  watch: WatchSettings | undefined;
  directory: DirectorySettings | undefined;
  azureMonitor: AzureMonitorSettings | undefined;
};

export function azureSettings(file: ConfigFile, reader: Reader): AzureSettings {
  const authority = reader.url(
    ["AZURE_AUTHORITY_HOST"],
    file.endpoints?.authority ?? "https://login.microsoftonline.com",
  );
  const tenant = {
    tenant: file.organisation.tenant.toLowerCase(),
    authorityHost: authority.replace(/\/+$/, ""),
  };
  return {
    ...(file.watch
      ? watchSettings(file.watch, tenant, file, reader)
      : { watch: undefined, directory: undefined }),
    azureMonitor: azureMonitorSettings(file, tenant, reader),
  };
}

function watchSettings(
  { source, workspace, directory, identity: given }: NonNullable<ConfigFile["watch"]>,
  tenant: Tenant,
  { endpoints = {} }: ConfigFile,
  reader: Reader,
): Omit<AzureSettings, "azureMonitor"> {
  const identity = watchIdentity(given, reader);
  const graph =
    source === "graph" || directory
      ? slashed(reader.url(["GRAPH_BASE_URL"], endpoints.graph ?? "https://graph.microsoft.com/"))
      : "";
  const asked = directory ? { ...tenant, identity, url: graph } : undefined;
  if (source === "graph") return { watch: { ...tenant, source, identity, url: graph }, directory: asked };
  const logs = reader.url(
    ["LOG_ANALYTICS_BASE_URL"],
    endpoints.logAnalytics ?? "https://api.loganalytics.io/v1",
  );
  const watch = {
    ...tenant,
    source,
    identity,
    workspace: workspace?.toLowerCase() ?? "", // the rules have said already that it is missing
    url: logs.replace(/\/+$/, "").replace(/(?<!\/v1)$/, "/v1"),
  };
  return { watch, directory: asked };
}

const slashed = (url: string): string => `${url.replace(/\/+$/, "")}/`;

function watchIdentity(
  identity: NonNullable<ConfigFile["watch"]>["identity"],
  reader: Reader,
): AzureIdentity {
  const at = ["watch", "identity"];
  switch (identity.type) {
    case "managed-identity":
      return { type: identity.type, clientId: identity.clientId?.toLowerCase() };
    case "workload":
      return { type: identity.type, clientId: identity.clientId.toLowerCase() };
    case "secret":
      return {
        type: identity.type,
        clientId: identity.clientId.toLowerCase(),
        secret: reader.secret("WATCH_CLIENT_SECRET", at, /^\S{8,}$/, "a client secret of the watch's app"),
      };
    case "certificate":
      return {
        type: identity.type,
        clientId: identity.clientId.toLowerCase(),
        certificate: reader.secret(
          "WATCH_CERTIFICATE",
          at,
          certificateWithKey,
          "the certificate and its private key, without a password, in PEM form",
        ),
      };
  }
}

/** In either order. A key with a password (ENCRYPTED PRIVATE KEY) could not be read. */
const certificateWithKey =
  /^(?=[^]*-----BEGIN CERTIFICATE-----)(?=[^]*-----END CERTIFICATE-----)(?=[^]*-----BEGIN (?:RSA )?PRIVATE KEY-----)(?=[^]*-----END (?:RSA )?PRIVATE KEY-----)/;

/** The block or the secret alone switches it on; without an audience the secret is needed. */
function azureMonitorSettings(
  { azureMonitor }: ConfigFile,
  tenant: Tenant,
  reader: Reader,
): AzureMonitorSettings | undefined {
  const audience = azureMonitor?.audience;
  const secret = [
    "AZURE_MONITOR_PATH_SECRET",
    azureMonitor ? ["azureMonitor"] : [],
    /^[\w.~-]{32,200}$/,
    "32 or more random letters and digits, the end of the webhook's path",
  ] as const;
  const pathSecret = azureMonitor && !audience ? reader.secret(...secret) : reader.secretIfSet(...secret);
  if (!azureMonitor && !pathSecret) return undefined;
  return { ...tenant, audience, pathSecret };
}

export function fallbackSettings(
  fallback: NonNullable<ConfigFile["fallback"]>,
  reader: Reader,
): FallbackSettings {
  const at = ["fallback"];
  switch (fallback.type) {
    case "webhook":
      return {
        type: fallback.type,
        url: fallback.url,
        secret: reader.secret(
          "FALLBACK_WEBHOOK_SECRET",
          at,
          /^\S{32,}$/,
          "32 or more random characters, which the receiver knows too",
        ),
      };
    case "pagerduty":
      return {
        type: fallback.type,
        url: fallback.url ?? "https://events.pagerduty.com/v2/enqueue",
        routingKey: reader.secret(
          "PAGERDUTY_ROUTING_KEY",
          at,
          /^[A-Za-z0-9]{32}$/,
          "the 32 characters of the integration key of an Events API v2 integration",
        ),
      };
  }
}
