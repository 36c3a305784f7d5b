// What an append wants shown: one row per card and place, one per announcement and place.
import { placeKey } from "../../core/place.ts";
import type { Append } from "../../core/ports/store.ts";
import { storable } from "./codec.ts";
import type { DeliveryRow } from "./tables.ts";

export type Wanted = Pick<
  DeliveryRow,
  "key" | "stream" | "platform" | "place" | "what" | "wanted" | "asked" | "urgent"
>;

/** Where the append's events begin: the last `seq` and the last version before them. */
export type Start = { seq: number; version: number };

export const cardsOf = ({ stream, events, cards }: Append, { seq, version }: Start): Wanted[] =>
  cards.map(({ place, urgent }) => {
    const at = storable(placeKey(place));
    return {
      key: `card/${stream}/${at}`,
      stream,
      platform: place.platform,
      place: at,
      what: "card",
      wanted: version + events.length,
      asked: seq + 1,
      urgent: urgent ? 1 : 0,
    };
  });

export const announcementsOf = ({ stream, announcements }: Append, start: Start): Wanted[] =>
  announcements.map(({ place, version, urgent }) => {
    const at = storable(placeKey(place));
    return {
      key: `say/${stream}/${version}/${at}`,
      stream,
      platform: place.platform,
      place: at,
      what: "announcement",
      wanted: version,
      asked: start.seq + Math.max(1, version - start.version),
      urgent: urgent ? 1 : 0,
    };
  });

/** The same thing wanted twice is wanted once, urgently if either was urgent. */
export function merge(into: Map<string, Wanted>, wanted: readonly Wanted[]): void {
  for (const one of wanted) {
    const other = into.get(one.key);
    into.set(one.key, {
      ...one,
      asked: other?.asked ?? one.asked,
      urgent: Math.max(one.urgent, other?.urgent ?? 0),
    });
  }
}
