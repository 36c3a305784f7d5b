// Alerts in the store: read, act, append; and once more when somebody else was first.
import { type AlertCommand, decideAlert } from "../core/alert/decide.ts";
import type { AlertEvent } from "../core/alert/events.ts";
import { owedOnAlert } from "../core/alert/owed.ts";
import { recordAlert } from "../core/alert/record.ts";
import { type Alert, foldAlert } from "../core/alert/state.ts";
import type { AlertId } from "../core/ids.ts";
import type { Organisation } from "../core/organisation.ts";
import { channels } from "../core/people.ts";
import { type Chat, placeKey } from "../core/place.ts";
import type { Appended, Store } from "../core/ports.ts";
import { recordRefusal } from "../core/record.ts";
import type { Refusal } from "../core/refusal.ts";
import type { RequestEvent } from "../core/request/events.ts";
import { alertEvents, isAlertEvent } from "./event-kinds.ts";

/** An alert, and the version of its stream that it was read at. */
export type ReadAlert = { alert: Alert; version: number };

export type AlertOutcome =
  | { type: "done"; events: readonly AlertEvent[]; alert: Alert }
  | { type: "refused"; why: Refusal; alert: Alert };

/** More racing clicks than this on one alert at one time are a fault, not a race. */
const mostTries = 50;

export async function readAlert(store: Store, id: string): Promise<ReadAlert | undefined> {
  const stored = await store.read(id);
  const alert = foldAlert(alertEvents(stored));
  return alert && { alert, version: stored.length };
}

export async function readAlerts(store: Store, ids: readonly string[]): Promise<ReadAlert[]> {
  const read = await Promise.all(ids.map((id) => readAlert(store, id)));
  return read.filter((one) => one !== undefined);
}

/** Those that wait for a person, or for sight. */
export const liveAlerts = async (store: Store): Promise<ReadAlert[]> =>
  readAlerts(store, await store.live("AL-"));

/** A command on an alert that exists. */
export async function runAlert(
  store: Store,
  organisation: Organisation,
  id: AlertId,
  command: AlertCommand,
  key: string,
): Promise<AlertOutcome> {
  for (let tries = 0; tries < mostTries; tries++) {
    const read = await readAlert(store, id);
    if (!read) throw new Error(`${id} is not on record`);
    const outcome = await once(store, organisation, read, command, key);
    if (outcome) return outcome;
  }
  throw new Error(`${id} changed under ${mostTries} tries`);
}

/** Undefined: somebody else was first, look again. */
async function once(
  store: Store,
  organisation: Organisation,
  { alert, version }: ReadAlert,
  command: AlertCommand,
  key: string,
): Promise<AlertOutcome | undefined> {
  const decision = decideAlert(command, alert);
  if ("refused" in decision) return refuse(store, alert, command, decision.refused, key);
  const [first, ...others] = decision.events;
  const after = foldAlert(decision.events, alert);
  if (!first || !after) throw new Error(`${command.type} on ${alert.id} was decided without an event`);
  const appended = await store.append(recordAlert([first, ...others], after, version, key, organisation));
  if (appended.type === "conflict") return undefined;
  return appended.type === "repeated" ? again(appended, alert) : done(decision.events, after);
}

const done = (events: readonly AlertEvent[], alert: Alert): AlertOutcome => ({ type: "done", events, alert });

async function refuse(
  store: Store,
  alert: Alert,
  { by, at, type }: AlertCommand,
  why: Refusal,
  key: string,
): Promise<AlertOutcome> {
  const refused: RequestEvent = { type: "refused", at, by: by.person, wish: type, why };
  const appended = await store.append(recordRefusal(alert.id, refused, key));
  return appended.type === "repeated" ? again(appended, alert) : { type: "refused", why, alert };
}

/** The same click once more: it hears what it heard. */
function again({ events }: Extract<Appended, { type: "repeated" }>, alert: Alert): AlertOutcome {
  const before = events.map(({ event }) => event);
  const refused = before.find((event) => event.type === "refused");
  return refused ? { type: "refused", why: refused.why, alert } : done(before.filter(isAlertEvent), alert);
}

/** What time alone owes on an alert. A conflict means that somebody acted: the next tick looks again. */
export async function catchUpAlert(
  store: Store,
  organisation: Organisation,
  id: string,
  now: Temporal.Instant,
): Promise<void> {
  const read = await readAlert(store, id);
  if (!read) return;
  const { alert, version } = read;
  const silent = await silentChats(store, organisation, id);
  const [first, ...others] = owedOnAlert(alert, now, organisation, silent);
  if (!first) return;
  const events: [AlertEvent, ...AlertEvent[]] = [first, ...others];
  const after = foldAlert(events, alert);
  if (after) await store.append(recordAlert(events, after, version, `tick/${id}/${version}`, organisation));
}

/** Chats whose SOC channel has not taken all of this alert yet. */
async function silentChats(store: Store, organisation: Organisation, id: string): Promise<Chat[]> {
  const soc = new Set(channels(organisation, "soc").map(placeKey));
  const waiting = (await store.waiting(id)).filter((place) => soc.has(placeKey(place)));
  return [...new Set(waiting.map(({ platform }) => platform))].filter((one) => one !== "fallback");
}
