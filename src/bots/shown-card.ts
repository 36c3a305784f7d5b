// What one message of ours shows one person now: drawn only for who can see that message anyway.
import { whoIs } from "../core/people.ts";
import { parsePlaceKey } from "../core/place.ts";
import type { Caller, From } from "../core/ports/desk.ts";
import type { View } from "../core/view.ts";
import type { DeskParts } from "./desk.ts";
import { drawAnnouncement, drawCard } from "./draw.ts";
import { couldStandAt } from "./own-card.ts";

/**
 * The conversation is the platform's word, the key is the client's. Somebody who names a message that never was,
 * another conversation's, or another person's copy, sees nothing: the request may be none of their business.
 */
export async function shownCard(
  { store, organisation }: DeskParts,
  stream: string,
  caller: Caller,
  { on, card, doubtful }: From,
): Promise<View | undefined> {
  const [what, of, ...rest] = card?.split("/") ?? [];
  if (!on || !card || of !== stream || !couldStandAt(card, on)) return undefined;
  const known = await store.deliveryAt(on);
  if (known ? known.key !== card : doubtful) return undefined;
  const place = parsePlaceKey(what === "say" ? rest.slice(1).join("/") : rest.join("/"));
  const person = whoIs(caller, organisation());
  if (place?.kind === "person" && !(typeof person === "object" && owns(caller, place.id))) return undefined;
  if (what === "say") return (await drawAnnouncement(store, stream, Number(rest[0]), organisation()))?.view;
  const viewer = typeof person === "object" ? person : undefined;
  const drawn = await drawCard(store, stream, organisation(), viewer);
  return drawn && (viewer ? drawn.view : { ...drawn.view, buttons: [] });
}

const owns = (caller: Caller, id: string): boolean =>
  (caller.platform === "slack" ? caller.user : caller.objectId.toLowerCase()) === id;
