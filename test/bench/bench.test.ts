import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyChain } from "../../src/adapters/store/chain.ts";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { readAlert } from "../../src/bots/alerts.ts";
import { readRequest } from "../../src/bots/requests.ts";
import { readRotations } from "../../src/bots/rotations.ts";
import { judge } from "./goals.ts";
import { writeYears } from "./record.ts";
import { goalTable } from "./report.ts";
import type { Round } from "./round.ts";
import { median, quantile, quiet, ratio } from "./stats.ts";
import { newHome } from "./stores.ts";
import { works } from "./work.ts";

const rate = ({ rate }: { rate: number }): number => rate;

test("a ratio is taken within each round, so that a slow minute of the machine counts for neither", () => {
  const pairs = [
    [{ rate: 50 }, { rate: 100 }],
    [{ rate: 5 }, { rate: 10 }],
    [{ rate: 60 }, { rate: 100 }],
  ] as const;
  expect(ratio(pairs, rate)).toBe(0.5);
});

test("the median of an even number is between the two in the middle", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});

test("the 99th of a hundred is the 99th, not the worst", () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect(quantile(hundred, 0.99)).toBe(99);
  expect(quantile([7], 0.99)).toBe(7);
});

test("a round that others disturbed on either side is left out, unless too few remain", () => {
  const round = (others: number) => ({ others });
  const calm = [round(0.1), round(0.2)] as const;
  const loud = [round(0.1), round(0.9)] as const;
  expect(quiet([calm, loud, calm, calm], { most: 0.3, least: 3 })).toEqual([calm, calm, calm]);
  expect(quiet([calm, loud, calm], { most: 0.3, least: 3 })).toHaveLength(3);
});

test("each store is judged by its own worst row, and what one misses the other does not make good", () => {
  const round = (more: Partial<Round>): Round => ({
    answered: 100,
    rate: 100,
    doneRate: 100,
    p50: 1,
    p99: 1,
    cpu: 100,
    memory: 100,
    others: 0,
    wrong: 0,
    untold: 0,
    ...more,
  });
  const rows = (...rates: number[]) =>
    works
      .filter(({ name }) => name === "command")
      .flatMap((work) =>
        rates.map((times) => ({
          work,
          connections: 16,
          pairs: [[round({ rate: times }), round({})] as const],
        })),
      );
  const starts = { breakglass: [300], bolt: [100], botbuilder: [100] };
  const still = { starts, rest: { ours: 200, imported: 100 } };
  const judged = judge(
    [
      { kind: "sqlite", comparisons: rows(95, 90) },
      { kind: "postgres", comparisons: rows(85, 13) },
    ],
    still,
  );
  const table = goalTable(judged);
  expect(table).toContain("| wanted | sqlite | postgres |");
  expect(table).toContain("| Slack, 16 and 64: acks/s | ≥ 0.8 | 0.9 reached | 0.13 **not reached** |");
  expect(table).toContain("| start to first answer, of botbuilder | ≤ 1.5 | 3 **not reached** | – |");
  expect(judge([], undefined)).toEqual([]);
  expect(judge([{ kind: "postgres", comparisons: rows(90) }], undefined).map(({ kind }) => kind)).toEqual([
    "postgres",
  ]);
});

test("years on record are whole, all of them over, and owe nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "breakglass-years-"));
  const home = await newHome("sqlite", folder, "years");
  const requests = await writeYears(home, 500);
  const store = await openStore({ url: home.url });
  const { seq } = await store.head();
  expect(Math.abs(seq - 500)).toBeLessThan(25);
  expect(await verifyChain(store)).toMatchObject({ ok: true, entries: seq });
  expect(await store.due(Temporal.Instant.from("9999-01-01T00:00:00Z"), 10)).toEqual([]);
  expect(await store.live("")).toEqual([]);
  expect(await store.backlog()).toEqual([]);
  expect(Number(await store.recall("follow"))).toBe(seq);
  expect((await readRequest(store, `BG-${requests}`))?.reviewed?.class).toBe("emergency");
  expect((await readAlert(store, "AL-1"))?.state.closed).toBeDefined();
  const [rotation] = await readRotations(store, ["RO-1"]);
  expect(rotation?.closed?.how).toBe("proved");
  await store.close();
  await rm(folder, { recursive: true });
});
