// The same work on our bot and on the bare framework, round after round in turn, at each number of connections.
import { type Round, runRound } from "./round.ts";
import type { Platforms, Target } from "./targets.ts";
import type { Base, Work } from "./work.ts";

export type Pair = readonly [ours: Round, base: Round];
export type Comparison = { work: Work; connections: number; pairs: readonly Pair[] };

export type CompareOptions = {
  ours: Target;
  bases: Readonly<Record<Base, Target>>;
  platforms: Platforms;
  works: readonly Work[];
  connections: readonly number[];
  rounds: number;
  ms: number;
  warmUpMs: number;
  next: () => number;
  say: (line: string) => void;
};

/** Answers a second that no target here gives: so many requests are made before anything is known. */
const fastest = 12_000;
const warmUpConnections = 16;

/** `acknowledged`: answers of ours that said what is on record, those of the warm-up among them. */
export async function compare(
  options: CompareOptions,
): Promise<{ comparisons: Comparison[]; acknowledged: number }> {
  const comparisons: Comparison[] = [];
  let acknowledged = 0;
  for (const work of options.works) {
    options.say(work.name);
    const warm = { ours: await warmUp(options, work, "ours"), base: await warmUp(options, work, "base") };
    const heard = [warm.ours];
    for (const connections of options.connections) {
      const pairs: Pair[] = [];
      for (let round = 0; round < options.rounds; round += 1) {
        const run = (who: "ours" | "base") =>
          runRound({
            ...of(options, work, who),
            connections,
            ms: options.ms,
            expected: Math.max(warm[who].rate, 1_000),
          });
        // the first of a pair turns, so that neither always follows the other
        if (round % 2 === 0) {
          const ours = await run("ours");
          pairs.push([ours, await run("base")]);
        } else {
          const base = await run("base");
          pairs.push([await run("ours"), base]);
        }
      }
      comparisons.push({ work, connections, pairs });
      heard.push(...pairs.map(([ours]) => ours));
    }
    if (work.recorded) acknowledged += heard.reduce((sum, { answered }) => sum + answered, 0);
  }
  return { comparisons, acknowledged };
}

/** For the compiler and the caches. */
const warmUp = (options: CompareOptions, work: Work, who: "ours" | "base"): Promise<Round> =>
  runRound({
    ...of(options, work, who),
    connections: warmUpConnections,
    ms: options.warmUpMs,
    expected: fastest,
  });

const of = ({ ours, bases, platforms, next }: CompareOptions, work: Work, who: "ours" | "base") => ({
  who,
  target: who === "ours" ? ours : bases[work.base],
  platforms,
  work,
  next,
});
