// The bot's note of its last look goes along with a leap; unless the bot did not see before, for that must be told.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { parseSight, sightText } from "../../src/bots/sight-text.ts";
import type { Store } from "../../src/core/ports/store.ts";
import { wasAway } from "../../src/core/sign-in/sight.ts";
import { keepSight } from "../../src/sandbox/kept-sight.ts";
import { nine } from "../kit/cast.ts";

const place = "watch/log-analytics";
const tomorrow = nine.add({ hours: 24 });
let folder: string;
let file: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "breakglass-sight-"));
  file = join(folder, "breakglass.db");
  store = await openStore({ url: `sqlite:${file}` });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** What the bot finds in its note after the leap from nine o'clock to tomorrow. */
async function afterLeap(lookedAt: Temporal.Instant) {
  const sight = { next: nine, lookedAt, heartbeat: nine, since: nine.subtract({ hours: 1 }) };
  await store.remember(place, sightText(sight));
  keepSight(file, nine.epochMilliseconds, tomorrow.epochMilliseconds);
  const kept = parseSight(await store.recall(place));
  return { sight, kept };
}

it.each([0, 5.123, 11])(
  "who looked %d s before has looked right before the end of the leap",
  async (seconds) => {
    const lookedAt = nine.subtract({ milliseconds: seconds * 1_000 });
    const { sight, kept } = await afterLeap(lookedAt);
    expect(kept).toEqual({ ...sight, lookedAt: tomorrow });
    expect(wasAway(kept?.lookedAt ?? nine, tomorrow, { every: 5 } as Parameters<typeof wasAway>[2])).toBe(
      false,
    );
  },
);

it("who could not look before has not looked since", async () => {
  const { sight, kept } = await afterLeap(nine.subtract({ seconds: 13 }));
  expect(kept).toEqual(sight);
});

it("a bot that has not looked yet is left alone", async () => {
  await store.remember("teams/keys", "{}");
  keepSight(file, nine.epochMilliseconds, tomorrow.epochMilliseconds);
  expect(await store.recall(place)).toBeUndefined();
  expect(await store.recall("teams/keys")).toBe("{}");
});
