// The keys that sign the tenant's tokens: fetched once at a time, kept parsed, and good through an outage.

import { importJWK } from "jose/key/import";
import { z } from "zod";
import { isBefore } from "../../core/moments.ts";
import type { Log } from "./log.ts";
import { type AzureMonitorSettings, issuers } from "./settings.ts";

/** `unknown`: Entra does not publish it. `unreachable`: nobody could say. */
type Found = CryptoKey | "unknown" | "unreachable";
export type FindKey = (kid: string) => Promise<Found>;

/** Microsoft asks for a daily look at the keys. */
const refreshAfter = { hours: 24 };
/** Keys are rotated rarely and announced before: a week of outage is survived, a revoked key not for ever. */
const usableFor = { hours: 7 * 24 };
/** A stranger with made-up key ids causes one fetch in this time; a rotated key works at most this late. */
const coolDown = { seconds: 30 };
/** After a fetch that failed the next is wanted sooner. */
const retryAfter = { seconds: 5 };
/** Azure waits ten seconds for an answer. */
const timeOut = 5_000;
const longestAnswer = 512 * 1024;

const keySetSchema = z.object({ keys: z.array(z.unknown()) });
const keySchema = z.object({
  kty: z.literal("RSA"),
  use: z.literal("sig").optional(),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  issuer: z.string().optional(),
});

type Kept = { at: Temporal.Instant; keys: ReadonlyMap<string, CryptoKey> };

/** Never rejects. */
export function createKeys(settings: AzureMonitorSettings, now: () => Temporal.Instant, log: Log): FindKey {
  let kept: Kept | undefined;
  let notBefore: Temporal.Instant | undefined;
  let failed = false;
  let loading: Promise<void> | undefined;

  const youngerThan = (age: Temporal.DurationLike): boolean =>
    kept !== undefined && isBefore(now(), kept.at.add(age));

  async function load(): Promise<void> {
    try {
      const keys = await fetchKeys(settings);
      kept = { at: now(), keys };
      notBefore = kept.at.add(coolDown);
      failed = false;
    } catch (error) {
      notBefore = now().add(retryAfter);
      failed = true;
      const why = error instanceof Error ? error.message : String(error);
      log.warn(
        { why, usable: youngerThan(usableFor) },
        "the keys of Azure Monitor's tokens could not be fetched",
      );
    }
  }

  /** One fetch at a time, and none within the cool-down. */
  async function loadOnce(): Promise<void> {
    if (!loading) {
      if (notBefore && isBefore(now(), notBefore)) return;
      loading = load().finally(() => {
        loading = undefined;
      });
    }
    await loading;
  }

  return async (kid) => {
    const known = kept?.keys.get(kid);
    if (known && youngerThan(usableFor)) {
      if (!youngerThan(refreshAfter)) void loadOnce();
      return known;
    }
    await loadOnce();
    const found = youngerThan(usableFor) ? kept?.keys.get(kid) : undefined;
    return found ?? (failed ? "unreachable" : "unknown");
  };
}

async function fetchKeys(settings: AzureMonitorSettings): Promise<ReadonlyMap<string, CryptoKey>> {
  const url = `${settings.authorityHost}/${settings.tenant}/discovery/v2.0/keys`;
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(timeOut) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const text = await response.text();
  if (text.length > longestAnswer) throw new Error(`${url} answers with too much`);
  const keys = new Map<string, CryptoKey>();
  for (const raw of keySetSchema.parse(JSON.parse(text)).keys) {
    const { data } = keySchema.safeParse(raw);
    if (!data || !isOurs(data.issuer, settings)) continue;
    const key = await importJWK({ kty: data.kty, n: data.n, e: data.e }, "RS256");
    if (!(key instanceof Uint8Array)) keys.set(data.kid, key);
  }
  if (keys.size === 0) throw new Error(`${url} names no key`);
  return keys;
}

/** Entra says of some keys that they sign for one tenant only, or for consumers. */
const isOurs = (issuer: string | undefined, settings: AzureMonitorSettings): boolean =>
  issuer === undefined || issuers(settings).includes(issuer.replace("{tenantid}", settings.tenant));
