// Alerts in the store.
import { type AlertCommand, decideAlert } from "../core/alert/decide.ts";
import type { AlertEvent } from "../core/alert/events.ts";
import { owedOnAlert } from "../core/alert/owed.ts";
import { recordAlert } from "../core/alert/record.ts";
import { type Alert, foldAlert } from "../core/alert/state.ts";
import type { Organisation } from "../core/organisation.ts";
import { channels } from "../core/people.ts";
import { type Chat, placeKey } from "../core/place.ts";
import type { Store } from "../core/ports/store.ts";
import { isAlertEvent } from "./event-kinds.ts";
import { type Life, note, type Read, read, readAll } from "./life.ts";

export const alertLife: Life<Alert, AlertEvent, AlertCommand> = {
  isOwn: isAlertEvent,
  fold: foldAlert,
  decide: decideAlert,
  record: recordAlert,
};

export const readAlert = (store: Store, id: string): Promise<Read<Alert> | undefined> =>
  read(alertLife, store, id);

export const readAlerts = (store: Store, ids: readonly string[]): Promise<Read<Alert>[]> =>
  readAll(alertLife, store, ids);

/** Those that wait for a person, or for sight. */
export const liveAlerts = async (store: Store): Promise<Read<Alert>[]> =>
  readAlerts(store, await store.live("AL-"));

/** What time alone owes on an alert. */
export async function catchUpAlert(
  store: Store,
  organisation: Organisation,
  id: string,
  now: Temporal.Instant,
): Promise<void> {
  const silent = await silentChats(store, organisation, id);
  await note(alertLife, store, organisation, id, "tick", (alert) =>
    owedOnAlert(alert, now, organisation, silent),
  );
}

/** Chats whose SOC channel has not taken all of this alert yet. */
async function silentChats(store: Store, organisation: Organisation, id: string): Promise<Chat[]> {
  const soc = new Set(channels(organisation, "soc").map(placeKey));
  const waiting = (await store.waiting(id)).filter((place) => soc.has(placeKey(place)));
  return [...new Set(waiting.map(({ platform }) => platform))].filter((one) => one !== "fallback");
}
