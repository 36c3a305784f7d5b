// The password itself: what it is made of, that every one is equally likely, and that its parts are it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  alphabet,
  characters,
  classes,
  classOf,
  entropy,
  nameOf,
} from "../../../src/cli/password/alphabet.ts";
import { inParts, newPassword } from "../../../src/cli/password/generate.ts";

const lengths = fc.integer({ min: 16, max: 256 });

/** Sum of (seen - expected)² / expected. */
const chiSquare = (seen: readonly number[], expected: number): number =>
  seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);

describe("what it is made of", () => {
  test("every password has its length, all four classes, and no other character", () => {
    fc.assert(
      fc.property(lengths, (length) => {
        const password = newPassword(length);
        expect(password).toHaveLength(length);
        expect(new Set(password.split("").map(classOf))).toEqual(new Set(classes));
      }),
    );
  });

  test("none of the characters that look alike, that are dead keys, or that move between keyboards", () => {
    const left = "0OoDQ1lIij|!2Zz5Ss8B6Gb9gqvVUyYaAmMwW^`~´¨'\"@#$&\\/<>[]{}*.,;:_ ".replace(/[69]/g, "");
    for (const character of left) expect(characters).not.toContain(character);
    expect(new Set(characters).size).toBe(characters.length);
    expect(characters.join("")).toMatch(/^[!-~]+$/);
  });

  test("no capital has the shape of its small letter", () => {
    const sameShape = "CKOPSUVWXZ";
    for (const capital of alphabet.capital)
      expect(sameShape.includes(capital) && alphabet.small.includes(capital.toLowerCase())).toBe(false);
  });

  test("every symbol has a name of its own, short enough to stand under it", () => {
    const names = alphabet.symbol.split("").map(nameOf);
    expect(new Set(names).size).toBe(alphabet.symbol.length);
    expect(names.every((name) => /^[a-z]{4,9}$/.test(name))).toBe(true);
  });
});

/** With 29 degrees of freedom, chance alone is above 130 less than once in 10^13 runs; with 15, above 100. */
describe("every password is as likely as any other", () => {
  test("each character comes equally often", () => {
    const seen = new Map<string, number>();
    for (let i = 0; i < 400; i++)
      for (const character of newPassword(256)) seen.set(character, (seen.get(character) ?? 0) + 1);
    expect(seen.size).toBe(characters.length);
    expect(chiSquare([...seen.values()], (400 * 256) / characters.length)).toBeLessThan(130);
  });

  test("a class is no likelier in one place than in another: a missing one is not put in somewhere", () => {
    for (const one of classes) {
      const seen = Array.from({ length: 16 }, () => 0);
      for (let i = 0; i < 3_000; i++)
        for (const [place, character] of newPassword(16).split("").entries())
          if (classOf(character) === one) seen[place] = (seen[place] ?? 0) + 1;
      const all = seen.reduce((sum, count) => sum + count, 0);
      expect(chiSquare(seen, all / 16), one).toBeLessThan(100);
    }
  });

  test("two thousand of them are all different", () => {
    expect(new Set(Array.from({ length: 2_000 }, () => newPassword(16))).size).toBe(2_000);
  });

  test("one without all classes is thrown away whole, and drawn again", () => {
    const first = Array.from({ length: 16 }, () => 0); // sixteen times the first capital
    const second = Array.from({ length: 16 }, (_, i) => (i * 7) % characters.length);
    const drawn = [...first, ...second];
    let next = 0;
    const password = newPassword(16, (end) => {
      expect(end).toBe(characters.length);
      return drawn[next++] ?? 0;
    });
    expect(password).toBe(second.map((index) => characters[index]).join(""));
    expect(next).toBe(32);
  });
});

describe("bits", () => {
  test("the rule about classes takes less than half a bit", () => {
    const free = (length: number) => length * Math.log2(characters.length);
    for (const length of [16, 24, 256]) {
      expect(entropy(length)).toBeLessThanOrEqual(free(length));
      expect(free(length) - entropy(length)).toBeLessThan(0.5);
    }
    expect(Math.floor(entropy(24))).toBe(117);
  });

  test("counted one by one, four characters have as many ways as the formula says", () => {
    let ways = 0;
    const each = classes.map((one) => alphabet[one].length);
    for (const a of each.keys())
      for (const b of each.keys())
        for (const c of each.keys())
          for (const d of each.keys())
            if (new Set([a, b, c, d]).size === 4)
              ways += (each[a] ?? 0) * (each[b] ?? 0) * (each[c] ?? 0) * (each[d] ?? 0);
    expect(entropy(4)).toBeCloseTo(Math.log2(ways), 9);
  });
});

test("the parts, put together in order, are the password; none is longer than another by more than one", () => {
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 5 }), (length, count) => {
      const password = newPassword(length);
      const parts = inParts(password, count);
      expect(parts).toHaveLength(count);
      expect(parts.join("")).toBe(password);
      const sizes = parts.map((part) => part.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});
