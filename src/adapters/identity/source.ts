// Which credential of @azure/identity gives the tokens, as the configuration says; never whoever is signed in with `az`.
import { createRequire } from "node:module";
import type * as azure from "@azure/identity";
import { createHttp, type Trouble } from "./http.ts";

export type AzureIdentity =
  /** The identity of the host itself; with a client id, the user-assigned one of that id. */
  | { type: "managed-identity"; clientId: string | undefined }
  | { type: "secret"; clientId: string; secret: string }
  /** PEM text that holds the private key and the certificate. */
  | { type: "certificate"; clientId: string; certificate: string }
  /** Kubernetes: AZURE_FEDERATED_TOKEN_FILE names the token. */
  | { type: "workload"; clientId: string };

export type CredentialSettings = AzureIdentity & {
  tenant: string;
  /** `https://login.microsoftonline.com`, or a sovereign cloud's. */
  authorityHost: string;
};

/** Milliseconds that one request of the library may take. */
const timeOut = 5_000;

/** Hosts that Entra itself vouches for. Any other (a stand-in, a cloud that is newer) is taken at the file's word. */
const clouds = new Set([
  "login.microsoftonline.com",
  "login.microsoft.com",
  "login.windows.net",
  "login.microsoftonline.us",
  "login.partner.microsoftonline.cn",
  "login.chinacloudapi.cn",
]);

/** Rejects when the settings cannot be a credential: a certificate that is none, a missing token file. */
export async function openSource(
  settings: CredentialSettings,
  trouble: Trouble,
): Promise<azure.TokenCredential> {
  // Not before it is needed, and by `require`: botbuilder has loaded that copy, the one for `import` is another.
  const library = createRequire(import.meta.url)("@azure/identity") as typeof azure;
  const { tenant, authorityHost } = settings;
  const common = { httpClient: createHttp(timeOut, trouble), retryOptions: { maxRetries: 1 } };
  const options = {
    ...common,
    authorityHost,
    disableInstanceDiscovery: !clouds.has(new URL(authorityHost).hostname),
  };
  switch (settings.type) {
    case "managed-identity":
      return new library.ManagedIdentityCredential({
        ...common,
        ...(settings.clientId !== undefined && { clientId: settings.clientId }),
      });
    case "secret":
      return new library.ClientSecretCredential(tenant, settings.clientId, settings.secret, options);
    case "certificate": {
      const { clientId, certificate } = settings;
      return new library.ClientCertificateCredential(tenant, clientId, { certificate }, options);
    }
    case "workload":
      return new library.WorkloadIdentityCredential({
        ...options,
        tenantId: tenant,
        clientId: settings.clientId,
      });
  }
}
