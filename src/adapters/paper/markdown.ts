// A paper as Markdown: to be read in a terminal, or to begin one's own runbook with.
import type { Block, Page, Paper, Words } from "../../core/paper.ts";

export const markdown = ({ pages, footer }: Paper): string =>
  `${pages.map(pageOf).join("\n")}\n${footer}\n`.replace(/\n{3,}/g, "\n\n");

const pageOf = ({ title, blocks }: Page): string => `# ${title}\n\n${blocks.map(blockOf).join("")}`;

function blockOf(block: Block): string {
  switch (block.type) {
    case "heading":
      return `\n## ${wordsOf(block.words)}\n\n`;
    case "paragraph":
      return `${wordsOf(block.words)}\n\n`;
    case "item":
      return `${block.nested ? "   " : ""}${block.marker === "•" ? "-" : block.marker} ${wordsOf(block.words)}\n`;
    case "fill-in":
      return `${block.rows.map(({ label, about }) => `- ${label || "…"}${about && ` (${about})`}: ____________\n`).join("")}\n`;
    case "signs":
      return "";
  }
}

const wordsOf = (words: Words): string =>
  words.map((piece) => (typeof piece === "string" ? piece : `**${piece.strong}**`)).join("");
