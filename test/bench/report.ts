// The figures as Markdown.
import { cpus, loadavg } from "node:os";
import type { Comparison } from "./compare.ts";
import { counted, type Goal, isReached, type Judged, times } from "./goals.ts";
import type { Life } from "./life.ts";
import { table } from "./markdown.ts";
import type { Round } from "./round.ts";
import type { Rush } from "./rush.ts";
import { median } from "./stats.ts";
import type { Rest, Starts } from "./still.ts";

/** `flushMs`: what the disk needs. */
export const heading = (flushMs: number): string =>
  `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC · Node ${process.version} · ` +
  `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"} · load average ${loadavg()[0]?.toFixed(1)} · ` +
  `a flush to this disk takes ${flushMs.toFixed(2)} ms`;

export const comparisonTable = (comparisons: readonly Comparison[]): string =>
  table(
    ["work", "connections", "acks/s", "×", "p50 ms", "p99 ms", "×", "CPU µs", "×", "MB", "rounds", "others"],
    comparisons.map((one) => {
      const pairs = counted(one);
      const both = (figure: (round: Round) => number, digits: number) =>
        [0, 1]
          .map((side) => median(pairs.map((pair) => figure(pair[side] as Round))).toFixed(digits))
          .join(" / ");
      return [
        one.work.name,
        String(one.connections),
        both(({ rate }) => rate, 0),
        times(one, ({ rate }) => rate).toFixed(2),
        both(({ p50 }) => p50, 1),
        both(({ p99 }) => p99, 1),
        times(one, ({ p99 }) => p99).toFixed(2),
        both(({ cpu }) => cpu, 0),
        times(one, ({ cpu }) => cpu).toFixed(2),
        both(({ memory }) => memory, 0),
        `${pairs.length} of ${one.pairs.length}`,
        median(pairs.flatMap((pair) => pair.map(({ others }) => others))).toFixed(1),
      ];
    }),
  );

export const lifeTable = (lives: readonly Life[]): string =>
  table(
    [
      "people at once",
      "requests",
      "late answers",
      "decisions/s",
      "p50 ms",
      "p99 ms",
      "messages",
      "messages/s",
      "all true after s",
      "stale",
    ],
    lives.map((life) => [
      String(life.connections),
      String(life.requests),
      String(life.late),
      life.rate.toFixed(0),
      life.p50.toFixed(1),
      life.p99.toFixed(1),
      String(life.shown),
      life.shownRate.toFixed(0),
      life.behind.toFixed(1),
      String(life.stale),
    ]),
  );

export const rushTable = (rushes: readonly Rush[]): string =>
  table(
    ["clicks at once on one card", "half answered after ms", "all after ms"],
    rushes.map(({ people, p50, last }) => [String(people), p50.toFixed(0), last.toFixed(0)]),
  );

export const stillTable = (starts: Starts, rest: Rest): string =>
  table(
    ["what", "figure"],
    [
      ...Object.entries(starts).map(([name, all]) => [
        `${name}: start to first answer`,
        `${median(all).toFixed(0)} ms`,
      ]),
      ["breakglass at rest", `${rest.ours.toFixed(0)} MB`],
      ["@slack/bolt and botbuilder imported, at rest", `${rest.imported.toFixed(0)} MB`],
    ],
  );

/** Each store has a column of its own: what one of them misses, none of the others makes good. */
export function goalTable(judged: readonly Judged[]): string {
  const [first] = judged;
  return table(
    ["goal (× the bare framework, worst of the rows)", "wanted", ...judged.map(({ kind }) => kind)],
    (first?.goals ?? []).map((goal, row) => [
      goal.what,
      goal.least === undefined ? `≤ ${goal.most}` : `≥ ${goal.least}`,
      ...judged.map(({ goals }) => reached(goals[row] ?? goal)),
    ]),
  );
}

function reached(goal: Goal): string {
  if (goal.measured === undefined) return "–";
  return `${Number(goal.measured.toFixed(2))} ${isReached(goal) ? "reached" : "**not reached**"}`;
}
