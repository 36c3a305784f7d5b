// Graph is asked as often as it allows, and not while it asks for a rest.
import { expect, test } from "vitest";
import { createPace } from "../../../src/adapters/graph/pace.ts";
import { createRest } from "../../../src/adapters/graph/rest.ts";
import { nine } from "../../kit/cast.ts";

const anyTime = new AbortController().signal;

/** A timer may be early by what a clock of milliseconds rounds off. */
const nearly = (ms: number) => ms - 5;

test("five requests go at once, the sixth when the first is a period old", async () => {
  const pace = createPace(5, 150);
  const began = performance.now();
  let isSixthOut = false;
  const first = Array.from({ length: 5 }, () => pace(anyTime));
  const sixth = pace(anyTime).then(() => (isSixthOut = true));
  await Promise.all(first);
  expect(isSixthOut).toBe(false);
  await sixth;
  expect(performance.now() - began).toBeGreaterThanOrEqual(nearly(150));
});

test("a turn that is waited for ends with its signal", async () => {
  const pace = createPace(1, 60_000);
  await pace(anyTime);
  await expect(pace(AbortSignal.timeout(20))).rejects.toThrow(/abort/i);
});

test("a rest ends when it was asked to, is never longer than ten minutes, and survives no clock set back", () => {
  let now = nine;
  const rest = createRest(() => now);
  expect(rest.why()).toBeUndefined();
  rest.begin("7", "Graph answers 429");
  now = nine.add({ milliseconds: 6_500 });
  expect(rest.why()).toBe("Graph answers 429; it is not asked for another 1 s");
  now = nine.add({ seconds: 7 });
  expect(rest.why()).toBeUndefined();
  rest.begin("Sat, 21 Nov 2026 09:01:07 GMT", "Graph answers 503");
  expect(rest.why()).toContain("another 60 s");
  rest.begin("86400", "Graph answers 503");
  now = now.add({ minutes: 10 });
  expect(rest.why()).toBeUndefined();
  rest.begin("60", "Graph answers 503");
  now = now.subtract({ hours: 1 });
  expect(rest.why()).toBeUndefined();
  rest.begin("soon", "Graph answers 503");
  expect(rest.why()).toBeUndefined();
});
