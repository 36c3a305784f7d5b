// Every form: what it is called, what it says first, and which button opens it. What was typed is read in read-forms.ts.
import type { AccountId } from "../ids.ts";
import type { Organisation } from "../organisation.ts";
import type { ButtonAction, Form, FormName, Line } from "../view.ts";
import { entraDown } from "../words/failures.ts";
import { declareWarning, formWords, introductionWords } from "../words/forms.ts";
import { reviewIntroduction } from "../words/review.ts";
import { fields } from "./form-fields.ts";

export { type Read, readClick, readSubmitted } from "./read-forms.ts";

type FormGiven = {
  about?: ButtonAction;
  /** What was typed behind the command, kept as the reason or the note. */
  words?: string;
  /** The account to offer first. */
  ready?: string;
  /** The account that it is about: of `rehearse` the only one, of `suspect` and `drill` the one that is chosen. */
  account?: AccountId;
  /** What is known of what it is about, said at its head. */
  lines?: readonly Line[];
};

export const form = (name: FormName, organisation: Organisation, given: FormGiven = {}): Form => ({
  name,
  ...(given.about ? { about: given.about } : {}),
  ...formWords[name],
  lines: [...introduction(name, given.about), ...(given.lines ?? [])],
  fields: fields(name, organisation, given),
});

function introduction(name: FormName, about: ButtonAction | undefined): readonly Line[] {
  switch (name) {
    case "request":
      return [[entraDown]];
    case "declare":
      return [[{ strong: declareWarning }], [entraDown]];
    case "declare-pending":
      return [[{ strong: declareWarning }]];
    case "review":
      return [reviewIntroduction(about && "request" in about ? about.request : undefined)];
    default: {
      const words = introductionWords[name];
      return words ? [[words]] : [];
    }
  }
}

const formOfVerb: Partial<Record<ButtonAction["verb"], FormName>> = {
  deny: "deny",
  extend: "extend",
  attest: "attest",
  declare: "declare-pending",
  classify: "classify",
  review: "review",
  "attest-rotation": "attest-rotation",
  start: "start-drill",
  rehearse: "rehearse",
  "sign-off": "sign-off",
  fail: "fail-drill",
};

/** The form a button opens before it counts, if it opens one. */
export function buttonForm(
  action: ButtonAction,
  organisation: Organisation,
  given: Pick<FormGiven, "account" | "lines"> = {},
): Form | undefined {
  const name = formOfVerb[action.verb];
  return name && form(name, organisation, { ...given, about: action });
}
