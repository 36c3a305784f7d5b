// The chaos suite in short: both stores at the same time, a few seconds of everything that can go wrong.
import { describe, expect, test } from "vitest";
import { whyNoOwnPostgres } from "../kit/own-postgres.ts";
import { noPostgres } from "../kit/stores.ts";
import { together } from "../kit/together.ts";
import { isSound, report } from "./report.ts";
import { run } from "./run.ts";
import type { StoreKind } from "./world.ts";

const short = { seconds: 12, pace: 4, say: () => undefined };
/** Of which the schedule holds a bit of everything. */
const seeds: Readonly<Record<StoreKind, number>> = { postgres: 105, sqlite: 87 };
const nowhere = whyNoOwnPostgres() !== undefined && noPostgres !== undefined;

const stores: readonly StoreKind[] = nowhere ? ["sqlite"] : ["postgres", "sqlite"];
const ran = together(
  Object.fromEntries(stores.map((store) => [store, () => run({ ...short, store, seed: seeds[store] })])),
);

describe.each<{ name: string; store: StoreKind }>([
  { name: "two nodes on one PostgreSQL", store: "postgres" },
  { name: "one node on SQLite", store: "sqlite" },
])("$name", ({ store }) => {
  test.skipIf(!stores.includes(store))(
    "D1, D3, D4, E1, E4, B1, F2: killed, cut off, throttled, lied to and starved, it loses nothing and shows nothing twice",
    { timeout: 240_000 },
    async () => {
      const whole = await ran(store);
      expect(isSound(whole), report(whole)).toBe(true);
      expect(whole.tally.acknowledged).toBeGreaterThan(0);
      expect(whole.woken.length).toBeGreaterThan(0);
    },
  );
});
