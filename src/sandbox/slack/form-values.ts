// A form filled in: what each field holds, and what Slack itself refuses before anything is sent.
import type { Block, Element, Modal, View } from "./types.ts";

type Option = { text: { text: string }; value: string };

/** `view.state.values` for what was typed; also what is wrong, by block id. Throws for a field that is not there. */
export function fillIn(modal: Modal, typed: Readonly<Record<string, string>>) {
  const inputs = modal.blocks.filter((block) => block.type === "input");
  const unknown = Object.keys(typed).find((id) => !inputs.some((block) => block.block_id === id));
  if (unknown !== undefined) {
    const names = inputs.map((block) => block.block_id).join(", ");
    throw new Error(`The form "${modal.title?.text}" has no field "${unknown}". Its fields are: ${names}.`);
  }
  const errors: Record<string, string> = {};
  for (const block of inputs) {
    const id = block.block_id ?? "";
    const wrong = whatIsWrong(block, typed[id] ?? initial(block.element as Element));
    if (wrong) errors[id] = wrong;
  }
  return { values: stateOf(modal, typed), errors };
}

/** Every field of a view as it stands. */
export function stateOf(view: View, typed: Readonly<Record<string, string>> = {}) {
  const values: Record<string, Record<string, object>> = {};
  for (const block of view.blocks) {
    for (const element of elementsOf(block)) {
      if (element.type === "button" || element.type === "overflow" || !block.block_id) continue;
      const held = { type: element.type, ...chosen(element, typed[block.block_id] ?? initial(element)) };
      values[block.block_id] = { ...values[block.block_id], [element.action_id ?? ""]: held };
    }
  }
  return values;
}

/** The interactive elements of a block. */
export function elementsOf(block: Block): Element[] {
  if (block.type === "actions") return block.elements as Element[];
  if (block.type === "input") return [block.element as Element];
  const accessory = block.accessory as Element | undefined;
  return accessory && accessory.type !== "image" ? [accessory] : [];
}

/** What an element says was chosen: a value of an option, several with commas, a text. "" is nothing. */
export function chosen(element: Element, value: string): object {
  const wire = (one: Option) => ({ text: one.text, value: one.value });
  switch (element.type) {
    case "static_select":
    case "radio_buttons":
    case "overflow":
      return { selected_option: value === "" ? null : wire(optionOf(element, value)) };
    case "checkboxes": {
      const ticked = value === "" ? [] : value.split(",");
      return { selected_options: ticked.map((one) => wire(optionOf(element, one))) };
    }
    case "users_select":
      return { selected_user: value === "" ? null : value };
    case "plain_text_input":
      return { value: value === "" ? null : value };
    default:
      return {};
  }
}

const optionsOf = (element: Element): Option[] =>
  (element.options as Option[] | undefined) ??
  ((element.option_groups as { options: Option[] }[] | undefined) ?? []).flatMap((group) => group.options);

function optionOf(element: Element, value: string): Option {
  const options = optionsOf(element);
  const found = options.find((one) => one.value === value);
  if (found) return found;
  const values = options.map((one) => one.value).join(", ");
  throw new Error(`There is no option "${value}" in ${element.action_id}. The options are: ${values}.`);
}

function initial(element: Element): string {
  const option = element.initial_option as Option | undefined;
  const options = element.initial_options as Option[] | undefined;
  const plain = (element.initial_value ?? element.initial_user) as string | undefined;
  return plain ?? option?.value ?? options?.map((one) => one.value).join(",") ?? "";
}

function whatIsWrong(block: Block, value: string): string | undefined {
  const element = block.element as Element & { min_length?: number; max_length?: number };
  if (value === "") return block.optional ? undefined : "Please complete this required field.";
  if (element.type !== "plain_text_input") return undefined;
  if (value.length < (element.min_length ?? 0))
    return `This field must be at least ${element.min_length} characters.`;
  const most = element.max_length ?? 3000;
  return value.length > most ? `This field must be less than ${most + 1} characters.` : undefined;
}
