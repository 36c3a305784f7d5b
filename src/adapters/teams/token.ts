// The bot's own token for speaking to Teams: got once at a time, renewed before it ends, never waited for without end.

import {
  type AppCredentials,
  CertificateServiceClientCredentialsFactory,
  FederatedServiceClientCredentialsFactory,
  JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from "botframework-connector";
import { decodeJwt } from "jose";
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
  const factory = credentialsFactory(settings);
  let held: Given | undefined;
  let fetching: Promise<Given> | undefined;

  async function fetchOne(): Promise<Given> {
    const given =
      settings.identity.type === "managed-identity"
        ? await hostToken(settings.appId, settings.oauthScope)
        : undefined;
    held = given ?? (await fromEntra());
    return held;
  }

  async function fromEntra(): Promise<Given> {
    // made anew each time: a federated credential keeps its first assertion for ever
    const credentials = (await factory.createCredentials(
      settings.appId,
      settings.oauthScope,
      settings.loginUrl,
      true,
    )) as AppCredentials;
    credentials.oAuthEndpoint = `${new URL(settings.loginUrl).origin}/${settings.tenant}`;
    const token = await credentials.getToken(true);
    return { token, until: endOf(token) ?? now().add(usedFor) };
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

const isAfter = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) > 0;

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

function credentialsFactory({ appId, tenant, identity }: TeamsSettings): ServiceClientCredentialsFactory {
  switch (identity.type) {
    case "secret":
      return new PasswordServiceClientCredentialFactory(appId, identity.secret, tenant);
    case "certificate":
      return new CertificateServiceClientCredentialsFactory(
        appId,
        identity.thumbprint,
        identity.privateKey,
        tenant,
        identity.x5c,
      );
    case "federated":
      return new FederatedServiceClientCredentialsFactory(appId, identity.clientId, tenant);
    case "managed-identity":
      return new ManagedIdentityServiceClientCredentialsFactory(appId, new JwtTokenProviderFactory());
  }
}
