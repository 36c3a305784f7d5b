// The same view as one text: what a screen reader reads and a notification shows. Pure.
import type { Inline, View } from "../../core/view.ts";
import { heading } from "./blocks.ts";
import { escapeMrkdwn, inert, oneLine } from "./clean.ts";
import { limits } from "./limits.ts";
import { dateFormat, seconds, utc } from "./rich-text.ts";

/** Our own words, escaped; or a person's, which are cut first and escaped then. */
type Piece = { escaped: string } | { said: string };

/**
 * Mrkdwn with every `&`, `<` and `>` of anybody's words escaped, at most 4,000 characters.
 * Our own sentences and the facts come first: long words of a person share what they leave.
 */
export function text(view: View): string {
  const pieces = [
    own(heading(view)),
    ...view.lines.flatMap((line) => [newLine, ...line.map(piece)]),
    ...view.facts.flatMap(({ label, value }) => [newLine, own(`${oneLine(label)}: `), ...value.map(piece)]),
  ];
  return fitted(pieces);
}

const own = (words: string): Piece => ({ escaped: escapeMrkdwn(words) });
const newLine: Piece = { escaped: "\n" };

function piece(inline: Inline): Piece {
  if (typeof inline === "string") return own(oneLine(inline));
  if ("strong" in inline) return own(oneLine(inline.strong));
  if ("said" in inline) return said(inline.said);
  if ("moment" in inline) {
    const { moment, show } = inline;
    return { escaped: `<!date^${seconds(moment)}^${dateFormat(show)}|${utc(moment)}>` };
  }
  return own(oneLine(inline.person.name));
}

/** Without lines of its own, which would pass for our facts ("Approved by: …"). */
const said = (raw: string): Piece => ({ said: inert(raw).replace(/\s*\n\s*/g, " / ") });

function fitted(pieces: readonly Piece[]): string {
  const longest = limits.text - 1; // one for the `…` of what does not fit at all
  let room = pieces.reduce((left, piece) => left - ("said" in piece ? 0 : piece.escaped.length), longest);
  let sharers = pieces.filter((piece) => "said" in piece).length;
  let whole = "";
  for (const piece of pieces) {
    let next: string;
    if ("said" in piece) {
      next = cutEscaped(piece.said, Math.max(1, Math.floor(room / sharers)));
      room -= next.length;
      sharers -= 1;
    } else next = piece.escaped;
    if (whole.length + next.length > longest) return `${whole}…`;
    whole += next;
  }
  return whole;
}

/** Cut so that the escaped words fit, and never within `&lt;`. */
function cutEscaped(raw: string, longest: number): string {
  const escaped = escapeMrkdwn(raw);
  if (escaped.length <= longest) return escaped;
  let kept = "";
  for (const sign of raw) {
    const next = escapeMrkdwn(sign);
    if (kept.length + next.length > longest - 1) break;
    kept += next;
  }
  return `${kept}…`;
}
