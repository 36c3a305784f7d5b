// A view as plain words: what a notification shows and a screen reader says.
import type { Inline, Line, View } from "../../core/view.ts";
import { headingWords } from "../../core/words/heading.ts";
import { inert } from "./paint.ts";

export const heading = (view: View): string => inert(headingWords(view), true);

/** Title, lines and facts, one to a line; moments in `timeZone`, for here the reader's is not known. */
export const plain = (view: View, timeZone: string): string =>
  [
    heading(view),
    ...view.lines.map((line) => words(line, timeZone)),
    ...view.facts.map(({ label, value }) => `${label}: ${words(value, timeZone)}`),
  ].join("\n");

/** The short private word over a card that was clicked: it may be read as markdown, so nobody's words are in it. */
export const toast = (view: View, timeZone: string): string =>
  [
    heading(view),
    ...view.lines
      .filter((line) => !line.some((inline) => typeof inline !== "string" && "said" in inline))
      .map((line) => words(line, timeZone)),
  ].join("\n\n");

const words = (line: Line, timeZone: string): string =>
  inert(line.map((inline) => word(inline, timeZone)).join(""), true);

function word(inline: Inline, timeZone: string): string {
  if (typeof inline === "string") return inline;
  if ("strong" in inline) return inline.strong;
  if ("said" in inline) return inline.said;
  if ("person" in inline) return inline.person.name;
  const zoned = inline.moment.toZonedDateTimeISO(timeZone);
  const time = `${zoned.toPlainTime().toString({ smallestUnit: "minute" })} ${timeZone}`;
  return inline.show === "time" ? time : `${zoned.toPlainDate().toString()} ${time}`;
}
