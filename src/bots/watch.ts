// The watch: reads Entra's log, has every new row judged and told, and says when it cannot see.
import { isBefore, later } from "../core/moments.ts";
import type { LogSource, Organisation, Watch } from "../core/organisation.ts";
import type { EntraLog, Look } from "../core/ports/entra.ts";
import type { Store } from "../core/ports/store.ts";
import type { Row } from "../core/sign-in/row.ts";
import { type Blindness, blindness, type Sight, wasAway } from "../core/sign-in/sight.ts";
import type { WatchState } from "../core/views/alerts.ts";
import { awayWords, silentWords, unwrittenWords } from "../core/words/sight.ts";
import { noteSight } from "./blindness.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";
import type { PartState } from "./readiness.ts";
import { type KnownSight, parseSight, sightText } from "./sight-text.ts";
import { take } from "./take.ts";

/** Milliseconds one look may take, and never longer than the time until the next one. */
const patience = 20_000;

export type WatchParts = {
  store: Store;
  organisation: () => Organisation;
  now: () => Temporal.Instant;
  log: Log;
  entraLog: EntraLog;
  watch: Watch;
  /** Rows that were not seen before. */
  onRows?: (rows: readonly Row[]) => void;
};

export type SightNow = Partial<Sight> & { blind: (Blindness & { why: string }) | undefined };

/** The log has more to tell: look again at once. */
type More = { more: boolean };

/** For people who ask. */
export function watchState(watch: Watch | undefined, sight: SightNow | undefined): WatchState {
  if (!watch || !sight) return { state: "none" };
  const { source } = watch;
  return sight.blind
    ? { state: "blind", source, since: sight.blind.since }
    : { state: "sees", source, newest: sight.heartbeat };
}

/** For /readyz: before the first look is over, the watch counts as seeing. */
export const partState = (sight: SightNow | undefined, now: Temporal.Instant): PartState => ({
  ready: !sight?.blind,
  since: (sight?.blind?.since ?? sight?.lookedAt ?? now).toString(),
  ...(sight?.blind && { why: sight.blind.why }),
});

/** Several nodes may watch: a row is told by whoever is first. `wake`: look now, something may have happened. */
export function startWatch(parts: WatchParts): Loop & { read(): SightNow } {
  const { entraLog, watch, log } = parts;
  const stopping = new AbortController();
  const begun = parts.now();
  let sight: SightNow = { blind: undefined };
  const loop = startLoop({
    name: `watch ${entraLog.source}`,
    interval: watch.every * 1_000,
    log,
    async work() {
      const { more, ...seen } = await lookOnce(parts, stopping.signal);
      sight = seen;
      return more;
    },
  });
  return {
    wake: loop.wake,
    read: () => sightStill(sight, begun, parts.now(), watch),
    async stop() {
      stopping.abort();
      await loop.stop();
    },
  };
}

/** What the last look found, unless it is too old to be believed: looks that break off (no database, say) find nothing. */
function sightStill(sight: SightNow, begun: Temporal.Instant, now: Temporal.Instant, watch: Watch): SightNow {
  const since = sight.lookedAt ?? begun;
  if (sight.blind || !wasAway(since, now, watch)) return sight;
  return { ...sight, blind: { since, cause: "unreadable", why: awayWords } };
}

/**
 * One look, to its end: rows first, then what is said about our own sight, then how far we have come. Killed anywhere,
 * the next look finds the same again, and tells what was not told.
 */
export async function lookOnce(parts: WatchParts, stopping: AbortSignal): Promise<SightNow & More> {
  const { store, entraLog, watch, now, log } = parts;
  const known = await lastSight(store);
  const before = known ?? firstSight(now());
  const within = AbortSignal.timeout(Math.min(patience, watch.every * 1_000));
  const read = await entraLog.look(before.next, AbortSignal.any([stopping, within]));
  if (stopping.aborted) return { ...before, blind: undefined, more: false };
  const { look, fresh } = await told(parts, read, before);
  parts.onRows?.(fresh);
  const after = look.type === "seen" ? advanced(before, look, now()) : before;
  const lost = blindness(after, now(), watch);
  const why = look.type === "blind" ? look.why : silentWords(entraLog.source);
  const blind = lost && { ...lost, why };
  if (look.type === "blind") log.warn({ why }, "could not look");
  const awaySince =
    look.type === "seen" && known && wasAway(known.lookedAt, now(), watch) ? known.lookedAt : undefined;
  await noteSight(parts, { blind, awaySince, rows: fresh.length });
  if (look.type === "seen" || !known) await store.remember(placeOf(entraLog.source), sightText(after));
  return { ...after, blind, more: look.type === "seen" && look.more };
}

const placeOf = (source: LogSource): string => `watch/${source}`;
const sources: readonly LogSource[] = ["log-analytics", "graph"];

/** Of whichever source was read last: another one goes on where it ended, so that no hour is left out between them. */
async function lastSight(store: Store): Promise<KnownSight | undefined> {
  const all = await Promise.all(
    sources.map(async (source) => parseSight(await store.recall(placeOf(source)))),
  );
  return all
    .filter((sight) => sight !== undefined)
    .toSorted((a, b) => Temporal.Instant.compare(b.lookedAt, a.lookedAt))
    .at(0);
}

/** Rows that cannot be put on record were not seen: nobody is told of them. */
async function told(
  parts: WatchParts,
  look: Look,
  before: KnownSight,
): Promise<{ look: Look; fresh: readonly Row[] }> {
  if (look.type === "blind") return { look, fresh: [] };
  try {
    return { look, fresh: await take(parts, ours(look.rows, before)) };
  } catch (error) {
    parts.log.error({ err: error }, "rows could not be put on record");
    return { look: { type: "blind", why: unwrittenWords }, fresh: [] };
  }
}

/** A source that does not say when a row became readable tells a day back: what was before our first look is not ours. */
const ours = (rows: readonly Row[], { since }: KnownSight): readonly Row[] =>
  rows.filter(({ readable, at }) => readable !== undefined || !isBefore(at, since));

/** What happened before Breakglass began to watch is not its to tell. */
const firstSight = (now: Temporal.Instant): KnownSight => ({
  next: now,
  lookedAt: now,
  heartbeat: undefined,
  since: now,
});

const advanced = (
  before: KnownSight,
  look: Extract<Look, { type: "seen" }>,
  now: Temporal.Instant,
): KnownSight => ({
  ...before,
  next: look.next,
  lookedAt: now,
  heartbeat: newest(before.heartbeat, look.heartbeat),
});

function newest(
  a: Temporal.Instant | undefined,
  b: Temporal.Instant | undefined,
): Temporal.Instant | undefined {
  if (!a || !b) return a ?? b;
  return later(a, b);
}
