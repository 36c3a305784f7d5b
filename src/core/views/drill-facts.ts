// The facts on a drill's card: why and when, who, and the twelve steps in their order.
import { type DrillStep, drillSteps } from "../drill/events.ts";
import { type Drill, isHidden, stepsLeft } from "../drill/state.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf, personOf } from "../people.ts";
import type { Fact, Inline, Line } from "../view.ts";
import { drillFactWords, drillLabels, reasonWords } from "../words/drill.ts";
import type { DrillTold } from "../words/drill-steps.ts";
import { accountWords, list } from "../words/request.ts";

export function drillFacts(told: DrillTold, organisation: Organisation): Fact[] {
  const { drill, because, drillEvery, admins } = told;
  const planned = [
    fact(drillLabels.due, [moment(drill.due)]),
    fact(drillLabels.why, reasonWords(drill.reason, because, drillEvery)),
  ];
  switch (drill.status) {
    case "scheduled":
      return [accountFactOf(drill, organisation), ...planned, fact(drillLabels.asked, list(admins))];
    case "started":
      return [accountFactOf(drill, organisation), ...planned, ...whoFacts(told), socFact(drill)];
    default:
      return [
        accountFactOf(drill, organisation),
        ...whoFacts(told),
        socFact(drill),
        ...(drill.request ? [fact(drillLabels.request, [drill.request])] : []),
        ...stepFacts(drill, organisation, drillLabels.open),
      ];
  }
}

export const fact = (label: string, value: Line): Fact => ({ label, value });

export const moment = (at: Temporal.Instant): Inline => ({ moment: at, show: "date-time" });

export function accountFactOf({ account: id }: Drill, organisation: Organisation): Fact {
  const account = accountOf(organisation, id);
  return fact(drillLabels.account, [account ? accountWords(account) : id]);
}

export const whoFacts = ({ leader, witness }: DrillTold): Fact[] => [
  ...(leader ? [fact(drillLabels.leader, [{ person: leader }])] : []),
  ...(witness ? [fact(drillLabels.witness, [{ person: witness }])] : []),
];

export function socFact(drill: Drill): Fact {
  const { toldOnceRunning, toldFirst, mustNotKnow, notTold } = drillFactWords;
  const told = drill.status === "started" ? toldOnceRunning : toldFirst;
  return fact(drillLabels.soc, [drill.announced ? told : isHidden(drill) ? mustNotKnow : notTold]);
}

/** Those that are done, each with whoever did it; what is not, in one fact: twelve lines are too long for a phone. */
export function stepFacts(drill: Drill, organisation: Organisation, labelOfRest: string): Fact[] {
  const left = stepsLeft(drill).map(stepLabel);
  return [
    ...drillSteps.flatMap((step) => {
      const done = drill.steps[step];
      return done ? [fact(stepLabel(step), doneWords(done, drill, organisation))] : [];
    }),
    ...(left.length > 0 ? [fact(labelOfRest, [left.join(", ")])] : []),
  ];
}

const stepLabel = (step: DrillStep): string => drillLabels.step(drillSteps.indexOf(step) + 1, step);

/** `seen by Breakglass, 10:42`, `Ada, 10:45`. */
function doneWords(done: Done, drill: Drill, organisation: Organisation): Line {
  const at = whenDone(done.at, drill, organisation);
  return done.by ? [{ person: personOf(organisation, done.by) }, ", ", at] : [drillFactWords.seen, at];
}

type Done = NonNullable<Drill["steps"][DrillStep]>;

/** On the day on which the drill began, the time alone says enough. */
function whenDone(at: Temporal.Instant, { witness }: Drill, { timeZone }: Organisation): Inline {
  const day = (of: Temporal.Instant) => of.toZonedDateTimeISO(timeZone).toPlainDate();
  return { moment: at, show: witness && day(witness.at).equals(day(at)) ? "time" : "date-time" };
}
