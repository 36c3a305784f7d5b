// Draws a view as Block Kit: header, lines, facts, buttons. Pure.
import { hash } from "node:crypto";
import type { Button as ButtonElement, KnownBlock, RichTextBlockElement } from "@slack/types";
import { type Button, type Inline, streamOf, type View } from "../../core/view.ts";
import { headingWords } from "../../core/words/heading.ts";
import { buttonValue } from "./carried.ts";
import { cut, oneLine } from "./clean.ts";
import { limits } from "./limits.ts";
import { factLine, paragraph, richTextBlocks, sizeOf } from "./rich-text.ts";

export const heading = (view: View): string => oneLine(headingWords(view));

/** `key`: the delivery key of the message, if it is one of the cards that are kept up to date. */
export function blocks(view: View, { key }: { key?: string } = {}): KnownBlock[] {
  const header: KnownBlock = { type: "header", text: plain(heading(view), limits.header) };
  const buttons = buttonBlocks(view.buttons, key);
  const around = JSON.stringify([header, buttons]).length;
  const words = richTextBlocks(...fitted(view, limits.messageJson - around - roomForIds));
  return named([header, ...words, ...buttons].slice(0, limits.messageBlocks));
}

/** The ids, and the JSON around blocks, of the ten or so that a long view has. */
const roomForIds = 800;

/** What a person said, at most so long: whole if the message holds it, and never at the cost of our own facts. */
const saidLengths = [Number.POSITIVE_INFINITY, 1_500, 1_000, 700, 500, 300, 150];

function fitted(view: View, room: number): [RichTextBlockElement[], number] {
  let elements: RichTextBlockElement[] = [];
  for (const longest of saidLengths) {
    elements = [
      ...view.lines.flatMap((line) => paragraph(line.map(shortened(longest)))),
      ...view.facts.flatMap(({ label, value }) => factLine({ label, value: value.map(shortened(longest)) })),
    ];
    if (elements.reduce((sum, part) => sum + sizeOf(part), 0) <= room) break;
  }
  return [elements, room];
}

const shortened =
  (longest: number) =>
  (piece: Inline): Inline =>
    typeof piece === "object" && "said" in piece ? { said: cut(piece.said, longest) } : piece;

/** A changed block gets a new id: with an old one a client may go on showing what was there. */
export const named = (blocks: readonly KnownBlock[]): KnownBlock[] =>
  blocks.map((block, index) =>
    block.type === "input" ? block : { ...block, block_id: `${index}.${digest(JSON.stringify(block))}` },
  );

const digest = (text: string): string => hash("sha256", text).slice(0, 12);

/** As many as the message holds; each has a typed command too. */
function buttonBlocks(buttons: readonly Button[], key: string | undefined): KnownBlock[] {
  const found: KnownBlock[] = [];
  let elements: ButtonElement[] = [];
  let left: number = limits.buttonsJson;
  for (const [index, button] of buttons.entries()) {
    const element = buttonElement(button, index, key);
    left -= JSON.stringify(element).length;
    if (left < 0) break;
    if (elements.length === 0) found.push({ type: "actions", elements });
    elements.push(element);
    if (elements.length === limits.actionsPerBlock) elements = [];
  }
  return found;
}

/** Ids must differ within a block; what the button means stands in its value. */
export const buttonId = (index: number): string => `breakglass.${index}`;
export const isButtonId = (id: string): boolean => /^breakglass\.\d+$/.test(id);

function buttonElement(button: Button, index: number, card: string | undefined): ButtonElement {
  const { action, label, style, confirm, form } = button;
  return {
    type: "button",
    action_id: buttonId(index),
    text: plain(label, limits.buttonText),
    value: buttonValue({ action, ...(card !== undefined && { card }), ...(form && { form: form.name }) }),
    accessibility_label: cut(`${oneLine(label)}, ${streamOf(action)}`, limits.accessibilityLabel),
    ...(style !== "plain" && { style }),
    ...(confirm && {
      confirm: {
        title: plain(confirm.title, limits.confirmTitle),
        text: plain(confirm.text, limits.confirmText),
        confirm: plain(confirm.yes, limits.confirmButton),
        deny: plain(confirm.no, limits.confirmButton),
        ...(style === "danger" && { style }),
      },
    }),
  };
}

export const plain = (text: string, longest: number) => ({
  type: "plain_text" as const,
  text: cut(oneLine(text), longest) || "–", // Slack refuses an empty one
  emoji: false,
});
