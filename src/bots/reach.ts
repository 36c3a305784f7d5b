// Notes when a place or platform cannot be reached, and when it can again: once each, whichever node sees it.

import type { Organisation } from "../core/organisation.ts";
import { placeKey } from "../core/place.ts";
import type { Sent } from "../core/ports/messenger.ts";
import type { Delivery, Store } from "../core/ports/store.ts";
import { type ReachEvent, reachStream, recordReach, triesInVain, triesPutOff } from "../core/reach.ts";

type ReachParts = { store: Store; organisation: () => Organisation; now: () => Temporal.Instant };

/** A refusal concerns the place; silence, when it lasts, the platform. */
export async function noteSent(parts: ReachParts, delivery: Delivery, sent: Sent): Promise<void> {
  const { place, attempts } = delivery;
  const at = parts.now();
  if (sent.type === "refused") {
    await note(parts, { type: "unreachable", at, where: placeKey(place), why: sent.why });
  } else if (sent.type === "later" && attempts >= (sent.after === undefined ? triesInVain : triesPutOff)) {
    await note(parts, { type: "unreachable", at, where: place.platform, why: sent.why });
  } else if (sent.type === "shown" && attempts > 0) {
    await note(parts, { type: "reachable", at, where: placeKey(place) });
    await note(parts, { type: "reachable", at, where: place.platform });
  }
}

/** Says nothing that was said already. A conflict means that another node has just said it. */
async function note({ store, organisation }: ReachParts, event: ReachEvent): Promise<void> {
  const stored = await store.read(reachStream(event.where));
  const last = stored.at(-1)?.event.type ?? "reachable";
  if (last === event.type) return;
  await store.append(recordReach(event, stored.length, organisation()));
}
