// A line of time, cut where its answer changes: what holds at a moment is found by halving, however much there is.

/** In milliseconds since 1970; `until` no longer belongs to it. */
export type Stretch<Thing> = { from: number; until: number; holds: Thing };

/** What holds at that millisecond. */
export type Line<Thing> = (moment: number) => Thing | undefined;

/** Laid out when it is asked for first. */
export function lazily<Thing>(stretches: () => readonly Stretch<Thing>[]): Line<Thing> {
  let laid: Line<Thing> | undefined;
  return (moment) => {
    laid ??= line(stretches());
    return laid(moment);
  };
}

/** Where stretches overlap, the one named earlier holds. */
function line<Thing>(stretches: readonly Stretch<Thing>[]): Line<Thing> {
  const cuts = cutsOf(stretches);
  const holds: (Thing | undefined)[] = Array(cuts.length).fill(undefined);
  // free[i]: where to look for the next part without an answer; so each part is visited once, not once per stretch
  const free = Uint32Array.from({ length: cuts.length + 1 }, (_, index) => index);
  for (const { from, until, holds: thing } of stretches) {
    const end = lastUpTo(cuts, until);
    for (let part = nextFree(free, lastUpTo(cuts, from)); part < end; part = nextFree(free, part)) {
      holds[part] = thing;
      free[part] = part + 1;
    }
  }
  return (moment) => holds[lastUpTo(cuts, moment)];
}

function cutsOf(stretches: readonly Stretch<unknown>[]): Float64Array {
  const ends = new Float64Array(2 * stretches.length);
  for (const [index, { from, until }] of stretches.entries()) {
    ends[2 * index] = from;
    ends[2 * index + 1] = until;
  }
  return ends.sort().filter((end, index, sorted) => index === 0 || end !== sorted[index - 1]);
}

/** Index of the last cut that is not after the moment; -1 before all. */
function lastUpTo(cuts: Float64Array, moment: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as number) <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Follows the marks, and shortens the way for the next one. */
function nextFree(free: Uint32Array, part: number): number {
  let at = part;
  for (let next = free[at] as number; next !== at; next = free[at] as number) {
    free[at] = free[next] as number;
    at = next;
  }
  return at;
}
