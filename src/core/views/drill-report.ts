// What a drill came to: who led, witnessed and signed it off, the measured times, and what was done.
import type { Drill } from "../drill/state.ts";
import { said } from "../mask.ts";
import type { Organisation } from "../organisation.ts";
import { personOf } from "../people.ts";
import type { Fact, Line, View } from "../view.ts";
import { drillFactWords, drillLabels, drillTone } from "../words/drill.ts";
import { drillTimes, elapsed, reportTitle } from "../words/drill-report.ts";
import { accountFactOf, fact, moment, socFact, stepFacts, whoFacts } from "./drill-facts.ts";
import { drillTold } from "./drill-told.ts";

/** Of a drill that is over; before that, of what is measured so far. */
export function drillReport(drill: Drill, organisation: Organisation): View {
  const told = drillTold(drill, organisation);
  return {
    title: `${drill.id} · ${reportTitle}`,
    tone: drillTone(drill),
    severity: undefined,
    lines: [],
    facts: [
      accountFactOf(drill, organisation),
      ...ending(drill, organisation),
      ...whoFacts(told),
      ...ran(drill),
      ...(drill.leader ? [socFact(drill)] : []),
      ...(drill.request ? [fact(drillLabels.request, [drill.request])] : []),
      ...(drill.witness
        ? [...measuredTimes(drill), ...stepFacts(drill, organisation, drillLabels.left)]
        : []),
    ],
    buttons: [],
  };
}

export const measuredTimes = ({ seen }: Drill): Fact[] =>
  drillTimes.map(({ label, from, to, what }) => fact(label, [elapsed(seen[from], seen[to], what)]));

/** Whoever let it fail did not sign it off, and the report says so. */
function ending({ status, outcome }: Drill, organisation: Organisation): Fact[] {
  if (!outcome) return [];
  const { by, at, words } = outcome;
  const line: Line = [
    by ? { person: personOf(organisation, by) } : drillFactWords.bot,
    ", ",
    moment(at),
    ...(words ? [": ", said(words)] : []),
  ];
  if (status === "finished") return [fact(drillLabels.finished, line)];
  return [fact(drillLabels.failed, line), fact(drillLabels.finished, [drillFactWords.nobody])];
}

function ran({ witness, outcome }: Drill): Fact[] {
  if (!witness || !outcome) return [];
  return [fact(drillLabels.ran, [moment(witness.at), drillFactWords.to, moment(outcome.at)])];
}
