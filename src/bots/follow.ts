// Follows the log: whatever changes what a sign-in means has it judged anew, told where it belongs, and its duties owed.
import type { AlertEvent } from "../core/alert/events.ts";
import { isOnCard } from "../core/alert/hearers.ts";
import { recordAlert } from "../core/alert/record.ts";
import { type Alert, foldAlert } from "../core/alert/state.ts";
import { parseAlertId, parseDrillId, parseRequestId, parseRotationId } from "../core/ids.ts";
import { isAfter } from "../core/moments.ts";
import type { StoredEvent } from "../core/ports/store.ts";
import { fold } from "../core/request/act.ts";
import type { Request } from "../core/request/state.ts";
import { flagsOwed } from "../core/sign-in/flags.ts";
import { rejudged } from "../core/sign-in/rejudge.ts";
import { signedIn } from "../core/sign-in/signed-in.ts";
import { alertsAround, alertsOfRequest, momentsOf } from "../core/sign-in/spans.ts";
import { Unreadable } from "../core/unreadable.ts";
import { alertCard } from "../core/views/alert-card.ts";
import { alertLife, readAlert } from "./alerts.ts";
import { noteDrill, noteRehearsal } from "./drills.ts";
import { isAlertEvent, requestEvents } from "./event-kinds.ts";
import { followDuties, followRotation, oweForUse } from "./follow-duties.ts";
import { othersFirst, readInTurn } from "./in-turn.ts";
import { note, type Read } from "./life.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";
import { noteOnRequest, readRequest } from "./requests.ts";
import { type TakeParts, windowsAround } from "./take.ts";

type FollowParts = TakeParts & { log: Log };

/** Milliseconds between looks when nothing woke the loop. */
const interval = 2_000;
/** Events looked at in one turn. */
const eventsAtOnce = 1_000;
/** Seconds between notes of how far we came. What is followed twice changes nothing. */
const noteEvery = 5;
const place = "follow";
const mostTries = 50;

/**
 * Every node follows the whole log. An alert and a request that race each other are both followed after the later one
 * of them, so that whoever comes last sees both.
 */
export function startFollow(parts: FollowParts): Loop {
  const { store, now, log } = parts;
  let upTo: number | undefined;
  let noted = now();
  let skipped = false;
  const keepPlace = async () => {
    if (upTo === undefined || skipped) return; // whoever goes on from there must meet what was skipped
    await store.remember(place, String(upTo));
    noted = now();
  };
  const loop = startLoop({
    name: "follow",
    interval,
    log,
    async work() {
      upTo ??= Number((await store.recall(place)) ?? 0);
      const tail = await store.tail(upTo, eventsAtOnce);
      if (tail.upTo === upTo) return false;
      for (const { stream, message } of await followStreams(parts, tail.streams)) {
        log.warn({ stream, why: message }, "not followed: left to a newer version of breakglass");
        skipped = true;
      }
      upTo = tail.upTo;
      if (!isAfter(noted.add({ seconds: noteEvery }), now())) await keepPlace();
      return true;
    },
  });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await keepPlace().catch((error: unknown) =>
        log.warn({ err: error }, "not noted how far the log is followed"),
      );
    },
  };
}

/**
 * Streams that something was added to. Rejects when the store does: then they are followed once more. Gives what could
 * not be read here, so that only a newer version can follow it.
 */
export async function followStreams(parts: TakeParts, streams: readonly string[]): Promise<Unreadable[]> {
  const left: Unreadable[] = [];
  for (const stream of streams) {
    await followStream(parts, stream).catch((error: unknown) => {
      if (!(error instanceof Unreadable)) throw error;
      left.push(error);
    });
    await othersFirst();
  }
  return left;
}

async function followStream(parts: TakeParts, stream: string): Promise<void> {
  if (parseAlertId(stream)) await followAlert(parts, stream);
  else if (parseRequestId(stream)) await followRequest(parts, stream);
  else if (parseRotationId(stream)) await followRotation(parts, stream);
  else if (parseDrillId(stream)) await noteDrill(parts, stream);
}

async function followRequest(parts: TakeParts, id: string): Promise<void> {
  const { store, organisation } = parts;
  const stored = await store.read(id);
  const request = fold(requestEvents(stored));
  if (!request) return;
  for (const alert of await store.spanning(alertsOfRequest(request, organisation().policy))) {
    await settle(parts, alert);
    await noteRequest(parts, alert, stored);
  }
  await oweForUse(parts, request);
  if (!request.drill) return;
  await noteRehearsal(parts, request);
  await noteDrill(parts, request.drill.id);
}

/** Its card was drawn with the request as it stood at the alert's own last change: has it said something else since? */
async function noteRequest(
  { store, organisation, now }: TakeParts,
  alert: string,
  ofRequest: readonly StoredEvent[],
): Promise<void> {
  const request = fold(requestEvents(ofRequest));
  await note(alertLife, store, organisation(), alert, "request-changed", (state, ofAlert) => {
    if (!request || state.subject.kind === "blind" || state.subject.request !== request.id) return [];
    const drawn = ofAlert.findLast(({ event }) => isAlertEvent(event) && isOnCard(event))?.seq ?? 0;
    const then = ofRequest.filter(({ seq }) => seq < drawn);
    if (then.length === ofRequest.length) return [];
    const card = (known: Request | undefined) =>
      JSON.stringify(alertCard(state, known, organisation(), undefined));
    return card(fold(requestEvents(then))) === card(request)
      ? []
      : [{ type: "request-changed", at: now(), request: request.id }];
  });
}

/** A failed attempt may cast a doubt on the success beside it; on another failed one it casts none. */
async function followAlert(parts: TakeParts, id: string): Promise<void> {
  const { store, organisation } = parts;
  const alert = await settle(parts, id);
  if (alert) await followDuties(parts, alert);
  const moments = alert && momentsOf(alert.signIns);
  if (!moments || !alert.signIns.some(({ outcome }) => outcome === "failed")) return;
  const { policy } = organisation();
  for (const other of await store.spanning(alertsAround(moments.from, moments.until, policy))) {
    const found = other === id ? undefined : await readAlert(store, other);
    if (found && hasSuccess(found.state)) await settle(parts, other);
    await othersFirst();
  }
}

/** Only then anything can be flagged. */
const hasSuccess = ({ signIns }: Alert): boolean => signIns.some(({ outcome }) => outcome === "success");

/** Brings an alert to what its rows mean now. A conflict means that it changed meanwhile: look again. */
async function settle(parts: TakeParts, id: string): Promise<Alert | undefined> {
  for (let tries = 0; tries < mostTries; tries++) {
    const found = await readAlert(parts.store, id);
    if (!found || found.state.subject.kind !== "sign-in") return found?.state;
    const alert = await settleOnce(parts, found);
    if (!alert) continue;
    await saySignedIn(parts, alert);
    return alert;
  }
  throw new Error(`${id} changed under ${mostTries} tries`);
}

/** A sign-in that belongs to a request is said there: once for each alert, whoever notices. */
async function saySignedIn(parts: TakeParts, alert: Alert): Promise<void> {
  const first = signedIn(alert);
  if (!first) return;
  const { request: id, at: signedInAt, from } = first;
  await noteOnRequest(parts, id, `signed-in/${alert.id}`, ({ signIns }) =>
    signIns.some((one) => one.alert === alert.id)
      ? []
      : [{ type: "signed-in", at: parts.now(), alert: alert.id, signedInAt, from }],
  );
}

async function settleOnce(
  parts: TakeParts,
  { state: alert, version }: Read<Alert>,
): Promise<Alert | undefined> {
  const { store, organisation, now } = parts;
  const moments = momentsOf(alert.signIns);
  if (!moments) return alert;
  const at = now();
  const index = await windowsAround(parts, moments.from, moments.until);
  const judged = rejudged(alert, index).map((one): AlertEvent => ({ type: "alert-rejudged", at, ...one }));
  const after = foldAlert(judged, alert) ?? alert;
  const near = hasSuccess(after) ? await neighbours(parts, after, moments) : [];
  const flags = flagsOwed(after, near, organisation().policy);
  const flagged = flags.map((flag): AlertEvent => ({ type: "alert-flagged", at, flag }));
  const [first, ...others] = [...judged, ...flagged];
  if (!first) return alert;
  const settled = foldAlert(flagged, after) ?? after;
  const key = `settle/${alert.id}/${version}`;
  const appended = await store.append(recordAlert([first, ...others], settled, version, key, organisation()));
  return appended.type === "conflict" ? undefined : settled;
}

/** Alerts of about the same time, and those of the same request. */
async function neighbours(
  { store, organisation }: TakeParts,
  alert: Alert,
  { from, until }: { from: Temporal.Instant; until: Temporal.Instant },
): Promise<readonly Alert[]> {
  const { policy } = organisation();
  const { subject } = alert;
  const of = subject.kind === "sign-in" && subject.request;
  const request = of ? await readRequest(store, of) : undefined;
  const ids = new Set([
    ...(await store.spanning(alertsAround(from, until, policy))),
    ...(request ? await store.spanning(alertsOfRequest(request, policy)) : []),
  ]);
  ids.delete(alert.id);
  return (await readInTurn(store, [...ids])).map(({ state }) => state);
}
