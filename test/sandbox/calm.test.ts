import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { untilCalm } from "../../src/sandbox/calm.ts";

/** Milliseconds that calm was waited for. */
async function waited(last: () => readonly unknown[], isHeldUp = false): Promise<number> {
  const begun = performance.now();
  await untilCalm({ last, isHeldUp: () => isHeldUp });
  return performance.now() - begun;
}

test("silence is calm within the blink of an eye", async () => {
  expect(await waited(() => ["the same"])).toBeLessThan(1_000);
});

test("each word makes it wait anew", async () => {
  let words = 0;
  const speaking = (async () => {
    for (; words < 4; words += 1) await pause(150);
  })();
  expect(await waited(() => [words])).toBeGreaterThanOrEqual(600);
  await speaking;
});

test("who was told to wait a second is waited for", async () => {
  expect(await waited(() => ["too often"], true)).toBeGreaterThanOrEqual(1_400);
});
