// Rows that follow each other closely, and the alert that takes them: how one burst grows, in either direction.
import type { Alert } from "../alert/state.ts";
import { mostRowsOfAlert } from "../policy.ts";
import type { Row } from "./row.ts";

/** Rows in the order of their moments, and these, in milliseconds since 1970, beside them. */
export type Sorted = { rows: readonly Row[]; moments: readonly number[] };

/** Part of sorted rows, by their places; `until` no longer belongs to it. */
export type Part = { from: number; until: number };

/** An alert that may take more, and what it takes. */
export type Open = {
  alert: Alert;
  /** Of its rows, sorted. */
  moments: readonly number[];
  room: number;
  taken: Part[];
};

export function openOf(alert: Alert): Open {
  const moments = [...alert.signIns, ...alert.changes].map(({ at }) => at.epochMilliseconds);
  return {
    alert,
    moments: moments.sort((a, b) => a - b),
    room: mostRowsOfAlert - moments.length,
    taken: [],
  };
}

/** Cut wherever more than `gap` milliseconds lie between two rows. */
export function chains(moments: readonly number[], gap: number): Part[] {
  const found: Part[] = [];
  let from = 0;
  for (let next = 1; next <= moments.length; next++) {
    if (next < moments.length && (moments[next] as number) - (moments[next - 1] as number) <= gap) continue;
    found.push({ from, until: next });
    from = next;
  }
  return found;
}

/**
 * The alert takes of this chain what it has room for, from where they touch onwards, so that it stays without gaps.
 * Returns what is left on either side; the whole chain when they do not touch.
 */
export function take(open: Open, chain: Part, moments: readonly number[], gap: number): Part[] {
  const seed = open.room > 0 ? firstNear(open.moments, chain, moments, gap) : undefined;
  if (seed === undefined) return [chain];
  const until = Math.min(chain.until, seed + open.room);
  const from = Math.max(chain.from, until - open.room);
  open.taken.push({ from, until });
  open.room -= until - from;
  return [
    { from: chain.from, until: from },
    { from: until, until: chain.until },
  ].filter((part) => part.from < part.until);
}

/** Place of the first row of the chain that is near enough to any of `others`. One walk through both: both are sorted. */
function firstNear(
  others: readonly number[],
  { from, until }: Part,
  moments: readonly number[],
  gap: number,
): number | undefined {
  let next = 0;
  for (let place = from; place < until; place++) {
    const moment = moments[place] as number;
    while (next < others.length && (others[next] as number) < moment - gap) next += 1;
    if (next === others.length) return undefined;
    if ((others[next] as number) <= moment + gap) return place;
  }
  return undefined;
}

/** As many new alerts as it needs. */
export function inAlerts({ from, until }: Part): Part[] {
  const found: Part[] = [];
  for (let at = from; at < until; at += mostRowsOfAlert)
    found.push({ from: at, until: Math.min(until, at + mostRowsOfAlert) });
  return found;
}
