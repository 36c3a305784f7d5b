// What a delivery shows: a card from the state of this moment, an announcement from the state its event left.
import type { Organisation, Person } from "../core/organisation.ts";
import type { Place } from "../core/place.ts";
import type { Delivery, Store, StoredEvent } from "../core/ports.ts";
import { fold } from "../core/request/act.ts";
import type { View } from "../core/view.ts";
import { announcement } from "../core/views/announcement.ts";
import { reachNotice } from "../core/views/reach.ts";
import { requestCard } from "../core/views/request-card.ts";
import { isRequestEvent } from "./requests.ts";

/** `version`: what the view shows, at the least. Undefined: there is nothing to show. */
export type Drawn = { view: View; version: number };

export async function draw(
  store: Store,
  organisation: Organisation,
  { stream, what, version, place }: Delivery,
): Promise<Drawn | undefined> {
  const stored = await store.read(stream);
  if (what === "card") {
    const request = fold(stored.map(({ event }) => event).filter(isRequestEvent));
    return (
      request && {
        view: requestCard(request, organisation, viewerOf(place, organisation)),
        version: stored.length,
      }
    );
  }
  const view = drawAnnouncement(stored, version, organisation);
  return view && { view, version };
}

/** What was said about the event at `version`, in the words of that moment. */
export function drawAnnouncement(
  stored: readonly StoredEvent[],
  version: number,
  organisation: Organisation,
): View | undefined {
  const event = stored[version - 1]?.event;
  if (!event || event.type === "turned-away") return undefined;
  if (!isRequestEvent(event)) return reachNotice(event, organisation);
  const request = fold(
    stored
      .slice(0, version)
      .map((one) => one.event)
      .filter(isRequestEvent),
  );
  return request && announcement(event, request, organisation);
}

function viewerOf(place: Place, { people }: Organisation): Person | undefined {
  if (place.kind === "channel") return undefined;
  return people.find(({ id, slack }) => place.id === (place.platform === "slack" ? slack : id));
}
