// Files that somebody wrote to hurt, or by accident: refused in bounded time, never thrown about, never acted on.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../../../src/adapters/config/config.ts";
import { changed, environment, valid } from "./file.ts";

const wrong = (text: string) => {
  const read = parseConfig(text, environment);
  return "problems" in read ? read.problems.map(({ line, wrong }) => `${line}: ${wrong}`) : [];
};

const laughs = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefghijk".split("").map((name, i) => `${name}: &${name} [${`*${"abcdefghij"[i]}, `.repeat(9)}]`),
].join("\n");

describe("what YAML allows and this file refuses", () => {
  test.each<[what: string, text: string, first: string]>([
    ["aliases that multiply (billion laughs)", laughs, "2: uses an alias (*…)"],
    [
      "an alias",
      changed("[dave, carol]", "&two [dave, carol]").replace("[carol]", "*two"),
      "49: uses an alias (*…)",
    ],
    [
      "a tag of a programming language",
      changed("name: Alice", "name: !!js/function x"),
      "7: uses a tag (!…)",
    ],
    ["a binary value", changed("name: Alice", "name: !!binary QWxpY2U="), "7: uses a tag (!…)"],
    ["a tab as indentation", changed("  name: Contoso", "\tname: Contoso"), "2: is indented with a tab"],
    [
      "the same key twice",
      changed("name: Bob", "name: Bob\n    handle: rob"),
      "13: has the same key twice in one place",
    ],
    ["a second document", `${valid}---\n${valid}`, "61: holds more than one document (---)"],
    ["a key that is a list", `${valid}? [a]\n: b\n`, "61: has a key that is no word"],
    ["a NUL", changed("name: Alice", "name: Al\0ice"), "7: holds a control character"],
    ["an escape of a terminal", changed("name: Alice", "name: Al\x1b[2Jice"), "7: holds a control character"],
    [
      "a NUL behind an escape",
      changed("name: Alice", 'name: "Al\\0ice"'),
      "7: is empty, begins or ends with a space, or holds invisible characters",
    ],
    ["a quote that never ends", changed("name: Alice", 'name: "Alice'), "61: lacks a character here"],
    ["a list a hundred thousand deep", `people: ${"[".repeat(100_000)}`, "1: is nested too deeply"],
    [
      "a block forty deep",
      "a:".padEnd(3).concat("{a: ".repeat(40), "1", "}".repeat(40)),
      "1: is nested too deeply",
    ],
    ["more than 1 MiB", `${valid}#${"x".repeat(1024 * 1024)}`, "1: is longer than 1 MiB"],
    ["nothing", "", "1: is empty"],
    ["only remarks", "# nothing\n", "1: is empty"],
    ["a text", "breakglass", "1: is a text, not a block of settings"],
    ["a list", "- people", "1: is a list, not a block of settings"],
  ])("%s", (_, text, first) => {
    expect(wrong(text)[0]).toBe(first);
  });

  test.each(["__proto__", "constructor", "prototype", "toString"])(
    "the key %s is a setting like no other",
    (key) => {
      const read = parseConfig(`${key}: { polluted: true }\n${valid}`, environment);
      expect(read).toMatchObject({
        problems: [{ line: 1, wrong: expect.stringContaining("which is no setting") }],
      });
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test("a hundred thousand small things are refused in seconds", () => {
    for (const text of [
      "- a\n".repeat(100_000),
      Array.from({ length: 50_000 }, (_, i) => `k${i}:`).join("\n"),
    ])
      expect(wrong(text).length).toBeGreaterThan(0);
  }, 15_000);

  test("a thousand unknown keys are told as no more than one can mend", () => {
    expect(wrong(Array.from({ length: 1_000 }, (_, i) => `k${i}:`).join("\n")).length).toBeLessThanOrEqual(
      1_100,
    );
  });
});

describe("properties", () => {
  test("no text makes it throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.json()), (text) => {
        parseConfig(text, environment);
      }),
      { numRuns: 500 },
    );
  });

  test("no change of a valid file makes it throw, or point outside of the file", () => {
    fc.assert(
      fc.property(
        fc.nat(valid.length),
        fc.nat(60),
        fc.oneof(
          fc.string({ maxLength: 12 }),
          fc.constantFrom(...": [ ] { } - & * ! | > ' \" % @ ` # ? , \n \t".split(" ")),
        ),
        (at, cut, put) => {
          const text = valid.slice(0, at) + put + valid.slice(at + cut);
          const read = parseConfig(text, environment);
          const lines = text.split("\n").length;
          for (const { line, column } of "problems" in read ? read.problems : read.warnings) {
            expect(line).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(lines);
            expect(column).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("no value of a wrong kind in any place makes it throw", () => {
    const places = everyPlace(parse(valid));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), (place, value) => {
        parseConfig(JSON.stringify(replaced(parse(valid), place, value)), environment);
      }),
      { numRuns: 1_000 },
    );
  });
});

type Place = readonly (string | number)[];

const everyPlace = (value: unknown, at: Place = []): Place[] =>
  typeof value === "object" && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => everyPlace(inner, [...at, key]))]
    : [at];

function replaced(file: unknown, [step, ...rest]: Place, value: unknown): unknown {
  if (step === undefined) return value;
  const copy = structuredClone(file) as Record<string, unknown>;
  copy[step] = replaced(copy[step], rest, value);
  return copy;
}
