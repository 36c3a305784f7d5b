// The Entra of the practice tenant, and Microsoft's own clients that talk to it.
import tls from "node:tls";
import { ClientSecretCredential } from "@azure/identity";
import { LogsQueryClient } from "@azure/monitor-query";
import { Client } from "@microsoft/microsoft-graph-client";
import { onTestFinished } from "vitest";
import { startEntra } from "../../../src/sandbox/entra/start-entra.ts";
import type { EntraOptions, EntraStandIn } from "../../../src/sandbox/entra/types.ts";
import { first, nine, second } from "../../kit/cast.ts";

export const berlin = { ip: "203.0.113.7", country: "DE", city: "Berlin" };
export const group = "00000000-0000-4000-8000-000000000801";

/** Nobody else signs in, unless asked for, and it is nine o'clock until `pass`. */
export async function practiceEntra(options: EntraOptions = {}) {
  let now = nine.epochMilliseconds;
  const accounts = [first, second].map(({ id, upn, label }) => ({ objectId: id, upn, label }));
  const entra = await startEntra({ accounts, background: "off", clock: () => now, ...options });
  onTestFinished(() => entra.stop());
  trust(entra.settings.ca);
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { entra, pass };
}

/** For fetch, which takes no certificate of its own. */
export function trust(ca: string): void {
  tls.setDefaultCACertificates([...new Set([...tls.getCACertificates("default"), ca])]);
}

/** Microsoft's clients, which never try again here. */
export function clientsOf({ settings }: EntraStandIn) {
  const patience = { retryOptions: { maxRetries: 0 }, tlsOptions: { ca: settings.ca } };
  const credential = new ClientSecretCredential(settings.tenant, settings.clientId, settings.clientSecret, {
    ...patience,
    authorityHost: settings.authorityHost,
    disableInstanceDiscovery: true,
  });
  const logs = new LogsQueryClient(credential, { ...patience, endpoint: settings.logAnalyticsUrl });
  const graph = Client.initWithMiddleware({
    authProvider: { getAccessToken: async () => (await credential.getToken(graphScope)).token },
    baseUrl: settings.graphUrl,
    customHosts: new Set(["localhost"]),
  });
  return { credential, logs, graph };
}

export const graphScope = "https://graph.microsoft.com/.default";
export const logsScope = "https://api.loganalytics.io/.default";

/** What the token endpoint answers to a form; the honest one, but for what is given. */
export async function askToken(
  { settings }: EntraStandIn,
  scope: string,
  other: Record<string, string> = {},
) {
  const { tenant = settings.tenant, ...rest } = other;
  const form = {
    grant_type: "client_credentials",
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
    scope,
    ...rest,
  };
  const url = `${settings.authorityHost}/${tenant}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  return { status: response.status, body: await response.json() };
}

export async function tokenFor(entra: EntraStandIn, scope: string): Promise<string> {
  return (await askToken(entra, scope)).body.access_token;
}

export type Answer = { status: number; headers: Headers; body: string; json: () => Dictionary };
type Dictionary = Record<string, never>;

async function answered(response: Response): Promise<Answer> {
  const body = await response.text();
  return { status: response.status, headers: response.headers, body, json: () => JSON.parse(body) };
}

/** A query as it goes over the wire. */
export async function query(
  { settings }: EntraStandIn,
  token: string | undefined,
  body: object,
  workspace = settings.workspace,
) {
  return answered(
    await fetch(`${settings.logAnalyticsUrl}/workspaces/${workspace}/query`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    }),
  );
}

/** `path`: `auditLogs/signIns`, with its query options. */
export async function askGraph({ settings }: EntraStandIn, token: string | undefined, path: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return answered(await fetch(`${settings.graphUrl}v1.0/${path}`, { headers }));
}
