// The keys of the stand-in: what the Bot Framework publishes, what Entra publishes, and the tokens signed with them.
import { createHmac } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from "jose";
import type { TokenOverrides } from "./wire.ts";

type PublicJwk = JWK & { endorsements: readonly string[] };

/** `jwk`: the public half, in the shape of the Bot Framework's document: each key lists the channels it endorses. */
type Key = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey; jwk: PublicJwk };

export type Keys = {
  /** The key set that the channel's metadata points at. */
  channelKeys(): { keys: readonly JWK[] };
  /** The key set that Entra's metadata points at. */
  entraKeys(): { keys: readonly JWK[] };
  rotate(): Promise<void>;
  sign(overrides: TokenOverrides): Promise<string>;
  /** A token that the managed identity hands out, signed by Entra. `claims`: `aud`, and what it may do there. */
  signIdentity(lifetimeSeconds: number, claims: Record<string, unknown>): Promise<string>;
};

type Issuer = { tenant: string; appId: string; issuer: string; serviceUrl: string; clock: () => number };

let made = 0;

async function makeKey(endorsements: readonly string[]): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  made += 1;
  const kid = `practice-${process.pid}-${made}`;
  const jwk = { ...(await exportJWK(publicKey)), use: "sig", kid, x5t: kid, endorsements: [...endorsements] };
  return { kid, privateKey, publicKey, jwk };
}

const everyChannel = ["msteams", "webchat", "directline", "emulator"];
let firstKeys: Promise<[Key, Key, Key]> | undefined;

/** Every stand-in of a process begins with the same keys: making them takes longer than all the rest. */
export async function makeKeys(issuer: Issuer): Promise<Keys> {
  firstKeys ??= Promise.all([makeKey(everyChannel), makeKey(["webchat"]), makeKey([])]);
  const [first, unendorsed, entra] = await firstKeys;
  const { endorsements: _none, ...entraJwk } = entra.jwk;
  let channel = first;
  let retired: Key | undefined;
  let stranger: Key | undefined;

  const sign = async (overrides: TokenOverrides): Promise<string> => {
    const now = Math.floor(issuer.clock() / 1000);
    const signedBy = overrides.signedBy ?? "channel";
    const lifetime = overrides.lifetimeSeconds ?? 3600;
    const claims = {
      ...(signedBy === "entra" ? ownAppClaims(issuer) : channelClaims(issuer)),
      nbf: Math.min(now, now + lifetime) - 300,
      exp: now + lifetime,
      ...overrides.claims,
    };
    const header = (kid: string, alg: string) => ({ alg, kid, x5t: kid, typ: "JWT", ...overrides.header });
    switch (signedBy) {
      case "none":
        return `${encode(header(channel.kid, "none"))}.${encode(claims)}.`;
      case "shared-secret": {
        const text = `${encode(header(channel.kid, "HS256"))}.${encode(claims)}`;
        const secret = await exportSPKI(channel.publicKey);
        return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
      }
      case "stranger":
        stranger ??= await makeKey(everyChannel);
        return signWith(stranger, claims, header(channel.kid, "RS256"));
      default: {
        const key = { channel, unendorsed, entra }[signedBy];
        return signWith(key, claims, header(key.kid, "RS256"));
      }
    }
  };

  return {
    channelKeys: () => ({ keys: [channel, unendorsed, ...(retired ? [retired] : [])].map((key) => key.jwk) }),
    entraKeys: () => ({ keys: [entraJwk] }),
    rotate: async () => {
      retired = channel;
      channel = await makeKey(everyChannel);
    },
    sign,
    signIdentity: (lifetimeSeconds, claims) =>
      sign({ signedBy: "entra", lifetimeSeconds, claims: { serviceurl: undefined, ...claims } }),
  };
}

const channelClaims = ({ issuer, appId, serviceUrl }: Issuer) => ({
  serviceurl: serviceUrl,
  iss: issuer,
  aud: appId,
});

/** What Entra puts into a token that the bot's own app registration asked for itself. */
const ownAppClaims = ({ tenant, appId, serviceUrl }: Issuer) => ({
  serviceurl: serviceUrl,
  iss: `https://sts.windows.net/${tenant}/`,
  aud: appId,
  appid: appId,
  tid: tenant,
  ver: "1.0",
});

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString("base64url");

/** `alg` of the header is a claim like any other: the signature is always the key's RS256. */
async function signWith(key: Key, claims: object, header: { alg: string }): Promise<string> {
  const present = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
  if (header.alg === "RS256") return new SignJWT(present).setProtectedHeader(header).sign(key.privateKey);
  const text = `${encode(header)}.${encode(present)}`;
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key.privateKey, Buffer.from(text));
  return `${text}.${Buffer.from(signature).toString("base64url")}`;
}
