// Lines and facts as Slack rich text, in which nothing is parsed: whatever a person typed stays words.
import type { KnownBlock, RichTextBlock, RichTextBlockElement, RichTextElement } from "@slack/types";
import type { Fact, Inline, Line } from "../../core/view.ts";
import { inert, oneLine } from "./clean.ts";
import { limits } from "./limits.ts";

/** Words of a person that are longer than this, or have lines of their own, stand as a quotation. */
const shortQuote = 80;

export const paragraph = (line: Line): RichTextBlockElement[] => {
  const elements: RichTextBlockElement[] = [];
  let running: RichTextElement[] = [];
  const close = () => {
    if (running.length) elements.push({ type: "rich_text_section", elements: running });
    running = [];
  };
  for (const piece of line) {
    if (isLongSaid(piece)) {
      close();
      elements.push({ type: "rich_text_quote", elements: [textElement(inert(piece.said))] });
    } else running.push(...element(piece));
  }
  close();
  return elements;
};

/** A quotation keeps a person's lines from passing for our facts ("Approved by: …"). */
const isLongSaid = (piece: Inline): piece is { said: string } =>
  typeof piece === "object" &&
  "said" in piece &&
  (piece.said.length > shortQuote || inert(piece.said).includes("\n"));

export const factLine = ({ label, value }: Fact): RichTextBlockElement[] =>
  paragraph([{ strong: `${label}:` }, " ", ...value]);

function element(piece: Inline): RichTextElement[] {
  if (typeof piece === "string") return piece === "" ? [] : [textElement(oneLine(piece))];
  if ("strong" in piece) return bold(piece.strong);
  if ("said" in piece) return piece.said === "" ? [] : [textElement(oneLine(piece.said))];
  if ("moment" in piece) return [date(piece.moment, piece.show)];
  return piece.person.slack ? [{ type: "user", user_id: piece.person.slack }] : bold(piece.person.name);
}

const textElement = (text: string): RichTextElement => ({ type: "text", text });

const bold = (text: string): RichTextElement[] =>
  text === "" ? [] : [{ type: "text", text: oneLine(text), style: { bold: true } }];

const date = (moment: Temporal.Instant, show: "time" | "date-time"): RichTextElement => ({
  type: "date",
  timestamp: seconds(moment),
  format: dateFormat(show),
  fallback: utc(moment),
});

export const seconds = (moment: Temporal.Instant): number => Math.floor(moment.epochMilliseconds / 1000);

/** Slack fills these in for the reader's own time zone. */
export const dateFormat = (show: "time" | "date-time"): string =>
  show === "time" ? "{time}" : "{date_short_pretty} {time}";

/** For a client that cannot draw a date: `2026-11-21 09:00 UTC`. */
export const utc = (moment: Temporal.Instant): string =>
  `${moment.toString({ smallestUnit: "minute" }).slice(0, 16).replace("T", " ")} UTC`;

/** As few blocks as hold it all; what is more than `room`, as JSON, ends in `…`. */
export function richTextBlocks(elements: readonly RichTextBlockElement[], room: number): KnownBlock[] {
  const blocks: RichTextBlock[] = [];
  let current: RichTextBlockElement[] = [];
  let used = 0;
  let left = room;
  for (const part of elements.flatMap(splitLong)) {
    const size = sizeOf(part);
    if (left < size) {
      current.push({ type: "rich_text_section", elements: [textElement("…")] });
      break;
    }
    if (used + size > limits.richText && current.length) {
      blocks.push({ type: "rich_text", elements: current });
      current = [];
      used = 0;
    }
    current.push(part);
    used += size;
    left -= size;
  }
  if (current.length) blocks.push({ type: "rich_text", elements: current });
  return blocks;
}

export const sizeOf = (part: RichTextBlockElement): number => JSON.stringify(part).length;

/** A quotation or section longer than a block may be, as several of its kind, none of its words lost. */
function splitLong(part: RichTextBlockElement): RichTextBlockElement[] {
  if (sizeOf(part) <= limits.richText || part.type === "rich_text_list") return [part];
  const pieces: RichTextElement[] = part.elements.flatMap((piece) =>
    piece.type === "text" ? chunks(piece.text).map((text): RichTextElement => ({ ...piece, text })) : [piece],
  );
  return pieces.map((piece) => ({ ...part, elements: [piece] }) as RichTextBlockElement);
}

/** At the end of a line where there is one. */
function chunks(text: string): string[] {
  const found: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const most = rest.slice(0, limits.richTextChunk).replace(/[\ud800-\udbff]$/, "");
    const line = rest.length > most.length ? most.lastIndexOf("\n") + 1 : 0;
    const chunk = line > 0 ? most.slice(0, line) : most;
    found.push(chunk);
    rest = rest.slice(chunk.length);
  }
  return found;
}
