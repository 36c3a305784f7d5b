// Says when the watch went blind, and when it sees again: once each, whichever node notices.

import type { AlertEvent, Subject } from "../core/alert/events.ts";
import { recordAlert } from "../core/alert/record.ts";
import { foldAlert } from "../core/alert/state.ts";
import { alertId } from "../core/ids.ts";
import { awayWords } from "../core/words/sight.ts";
import { readAlert } from "./alerts.ts";
import { readable } from "./newer.ts";
import type { WatchParts } from "./watch.ts";

type Noted = {
  blind: { since: Temporal.Instant; why: string } | undefined;
  /** Nobody looked since then, and now somebody sees again. */
  awaySince: Temporal.Instant | undefined;
  /** Rows that this look caught up. */
  rows: number;
};

/** Nodes that race each other for a number settle it after a few; more conflicts than this are a fault. */
const mostTries = 50;

export async function noteSight(parts: WatchParts, noted: Noted): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    if (await noteOnce(parts, noted)) return;
  }
  throw new Error(`sight could not be put on record in ${mostTries} tries`);
}

/** False: somebody else was first, look again. */
async function noteOnce(parts: WatchParts, { blind, awaySince, rows }: Noted): Promise<boolean> {
  const { store, organisation, now, entraLog } = parts;
  const at = now();
  const { found, left } = await readable(await store.live("AL-"), (id) => readAlert(store, id));
  const told = found.filter(({ state }) => state.subject.kind === "blind");
  const regained: AlertEvent = { type: "sight-regained", at, rows };
  if (!blind && told.length > 0) {
    // also of a source that is not read any more
    for (const { state: alert, version } of told) {
      const after = foldAlert([regained], alert);
      if (!after) continue;
      const key = `${alert.id}/regained`;
      const appended = await store.append(recordAlert([regained], after, version, key, organisation()));
      if (appended.type === "conflict") return false;
    }
    return true;
  }
  const isTold = told.some(
    ({ state: { subject } }) => subject.kind === "blind" && subject.source === entraLog.source,
  );
  const since = blind?.since ?? awaySince;
  if (!since || isTold) return true;
  const id = alertId(await store.nextNumber("AL-"));
  const subject: Subject = {
    kind: "blind",
    source: entraLog.source,
    since,
    why: blind?.why ?? awayWords,
  };
  const raised: AlertEvent = { type: "alert-raised", at, alert: id, subject };
  const events: [AlertEvent, ...AlertEvent[]] = blind ? [raised] : [raised, regained];
  const alert = foldAlert(events);
  if (!alert) return true;
  const key = blind ? `${id}/blind` : `away/${entraLog.source}/${since.toString()}`;
  const appended = await store.append(recordAlert(events, alert, 0, key, organisation()));
  if (appended.type === "conflict" && left) throw left; // told already, as it seems, in words of a newer version
  return appended.type !== "conflict";
}
