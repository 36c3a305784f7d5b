// Makes any words safe to show: nothing hidden, nothing that turns the reading order around, never too long.

/** Reorders what stands after it (U+202A–202E, U+2066–2069), or is a control character other than tab and newline. */
const unseen = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** More marks on one letter than any language needs: piled up, they cover the lines around. */
const piledUp = /(\p{M}{8})\p{M}+/gu;

/** The same words with every hidden control shown as `�`: a reader sees that something was there. */
export const inert = (raw: string): string =>
  raw
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(unseen, "\ufffd")
    .replace(piledUp, "$1");

export const oneLine = (raw: string): string => inert(raw).replace(/\s*\n\s*/g, " ");

/** At most `longest` UTF-16 units, ending in `…` when something is missing; never half a character. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Slack's mrkdwn parses `&`, `<` and `>` only through these. */
export const escapeMrkdwn = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign);

/** What a person typed after a slash command, as they typed it: Slack wraps names and links, and escapes signs, so that no `<` is inside. */
export const asTyped = (text: string): string =>
  text
    .replace(
      /<([@#])([^|<>]*)(?:\|([^<>]*))?>/g,
      (_, sign: string, id: string, name?: string) => `${sign}${name || id}`,
    )
    .replace(/<((?:https?|mailto):[^|<>]*)(?:\|[^<>]*)?>/g, "$1")
    .replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name as "amp"]);
