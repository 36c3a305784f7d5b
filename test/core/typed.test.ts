// Pieces of typed words: what is read, and what is rather not read than guessed.
import { describe, expect, test } from "vitest";
import { drillSteps } from "../../src/core/drill/events.ts";
import { parseClass, parseDay, parseMinutes, parseName } from "../../src/core/typed.ts";

test("a class is read at the beginning only, as a whole word", () => {
  expect(parseClass("  misuse  ")).toEqual({ class: "misuse", rest: "" });
  expect(parseClass("false alarm")).toEqual({ class: "false-alarm", rest: "" });
  expect(parseClass("no misuse")).toBeUndefined();
  expect(parseClass("misused")).toBeUndefined();
  expect(parseClass("")).toBeUndefined();
});

describe("how long", () => {
  test.each([
    ["30", 30],
    ["30m", 30],
    ["30min", 30],
    ["30 m", undefined],
    ["1h", 60],
    ["1H30", 90],
    ["1h30m", 90],
    ["0", 0],
    ["-5", undefined],
    ["1.5h", undefined],
    ["99999", undefined],
    ["soon", undefined],
    ["", undefined],
  ])("%j is %s minutes", (text, minutes) => {
    expect(parseMinutes(text)).toBe(minutes);
  });
});

describe("which day: one way to write it, and only days that there are", () => {
  test.each([
    ["2026-12-01", "2026-12-01"],
    [" 2026-12-01 ", "2026-12-01"],
    ["2028-02-29", "2028-02-29"],
    ["2027-02-29", undefined],
    ["2026-02-30", undefined],
    ["2026-04-31", undefined],
    ["2026-13-01", undefined],
    ["2026-00-10", undefined],
    ["2026-10-00", undefined],
    ["2026-12-1", undefined],
    ["01.12.2026", undefined],
    ["12/01/2026", undefined],
    ["2026-12-01T09:00", undefined],
    ["tomorrow", undefined],
    ["", undefined],
  ])("%j is %s", (text, day) => {
    expect(parseDay(text)?.toString()).toBe(day);
  });
});

describe("one of several names, by how it begins", () => {
  test.each([
    ["two-paths", "two-paths"],
    ["TWO", "two-paths"],
    ["two paths", "two-paths"],
    ["two paths work now", "two-paths"],
    ["people trained", "people-trained"],
    ["people-r", "people-reviewed"],
    ["no personal", "no-personal-methods"],
    ["people", undefined], // two steps begin so
    ["people are trained", undefined],
    ["no", undefined], // an answer, not a step
    ["paths", undefined],
    ["two-pathsx", undefined],
    ["", undefined],
  ])("%j is %s", (text, step) => {
    expect(parseName(text.split(" "), drillSteps)).toBe(step);
  });
});
