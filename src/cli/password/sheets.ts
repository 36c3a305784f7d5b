// A password as sheets of paper: one for each part, and nothing of one part on another's.
import { bold } from "../../core/markdown.ts";
import type { Block, Page, Paper, Sign } from "../../core/paper.ts";
import { sheetWords } from "../../core/words/password-sheet.ts";
import { nameOf } from "./alphabet.ts";

/** What the eye takes in at once. */
const inGroup = 4;

export function passwordSheets(
  parts: readonly string[],
  { account, today }: { account: string; today: Temporal.PlainDate },
): Paper {
  const of = parts.join("").length;
  const before = (index: number) => parts.slice(0, index).join("").length;
  return {
    title: sheetWords.paper(account),
    footer: sheetWords.footer(today.toString()),
    pages: parts.map((part, index): Page => {
      const from = before(index);
      const groups = grouped(part, from);
      return {
        title: sheetWords.title(account, index + 1, parts.length),
        blocks: [
          {
            type: "paragraph",
            words: [
              sheetWords.stands(from + 1, from + part.length, of),
              { strong: sheetWords.order(index + 1, parts.length) },
            ],
          },
          { type: "signs", groups },
          { type: "heading", words: [sheetWords.check] },
          ...steps(sheetWords.checks(part.length, groups.length)),
          { type: "heading", words: [sheetWords.seal] },
          ...steps(sheetWords.seals),
          { type: "fill-in", rows: sheetWords.rows.map((label) => ({ label, about: "" })) },
        ],
      };
    }),
  };
}

/** Positions count through the whole password: sheets in the wrong order are noticed. */
function grouped(part: string, before: number): Sign[][] {
  const signs = part.split("").map((character, i) => ({
    position: before + i + 1,
    character,
    name: nameOf(character),
  }));
  return Array.from({ length: Math.ceil(signs.length / inGroup) }, (_, i) =>
    signs.slice(i * inGroup, (i + 1) * inGroup),
  );
}

const steps = (sentences: readonly string[]): Block[] =>
  sentences.map((sentence, i) => ({
    type: "item",
    marker: `${i + 1}.`,
    nested: false,
    words: bold(sentence),
  }));
