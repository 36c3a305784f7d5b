// What the documents point at is there: a statement about the code whose source is gone is nobody's any more.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

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
