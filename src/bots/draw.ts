// What a delivery shows: a card from the state of this moment, an announcement from the state its event left.
import type { AlertEvent } from "../core/alert/events.ts";
import { incidentOf } from "../core/alert/hearers.ts";
import { type Alert, foldAlert } from "../core/alert/state.ts";
import type { DrillEvent } from "../core/drill/events.ts";
import { foldDrill } from "../core/drill/state.ts";
import { parseAlertId, parseDrillId, parseRotationId } from "../core/ids.ts";
import type { Organisation, Person } from "../core/organisation.ts";
import type { Place } from "../core/place.ts";
import type { Incident } from "../core/ports/messenger.ts";
import type { Delivery, Store, StoredEvent } from "../core/ports/store.ts";
import { fold } from "../core/request/act.ts";
import type { Request } from "../core/request/state.ts";
import type { RotationEvent } from "../core/rotation/events.ts";
import { foldRotation } from "../core/rotation/state.ts";
import type { View } from "../core/view.ts";
import { alertAnnouncement } from "../core/views/alert-announcement.ts";
import { alertCard } from "../core/views/alert-card.ts";
import { announcement } from "../core/views/announcement.ts";
import { drillAnnouncement } from "../core/views/drill-announcement.ts";
import { drillCard } from "../core/views/drill-card.ts";
import { reachNotice } from "../core/views/reach.ts";
import { requestCard } from "../core/views/request-card.ts";
import { rotationAnnouncement } from "../core/views/rotation-announcement.ts";
import { rotationCard } from "../core/views/rotation-card.ts";
import { readAlert } from "./alerts.ts";
import { drillLife } from "./drills.ts";
import {
  alertEvents,
  isAlertEvent,
  isDrillEvent,
  isRequestEvent,
  isRotationEvent,
  requestEvents,
} from "./event-kinds.ts";
import { read } from "./life.ts";
import { readRequest, rehearsalOf } from "./requests.ts";
import { rotationLife } from "./rotations.ts";

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
    const found = await readAlert(store, stream);
    if (!found) return undefined;
    const request = await requestOf(store, found.state);
    return { view: alertCard(found.state, request, organisation, viewer), version: found.version };
  }
  if (parseRotationId(stream)) {
    const found = await read(rotationLife, store, stream);
    return found && { view: rotationCard(found.state, organisation, viewer), version: found.version };
  }
  if (parseDrillId(stream)) {
    const found = await read(drillLife, store, stream);
    if (!found) return undefined;
    const rehearsal = await rehearsalOf(store, found.state);
    return { view: drillCard(found.state, organisation, viewer, rehearsal), version: found.version };
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
  if (isRotationEvent(event)) return rotationSaid(event, past, organisation);
  if (isDrillEvent(event)) return drillSaid(event, past, organisation);
  if (!isRequestEvent(event)) return { view: reachNotice(event, organisation), version };
  const request = fold(requestEvents(past));
  const view = request && announcement(event, request, organisation);
  return view && { view, version };
}

function rotationSaid(
  event: RotationEvent,
  past: readonly StoredEvent[],
  organisation: Organisation,
): Drawn | undefined {
  const rotation = foldRotation(past.map((one) => one.event).filter(isRotationEvent));
  const view = rotation && rotationAnnouncement(event, rotation, organisation);
  return view && { view, version: past.length };
}

function drillSaid(
  event: DrillEvent,
  past: readonly StoredEvent[],
  organisation: Organisation,
): Drawn | undefined {
  const drill = foldDrill(past.map((one) => one.event).filter(isDrillEvent));
  const view = drill && drillAnnouncement(event, drill, organisation);
  return view && { view, version: past.length };
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
