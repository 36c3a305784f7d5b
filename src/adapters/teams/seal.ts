// Proves that a message's name was given by this bot: clients send names back, and may make them up.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Log } from "./log.ts";

export interface Seal {
  /** The name as a message of ours carries it. Rejects when the store does. */
  close(key: string): Promise<string>;
  /** The name that was carried, and whether we gave it. Never rejects: what cannot be proved is not genuine. */
  open(carried: string): Promise<{ key: string; genuine: boolean }>;
}

/** Where the secret outlives a restart, for all nodes. What was put first stays. */
export type SealShelf = { put(text: string): Promise<void>; get(): Promise<string | undefined> };

/** Another node's secret is looked for when a seal is not ours, but not for every made-up one. */
const lookAgainAfter = { seconds: 10 };

export function createSeal(shelf: SealShelf, now: () => Temporal.Instant, log: Log): Seal {
  let secret: Promise<string> | undefined;
  let notBefore: Temporal.Instant | undefined;

  async function load(): Promise<string> {
    const kept = await shelf.get();
    if (kept) return kept;
    const made = randomBytes(32).toString("base64url");
    await shelf.put(made);
    return (await shelf.get()) ?? made; // two nodes at their first start: the first one's is everybody's
  }

  /** A secret that could not be read is asked for again next time. */
  function held(): Promise<string> {
    secret ??= load().catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return secret;
  }

  async function isOurs(key: string, mac: string): Promise<boolean> {
    if (timingSafeEqual(Buffer.from(macOf(key, await held())), Buffer.from(mac))) return true;
    if (notBefore && Temporal.Instant.compare(now(), notBefore) < 0) return false;
    notBefore = now().add(lookAgainAfter);
    const kept = await shelf.get();
    if (!kept || kept === (await held())) return false;
    secret = Promise.resolve(kept);
    return timingSafeEqual(Buffer.from(macOf(key, kept)), Buffer.from(mac));
  }

  return {
    close: async (key) => `${key}#${macOf(key, await held())}`,
    async open(carried) {
      const [, key, mac] = /^(.+)#([\w-]{43})$/s.exec(carried) ?? [];
      if (!key || !mac) return { key: carried, genuine: false };
      try {
        return { key, genuine: await isOurs(key, mac) };
      } catch (error) {
        log.warn({ error: String(error) }, "whether a Teams card is ours could not be proved");
        return { key, genuine: false };
      }
    },
  };
}

/** 43 characters. */
const macOf = (key: string, secret: string): string =>
  createHmac("sha256", secret).update(key).digest("base64url");
