// The bot's own token for speaking to Teams: got once at a time, renewed before it ends, never waited for without end.

import { createRequire } from "node:module";
import type * as azure from "@azure/identity";
import {
  type AppCredentials,
  CertificateServiceClientCredentialsFactory,
  FederatedServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from "botframework-connector";
import { decodeJwt } from "jose/jwt/decode";
import { isAfter } from "../../core/moments.ts";
import { type Given, hostToken } from "./managed-identity.ts";
import type { TeamsSettings } from "./settings.ts";

export interface OwnToken {
  /** Rejects within 6 s with an Error that may be logged. */
  get(): Promise<string>;
  /** The platform would not have it: get another next time. */
  drop(): void;
}

/** MSAL and the managed identity endpoint have no time-out of their own. */
const timeOut = 6_000;
/** A token that does not say when it ends is used this long. */
const usedFor = { minutes: 5 };
/** It is renewed this long before its end, so that a short outage of Entra is not felt. */
const renewBefore = { minutes: 10 };

export function createOwnToken(settings: TeamsSettings, now: () => Temporal.Instant): OwnToken {
  const fetchToken = tokenSource(settings, now);
  let held: Given | undefined;
  let fetching: Promise<Given> | undefined;

  async function fetchOne(): Promise<Given> {
    held = await fetchToken();
    return held;
  }

  function renew(): Promise<Given> {
    fetching ??= fetchOne().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  return {
    async get() {
      const usable = held && isAfter(held.until, now()) ? held : undefined;
      if (usable && isAfter(usable.until.subtract(renewBefore), now())) return usable.token;
      const renewed = within(timeOut, renew());
      return (await (usable ? renewed.catch(() => usable) : renewed)).token;
    },
    drop() {
      held = undefined;
    },
  };
}

function endOf(token: string): Temporal.Instant | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : Temporal.Instant.fromEpochMilliseconds(exp * 1_000);
  } catch {
    return undefined; // a managed identity's token may be opaque
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("Entra gave no token in time")), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw new Error(whyNoToken(error));
  } finally {
    clearTimeout(timer);
  }
}

/** MSAL's messages hold correlation ids and addresses; the code is what an admin can look up. */
function whyNoToken(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [code] = /AADSTS\d+/.exec(text) ?? [];
  return code ? `Entra refuses the bot its token: ${code}` : `no token for the bot: ${text.slice(0, 200)}`;
}

type Source = () => Promise<Given>;

function tokenSource(
  { appId, tenant, identity, loginUrl, oauthScope }: TeamsSettings,
  now: () => Temporal.Instant,
): Source {
  switch (identity.type) {
    case "managed-identity": {
      let credential: azure.ManagedIdentityCredential | undefined;
      return async () => {
        const token = await hostToken(appId, oauthScope);
        if (token) return token;
        credential ??= managedIdentity(appId);
        return fromAzure(await credential.getToken(oauthScope));
      };
    }
    case "secret":
      return fromEntra(new PasswordServiceClientCredentialFactory(appId, identity.secret, tenant));
    case "certificate": {
      const { thumbprint, privateKey, x5c } = identity;
      return fromEntra(
        new CertificateServiceClientCredentialsFactory(appId, thumbprint, privateKey, tenant, x5c),
      );
    }
    case "federated":
      return fromEntra(new FederatedServiceClientCredentialsFactory(appId, identity.clientId, tenant));
  }

  function fromEntra(factory: ServiceClientCredentialsFactory): Source {
    return async () => {
      // made anew each time: a federated credential keeps its first assertion for ever
      const made = await factory.createCredentials(appId, oauthScope, loginUrl, true);
      const credentials = made as AppCredentials;
      credentials.oAuthEndpoint = `${new URL(loginUrl).origin}/${tenant}`;
      const token = await credentials.getToken(true);
      return { token, until: endOf(token) ?? now().add(usedFor) };
    };
  }
}

/** Never whoever is signed in with `az`. */
function managedIdentity(clientId: string): azure.ManagedIdentityCredential {
  // By `require`: the copy that botbuilder has loaded. The one for `import` is another: 300 files, 0.1 s.
  const library = createRequire(import.meta.url)("@azure/identity") as typeof azure;
  return new library.ManagedIdentityCredential({ clientId });
}

const fromAzure = ({ token, expiresOnTimestamp }: { token: string; expiresOnTimestamp: number }): Given => ({
  token,
  until: Temporal.Instant.fromEpochMilliseconds(expiresOnTimestamp),
});
