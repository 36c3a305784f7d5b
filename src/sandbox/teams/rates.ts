// How often a bot may speak in one conversation: Teams' published windows, all of which must have room.

export type Rate = { count: number; seconds: number };

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, "per bot per thread". */
export const teamsRates: readonly Rate[] = [
  { count: 7, seconds: 1 },
  { count: 8, seconds: 2 },
  { count: 60, seconds: 30 },
  { count: 1800, seconds: 3600 },
];

export type TooOften = { rate: Rate; retryAfter: number };

/** Counts a call of `key`, or says which window is full; a refused call does not count. */
export function keepRates(
  rates: readonly Rate[],
  clock: () => number,
): (key: string) => TooOften | undefined {
  const longest = Math.max(0, ...rates.map((rate) => rate.seconds)) * 1000;
  const calls = new Map<string, number[]>();
  return (key) => {
    const now = clock();
    const recent = (calls.get(key) ?? []).filter((at) => at > now - longest);
    calls.set(key, recent);
    for (const rate of rates) {
      const oldest = recent.at(-rate.count);
      const free = oldest === undefined ? now : oldest + rate.seconds * 1000;
      if (free > now) return { rate, retryAfter: Math.ceil((free - now) / 1000) };
    }
    recent.push(now);
    return undefined;
  };
}
