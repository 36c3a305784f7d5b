// Draws a form, or a private answer, as a modal; and a view as somebody's home tab. Pure.
import type { HomeView, InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import type { Field, Form, View } from "../../core/view.ts";
import { blocks, named, plain } from "./blocks.ts";
import { type CarriedByForm, formMetadata } from "./carried.ts";
import { cut, inert } from "./clean.ts";
import { limits } from "./limits.ts";
import { paragraph, richTextBlocks } from "./rich-text.ts";
import { slackWords } from "./slack-words.ts";

export const formCallback = "breakglass.form";
const answerCallback = "breakglass.answer";
/** A field's value stands at `state.values[field id][this]`. */
const fieldAction = "field";

export const formModal = (form: Form, carried: CarriedByForm): ModalView => ({
  type: "modal",
  callback_id: formCallback,
  title: plain(form.title, limits.viewTitle),
  submit: plain(form.submit, limits.viewButton),
  close: plain(slackWords.cancel, limits.viewButton),
  private_metadata: formMetadata(carried),
  blocks: named([
    ...wholeTitle(form.title),
    ...richTextBlocks(form.lines.flatMap(paragraph), limits.messageJson),
    ...form.fields.map(input),
  ]).slice(0, limits.viewBlocks),
});

/** A modal's own title ends at 24 characters. */
const wholeTitle = (title: string): KnownBlock[] =>
  title.length > limits.viewTitle ? [{ type: "header", text: plain(title, limits.header) }] : [];

/** A private answer, in place of the form it answers. */
export const answerModal = (view: View): ModalView => ({
  type: "modal",
  callback_id: answerCallback,
  title: plain(slackWords.name, limits.viewTitle),
  close: plain(slackWords.close, limits.viewButton),
  blocks: blocks(view),
});

export const homeTab = (view: View): HomeView => ({ type: "home", blocks: blocks(view) });

const input = (field: Field): InputBlock => ({
  type: "input",
  block_id: field.id,
  label: plain(field.label, limits.inputLabel),
  optional: !field.required,
  element: field.type === "choice" ? choice(field) : textInput(field),
  ...(field.hint !== undefined && { hint: plain(field.hint, limits.inputLabel) }),
});

function choice(field: Extract<Field, { type: "choice" }>): InputBlock["element"] {
  const options = field.options.slice(0, limits.options).map(option);
  const initial = options.find(({ value }) => value === field.initial);
  return {
    type: "static_select",
    action_id: fieldAction,
    options,
    ...(initial && { initial_option: initial }),
  };
}

function option({ value, label }: { value: string; label: string }): PlainTextOption & { value: string } {
  if (value.length > limits.optionValue) throw new Error(`option ${label}: its value is too long for Slack`);
  return { text: plain(label, limits.optionText), value };
}

function textInput(field: Extract<Field, { type: "text" }>): InputBlock["element"] {
  const longest = Math.min(field.longest, limits.inputText);
  return {
    type: "plain_text_input",
    action_id: fieldAction,
    multiline: field.multiline,
    max_length: longest,
    ...(field.shortest !== undefined && { min_length: field.shortest }),
    ...(field.initial !== undefined && { initial_value: cut(inert(field.initial), longest) }),
  };
}
