// A view as plain words for whatever stands at the other end: mail, a pager, a ticket. Nobody knows what it parses.
import type { Inline, Line, View } from "../../core/view.ts";

/** Characters of one person's own words, and of all of them together. */
const longest = { said: 1_000, text: 10_000 };

/** Title, lines and facts, one to a line. */
export const plainText = (view: View): string =>
  cut(
    [
      oneLine(view.title),
      ...view.lines.map(plainLine),
      ...plainFacts(view).map(({ label, value }) => `${label}: ${value}`),
    ].join("\n"),
    longest.text,
  );

export const plainFacts = ({ facts }: View): { label: string; value: string }[] =>
  facts.map(({ label, value }) => ({ label: oneLine(label), value: plainLine(value) }));

/** At most `most` UTF-16 units, ending in `…` when something is missing; never half a character. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;

/** Without breaks of its own, hidden characters, and marks that turn the reading order around. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Bidi_Control}\u200b\u2060\ufeff]/gu, "\ufffd")
    .trim();

const plainLine = (line: Line): string => oneLine(line.map(words).join(""));

function words(inline: Inline): string {
  if (typeof inline === "string") return inline;
  if ("strong" in inline) return inline.strong;
  if ("said" in inline) return inert(inline.said);
  if ("person" in inline) return inline.person.name;
  const { moment, show } = inline;
  const iso = moment
    .round("minute")
    .toString({ smallestUnit: "minute" })
    .replace("T", " ")
    .replace("Z", " UTC");
  return show === "time" ? iso.slice(11) : iso;
}

/**
 * A person's words (a reason, a browser's name for itself) as words only: no tag, no mention, no address that becomes
 * a link. `[:]//` is how analysts write addresses that nobody should follow.
 */
const inert = (said: string): string =>
  cut(oneLine(said), longest.said).replaceAll("<", "‹").replaceAll(">", "›").replace(/:\/\//g, "[:]//");
