// An alert's card: what was seen, what it means, what to do now; drawn from its state at the moment of drawing.
import { type AlertCommand, decideAlert, usersOf } from "../alert/decide.ts";
import { type Alert, isWaiting } from "../alert/state.ts";
import type { Organisation, Person } from "../organisation.ts";
import { actor } from "../people.ts";
import type { Actor } from "../request/decide.ts";
import type { Request } from "../request/state.ts";
import { type AlertAction, alertVerbs, type Button, type View } from "../view.ts";
import { alertButtonWords, standing, titleOf, toneOf } from "../words/alert.ts";
import { alertSituation } from "../words/alert-steps.ts";
import { alertTold } from "./alert-card-told.ts";
import { alertFacts } from "./alert-facts.ts";
import { buttonForm } from "./forms.ts";

/**
 * `request`: the one that the alert is matched with. `viewer`: whose copy it is; undefined for a channel, where
 * everybody's buttons stand and the rules decide.
 */
export function alertCard(
  alert: Alert,
  request: Request | undefined,
  organisation: Organisation,
  viewer: Person | undefined,
): View {
  const told = alertTold(alert, request, organisation);
  return {
    title: `${alert.id} · ${titleOf(alert)}${standing(alert)}`,
    tone: toneOf(alert),
    severity: alert.severity,
    lines: alertSituation(told),
    facts: alertFacts(told, organisation),
    buttons: buttons(alert, request, organisation, viewer ? actor(viewer) : anybody(alert)),
  };
}

/** The rules themselves say which buttons fit: each is tried, and shown if it would not be refused. */
function buttons(
  alert: Alert,
  request: Request | undefined,
  organisation: Organisation,
  by: Actor,
): readonly Button[] {
  const who = { by, at: alert.raisedAt, users: usersOf(alert, request ? [request] : []) };
  const [next, ...others] = alertVerbs
    .filter((verb) => wanted[verb](alert) && "events" in decideAlert({ ...who, ...trials[verb] }, alert))
    .map((verb) => alertButton(verb, alert, organisation));
  if (!next) return [];
  return [isWaiting(alert) ? { ...next, style: "primary" } : next, ...others];
}

/** Somebody of the SOC whose use it was not. */
const anybody = ({ id }: Alert): Actor => ({
  person: `anybody ${id}` as Actor["person"],
  ids: [],
  roles: ["soc"],
  groups: [],
});

type Verb = AlertAction["verb"];
type Wished<C> = C extends AlertCommand ? Omit<C, "by" | "at" | "users" | "about"> : never;

const trials: Record<Verb, Wished<AlertCommand>> = {
  acknowledge: { type: "acknowledge" },
  classify: { type: "classify", class: "drill", note: "as good a note as any" },
  close: { type: "close" },
};

/** What the rules allow and nobody needs is left to typed words: what waits for nobody, blindness that ends by itself. */
const wanted: Record<Verb, (alert: Alert) => boolean> = {
  acknowledge: isWaiting,
  classify: ({ subject }) => subject.kind !== "blind",
  close: ({ classified }) => classified !== undefined,
};

export function alertButton(verb: Verb, alert: Alert, organisation: Organisation): Button {
  const action: AlertAction = { verb, alert: alert.id, about: alert.graver };
  const form = buttonForm(action, organisation);
  return { action, ...alertButtonWords[verb], ...(form ? { form } : {}) };
}
