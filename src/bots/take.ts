// New rows of Entra's log, each put on record once: judged, gathered into alerts, told.
import type { AlertEvent } from "../core/alert/events.ts";
import { recordAlert } from "../core/alert/record.ts";
import { type Alert, foldAlert } from "../core/alert/state.ts";
import { rotationWithout } from "../core/drill/kept.ts";
import { type AlertId, alertId } from "../core/ids.ts";
import { isBefore } from "../core/moments.ts";
import type { Organisation } from "../core/organisation.ts";
import type { Append, Store } from "../core/ports/store.ts";
import { rotationsAround } from "../core/rotation/span.ts";
import { flagsOwed } from "../core/sign-in/flags.ts";
import { type Gathered, gather, isFresh } from "../core/sign-in/gather.ts";
import { subjectOf } from "../core/sign-in/judge.ts";
import type { Row } from "../core/sign-in/row.ts";
import { alertsAround, momentsOf, requestsAround } from "../core/sign-in/spans.ts";
import { knownWindow } from "../core/sign-in/window.ts";
import { indexWindows, type WindowIndex } from "../core/sign-in/window-index.ts";
import { readInTurn } from "./in-turn.ts";
import type { Read } from "./life.ts";
import { readRequests } from "./requests.ts";
import { readRotations } from "./rotations.ts";

export type TakeParts = { store: Store; organisation: () => Organisation; now: () => Temporal.Instant };

/** Rows that one event tells of; a long burst is several events. */
const rowsOfEvent = 100;
/** Rows further apart than this are looked at for themselves: longer than any burst, shorter than a day's requests. */
const apartHours = 6;
/** Bursts that go to the disk together: more would make everybody else wait. */
const burstsAtOnce = 20;
/** Somebody else who takes the same rows is done after a few; more conflicts than this are a fault. */
const mostTries = 50;

/**
 * Those of the rows that nobody took before, all on record now. Rejects with the first that it could not write; what
 * cannot be written holds up nothing that happened hours before or after.
 */
export async function take(parts: TakeParts, rows: readonly Row[]): Promise<readonly Row[]> {
  const fresh = await untaken(parts.store, rows);
  let left = fresh;
  for (let tries = 0; left.length > 0; tries++) {
    if (tries === mostTries) throw new Error(`${left.length} rows could not be put on record`);
    const wrong: unknown[] = [];
    for (const rows of nearEachOther(left))
      await appendAll(parts, rows).catch((error: unknown) => wrong.push(error));
    if (wrong.length > 0) throw wrong[0];
    left = await untaken(parts.store, left);
  }
  return fresh;
}

/** The fact that is taken in once, whichever node reads the row, and however often. */
const factOf = ({ kind, id }: Pick<Row, "kind" | "id">): string => `${kind}/${id}`;

async function untaken(store: Store, rows: readonly Row[]): Promise<readonly Row[]> {
  const taken = await store.taken(rows.map(factOf));
  return rows.filter((row) => !taken.has(factOf(row)));
}

/** One row with an absurd moment must not make us look through all of history for the others. */
function nearEachOther(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = [];
  for (const row of rows.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))) {
    const last = groups.at(-1)?.at(-1);
    const isNear = last && !isBefore(last.at.add({ hours: apartHours }), row.at);
    if (isNear) groups.at(-1)?.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** Every burst of these rows, until somebody else is in the way: then what is left is looked at anew. */
async function appendAll(parts: TakeParts, rows: readonly Row[]): Promise<void> {
  const { store } = parts;
  const { accounts, people, watch, policy } = parts.organisation();
  const moments = momentsOf(rows);
  if (!moments) return;
  const { from, until } = moments;
  const guarded = { accounts, people, exclusionGroups: watch?.exclusionGroups ?? [] };
  const index = await windowsAround(parts, from, until);
  const near = await readInTurn(store, await store.spanning(alertsAround(from, until, policy)));
  const judged = rows.map((row) => ({ row, subject: subjectOf(row, index, guarded) }));
  const known = near.map(({ state }) => state);
  const growing = known.filter((alert) => isFresh(alert, parts.now(), policy));
  for (const bursts of inParts(gather(judged, growing, policy), burstsAtOnce)) {
    let number = await store.nextNumber("AL-");
    const appends = bursts.map((burst) => {
      const into = near.find(({ state }) => state === burst.into);
      const { append, alert } = toAppend(parts, burst, into, into?.state.id ?? alertId(number++), known);
      known.push(alert);
      return append;
    });
    const appended = await Promise.all(appends.map((append) => store.append(append)));
    if (appended.some(({ type }) => type === "conflict")) return;
  }
}

/** As the SOC may know it: what an unannounced drill set going explains nothing. */
export async function windowsAround(
  { store, organisation }: Pick<TakeParts, "store" | "organisation">,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<WindowIndex> {
  const requests = await readRequests(store, await store.spanning(requestsAround(from, until)));
  const rotations = await readRotations(store, await store.spanning(rotationsAround(from, until)));
  const windows = requests.map(knownWindow).filter((window) => window !== undefined);
  const secret = new Set(requests.flatMap(({ drill }) => (drill && !drill.known ? drill.id : [])));
  const known = rotations.flatMap((rotation) => rotationWithout(rotation, secret) ?? []);
  return indexWindows(windows, organisation().policy, known);
}

/** `near`: alerts that may make this one graver from its beginning. */
function toAppend(
  { organisation, now }: TakeParts,
  { subject, signIns, changes }: Gathered,
  into: Read<Alert> | undefined,
  id: AlertId,
  near: readonly Alert[],
): { append: Append; alert: Alert } {
  const at = now();
  const seen: AlertEvent[] = [
    ...inParts(signIns, rowsOfEvent).map((rows): AlertEvent => ({ type: "sign-ins-seen", at, rows })),
    ...inParts(changes, rowsOfEvent).map((rows): AlertEvent => ({ type: "changes-seen", at, rows })),
  ];
  const raised: AlertEvent[] = into ? [] : [{ type: "alert-raised", at, alert: id, subject }];
  const plain = foldAlert([...raised, ...seen], into?.state);
  const others = near.filter((one) => one.id !== id);
  const flags = plain ? flagsOwed(plain, others, organisation().policy) : [];
  const flagged = flags.map((flag): AlertEvent => ({ type: "alert-flagged", at, flag }));
  const [first, ...rest] = [...raised, ...seen, ...flagged];
  const alert = foldAlert(flagged, plain);
  if (!first || !alert) throw new Error("a burst without a row");
  const facts = [...signIns, ...changes].map(factOf);
  const version = into?.version ?? 0;
  // the key differs from try to try: what makes a row told once is the fact
  const key = `${id}/${version}/${facts[0]}`;
  return { append: recordAlert([first, ...rest], alert, version, key, organisation(), facts), alert };
}

function inParts<One>(all: readonly One[], size: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, part) =>
    all.slice(part * size, (part + 1) * size),
  );
}
