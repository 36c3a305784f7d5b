// The little Markdown of a runbook: what is drawn, and that all else stays the words that were typed.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bold, parseMarkdown } from "../../src/core/markdown.ts";

const short = (text: string) =>
  parseMarkdown(text).map((block) => {
    const words = block.words
      .map((piece) => (typeof piece === "string" ? piece : `[${piece.strong}]`))
      .join("");
    if (block.type === "heading") return `# ${words}`;
    return block.type === "item" ? `${block.nested ? "  " : ""}${block.marker} ${words}` : words;
  });

describe("what is drawn", () => {
  test.each<[rule: string, text: string, drawn: string[]]>([
    ["headings of any depth are headings", "# One\n### Two ##\n", ["# One", "# Two"]],
    ["a list counts by itself", "1. a\n1. b\n1. c", ["1. a", "2. b", "3. c"]],
    ["a list begins where it says", "4. a\n5. b", ["4. a", "5. b"]],
    ["empty lines do not end a list", "1. a\n\n1. b", ["1. a", "2. b"]],
    ["nested points do not end a list", "1. a\n   - x\n   - y\n1. b", ["1. a", "  • x", "  • y", "2. b"]],
    ["a heading ends a list", "1. a\n# H\n1. b", ["1. a", "# H", "1. b"]],
    ["a paragraph ends a list", "1. a\n\nText.\n\n1. b", ["1. a", "Text.", "1. b"]],
    ["points end a numbered list", "1. a\n\n- x\n\n1. b", ["1. a", "• x", "1. b"]],
    ["all three signs are points", "- a\n* b\n+ c", ["• a", "• b", "• c"]],
    ["a bracket numbers too", "1) a\n2) b", ["1. a", "2. b"]],
    ["lines of one paragraph are one", "one\ntwo\n\nthree", ["one two", "three"]],
    ["the lines of a step belong to it", "1. one\n   two\nthree", ["1. one two three"]],
    ["an indented line behind an empty one too", "1. one\n\n   two", ["1. one two"]],
    ["bold", "Call **Dave** now, **both** times", ["Call [Dave] now, [both] times"]],
    ["Windows' line ends", "# H\r\n\r\n1. a\r\n", ["# H", "1. a"]],
    ["nothing is nothing", " \n\n", []],
  ])("%s", (_, text, drawn) => {
    expect(short(text)).toEqual(drawn);
  });
});

test.each([
  "[Approve](https://evil.example)",
  "<!channel> <@U0BOB>",
  "![x](https://evil.example/x.png)",
  "`code` ~~gone~~ _so_ <b>so</b>",
  "2 ** 3 and ** open",
  "****",
  "#hashtag",
  "1.no blank",
])("%s stays as it was typed", (text) => {
  expect(parseMarkdown(text)).toEqual([{ type: "paragraph", words: [text] }]);
});

test("no text is lost, whatever it is made of: only marks and blanks go", () => {
  const pieces = fc.constantFrom(
    "# ",
    "1. ",
    "- ",
    "**",
    "a",
    "b c",
    " ",
    "   ",
    "\n",
    "\n\n",
    "\t",
    "é",
    "😀",
  );
  const letters = (text: string) => text.replace(/[^a-cé😀]/gu, "");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (all) => {
      const text = all.join("");
      expect(letters(short(text).join(""))).toBe(letters(text));
    }),
  );
});

test("bold never nests and never loses a star that nothing closes", () => {
  expect(bold("a ** b **c** **")).toEqual(["a ** b ", { strong: "c" }, " **"]);
});
