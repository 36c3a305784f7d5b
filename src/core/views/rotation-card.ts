// A rotation's card: why a credential must be renewed, how, what proves it, whose word is missing.
import type { Organisation, Person } from "../organisation.ts";
import { actor } from "../people.ts";
import type { Actor } from "../request/decide.ts";
import { decideRotation } from "../rotation/decide.ts";
import type { Rotation } from "../rotation/state.ts";
import { type Button, type RotationAction, rotationVerbs, type View } from "../view.ts";
import { loudness, rotationButtonWords, rotationTitle } from "../words/rotation.ts";
import { rotationSituation } from "../words/rotation-steps.ts";
import { buttonForm } from "./forms.ts";
import { rotationFacts } from "./rotation-facts.ts";
import { rotationTold, trials } from "./rotation-told.ts";

/** `viewer`: whose copy it is; undefined for a channel, where everybody's buttons stand and the rules decide. */
export function rotationCard(
  rotation: Rotation,
  organisation: Organisation,
  viewer: Person | undefined,
): View {
  const told = rotationTold(rotation, organisation);
  return {
    title: `${rotation.id} · ${rotationTitle(rotation, told.label)}`,
    ...loudness(rotation),
    lines: rotationSituation(told),
    facts: rotationFacts(told, organisation),
    buttons: buttons(rotation, organisation, viewer ? actor(viewer) : anybody(rotation)),
  };
}

/** The rules themselves say which buttons fit: each is tried, and shown if it would not be refused. */
const buttons = (rotation: Rotation, organisation: Organisation, by: Actor): readonly Button[] =>
  rotationVerbs
    .filter((verb) => "events" in decideRotation({ by, at: rotation.openedAt, ...trials[verb] }, rotation))
    .map((verb) => rotationButton(verb, rotation, organisation));

/** An admin whose use it was not. */
const anybody = ({ id }: Rotation): Actor => ({
  person: `anybody ${id}` as Actor["person"],
  ids: [],
  roles: ["admin"],
  groups: [],
});

export function rotationButton(
  verb: RotationAction["verb"],
  { id }: Rotation,
  organisation: Organisation,
): Button {
  const action: RotationAction = { verb, rotation: id };
  const form = buttonForm(action, organisation);
  return { action, ...rotationButtonWords[verb], ...(form ? { form } : {}) };
}
