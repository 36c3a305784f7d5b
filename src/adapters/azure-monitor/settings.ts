// What the webhook must be told, and whose tokens it believes.

export type AzureMonitorSettings = {
  /** The one Entra tenant whose alerts are heard: a lower-case GUID. */
  tenant: string;
  /** Entra's own sign-in, without a slash at its end. */
  authorityHost: string;
  /** What the secure webhook's tokens are for: an app id or an `api://…` URI. Undefined: no token is believed. */
  audience: string | undefined;
  /** The end of the path of an ordinary webhook. Undefined: there is no such path. */
  pathSecret: string | undefined;
};

/** AzNS AAD Webhook: Azure's own app, which calls secure webhooks in every tenant. */
export const azureNotifications = "461e8683-5575-4561-ac7f-899cc907d62a";

/** Who may have issued a token: this tenant, as tokens of version 2 and of version 1 name it. */
export const issuers = ({ tenant, authorityHost }: AzureMonitorSettings): string[] => [
  `${authorityHost}/${tenant}/v2.0`,
  `https://${authorityHost.endsWith(".cn") ? "sts.chinacloudapi.cn" : "sts.windows.net"}/${tenant}/`,
];

const guid = /^[0-9a-f-]{36}$/i;

/** A version 2 token names the app id, a version 1 token the URI that Entra proposes for it. */
export function audiences(audience: string): string[] {
  const bare = audience.replace(/^api:\/\//i, "");
  return guid.test(bare) ? [bare.toLowerCase(), `api://${bare.toLowerCase()}`] : [audience];
}
