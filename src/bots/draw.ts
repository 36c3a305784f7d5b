// What a delivery shows: a card from the state of this moment, an announcement from the state its event left.
import type { AlertEvent } from "../core/alert/events.ts";
import { incidentOf } from "../core/alert/hearers.ts";
import { type Alert, foldAlert } from "../core/alert/state.ts";
import { parseAlertId } from "../core/ids.ts";
import type { Organisation, Person } from "../core/organisation.ts";
import type { Place } from "../core/place.ts";
import type { Delivery, Incident, Store, StoredEvent } from "../core/ports.ts";
import { fold } from "../core/request/act.ts";
import type { Request } from "../core/request/state.ts";
import type { View } from "../core/view.ts";
import { alertAnnouncement } from "../core/views/alert-announcement.ts";
import { alertCard } from "../core/views/alert-card.ts";
import { announcement } from "../core/views/announcement.ts";
import { reachNotice } from "../core/views/reach.ts";
import { requestCard } from "../core/views/request-card.ts";
import { readAlert } from "./alerts.ts";
import { alertEvents, isAlertEvent, isRequestEvent, requestEvents } from "./event-kinds.ts";
import { readRequest } from "./requests.ts";

/** `version`: what the view shows, at the least. Undefined: there is nothing to show. */
export type Drawn = { view: View; version: number; incident?: Incident };

export async function draw(
  store: Store,
  organisation: Organisation,
  { stream, what, version, place }: Delivery,
): Promise<Drawn | undefined> {
  if (what === "announcement") return drawAnnouncement(store, stream, version, organisation);
  return drawCard(store, stream, organisation, viewerOf(place, organisation));
}

/** `viewer`: whose copy it is; undefined for a channel. */
export async function drawCard(
  store: Store,
  stream: string,
  organisation: Organisation,
  viewer: Person | undefined,
): Promise<Drawn | undefined> {
  if (parseAlertId(stream)) {
    const read = await readAlert(store, stream);
    if (!read) return undefined;
    const request = await requestOf(store, read.alert);
    return { view: alertCard(read.alert, request, organisation, viewer), version: read.version };
  }
  const stored = await store.read(stream);
  const request = fold(requestEvents(stored));
  return request && { view: requestCard(request, organisation, viewer), version: stored.length };
}

/** What was said about the event at `version`, in the words of that moment. */
export async function drawAnnouncement(
  store: Store,
  stream: string,
  version: number,
  organisation: Organisation,
): Promise<Drawn | undefined> {
  const stored = await store.read(stream);
  const event = stored[version - 1]?.event;
  if (!event || event.type === "turned-away") return undefined;
  const past = stored.slice(0, version);
  if (isAlertEvent(event)) return alertSaid(store, event, past, organisation);
  if (!isRequestEvent(event)) return { view: reachNotice(event, organisation), version };
  const request = fold(requestEvents(past));
  const view = request && announcement(event, request, organisation);
  return view && { view, version };
}

async function alertSaid(
  store: Store,
  event: AlertEvent,
  past: readonly StoredEvent[],
  organisation: Organisation,
): Promise<Drawn | undefined> {
  const alert = foldAlert(alertEvents(past));
  if (!alert) return undefined;
  const view = alertAnnouncement(event, alert, await requestOf(store, alert), organisation);
  const incident = incidentOf(event, alert);
  return view && { view, version: past.length, ...(incident && { incident }) };
}

/** The request that an alert is matched with, as it is now. */
export async function requestOf(store: Store, { subject }: Alert): Promise<Request | undefined> {
  const id = subject.kind === "blind" ? undefined : subject.request;
  return id && readRequest(store, id);
}

function viewerOf(place: Place, { people }: Organisation): Person | undefined {
  if (place.kind === "channel") return undefined;
  return people.find(({ id, slack }) => place.id === (place.platform === "slack" ? slack : id));
}
