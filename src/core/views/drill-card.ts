// A drill's card: what is to be done next, each step with whoever ticked it, and in the end the report.
import { type DrillCommand, decideDrill } from "../drill/decide.ts";
import { type DrillStep, drillSteps } from "../drill/events.ts";
import { type Drill, isOverDrill } from "../drill/state.ts";
import { shareIn } from "../drill/why-not.ts";
import type { Organisation, Person } from "../organisation.ts";
import { actor } from "../people.ts";
import type { Actor } from "../request/decide.ts";
import type { Request } from "../request/state.ts";
import type { Button, DrillAction, View } from "../view.ts";
import { drillButtonWords, drillTitle, drillTone, tickWords } from "../words/drill.ts";
import { drillSituation, nextStep, stepAsks } from "../words/drill-steps.ts";
import { drillFacts } from "./drill-facts.ts";
import { drillReport } from "./drill-report.ts";
import { shownTo } from "./drill-shown.ts";
import { drillTold } from "./drill-told.ts";
import { buttonForm } from "./forms.ts";

/**
 * `viewer`: whose copy it is; undefined for a channel that may know of it, where everybody's buttons stand and the
 * rules decide. `rehearsal`: its request, if it has one.
 */
export function drillCard(
  drill: Drill,
  organisation: Organisation,
  viewer: Person | undefined,
  rehearsal?: Request,
): View {
  const shown = viewer ? shownTo(drill, viewer) : drill;
  const told = drillTold(shown, organisation);
  return {
    title: `${shown.id} · ${drillTitle(shown)}`,
    tone: drillTone(shown),
    severity: undefined,
    lines: drillSituation(told),
    facts: isOverDrill(shown) ? drillReport(shown, organisation).facts : drillFacts(told, organisation),
    buttons: buttons(shown, organisation, viewer ? actor(viewer) : anybody(shown), rehearsal),
  };
}

/** An admin who also responds, and who neither leads nor watches. */
const anybody = ({ id }: Drill): Actor => ({
  person: `anybody ${id}` as Actor["person"],
  ids: [],
  roles: ["admin", "responder"],
  groups: [],
});

/** The rules themselves say which buttons fit: each is tried, and shown if it would not be refused. The next step first. */
function buttons(
  drill: Drill,
  organisation: Organisation,
  by: Actor,
  rehearsal: Request | undefined,
): readonly Button[] {
  const at = drill.witness?.at ?? drill.leader?.at ?? drill.plannedAt;
  const may = (wish: Wished<DrillCommand>) =>
    "events" in decideDrill({ by, at, ...wish }, drill, organisation.policy);
  const fits: [DrillAction, boolean][] = [
    [{ verb: "start", drill: drill.id }, may({ type: "start", announced: true, inUse: false })],
    [{ verb: "witness", drill: drill.id }, may({ type: "witness" })],
    [{ verb: "rehearse", drill: drill.id }, mayRehearse(drill, by)],
    ...drillSteps
      .filter((step) => isItsTurn(step, drill) && may({ type: "tick", step }))
      .slice(0, mostTicks)
      .map((step): [DrillAction, boolean] => [{ verb: "tick", drill: drill.id, step }, true]),
    [
      { verb: "sign-off", drill: drill.id },
      may({ type: "sign-off", note: words, ...shareIn(rehearsal, by) }),
    ],
    [{ verb: "fail", drill: drill.id }, may({ type: "fail", reason: words })],
  ];
  const found = fits.filter(([, fit]) => fit).map(([action]) => drillButton(action, drill, organisation));
  const next = found.find(({ action }) => isNext(action as DrillAction, drill));
  if (!next) return found;
  return [{ ...next, style: "primary" }, ...found.filter((button) => button !== next)];
}

/** The next ones, for a phone. Any other can be ticked by typed words. */
const mostTicks = 4;

/** What is done with the account is offered once it may be used. */
const isItsTurn = (step: DrillStep, { seen }: Drill): boolean =>
  seen.approved !== undefined || drillSteps.indexOf(step) < drillSteps.indexOf("custody-opened");

type Wished<C> = C extends DrillCommand ? Omit<C, "by" | "at"> : never;

const words = "as good words as any";

/** What a responder asks for then is an ordinary request, and has its own rules. */
const mayRehearse = ({ status, request }: Drill, { roles }: Actor): boolean =>
  status === "running" && request === undefined && roles.includes("responder");

function isNext({ verb, step }: DrillAction, drill: Drill): boolean {
  if (verb === "fail") return false;
  if (drill.status !== "running") return true;
  const asked: DrillStep | undefined = nextStep(drill);
  if (verb === "tick") return step === asked;
  return verb === "rehearse" ? asked === "custody-opened" : asked === undefined;
}

export function drillButton(action: DrillAction, { account }: Drill, organisation: Organisation): Button {
  const { verb, step = drillSteps[0] } = action;
  const form = buttonForm(action, organisation, { account });
  return {
    action,
    ...(verb === "tick" ? tickWords(step, stepAsks[step]) : drillButtonWords[verb]),
    ...(form ? { form } : {}),
  };
}
