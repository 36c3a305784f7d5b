// The little Markdown that a runbook needs: headings, numbered and bulleted lists, paragraphs, **bold**.
// All else is shown as it was typed: nothing in it can become a link, a mention or a picture.
import type { TextBlock, Words } from "./paper.ts";

export function parseMarkdown(text: string): TextBlock[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const found: { block: Raw; open: boolean }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (line.trim() === "") {
      if (last) last.open = false;
      continue;
    }
    const begun = begin(line, found);
    if (begun) found.push({ block: begun, open: begun.type !== "heading" });
    else if (last && continues(line, last)) last.block.text += ` ${line.trim()}`;
    else found.push({ block: { type: "paragraph", text: line.trim() }, open: true });
  }
  return found.map(({ block: { text: typed, ...block } }) => ({ ...block, words: bold(typed) }));
}

type Raw = { text: string } & (
  | { type: "heading" | "paragraph" }
  | { type: "item"; marker: string; nested: boolean }
);

function begin(line: string, before: readonly { block: Raw }[]): Raw | undefined {
  const heading = /^#{1,6}\s+(\S.*?)(?:\s+#+)?\s*$/.exec(line);
  if (heading?.[1]) return { type: "heading", text: heading[1] };
  const [, indent = "", mark = "", text = ""] = /^(\s*)([-*+]|\d{1,3}[.)])\s+(\S.*?)\s*$/.exec(line) ?? [];
  if (!text) return undefined;
  const nested = indent.replaceAll("\t", "    ").length >= 2;
  const marker = /\d/.test(mark) ? `${nested ? parseInt(mark, 10) : number(mark, before)}.` : "•";
  return { type: "item", marker, nested, text };
}

/** A list counts on by itself, as in all Markdown: many people number each step `1.` */
function number(typed: string, before: readonly { block: Raw }[]): number {
  for (const { block } of before.toReversed()) {
    if (block.type !== "item") break;
    if (!block.nested && block.marker !== "•") return parseInt(block.marker, 10) + 1;
    if (!block.nested) break;
  }
  return parseInt(typed, 10);
}

/** The next line of the same paragraph; or, behind an empty line, an indented one of the same step. */
const continues = (line: string, { block, open }: { block: Raw; open: boolean }): boolean =>
  open || (block.type === "item" && /^\s{2}/.test(line));

/** Two stars that nothing closes are two stars. */
export function bold(text: string): Words {
  const pieces = text.split(/\*\*(?=\S)(.+?)(?<=\S)\*\*/);
  return pieces.flatMap((piece, i) => (piece === "" ? [] : [i % 2 === 1 ? { strong: piece } : piece]));
}
