// One wish about alerts, of one known person, to its answer.
import { type AlertCommand, usersOf } from "../core/alert/decide.ts";
import { type Alert, isWaiting } from "../core/alert/state.ts";
import type { AlertId } from "../core/ids.ts";
import type { Person } from "../core/organisation.ts";
import { actor, callerId } from "../core/people.ts";
import type { Heard } from "../core/ports/desk.ts";
import type { Store } from "../core/ports/store.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Request } from "../core/request/state.ts";
import type { View } from "../core/view.ts";
import { alertCard } from "../core/views/alert-card.ts";
import { alertsList } from "../core/views/alerts.ts";
import { alertDone, refused } from "../core/views/answers.ts";
import type { Wish } from "../core/wish.ts";
import { alertLife, liveAlerts, readAlert } from "./alerts.ts";
import type { DeskParts } from "./desk.ts";
import { requestOf } from "./draw.ts";
import { insidersOf } from "./kept.ts";
import { run } from "./life.ts";
import { readRequests } from "./requests.ts";

export type AlertWish = Extract<Wish, { type: "alerts" | "acknowledge" | "classify" | "close" }>;

/** A refusal that no alert has on record (there is none) is the caller's to record. */
export async function fulfilAlert(
  parts: DeskParts,
  person: Person,
  wish: AlertWish,
  heard: Heard,
): Promise<View | Refusal> {
  const { store, now } = parts;
  const organisation = parts.organisation();
  if (wish.type === "alerts") {
    const waiting = (await liveAlerts(store)).map(({ state }) => state).filter(isWaiting);
    return alertsList(waiting, organisation);
  }
  if (!wish.alert) return "which-alert";
  const read = await readAlert(store, wish.alert);
  if (!read) return "no-such-alert";
  const users = [
    ...usersOf(read.state, await requestsOf(store, read.state)),
    ...(await insidersOf(read.state, store)),
  ];
  const about = wish.about === undefined ? {} : { about: wish.about };
  const command: AlertCommand = { ...commandOf(wish), by: actor(person), at: now(), users, ...about };
  const outcome = await run(alertLife, store, organisation, wish.alert, command, heard.key);
  if (outcome.type === "done") return alertDone(outcome.events, outcome.state);
  return refused(outcome.why, undefined, callerId(heard.caller), organisation, outcome.state);
}

/** The rows of one burst may belong to several people's requests. */
function requestsOf(store: Store, { subject, signIns }: Alert): Promise<readonly Request[]> {
  const nearest = subject.kind === "blind" ? undefined : subject.request;
  const ids = [nearest, ...signIns.map(({ request }) => request)].filter((id) => id !== undefined);
  return readRequests(store, [...new Set(ids)]);
}

const commandOf = (wish: Exclude<AlertWish, { type: "alerts" }>) =>
  wish.type === "classify" ? { type: wish.type, class: wish.class, note: wish.note } : { type: wish.type };

/** The alert's card, with this person's own buttons. */
export async function alertStatus(
  { store, organisation }: DeskParts,
  id: AlertId,
  person: Person,
): Promise<View | Refusal> {
  const read = await readAlert(store, id);
  if (!read) return "no-such-alert";
  return alertCard(read.state, await requestOf(store, read.state), organisation(), person);
}
