// How far back we look: since when an account is kept, and what is too long ago to be owed anything for.
import type { AccountId } from "../core/ids.ts";
import { isBefore, later } from "../core/moments.ts";
import { useBeforeKnown } from "../core/policy.ts";
import type { Store } from "../core/ports/store.ts";
import type { TakeParts } from "./take.ts";

/** Days of the past in which rotations and drills matter, beside the longest time between two of them. */
const days = 400;

/** What was over before this is not looked at any more. */
export function rememberedSince({ organisation, now }: TakeParts): Temporal.Instant {
  const { rotatePasswords, rotateKeys, drillEvery } = organisation().policy;
  return now().subtract({ hours: days * 24, minutes: Math.max(rotatePasswords, rotateKeys, drillEvery) });
}

/** When this deployment first saw the account in its configuration. */
export async function knownSince(
  store: Store,
  account: AccountId,
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  const place = `known/${account}`;
  const noted = await store.recall(place);
  if (noted) return Temporal.Instant.from(noted);
  await store.remember(place, now.toString());
  return now;
}

/**
 * An earlier use is owed nothing: it was before our time, or its renewal may be forgotten. So neither the first start on
 * a log of years nor a log that is followed anew opens a rotation for what nobody waits for.
 */
export async function usesSince(parts: TakeParts, account: AccountId): Promise<Temporal.Instant> {
  const now = parts.now();
  const known = await knownSince(parts.store, account, now);
  // whatever a wrong clock made us note: what is used now is renewed
  const since = isBefore(known, now) ? known : now;
  return later(since.subtract({ minutes: useBeforeKnown }), rememberedSince(parts));
}
