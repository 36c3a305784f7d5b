// For the browser: buttons with their confirmation, selects, choices and text inputs.
import { type Context, make } from "./paint-dom.ts";
import { paintText } from "./paint-text.ts";

type Text = { type: string; text: string; emoji?: boolean };
type Option = { text: Text; value: string; description?: Text };
type Confirm = { title?: Text; text: Text; confirm?: Text; deny?: Text; style?: string };
export type Element = {
  type: string;
  action_id?: string;
  value?: string;
  text?: Text;
  style?: string;
  url?: string;
  accessibility_label?: string;
  confirm?: Confirm;
  placeholder?: Text;
  options?: Option[];
  option_groups?: { label: Text; options: Option[] }[];
  initial_option?: Option;
  initial_options?: Option[];
  initial_value?: string;
  initial_user?: string;
  multiline?: boolean;
  min_length?: number;
  max_length?: number;
};

/** `value` is what was chosen, for elements in which something is. */
export type OnAction = (element: Element, blockId: string, value?: string) => void;

/** An element that acts at once. */
export function paintActive(
  element: Element,
  blockId: string,
  context: Context,
  onAction: OnAction,
): HTMLElement {
  const act = (value?: string, undo?: () => void) => {
    const go = () => onAction(element, blockId, value);
    if (element.confirm) askFirst(element.confirm, context, go, undo);
    else go();
  };
  if (element.type === "button") return paintButton(element, context, () => act());
  const field = paintField(element, context, element.initial_value);
  field.element.addEventListener("change", () => act(field.value()));
  field.element.setAttribute("aria-label", element.placeholder?.text ?? element.action_id ?? "Choose");
  return field.element;
}

function paintButton(element: Element, context: Context, act: () => void): HTMLElement {
  const button = make(
    "button",
    {
      type: "button",
      class: ["sl-button", element.style && `sl-${element.style}`].filter(Boolean).join(" "),
      "aria-label": element.accessibility_label,
      "data-action": element.action_id,
    },
    element.text && paintText(element.text, context),
  );
  button.addEventListener("click", () => {
    act();
    if (element.url && /^https?:\/\//i.test(element.url)) window.open(element.url, "_blank", "noopener");
  });
  return button;
}

/** Slack's own question before a click counts. Escape and "no" are the same. */
function askFirst(confirm: Confirm, context: Context, yes: () => void, no: (() => void) | undefined): void {
  const agree = make(
    "button",
    { value: "yes", class: confirm.style === "danger" ? "sl-button sl-danger-solid" : "sl-button sl-solid" },
    confirm.confirm?.text ?? "Yes",
  );
  const refuse = make("button", { value: "no", class: "sl-button" }, confirm.deny?.text ?? "Cancel");
  const dialog = make(
    "dialog",
    { class: "sl-confirm", "aria-label": confirm.title?.text ?? "Are you sure?" },
    make(
      "form",
      { method: "dialog" },
      make("h2", {}, confirm.title?.text ?? "Are you sure?"),
      make("p", {}, paintText(confirm.text, context)),
      make("div", { class: "sl-buttons" }, refuse, agree),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "yes") yes();
    else no?.();
  });
  document.body.append(dialog);
  dialog.showModal();
}

export type Field = { element: HTMLElement; value(): string };

/** A field of a form; its value as text: an option's value, several with commas. */
export function paintField(element: Element, context: Context, given?: string): Field {
  switch (element.type) {
    case "plain_text_input":
      return textInput(element, given ?? element.initial_value ?? "");
    case "radio_buttons":
      return choices("radio", element, context, [given ?? element.initial_option?.value ?? ""]);
    case "checkboxes": {
      const ticked = given?.split(",") ?? element.initial_options?.map(({ value }) => value) ?? [];
      return choices("checkbox", element, context, ticked);
    }
    case "users_select":
      return select(
        element,
        context.people.map(({ id, name }) => drawOption(id, name)),
        given ?? element.initial_user ?? "",
      );
    default:
      return select(element, options(element), given ?? element.initial_option?.value ?? "");
  }
}

function textInput(element: Element, value: string): Field {
  const attributes = {
    class: "sl-input",
    placeholder: element.placeholder?.text,
    maxlength: element.max_length ?? 3000,
    "data-action": element.action_id,
  };
  const field = element.multiline
    ? make("textarea", { ...attributes, rows: 4 })
    : make("input", { ...attributes, type: "text", autocomplete: "off" });
  field.value = value;
  return { element: field, value: () => field.value };
}

function select(element: Element, offered: HTMLElement[], value: string): Field {
  const nothing = make("option", { value: "" }, element.placeholder?.text ?? "Select an option");
  const field = make("select", { class: "sl-select", "data-action": element.action_id }, nothing, ...offered);
  field.value = value;
  return { element: field, value: () => field.value };
}

const drawOption = (value: string, text: string): HTMLElement => make("option", { value }, text);
const options = (element: Element): HTMLElement[] =>
  element.option_groups?.map(({ label, options: inGroup }) =>
    make(
      "optgroup",
      { label: label.text },
      ...inGroup.map(({ value, text }) => drawOption(value, text.text)),
    ),
  ) ?? (element.options ?? []).map(({ value, text }) => drawOption(value, text.text));

let groups = 0;
function choices(
  type: "radio" | "checkbox",
  element: Element,
  context: Context,
  ticked: readonly string[],
): Field {
  groups += 1;
  const name = `sl-choices-${groups}`;
  const inputs = (element.options ?? []).map(({ value }) =>
    make("input", { type, name, value, checked: ticked.includes(value) }),
  );
  const labels = inputs.map((input, index) => {
    const option = element.options?.[index];
    return make(
      "label",
      { class: "sl-choice" },
      input,
      make("span", {}, option && paintText(option.text, context)),
      option?.description && make("small", {}, paintText(option.description, context)),
    );
  });
  return {
    element: make("div", { role: type === "radio" ? "radiogroup" : "group", class: "sl-choices" }, ...labels),
    value: () =>
      inputs
        .filter((input) => input.checked)
        .map((input) => input.value)
        .join(","),
  };
}
