// What a run came to, as text: figures, and what is needed to see a failure again.
import { quantile } from "../bench/stats.ts";
import type { Invariant, Ran } from "./run.ts";

/** Of each broken invariant; the whole list is in the folder that is kept. */
const mostLines = 12;

/** Whether every invariant held. */
export const isSound = ({ broken }: Ran): boolean =>
  Object.values(broken).every(({ length }) => length === 0);

export function report(ran: Ran): string {
  const { options, database, tally, troubles, wire, requests, signIns, takenAway, woken, gaveUp, broken } =
    ran;
  const inSeconds = (all: readonly number[], q: number) =>
    all.length === 0 ? "–" : (quantile(all, q) / 1_000).toFixed(1);
  const waited = woken.map(({ waited }) => waited);
  const fair = woken.map(({ fair }) => fair);
  const count = (...kinds: readonly RegExp[]) =>
    troubles.filter(({ kind }) => kinds.some((one) => one.test(kind))).length;
  const lost = (...names: readonly Invariant[]) => names.reduce((sum, name) => sum + broken[name].length, 0);
  return [
    `${options.store}: ${database}; ${options.seconds} s of troubles, seed ${options.seed}`,
    `  clicks     ${tally.sent} sent: ${tally.acknowledged} acknowledged, ${tally.toldToTryAgain} told to try again, ${tally.unanswered} not answered; of the last two ${tally.recordedUnheard} on record`,
    `  requests   ${requests}; somebody lost patience ${gaveUp.length} times`,
    `  sign-ins   ${signIns}; ${woken.length} Sev 0, first heard of after ${inSeconds(waited, 0.5)} s in the middle, ${inSeconds(waited, 1)} s at the worst, at most ${inSeconds(fair, 1)} s of that without troubles`,
    `  troubles   ${count(/^kill/)} kills, ${count(/deployment/)} restarts, ${count(/freeze/)} freezes; ${countsOf(troubles)}`,
    `  the wire   held back ${wire.hold}, doubled ${wire.double}, dropped ${wire.drop}, lost the answer of ${wire.mute}`,
    `  losses     ${lost("all is done in the end", "every acknowledged click is in the log exactly once", "every sign-in is told once, every Sev 0 in time")}`,
    `  duplicates ${lost("nothing is shown twice")} shown in the end; ${takenAway} were posted and taken away again`,
    ...Object.entries(broken).flatMap(([name, wrong]) =>
      wrong.length === 0
        ? [`  held       ${name}`]
        : [`  BROKEN     ${name}: ${wrong.length}`, ...linesOf(wrong)],
    ),
    ...(isSound(ran) ? [] : [`  again      ${commandOf(ran)}`]),
  ].join("\n");
}

const commandOf = ({ options: { store, seed, seconds, pace } }: Ran): string =>
  `npm run chaos -- --store ${store} --seed ${seed} --minutes ${seconds / 60} --pace ${pace}`;

const linesOf = (wrong: readonly string[]): string[] => [
  ...wrong.slice(0, mostLines).map((line) => `    - ${line}`),
  ...(wrong.length > mostLines ? [`    … and ${wrong.length - mostLines} more`] : []),
];

/** The kinds of each part's troubles, the nodes' own left out. */
function countsOf(troubles: Ran["troubles"]): string {
  const byLane = Map.groupBy(
    troubles.filter(({ lane }) => !lane.startsWith("node")),
    ({ lane }) => lane,
  );
  return [...byLane]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([lane, all]) => {
      const kinds = Map.groupBy(all, ({ kind }) => kind);
      return `${lane}: ${[...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(", ")}`;
    })
    .join("; ");
}
