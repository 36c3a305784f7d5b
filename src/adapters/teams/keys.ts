// The keys that sign the Bot Framework's tokens: fetched once at a time, kept parsed, and good through an outage.

import { importJWK } from "jose/key/import";
import { z } from "zod";
import { isBefore } from "../../core/moments.ts";
import type { Log } from "./log.ts";
import { isSafeUrl } from "./settings.ts";

/** `endorsements`: the channels that this key may speak for. */
type Key = { key: CryptoKey; endorsements: readonly string[] };

export interface Keys {
  /** The key of this id; undefined when nobody published it, or nothing is known of any. Never rejects. */
  find(kid: string): Promise<Key | undefined>;
  /** Fetches them when they are due. Never rejects. */
  refresh(): Promise<void>;
  /** Resolves when tokens can be judged; rejects with what is wrong. */
  check(): Promise<void>;
}

/** Where the last good keys outlive a restart: on the day they are needed the metadata may be down. */
export type Shelf = { put(text: string): Promise<void>; get(): Promise<string | undefined> };

/** Microsoft asks for a daily look at the keys. */
const refreshAfter = { hours: 24 };
/** Keys are rotated rarely and announced before: a week of outage is survived, a revoked key not for ever. */
const usableFor = { hours: 7 * 24 };
/** A stranger with made-up key ids causes one fetch in this time; a rotated key works at most this late. */
const coolDown = { seconds: 30 };
/** After a fetch that failed the next is wanted sooner. */
const retryAfter = { seconds: 5 };
const timeOut = 5_000;
const longestAnswer = 512 * 1024;

const metadataSchema = z.object({ jwks_uri: z.string() });
const keySchema = z.looseObject({
  kty: z.literal("RSA"),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).default([]),
});
const keySetSchema = z.object({ keys: z.array(z.unknown()) });
const shelved = z.object({ at: z.string(), keys: z.array(keySchema) });

type Kept = { at: Temporal.Instant; keys: ReadonlyMap<string, Key> };

export function createKeys(options: {
  openIdMetadata: string;
  now: () => Temporal.Instant;
  log: Log;
  shelf: Shelf;
}): Keys {
  const { openIdMetadata, now, log, shelf } = options;
  let kept: Kept | undefined;
  let notBefore: Temporal.Instant | undefined;
  let loading: Promise<void> | undefined;
  let problem = "not fetched yet";

  const isUsable = (): boolean => kept !== undefined && isBefore(now(), kept.at.add(usableFor));
  const isFresh = (): boolean => kept !== undefined && isBefore(now(), kept.at.add(refreshAfter));

  async function load(): Promise<void> {
    try {
      if (!kept) kept = await fromShelf(shelf);
      const raw = await fetchKeys(openIdMetadata);
      const at = now();
      kept = { at, keys: await parsed(raw) };
      notBefore = at.add(coolDown);
      shelf.put(JSON.stringify({ at: at.toString(), keys: raw })).catch((error: unknown) => {
        log.warn({ error: String(error) }, "the Bot Framework's keys could not be kept for the next start");
      });
    } catch (error) {
      notBefore = now().add(retryAfter);
      problem = error instanceof Error ? error.message : String(error);
      log.warn({ error: problem, usable: isUsable() }, "the Bot Framework's keys could not be fetched");
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

  return {
    async find(kid) {
      const known = kept?.keys.get(kid);
      if (known && isUsable()) {
        if (!isFresh()) void loadOnce();
        return known;
      }
      await loadOnce();
      return isUsable() ? kept?.keys.get(kid) : undefined;
    },
    async refresh() {
      if (!isFresh()) await loadOnce();
    },
    async check() {
      if (!isUsable()) await loadOnce();
      if (!isUsable())
        throw new Error(
          `no key to judge Teams' tokens with: ${openIdMetadata}: ${problem}. Let the bot reach that address.`,
        );
    },
  };
}

type RawKey = z.infer<typeof keySchema>;

async function fetchKeys(openIdMetadata: string): Promise<RawKey[]> {
  const { jwks_uri } = metadataSchema.parse(await getJson(openIdMetadata));
  if (!isSafeUrl(jwks_uri)) throw new Error(`the metadata names an unsafe address for its keys`);
  const { keys } = keySetSchema.parse(await getJson(jwks_uri));
  const good = keys.flatMap((key) => keySchema.safeParse(key).data ?? []);
  if (!good.length) throw new Error(`${jwks_uri} names no RSA key`);
  return good;
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(timeOut) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const text = await response.text();
  if (text.length > longestAnswer) throw new Error(`${url} answers with too much`);
  return JSON.parse(text);
}

async function parsed(raw: readonly RawKey[]): Promise<ReadonlyMap<string, Key>> {
  const keys = new Map<string, Key>();
  for (const { kid, n, e, endorsements } of raw) {
    const key = await importJWK({ kty: "RSA", n, e }, "RS256");
    if (!(key instanceof Uint8Array)) keys.set(kid, { key, endorsements });
  }
  return keys;
}

/** What the last start learned; nothing when there is none, or it cannot be read. */
async function fromShelf(shelf: Shelf): Promise<Kept | undefined> {
  try {
    const { at, keys } = shelved.parse(JSON.parse((await shelf.get()) ?? ""));
    return { at: Temporal.Instant.from(at), keys: await parsed(keys) };
  } catch {
    return undefined;
  }
}
