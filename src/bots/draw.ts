// What a delivery shows: a card from the state of this moment, an announcement from the state its event left.
import type { Organisation, Person } from "../core/organisation.ts";
import type { Place } from "../core/place.ts";
import type { Delivery, Store } from "../core/ports.ts";
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
  const event = stored[version - 1]?.event;
  if (event?.type === "unreachable" || event?.type === "reachable") {
    return { view: reachNotice(event, organisation), version };
  }
  const events = stored.map((one) => one.event).filter(isRequestEvent);
  if (what === "card") {
    const request = fold(events);
    return (
      request && {
        view: requestCard(request, organisation, viewerOf(place, organisation)),
        version: stored.length,
      }
    );
  }
  const request = fold(events.slice(0, version));
  const said = events[version - 1];
  const view = request && said && announcement(said, request, organisation);
  return view && { view, version };
}

function viewerOf(place: Place, { people }: Organisation): Person | undefined {
  if (place.kind === "channel") return undefined;
  return people.find(({ id, slack }) => place.id === (place.platform === "slack" ? slack : id));
}
