// Which letters a PDF's own fonts lack. They are drawn as other letters without a word: a custodian would have a wrong name.
import type { Block, Paper, Words } from "../../core/paper.ts";

/** Windows-1252, which the standard fonts are encoded in: Latin letters of western Europe. */
const known = /[\n\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/u;

/** Each once, in the order in which they stand. */
export function lettersMissing({ title, footer, pages }: Paper): string[] {
  const texts = [title, footer, ...pages.flatMap((page) => [page.title, ...page.blocks.flatMap(textsOf)])];
  return [...new Set(texts.join(""))].filter((letter) => !known.test(letter));
}

function textsOf(block: Block): string[] {
  if (block.type === "fill-in") return block.rows.flatMap(({ label, about }) => [label, about]);
  if (block.type === "signs") return block.groups.flat().flatMap(({ character, name }) => [character, name]);
  return [...("marker" in block ? [block.marker] : []), ...words(block.words)];
}

const words = (of: Words): string[] => of.map((piece) => (typeof piece === "string" ? piece : piece.strong));
