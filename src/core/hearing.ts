// Who hears of one batch of a stream's events, whatever it is about; and how that goes on record.
import type { Place } from "./place.ts";
import type { Append } from "./ports/store.ts";

/** `announce`: index of the event in the batch. */
export type Hearing = {
  redraw: boolean;
  cards: Append["cards"];
  announce: readonly { place: Place; event: number; urgent: boolean }[];
};

/** `version`: the stream's, before the batch. */
export const toShow = (
  { redraw, cards, announce }: Hearing,
  version: number,
): Pick<Append, "redraw" | "cards" | "announcements"> => ({
  redraw,
  cards,
  announcements: announce.map(({ place, event, urgent }) => ({
    place,
    urgent,
    version: version + event + 1,
  })),
});
