// For the browser: draws Slack's blocks. A message's body, a home tab, a modal with its form. No imports outside
// the paint-*.ts files, which are served as they are with their types stripped. Styles: slack.css.
import { type Child, type Context, make } from "./paint-dom.ts";
import { type Element, type Field, type OnAction, paintActive, paintField } from "./paint-elements.ts";
import { paintMrkdwn, paintRichText, paintText, type RichElement } from "./paint-text.ts";

type Text = { type: string; text: string; emoji?: boolean; verbatim?: boolean };
type Block = { type: string; block_id?: string; [property: string]: unknown };
type Painting = Context & { onAction?: OnAction };

/** The body of a message: its blocks, or its text when it has none. Who and when is the page's to draw. */
export function paintMessage(
  message: { text: string; blocks: readonly Block[] },
  painting: Painting,
): HTMLElement {
  if (message.blocks.length > 0) return paintBlocks(message.blocks, painting);
  return make("div", { class: "sl-message sl-text" }, ...paintMrkdwn(message.text, painting));
}

/** A message's or a home tab's blocks. */
export const paintBlocks = (blocks: readonly Block[], painting: Painting): HTMLElement =>
  make("div", { class: "sl-message" }, ...blocks.map((block) => paintBlock(block, painting)));

export type View = {
  title?: Text;
  submit?: Text | null;
  close?: Text | null;
  blocks: readonly Block[];
  /** By block id; shown under the fields. */
  errors?: Readonly<Record<string, string>>;
};
export type ModalOptions = Partial<Painting> & {
  /** What was typed, by block id. Only called when Slack's own checks pass. */
  onSubmit: (values: Record<string, string>) => void;
  onClose: () => void;
  /** What was typed before, when a modal is drawn again. */
  values?: Readonly<Record<string, string>>;
};

export function paintModal(view: View, options: ModalOptions): HTMLElement {
  const painting: Painting = {
    people: options.people ?? [],
    timeZone: options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(options.channels && { channels: options.channels }),
    ...(options.now !== undefined && { now: options.now }),
    ...(options.onAction && { onAction: options.onAction }),
  };
  const title = view.title?.text ?? "";
  const fields = new Map<string, Field>();
  const body = view.blocks.map((block) => {
    if (block.type !== "input") return paintBlock(block, painting);
    const field = paintField(block.element as Element, painting, options.values?.[block.block_id ?? ""]);
    fields.set(block.block_id ?? "", field);
    return paintInput(block, field);
  });
  const close = make("button", { type: "button", class: "sl-close", "aria-label": "Close" }, "×");
  const cancel = make("button", { type: "button", class: "sl-button" }, view.close?.text ?? "Cancel");
  const form = make(
    "form",
    { novalidate: true },
    make("header", {}, make("h2", {}, title), close),
    make("div", { class: "sl-modal-body" }, ...body),
    make(
      "footer",
      { class: "sl-buttons" },
      cancel,
      view.submit
        ? make("button", { type: "submit", class: "sl-button sl-solid" }, view.submit.text)
        : undefined,
    ),
  );
  const modal = make(
    "div",
    { class: "sl-modal", role: "dialog", "aria-modal": "true", "aria-label": title },
    form,
  );
  for (const button of [close, cancel]) button.addEventListener("click", () => options.onClose());
  modal.addEventListener("keydown", (event) => {
    if (event.key === "Escape") options.onClose();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...fields].map(([id, field]) => [id, field.value()]));
    const errors = whatIsMissing(view.blocks, values);
    showErrors(modal, errors);
    if (Object.keys(errors).length === 0) options.onSubmit(values);
  });
  showErrors(modal, view.errors ?? {});
  return modal;
}

/** Puts these errors, and no others, under the fields of a painted modal; what was typed stays. */
export function showErrors(modal: HTMLElement, errors: Readonly<Record<string, string>>): void {
  let first: HTMLElement | undefined;
  for (const field of modal.querySelectorAll<HTMLElement>(".sl-field")) {
    const message = errors[field.dataset["block"] ?? ""];
    const place = field.querySelector<HTMLElement>(".sl-error");
    if (place) place.textContent = message ?? "";
    const control = field.querySelector<HTMLElement>("input, select, textarea");
    control?.setAttribute("aria-invalid", String(message !== undefined));
    if (message !== undefined) first ??= control ?? undefined;
  }
  first?.focus();
}

/** Slack's checks before a form is sent. */
function whatIsMissing(blocks: readonly Block[], values: Readonly<Record<string, string>>) {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== "input") continue;
    const id = block.block_id ?? "";
    const value = values[id] ?? "";
    const { min_length: least = 0 } = block.element as Element;
    if (value === "" && !block.optional) errors[id] = "Please complete this required field.";
    else if (value !== "" && value.length < least)
      errors[id] = `This field must be at least ${least} characters.`;
  }
  return errors;
}

let fieldCount = 0;
function paintInput(block: Block, field: Field): HTMLElement {
  fieldCount += 1;
  const id = `sl-field-${fieldCount}`;
  const label = block.label as Text;
  const hint = block.hint as Text | undefined;
  const isGroup = field.element.matches(".sl-choices");
  field.element.id = id;
  field.element.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  if (isGroup) field.element.setAttribute("aria-labelledby", `${id}-label`);
  const words = [
    label.text,
    block.optional === true && make("span", { class: "sl-optional" }, " (optional)"),
  ];
  return make(
    "div",
    { class: "sl-field", "data-block": block.block_id },
    make(
      isGroup ? "span" : "label",
      { id: `${id}-label`, class: "sl-label", ...(!isGroup && { for: id }) },
      ...words,
    ),
    field.element,
    make("p", { class: "sl-error", id: `${id}-error`, role: "alert" }),
    make("p", { class: "sl-hint", id: `${id}-hint` }, hint?.text),
  );
}

function paintBlock(block: Block, painting: Painting): HTMLElement {
  const text = (given: unknown): Child => (given ? paintText(given as Text, painting) : undefined);
  const onAction: OnAction = painting.onAction ?? (() => {});
  const active = (element: Element) => paintActive(element, block.block_id ?? "", painting, onAction);
  switch (block.type) {
    case "header":
      return make("h3", { class: "sl-header" }, text(block.text));
    case "divider":
      return make("hr", { class: "sl-divider" });
    case "rich_text":
      return paintRichText(block.elements as RichElement[], painting);
    case "context":
      return make(
        "div",
        { class: "sl-context" },
        ...(block.elements as (Text & { alt_text?: string })[]).map((element) =>
          element.type === "image" ? paintImage(element) : make("span", {}, text(element)),
        ),
      );
    case "actions":
      return make("div", { class: "sl-actions" }, ...(block.elements as Element[]).map(active));
    case "alert":
      return make(
        "div",
        {
          class: `sl-alert sl-level-${typeof block.level === "string" ? block.level : "default"}`,
          role: "note",
        },
        text(block.text),
      );
    case "section":
      return make(
        "div",
        { class: "sl-section" },
        make(
          "div",
          { class: "sl-section-text" },
          block.text ? make("div", {}, text(block.text)) : undefined,
          block.fields
            ? make(
                "div",
                { class: "sl-fields" },
                ...(block.fields as Text[]).map((field) => make("div", {}, text(field))),
              )
            : undefined,
        ),
        block.accessory
          ? paintAccessory(block.accessory as Element & { alt_text?: string }, active)
          : undefined,
      );
    case "input":
      return paintInput(block, paintField(block.element as Element, painting));
    default:
      return make("p", { class: "sl-unknown" }, `A block of type "${block.type}", which is not drawn here`);
  }
}

const paintAccessory = (
  element: Element & { alt_text?: string },
  active: (element: Element) => HTMLElement,
) => (element.type === "image" ? paintImage(element) : active(element));

/** Only its description: the practice page fetches nothing from elsewhere. */
const paintImage = (image: { alt_text?: string }): HTMLElement =>
  make("span", { class: "sl-image", role: "img" }, image.alt_text);
