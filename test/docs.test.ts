// What the documents point at is there: a statement about the code whose source is gone is nobody's any more.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { permissions as ofDirectory } from "../src/adapters/graph/directory.ts";
import { permissions as ofGraph } from "../src/adapters/graph/graph.ts";
import { actions } from "../src/adapters/log-analytics/rights.ts";
import { scopes } from "../src/adapters/slack/scopes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const documents = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** As GitHub makes them of headings. */
const anchors = (path: string) =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );

test.each(documents)("%s: every link leads somewhere", (document) => {
  for (const [, link = ""] of read(document).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? document : join(dirname(document), path);
    expect(() => read(target), link).not.toThrow();
    if (anchor !== undefined) expect(anchors(target), link).toContain(anchor);
  }
});

test("every test that the threat model quotes is a test", () => {
  const quotes = read("docs/threat-model.md").matchAll(/\]\(\.\.\/(test\/[^)]+)\):\s+"([^"]+)"/g);
  const quoted = [...quotes].map(
    ([, path = "", title = ""]) => [path, title.replaceAll(/\s+/g, " ")] as const,
  );
  expect(quoted.length).toBeGreaterThan(3);
  for (const [path, title] of quoted) expect(read(path), title).toContain(title);
});

/** What one cell of its rows names, in bold or as code; a row with an empty first cell belongs to the one above. */
function rightsNamed(document: string, of: string, cell: number): string[] {
  let who = "";
  return [...read(document).matchAll(/^\|(.+)\|$/gm)].flatMap(([, row = ""]) => {
    const cells = row.split("|").map((text) => text.trim());
    who = cells[0] || who;
    const named = cells[cell]?.matchAll(/\*\*(.+?)\*\*|`(.+?)`/g) ?? [];
    return who === of ? [...named].map(([, bold, code]) => bold ?? code ?? "") : [];
  });
}

test.each<[string, number, readonly string[]]>([
  ["the watch, in **Log Analytics**", 1, ["Log Analytics Data Reader"]],
  ["`workspace`", 2, actions],
  ["the watch, in **Graph**", 1, [...ofGraph, ...ofDirectory]],
  ["the **Teams** bot, in Graph", 1, []],
  ["the **Slack** app", 1, scopes],
])("connect-entra.md names for %s the rights that the bot checks for, and no other", (who, cell, rights) => {
  expect(read("docs/connect-entra.md")).toContain(`| ${who} `);
  expect(rightsNamed("docs/connect-entra.md", who, cell).toSorted()).toEqual(rights.toSorted());
});
