// What goes wrong when: all of it follows from the seed, so that a run can be repeated.
import { type Random, seeded } from "../kit/stubborn.ts";

/** One thing at a time goes wrong with each. */
export type Lane = "node-1" | "node-2" | "database" | "slack" | "teams" | "entra" | "pager";
/** Milliseconds; `at` since the beginning, `ms` how long it lasts. `ahead`: seconds, of a clock that is set anew. */
export type Planned = { lane: Lane; kind: string; at: number; ms: number; ahead: number };

/** Each kind as often as it is listed. */
export type Menu = Readonly<Partial<Record<Lane, readonly string[]>>>;

/** Seconds of quiet in a lane, and seconds that a trouble lasts; the pace of a run divides both. */
const gap = { least: 4, most: 18 };
const length = { least: 1, most: 9 };
/** Seconds. Further apart the store itself says that a clock is wrong, and the node is not ready. */
const mostAhead = 4;

/** `pace`: 1 is a long run's; 3 is three times as busy. */
export function schedule(menu: Menu, seed: number, seconds: number, pace: number): readonly Planned[] {
  const lanes = Object.entries(menu) as [Lane, readonly string[]][];
  return lanes
    .flatMap(([lane, kinds], index) => ofLane(lane, kinds, seeded(seed * 31 + index), seconds * 1_000, pace))
    .toSorted((a, b) => a.at - b.at);
}

function ofLane(lane: Lane, kinds: readonly string[], random: Random, end: number, pace: number): Planned[] {
  const between = ({ least, most }: typeof gap) =>
    Math.round(((least + random() * (most - least)) * 1_000) / pace);
  const planned: Planned[] = [];
  for (let at = Math.round(between(gap) * random()); ; ) {
    const kind = kinds[Math.floor(random() * kinds.length)];
    const ms = between(length);
    const ahead = Math.round((random() * 2 - 1) * mostAhead * 10) / 10;
    if (kind === undefined || at + ms > end) return planned;
    planned.push({ lane, kind, at, ms, ahead });
    at += ms + between(gap);
  }
}
