// The goals, each as a ratio to the bare framework of the same run, and whether this run reached them on each store.
import type { Comparison, Pair } from "./compare.ts";
import type { Round } from "./round.ts";
import { median, quiet, ratio } from "./stats.ts";
import type { Rest, Starts } from "./still.ts";
import { type StoreKind, storeKinds } from "./stores.ts";

type Still = { starts: Starts; rest: Rest };
type Results = { comparisons: readonly Comparison[]; still: Still | undefined };

/** What was measured on one store. */
export type OnStore = { kind: StoreKind; comparisons: readonly Comparison[] };
export type Judged = { kind: StoreKind; goals: readonly Goal[] };

/** `measured` is undefined where this run did not look. */
export type Goal = { what: string; least?: number; most?: number; measured: number | undefined };

export const isReached = ({ least, most, measured }: Goal): boolean | undefined =>
  measured === undefined
    ? undefined
    : (least === undefined || measured >= least) && (most === undefined || measured <= most);

/** Rounds in which others took more than this of a core are left out, where as many as these remain. */
const calm = { most: 0.3, least: 3 };

/** The rounds that count. */
export const counted = ({ pairs }: Comparison): readonly Pair[] => quiet(pairs, calm);

export const times = (comparison: Comparison, figure: (round: Round) => number): number =>
  ratio(counted(comparison), figure);

const slack = ["command", "button"];
const teams = ["message", "invoke"];

/** Of each store that was measured, the worst row there. What needs no load is measured on SQLite. */
export const judge = (loaded: readonly OnStore[], still: Still | undefined): Judged[] =>
  storeKinds.flatMap((kind) => {
    const comparisons = loaded.find((one) => one.kind === kind)?.comparisons ?? [];
    const results = { comparisons, still: kind === "sqlite" ? still : undefined };
    return comparisons.length > 0 || results.still ? [{ kind, goals: goals(results) }] : [];
  });

function goals({ comparisons, still }: Results): Goal[] {
  const of = (works: readonly string[], connections: (n: number) => boolean) =>
    comparisons.filter((one) => works.includes(one.work.name) && connections(one.connections));
  const worst = (found: readonly Comparison[], figure: (round: Round) => number, pick: "min" | "max") =>
    found.length === 0 ? undefined : Math[pick](...found.map((one) => times(one, figure)));

  const crowd = (n: number) => n >= 16;
  const alone = (n: number) => n === 1;
  const rate = (round: Round) => round.rate;
  const cpu = (round: Round) => round.cpu;
  const p99 = (round: Round) => round.p99;
  const told = [...of(slack, crowd), ...of(teams, crowd)].filter(({ work }) => work.told);

  return [
    { what: "Slack, 16 and 64: acks/s", least: 0.8, measured: worst(of(slack, crowd), rate, "min") },
    { what: "Slack command, 1: acks/s", least: 0.4, measured: worst(of(["command"], alone), rate, "min") },
    { what: "Slack button, 1: acks/s", least: 0.5, measured: worst(of(["button"], alone), rate, "min") },
    { what: "Slack, 16 and 64: CPU per request", most: 1.3, measured: worst(of(slack, crowd), cpu, "max") },
    { what: "Slack, 16 and 64: p99", most: 1.5, measured: worst(of(slack, crowd), p99, "max") },
    { what: "Teams, 16 and 64: acks/s", least: 1, measured: worst(of(teams, crowd), rate, "min") },
    { what: "Teams, 1: acks/s", least: 0.7, measured: worst(of(teams, alone), rate, "min") },
    { what: "Teams, 16 and 64: CPU per request", most: 1.1, measured: worst(of(teams, crowd), cpu, "max") },
    { what: "Teams, 16 and 64: p99", most: 1.5, measured: worst(of(teams, crowd), p99, "max") },
    {
      what: "forged Slack request refused, 16",
      least: 2,
      measured: worst(
        of(["forged-slack"], (n) => n === 16),
        rate,
        "min",
      ),
    },
    {
      what: "forged Teams request refused, 16",
      least: 1.5,
      measured: worst(
        of(["forged-teams"], (n) => n === 16),
        rate,
        "min",
      ),
    },
    {
      what: "told/s of acks/s (of itself)",
      least: 0.9,
      measured: told.length === 0 ? undefined : Math.min(...told.map(doneOfAcks)),
    },
    {
      what: "private answers lost (count)",
      most: 0,
      measured: told.length === 0 ? undefined : told.reduce((lost, one) => lost + untold(one), 0),
    },
    {
      what: "start to first answer, of botbuilder",
      most: 1.5,
      measured: still && median(still.starts.breakglass) / median(still.starts.botbuilder),
    },
    {
      what: "memory at rest, of both imported",
      most: 1.25,
      measured: still && still.rest.ours / still.rest.imported,
    },
    {
      what: "memory under load, of botbuilder",
      most: 1.2,
      measured: worst(of(teams, crowd), (round) => round.memory, "max"),
    },
  ];
}

const doneOfAcks = (one: Comparison): number =>
  median(counted(one).map(([ours]) => ours.doneRate / ours.rate));

const untold = ({ pairs }: Comparison): number => pairs.reduce((lost, [ours]) => lost + ours.untold, 0);
