// The report of a drill: the measured times in words, never negative, never guessed; and who stands for it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DrillEvent } from "../../../src/core/drill/events.ts";
import { drillReport } from "../../../src/core/views/drill-report.ts";
import { elapsed, span } from "../../../src/core/words/drill-report.ts";
import { ada, after, contoso, nine } from "../../kit/cast.ts";
import {
  complete,
  drillFrom,
  drillStories,
  failed,
  finished,
  scheduled,
  seen,
  started,
  witnessed,
} from "../../kit/drill-gallery.ts";
import { readView } from "../../kit/office.ts";

const report = (...events: readonly DrillEvent[]) =>
  readView(drillReport(drillFrom(...events), contoso)).split("\n");

describe("a time in words", () => {
  test.each<[number, string]>([
    [0, "less than 1 s"],
    [0.9, "less than 1 s"],
    [1, "1 s"],
    [60, "1 min"],
    [260, "4 min 20 s"],
    [3_600, "1 h"],
    [5_700, "1 h 35 min"],
    [86_399, "23 h 59 min 59 s"],
    [86_400, "1 day"],
    [180_001, "2 days 2 h 1 s"],
  ])("%d s is %s", (seconds, words) => {
    expect(span(seconds)).toBe(words);
  });

  test("says what was measured, to the second", () => {
    const units: Record<string, number> = { day: 86_400, days: 86_400, h: 3_600, min: 60, s: 1 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
        const said = [...span(seconds).matchAll(/(\d+) (\w+)/g)];
        expect(
          said.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? Number.NaN), 0),
        ).toBe(seconds);
      }),
    );
  });

  test("a missing moment is not measured", () => {
    expect(elapsed(undefined, nine, "the alert")).toBe("not measured");
    expect(elapsed(nine, undefined, "the alert")).toBe("not measured");
  });

  test("never negative: what came first is said", () => {
    expect(elapsed(after(10), nine, "the renewal")).toBe("the renewal came 10 min before");
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (milliseconds) => {
        expect(elapsed(nine, nine.add({ milliseconds }), "it")).not.toMatch(/-|NaN/);
      }),
    );
  });
});

describe("the report", () => {
  test("six times, and who led, witnessed and signed it off", () => {
    const lines = report(...complete(), finished("The key works."));
    expect(lines).toEqual(
      expect.arrayContaining([
        "Signed off by: Audrey, 12:10: The key works.",
        "Led by: Ada",
        "Witnessed by: Audrey",
        "Ran: 09:02 to 12:10",
        "Ask to approval: 4 min 20 s",
        "Approval to sign-in: 6 min 40 s",
        "Sign-in to log: 3 min",
        "Log to alert: 30 s",
        "Alert to acknowledged: 6 min 15 s",
        "End to renewed: 1 h 35 min",
      ]),
    );
  });

  test("counts from when it happened, not from when we noticed", () => {
    const lines = report(
      scheduled(),
      started(),
      witnessed(),
      seen("ended", 70, 71),
      seen("rotated", 80, 1_000),
    );
    expect(lines).toContain("End to renewed: 10 min");
  });

  test("renewed before the end, as a hasty custodian may", () => {
    const lines = report(scheduled(), started(), witnessed(), seen("ended", 70), seen("rotated", 65, 70));
    expect(lines).toContain("End to renewed: the renewal came 5 min before");
  });

  test("what a failed drill did not reach was not measured, and nobody signed it off", () => {
    const lines = report(...(drillStories()["running"] ?? []), failed("The key was bent", ada));
    expect(lines.filter((line) => line.endsWith(": not measured"))).toHaveLength(6);
    expect(lines).toContain("Failed: Ada, 10:00: The key was bent");
    expect(lines).toContain("Signed off by: nobody");
  });
});
