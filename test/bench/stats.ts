// Medians, quantiles and ratios of what was measured.

/** NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** Between the two in the middle where there is no middle one. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const at = (index: number) => sorted[Math.floor(index)] ?? Number.NaN;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}

type Pair<Round> = readonly [ours: Round, base: Round];

/**
 * How many times the base: taken within each round, for both saw the same minute of the machine, and then the median
 * of the rounds.
 */
export const ratio = <Round>(pairs: readonly Pair<Round>[], figure: (round: Round) => number): number =>
  median(pairs.map(([ours, base]) => figure(ours) / figure(base)));

/** The rounds in which others left us at least a part of the machine; all of them when too few were quiet. */
export function quiet<Round extends { others: number }>(
  pairs: readonly Pair<Round>[],
  { most, least }: { most: number; least: number },
): readonly Pair<Round>[] {
  const calm = pairs.filter((pair) => pair.every(({ others }) => others <= most));
  return calm.length >= least ? calm : pairs;
}
