// Draws a form as an Adaptive Card, with what was wrong and what was typed before. Pure.
import type { Field, Form, Typed } from "../../core/view.ts";
import { execute, frame, submit, title } from "./elements.ts";
import { type Element, inert, line, plenty } from "./paint.ts";
import { texts } from "./texts.ts";

export type Filled = {
  /** The delivery key and stream of the card that the form was opened from. */
  card?: string | undefined;
  stream?: string | undefined;
  /** What is wrong, by field id. */
  errors?: Readonly<Record<string, string>>;
  typed?: Typed;
};

export function formCard(form: Form, { card, stream, errors = {}, typed = {} }: Filled = {}): Element {
  const look = {
    title: form.submit,
    style: "positive",
    data: { form: form.name, action: form.about, card, stream },
  };
  return {
    ...frame,
    body: [
      title(inert(form.title, true)),
      ...form.lines.map((each) => line(each, plenty)),
      ...inputs(form, { errors, typed }),
    ],
    actions: [{ ...execute("bg.submit", look), fallback: submit("bg.submit", look) }],
  };
}

/** The inputs carry their form's name, so that two forms of one card cannot be confused: `deny.reason`. */
export const inputs = (
  form: Form,
  { errors = {}, typed = {} }: Pick<Filled, "errors" | "typed">,
): Element[] =>
  form.fields.flatMap((field) => {
    const error = errors[field.id];
    return [
      ...(error
        ? [{ type: "TextBlock", text: inert(error, true), color: "attention", weight: "bolder", wrap: true }]
        : []),
      input(form.name, field, typed[field.id] ?? field.initial),
      ...(field.hint
        ? [
            {
              type: "TextBlock",
              text: inert(field.hint, true),
              isSubtle: true,
              size: "small",
              spacing: "none",
              wrap: true,
            },
          ]
        : []),
    ];
  });

function input(form: string, field: Field, value: string | undefined): Element {
  const common = {
    id: `${form}.${field.id}`,
    label: inert(field.label, true),
    isRequired: field.required,
    errorMessage: field.type === "text" && field.shortest ? texts.atLeast(field.shortest) : texts.needed,
    ...(value && { value }),
  };
  if (field.type === "choice")
    return {
      type: "Input.ChoiceSet",
      ...common,
      style: "compact",
      choices: field.options.map(({ value, label }) => ({ title: inert(label, true), value })),
    };
  return {
    type: "Input.Text",
    ...common,
    isMultiline: field.multiline,
    maxLength: field.longest,
    ...(field.shortest && { regex: `^[\\s\\S]{${field.shortest},}$` }),
  };
}
