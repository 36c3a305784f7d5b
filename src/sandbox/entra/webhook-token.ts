// Entra's own key, and the token that Azure Monitor's secure webhook brings: signed with it, or forged in the classic ways.
import { createHmac, KeyObject, randomUUID, sign as signBytes } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from "jose";
import type { EntraStandIn, WebhookSigner } from "./types.ts";

/** The first-party app behind secure webhooks, "AzNS AAD Webhook": the same in every tenant. */
const azureMonitor = "461e8683-5575-4561-ac7f-899cc907d62a";

type Key = { kid: string; private: CryptoKey; public: CryptoKey };
export type Signing = {
  published: readonly JWK[];
  token: EntraStandIn["webhookToken"];
  /** A token with these claims, signed as all of Entra's are. */
  sign(claims: object): string;
};
type About = { tenant: string; audience: string; issuer: () => string; clock: () => number };

async function makeKey(): Promise<Key> {
  const pair = await generateKeyPair("RS256", { extractable: true });
  return { kid: randomUUID(), private: pair.privateKey, public: pair.publicKey };
}

let first: Promise<Key> | undefined;

/** Every stand-in of a process publishes the same key: making one takes longer than all the rest. */
export async function openSigning({ tenant, audience, issuer, clock }: About): Promise<Signing> {
  first ??= makeKey();
  const key = await first;
  const published = [{ ...(await exportJWK(key.public)), use: "sig", kid: key.kid, x5t: key.kid }];
  const honest = () => {
    const now = Math.floor(clock() / 1000);
    return {
      aud: audience,
      iss: issuer(),
      iat: now - 300,
      nbf: now - 300,
      exp: now + 3600,
      azp: azureMonitor,
      azpacr: "2",
      oid: "00000000-0000-4000-8000-000000009110",
      sub: "00000000-0000-4000-8000-000000009110",
      roles: ["ActionGroupsSecureWebhook"],
      tid: tenant,
      uti: randomUUID(),
      ver: "2.0",
    };
  };
  const inOneGo = KeyObject.from(key.private);
  return {
    published,
    sign: (claims) => {
      const text = `${encode({ typ: "JWT", alg: "RS256", x5t: key.kid, kid: key.kid })}.${encode(claims)}`;
      return `${text}.${signBytes("RSA-SHA256", Buffer.from(text), inOneGo).toString("base64url")}`;
    },
    token: (claims = {}, signedBy = "entra") => sign({ ...honest(), ...claims }, signedBy, key),
  };
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString("base64url");

async function sign(claims: Record<string, unknown>, signedBy: WebhookSigner, key: Key): Promise<string> {
  const header = (alg: string) => ({ alg, typ: "JWT", kid: key.kid });
  switch (signedBy) {
    case "entra":
    case "stranger": {
      const by = signedBy === "entra" ? key : await makeKey();
      const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
      return new SignJWT(present).setProtectedHeader(header("RS256")).sign(by.private);
    }
    case "none":
      return `${encode(header("none"))}.${encode(claims)}.`;
    case "shared-secret": {
      const text = `${encode(header("HS256"))}.${encode(claims)}`;
      const secret = await exportSPKI(key.public);
      return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
    }
  }
}
