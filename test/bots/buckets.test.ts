// Token buckets: how much, how soon again, and that many names neither fill the memory nor help or hurt each other.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Buckets, createBuckets } from "../../src/bots/buckets.ts";

const limit = { atOnce: 3, every: 10 };
const few = { most: 4, beyond: "shared" } as const;
/** How many of so many tries at one moment are let through. */
const through = (buckets: Buckets, name: string, now: number, tries = 100): number =>
  Array.from({ length: tries }, () => buckets.take(name, now)).filter(Boolean).length;

describe("one bucket", () => {
  test("holds so many, gets one more each time, and never holds more than at first", () => {
    const buckets = createBuckets(limit, few);
    expect(through(buckets, "a", 0)).toBe(3);
    expect(through(buckets, "a", 9)).toBe(0);
    expect(through(buckets, "a", 10)).toBe(1);
    expect(through(buckets, "a", 30)).toBe(2);
    expect(through(buckets, "a", 100_000)).toBe(3);
  });

  test("a clock that was set back keeps nobody waiting", () => {
    const buckets = createBuckets(limit, few);
    expect(through(buckets, "a", 100_000)).toBe(3);
    expect(through(buckets, "a", 50_000)).toBe(3);
    expect(through(buckets, "a", 50_010)).toBe(1);
  });
});

describe("many names", () => {
  test("fill no more than the room there is; the rest share one bucket, and take nothing from who was there", () => {
    const buckets = createBuckets(limit, few);
    expect(buckets.take("known", 0)).toBe(true);
    const others = Array.from({ length: 1_000 }, (_, n) => buckets.take(`${n}`, 0)).filter(Boolean);
    expect(others).toHaveLength(3 + 3); // three found room, and the rest three in common
    expect(through(buckets, "known", 0)).toBe(2); // as if nobody else were there
    expect(through(buckets, "late", 30)).toBe(3); // all were full again, and were let go
  });

  test("or are free, where names are nobody's to invent", () => {
    const buckets = createBuckets(limit, { most: 1, beyond: "free" });
    expect(through(buckets, "a", 0)).toBe(3);
    expect(through(buckets, "b", 0)).toBe(100);
  });

  test("whoever comes when, nobody gets more than their bucket gives", () => {
    const come = fc.record({
      name: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
      after: fc.nat(15),
    });
    fc.assert(
      fc.property(fc.array(come, { minLength: 20, maxLength: 300 }), (coming) => {
        const buckets = createBuckets(limit, few);
        const had = new Map<string, number[]>();
        let now = 0;
        for (const { name, after } of coming) {
          now += after;
          if (buckets.take(name, now)) had.set(name, [...(had.get(name) ?? []), now]);
        }
        // own and shared: with every new turn at a place of one's own the old debt was paid
        for (const times of had.values())
          for (const [first, from] of times.entries())
            for (const [more, until] of times.slice(first).entries())
              expect(more + 1).toBeLessThanOrEqual(2 * (limit.atOnce + (until - from) / limit.every));
      }),
    );
  });
});
