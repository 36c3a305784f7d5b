// Follows the log: whatever changes what a sign-in means has it judged anew, and told where it belongs.
import type { AlertEvent } from "../core/alert/events.ts";
import { recordAlert } from "../core/alert/record.ts";
import { type Alert, foldAlert } from "../core/alert/state.ts";
import { parseAlertId, parseRequestId } from "../core/ids.ts";
import { flagsOwed } from "../core/sign-in/flags.ts";
import { rejudged } from "../core/sign-in/rejudge.ts";
import { signedIn } from "../core/sign-in/signed-in.ts";
import { alertsAround, alertsOfRequest, momentsOf } from "../core/sign-in/spans.ts";
import { type ReadAlert, readAlert } from "./alerts.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";
import { noteSignIn, readRequest } from "./requests.ts";
import { othersFirst, readInTurn, type TakeParts, windowsAround } from "./take.ts";

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
  const note = async () => {
    if (upTo === undefined) return;
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
      await followStreams(parts, tail.streams);
      upTo = tail.upTo;
      if (Temporal.Instant.compare(noted.add({ seconds: noteEvery }), now()) <= 0) await note();
      return true;
    },
  });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await note().catch((error: unknown) =>
        log.warn({ err: error }, "not noted how far the log is followed"),
      );
    },
  };
}

/** Streams that something was added to. Rejects when the store does: then they are followed once more. */
export async function followStreams(parts: TakeParts, streams: readonly string[]): Promise<void> {
  for (const stream of streams) {
    if (parseAlertId(stream)) await followAlert(parts, stream);
    else if (parseRequestId(stream)) await followRequest(parts, stream);
    await othersFirst();
  }
}

async function followRequest(parts: TakeParts, id: string): Promise<void> {
  const { store, organisation } = parts;
  const request = await readRequest(store, id);
  if (!request) return;
  for (const alert of await store.spanning(alertsOfRequest(request, organisation().policy))) {
    await settle(parts, alert);
  }
}

/** A failed attempt may cast a doubt on the success beside it; on another failed one it casts none. */
async function followAlert(parts: TakeParts, id: string): Promise<void> {
  const { store, organisation } = parts;
  const alert = await settle(parts, id);
  const moments = alert && momentsOf(alert.signIns);
  if (!moments || !alert.signIns.some(({ outcome }) => outcome === "failed")) return;
  const { policy } = organisation();
  for (const other of await store.spanning(alertsAround(moments.from, moments.until, policy))) {
    const read = other === id ? undefined : await readAlert(store, other);
    if (read && hasSuccess(read.alert)) await settle(parts, other);
    await othersFirst();
  }
}

/** Only then anything can be flagged. */
const hasSuccess = ({ signIns }: Alert): boolean => signIns.some(({ outcome }) => outcome === "success");

/** Brings an alert to what its rows mean now. A conflict means that it changed meanwhile: look again. */
async function settle(parts: TakeParts, id: string): Promise<Alert | undefined> {
  for (let tries = 0; tries < mostTries; tries++) {
    const read = await readAlert(parts.store, id);
    if (!read || read.alert.subject.kind !== "sign-in") return read?.alert;
    const alert = await settleOnce(parts, read);
    if (!alert) continue;
    const first = signedIn(alert);
    if (first)
      await noteSignIn(parts.store, parts.organisation(), { alert: alert.id, ...first }, parts.now());
    return alert;
  }
  throw new Error(`${id} changed under ${mostTries} tries`);
}

async function settleOnce(parts: TakeParts, { alert, version }: ReadAlert): Promise<Alert | undefined> {
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
  return (await readInTurn(store, [...ids])).map((read) => read.alert);
}
