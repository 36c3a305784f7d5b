// Is the card that was clicked one of ours, about that request or alert? And which of two copies is the right one.
import { type Place, placeKey } from "../core/place.ts";
import type { From } from "../core/ports/desk.ts";
import type { MessageRef } from "../core/ports/messenger.ts";
import type { DeskParts } from "./desk.ts";

/**
 * A card names the delivery it is. It must stand where that delivery was posted, and be about the same stream:
 * a card that was copied elsewhere, or whose data was edited, decides nothing. A private answer names none and is none.
 */
export async function isOwnCard(
  parts: DeskParts,
  { on, card, doubtful }: From,
  stream: string,
): Promise<boolean> {
  if (!on) return !card;
  const known = await parts.store.deliveryAt(on);
  if (known) return known.key === card && known.stream === stream;
  if (!card) return true;
  if (doubtful || !couldStandAt(card, on)) return false;
  const settled = await parts.store.settle(card, on); // posted, then we crashed before noting where
  return settled === "adopted" && (await parts.store.deliveryAt(on))?.stream === stream;
}

/**
 * A message of ours made itself known: note where it stands, or take it away if another one is the right one. Rejects when
 * it still stands there: whoever told of it tells it again.
 */
export async function seen(parts: DeskParts, key: string, place: Place, ref: MessageRef): Promise<void> {
  if (!couldStandAt(key, ref)) return;
  const known = await parts.store.deliveryAt(ref);
  if (known && known.key !== key) return; // it is another message of ours
  if ((await parts.store.settle(key, ref)) !== "orphan") return;
  const messenger = parts.messengers.find(({ platform }) => platform === place.platform);
  const sent = await messenger?.remove(ref);
  if (sent?.type === "later") throw new Error(`${key} is doubled, and cannot be taken away yet: ${sent.why}`);
  parts.log.info({ key, sent: sent?.type }, "took a doubled message away");
}

/** A channel's delivery can only stand in that channel; a person's conversation has an id of its own. */
export function couldStandAt(key: string, ref: MessageRef): boolean {
  if (!key.includes(":channel:")) return true;
  const [conversation = ""] = ref.conversation.split(";");
  return (["slack", "teams"] as const).some((platform) =>
    key.endsWith(placeKey({ platform, kind: "channel", id: conversation })),
  );
}
