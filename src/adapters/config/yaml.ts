// The text of the file to plain data whose every place is known by line and column; or what is wrong with the text.
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { Path, Problem } from "./problem.ts";

type Place = { line: number; column: number };
export type Locate = (path: Path, what?: "key" | "value") => Place;
export type Parsed = { value: unknown; locate: Locate } | { problems: Problem[] };

/** A roster of a thousand people has a tenth of this. */
export const longestFile = 1024 * 1024;

/** Never throws. */
export function parseYaml(text: string): Parsed {
  if (Buffer.byteLength(text) > longestFile)
    return refuse({ line: 1, column: 1 }, "is longer than 1 MiB", "Check that it is the right file");
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const control = /[^\P{Cc}\t\n\r]/u.exec(text);
  // Duplicate keys are looked for below: the library's own search takes quadratic time.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  if (control) return refuse(place(control.index), "holds a control character", "Take it out");
  const [broken] = [...document.errors, ...document.warnings];
  if (broken) return refuse(place(broken.pos[0]), ...sentences[broken.code]);
  if (document.contents === null) return refuse({ line: 1, column: 1 }, "is empty", startHere);
  const problems = oddities(document, place);
  if (problems.length > 0) return { problems };
  return { value: document.toJS(), locate: (path, what) => place(offsetOf(document, path, what)) };
}

/** Maps, lists and pairs above a value; the schema needs eleven. */
const deepest = 30;
const startHere = "Start from breakglass.example.yaml";

const refuse = (at: Place, wrong: string, right: string): { problems: Problem[] } => ({
  problems: [{ ...at, path: "the file", wrong, right }],
});

/** What YAML allows and this file does not need: nothing may stand for anything but itself. */
function oddities(document: Document.Parsed, place: (offset: number) => Place): Problem[] {
  const found: Problem[] = [];
  const odd = (node: unknown, wrong: string, right: string) => {
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    if (found.length < 20) found.push({ ...place(offset), path: "the file", wrong, right });
  };
  visit(document, {
    Node(_, node, path) {
      if (path.length > deepest) {
        odd(node, ...sentences.RESOURCE_EXHAUSTION);
        return visit.BREAK;
      }
      if (isAlias(node)) odd(node, "uses an alias (*…)", "Write the value out where it is needed");
      else if (node.tag) odd(node, "uses a tag (!…)", "Take the tag away");
      return undefined;
    },
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key) || typeof key.value !== "string")
          odd(key, "has a key that is no word", "Write a word");
        else if (seen.has(key.value)) odd(key, "has the same key twice in one place", "Keep one of the two");
        else seen.add(key.value);
      }
    },
  });
  return found;
}

/** Where a path's value (or its key) begins; when the path leads nowhere, where its nearest parent begins. */
function offsetOf(document: Document.Parsed, path: Path, what: "key" | "value" = "value"): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
    const next: unknown = isSeq(node) && typeof step === "number" ? node.items[step] : pair?.value;
    if (!isNode(next) && !pair) break;
    const keyAt = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    const valueAt = isNode(next) ? next.range?.[0] : undefined;
    const last = depth === path.length - 1;
    const empty = isScalar(next) && next.value === null;
    // A block's own beginning is its first line; the key above it is what a reader looks for.
    offset =
      ((last && what === "key") || empty || isCollection(next) ? keyAt : undefined) ??
      valueAt ??
      keyAt ??
      offset;
    node = next;
  }
  return offset;
}

/** The library's own words repeat pieces of the file, so they are not used. */
const sentences: Record<YAMLError["code"], readonly [wrong: string, right: string]> = {
  ALIAS_PROPS: ["uses an alias (*…)", "Write the value out where it is needed"],
  BAD_ALIAS: ["uses an alias (*…)", "Write the value out; put a text that begins with * or & in quotes"],
  BAD_COLLECTION_TYPE: ["uses a tag (!…) that does not fit", "Take the tag away"],
  BAD_DIRECTIVE: ["has a line with % that YAML does not know", "Take the line away"],
  BAD_DQ_ESCAPE: ["has a backslash in double quotes that means nothing", "Use single quotes, or write \\\\"],
  BAD_INDENT: ["is not indented as YAML needs it", "Indent the keys of one block equally, with spaces"],
  BAD_PROP_ORDER: ["has a tag or an anchor in a wrong place", "Take it away"],
  BAD_SCALAR_START: ["has a text that begins with a reserved character", "Put the text in quotes"],
  BLOCK_AS_IMPLICIT_KEY: [
    "has a block where a key should be",
    "Begin the block on a line of its own, indented",
  ],
  BLOCK_IN_FLOW: ["has a block inside of […] or {…}", "Write the whole list or map in one style"],
  DUPLICATE_KEY: ["has the same key twice in one place", "Keep one of the two"],
  IMPOSSIBLE: ["cannot be read as YAML here", "Compare with breakglass.example.yaml"],
  KEY_OVER_1024_CHARS: [
    "has a key of more than 1,024 characters",
    "Check for a missing quote or colon above",
  ],
  MISSING_CHAR: ["lacks a character here", "Close the quote or bracket, or add the colon or comma"],
  MULTILINE_IMPLICIT_KEY: ["has a key over more than one line", "Check for a missing colon or quote"],
  MULTIPLE_ANCHORS: ["uses anchors (&…)", "Take them away"],
  MULTIPLE_DOCS: ["holds more than one document (---)", "Keep one"],
  MULTIPLE_TAGS: ["uses tags (!…)", "Take them away"],
  NON_STRING_KEY: ["has a key that is no word", "Write a word"],
  RESOURCE_EXHAUSTION: ["is nested too deeply", "Compare with breakglass.example.yaml"],
  TAB_AS_INDENT: ["is indented with a tab", "Indent with spaces"],
  TAG_RESOLVE_FAILED: ["uses a tag (!…)", "Take the tag away"],
  UNEXPECTED_TOKEN: [
    "has something here that YAML does not expect",
    "Check the quotes, brackets and colons around",
  ],
};
