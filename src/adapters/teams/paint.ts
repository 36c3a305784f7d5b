// Draws lines and facts with Adaptive Card elements in which a person's words stay words.
import type { Fact, Inline, Line } from "../../core/view.ts";

export type Element = Readonly<Record<string, unknown>>;

/** How much of each person's words fits; the record has them whole. */
export type Budget = { said: number; shortened: string };
/** For our own sentences, which are never shortened. */
export const plenty: Budget = { said: Number.POSITIVE_INFINITY, shortened: "" };

/**
 * Text that nothing reads as a command: `{{DATE()}}` does not expand, and no direction mark turns our own
 * words around, and no pile of marks on a letter covers them. In one line, what breaks lines is a blank.
 */
export function inert(text: string, oneLine = false): string {
  const plain = text
    .toWellFormed()
    .replace(/\p{Bidi_Control}/gu, "")
    .replace(/[^\P{Cc}\n\r\t]/gu, "")
    .replace(/(\p{M}{8})\p{M}+/gu, "$1")
    .replace(/\{(?=\{)/g, "{\u200d");
  return oneLine ? plain.replace(/\s+/g, " ").trim() : plain;
}

const shorten = (text: string, { said, shortened }: Budget): string =>
  text.length > said ? `${text.slice(0, said).toWellFormed()}${shortened}` : text;

/** The platform's own date functions: each reader's zone and language. */
function moment(at: Temporal.Instant, show: "time" | "date-time"): string {
  const iso = at.toString({ smallestUnit: "second" });
  return show === "time" ? `{{TIME(${iso})}}` : `{{DATE(${iso},SHORT)}} {{TIME(${iso})}}`;
}

function run(inline: Inline, budget: Budget, oneLine: boolean): Element {
  if (typeof inline === "string") return { type: "TextRun", text: inert(inline) };
  if ("strong" in inline) return { type: "TextRun", text: inert(inline.strong), weight: "bolder" };
  if ("said" in inline)
    return { type: "TextRun", text: shorten(inert(inline.said, oneLine), budget) || "–", italic: true };
  if ("moment" in inline) return { type: "TextRun", text: moment(inline.moment, inline.show) };
  return { type: "TextRun", text: inert(inline.person.name, true), weight: "bolder" };
}

/** RichTextBlock parses nothing: neither markdown nor mentions. */
export const line = (inlines: Line, budget: Budget, more: Element = {}): Element => ({
  type: "RichTextBlock",
  inlines: inlines.map((inline) => run(inline, budget, false)),
  ...more,
});

/** No FactSet: its values are markdown. */
export const fact = ({ label, value }: Fact, budget: Budget): Element => ({
  type: "ColumnSet",
  spacing: "small",
  columns: [
    {
      type: "Column",
      width: "110px",
      items: [{ type: "TextBlock", text: inert(label), isSubtle: true, wrap: true }],
    },
    {
      type: "Column",
      width: "stretch",
      items: [{ type: "RichTextBlock", inlines: value.map((inline) => run(inline, budget, true)) }],
    },
  ],
});
