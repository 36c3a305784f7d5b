// The shipped example, spoilt in every place and as every kind of bytes: refused with a place in the file, and never repeated.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { parseConfig, problemLine, readConfig } from "../../../src/adapters/config/config.ts";
import { standIns } from "../../../src/adapters/config/environment.ts";

/** Stands where a secret might have been typed by mistake. */
const canary = "kAnArIeNvOgEl";

let folder: string;
let example: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "breakglass-fuzz-"));
  example = await readFile("breakglass.example.yaml", "utf8");
});
afterAll(() => rm(folder, { recursive: true }));

/** All that an operator is told of it, as `breakglass config check` writes it. */
function told(text: string): string[] {
  const read = parseConfig(text, standIns);
  const problems = "problems" in read ? read.problems : read.warnings;
  const lines = text.split("\n").length;
  for (const { line, column, wrong, right } of problems) {
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThan(0);
    expect(wrong).not.toBe("");
    expect(right).not.toBe("");
  }
  return problems.map((problem) => problemLine("breakglass.yaml", problem));
}

describe("values", () => {
  type Place = readonly (string | number)[];
  const places = (value: unknown, at: Place = []): Place[] =>
    typeof value === "object" && value !== null
      ? [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))]
      : [at];
  function put(file: unknown, [step, ...rest]: Place, value: unknown): unknown {
    if (step === undefined) return value;
    const copy = structuredClone(file) as Record<string, unknown>;
    copy[step] = put(copy[step], rest, value);
    return copy;
  }
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      canary,
      canary.repeat(100),
      `xoxb-${canary}`,
      [canary],
      [[[[canary]]]],
      { [canary]: canary },
      { type: canary },
      JSON.parse(`{"__proto__":{"polluted":"${canary}"}}`),
      { constructor: { prototype: { polluted: true } } },
      Number.MAX_SAFE_INTEGER + 1,
      1e308,
      -0,
      0.1,
      "",
      " ",
      "null",
      "~",
      "2026-02-30",
      "99999999999h",
      "-1h",
      `https://${canary}@evil.example/`,
      "javascript:alert(1)",
      "file:///etc/passwd",
      Array.from({ length: 2_000 }, () => canary),
    ),
  );

  test("of any kind in any place, one or several", { timeout: 30_000 }, () => {
    const file: unknown = parse(example);
    const all = places(file);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(all.length - 1), odd), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const spoilt = changes.reduce((before, [at, value]) => {
            const place = all[at] ?? [];
            return has(before, place) ? put(before, place, value) : before;
          }, file);
          told(stringify(spoilt));
          expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
  });

  /** An earlier change may have taken the place away. */
  const has = (value: unknown, [step, ...rest]: Place): boolean =>
    step === undefined ||
    (typeof value === "object" && value !== null && has((value as Record<string, unknown>)[step], rest));

  test("are repeated nowhere: what stands there may be a secret", { timeout: 30_000 }, () => {
    const file: unknown = parse(example);
    const leaking = places(file).filter((place) =>
      told(stringify(put(file, place, canary)))
        .join("\n")
        .includes(canary),
    );
    expect(leaking).toEqual([]);
  });
});

describe("text", () => {
  test("lines doubled, swapped, lost, indented anew, cut in two or joined", { timeout: 30_000 }, () => {
    const change = fc.record({
      at: fc.nat(1_000),
      how: fc.constantFrom("double", "swap", "lose", "indent", "outdent", "cut", "join", "comment", "quote"),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const lines = example.split("\n");
        for (const { at, how } of changes) {
          const n = at % (lines.length - 1);
          const line = lines[n] ?? "";
          if (how === "double") lines.splice(n, 0, line);
          if (how === "swap") lines.splice(n, 2, lines[n + 1] ?? "", line);
          if (how === "lose") lines.splice(n, 1);
          if (how === "indent") lines[n] = `  ${line}`;
          if (how === "outdent") lines[n] = line.replace(/^ {2}/, "");
          if (how === "cut") lines[n] = line.slice(0, line.length / 2);
          if (how === "join") lines.splice(n, 2, `${line}${lines[n + 1] ?? ""}`);
          if (how === "comment") lines[n] = `# ${line}`;
          if (how === "quote") lines[n] = line.replace(": ", ': "');
        }
        told(lines.join("\n"));
      }),
      { numRuns: 120 },
    );
  });

  test.each([
    ["anchors and merge keys", "a: &a { b: 1 }\nc: { <<: *a }\n"],
    ["an alias to itself", "a: &a [*a]\n"],
    [
      "aliases behind a thousand anchors",
      Array.from({ length: 1_000 }, (_, n) => `k${n}: &a${n} [*a${n ? n - 1 : 0}]`).join("\n"),
    ],
    ["half a megabyte in one word", `people: ${"x".repeat(500_000)}\n`],
    ["half a megabyte in one key", `${"x".repeat(500_000)}: 1\n`],
    ["brackets without end", `people: ${"{a: [".repeat(50_000)}`],
    ["a number without end", `service: { port: ${"9".repeat(100_000)} }\n`],
    ["a hundred thousand documents", "---\na: 1\n".repeat(100_000)],
    ["a flow of colons", `people: ${":".repeat(100_000)}\n`],
    ["quotes without end", `people: ${"'".repeat(100_001)}\n`],
    ["a block text that never stops", `people: |\n${"  x\n".repeat(200_000)}`],
    ["directives", "%YAML 9.9\n%TAG ! tag:evil.example,2026:\n---\npeople: !x []\n"],
  ])("%s", { timeout: 20_000 }, (_, text) => {
    expect(told(text).length).toBeGreaterThan(0);
  });
});

describe("bytes", () => {
  const written = async (bytes: Uint8Array): Promise<string[]> => {
    const path = join(folder, "breakglass.yaml");
    await writeFile(path, bytes);
    const read = await readConfig(path, standIns);
    return "problems" in read ? read.problems.map((problem) => problemLine("f", problem)) : [];
  };

  test("of the example itself are right, with a byte order mark too, and with the line ends of Windows", async () => {
    expect(await written(Buffer.from(example))).toEqual([]);
    expect(await written(Buffer.from(`\ufeff${example}`))).toEqual([]);
    expect(await written(Buffer.from(example.replaceAll("\n", "\r\n")))).toEqual([]);
  });

  test.each([
    ["UTF-16, as Notepad saves it", () => Buffer.from(`\ufeff${example}`, "utf16le")],
    ["UTF-16 without a mark", () => Buffer.from(example, "utf16le")],
    ["Latin-1 with an umlaut", () => Buffer.from(example.replace("name: Alice", "name: Älice"), "latin1")],
    ["half of a sign", () => Buffer.concat([Buffer.from(example), Buffer.from([0xe2, 0x82])])],
    ["an overlong slash", () => Buffer.concat([Buffer.from("a: "), Buffer.from([0xc0, 0xaf])])],
    ["a surrogate", () => Buffer.from([0x61, 0x3a, 0x20, 0xed, 0xa0, 0x80])],
    ["nothing but NUL", () => Buffer.alloc(4_096)],
    ["a picture", () => readFile("docs/picture.png")],
  ])("%s is told as one thing that is wrong with the file", async (_, bytes) => {
    const found = await written(await bytes());
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("the file");
  });

  test("without any order, or with a few of the example changed", { timeout: 20_000 }, async () => {
    const good = Buffer.from(example);
    const few = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        return new Uint8Array(bytes);
      });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(few, fc.uint8Array({ maxLength: 2_000 })),
        async (bytes) => void (await written(bytes)),
      ),
      { numRuns: 200 },
    );
  });
});
