// More rows than one page holds: read on at once, page after page, until all are read; none left out.
import { describe, expect, test } from "vitest";
import { pageSize, readPage } from "../../../src/adapters/log-analytics/page.ts";
import type { Row } from "../../../src/core/sign-in/row.ts";
import { failed } from "../../core/sign-in/kit.ts";
import { after, first, nine } from "../../kit/cast.ts";
import { beatAt, blind, parameter, patient, rowsOf, type Scene, seen, stage } from "./kit.ts";

/** Rows in the order of their ingestion, of which a question gets as many as it asks for. */
const inPages =
  (rows: readonly (readonly [id: string, ingested: Temporal.Instant])[]): Scene["answer"] =>
  (asked) => {
    const since = Temporal.Instant.from(/\((.*)\)/.exec(parameter(asked, "since") ?? "")?.[1] ?? "");
    const signIns = rows
      .filter(([, ingested]) => Temporal.Instant.compare(ingested, since) >= 0)
      .slice(0, Number(parameter(asked, "pageSize")))
      .map(([Id, ingested]) => ({
        Id,
        UserId: first.id,
        ResultType: "50126",
        Ingested: ingested.toString(),
      }));
    return rowsOf({ "sign-ins": signIns, heartbeat: beatAt(after(9)) })(asked);
  };

/** So many rows, so many milliseconds apart, from a moment on. */
const flood = (count: number, from: Temporal.Instant, apart: number) =>
  Array.from({ length: count }, (_, n) => [`${n}`, from.add({ milliseconds: n * apart })] as const);

const sizes = ({ asked }: Scene) =>
  asked.filter(({ query }) => query === "sign-ins").map((one) => Number(parameter(one, "pageSize")));

describe("more rows than one page holds", () => {
  /** Looks at once as long as there is more, as the watch does. */
  async function readAll({ log }: Scene, since = nine) {
    const looks = [];
    let next = since;
    do {
      const look = await seen(log.look(next, patient()));
      expect(Temporal.Instant.compare(look.next, next)).not.toBe(-1);
      next = look.next;
      looks.push(look);
      expect(looks.length).toBeLessThan(20);
    } while (looks.at(-1)?.more);
    return looks;
  }
  const idsIn = (looks: readonly { rows: readonly { id: string }[] }[]) =>
    new Set(looks.flatMap(({ rows }) => rows.map(({ id }) => id)));

  test("a page is 1,000 rows, and one that is not full is the last", async () => {
    const scene = stage(inPages(flood(999, nine, 1)));
    const [look, ...rest] = await readAll(scene);
    expect(rest).toEqual([]);
    expect([look?.rows.length, sizes(scene)]).toEqual([999, [pageSize]]);
    expect([pageSize, scene.warned]).toEqual([1_000, []]);
  });

  test.each([
    ["before where the look began", after(-4)],
    ["around it", after(-0.1)],
    ["after it", after(1)],
  ])(
    "a flood that became readable %s is read page after page, each row once, and said once",
    async (_, from) => {
      const scene = stage(inPages(flood(4_200, from, 10)));
      const looks = await readAll(scene);
      expect(looks.map(({ rows }) => rows.length)).toEqual([1_000, 1_000, 1_000, 1_000, 204]); // a page's last row begins the next
      expect(idsIn(looks).size).toBe(4_200);
      expect(scene.warned).toHaveLength(1);
      expect(looks.at(-1)?.next).toEqual(after(9));
    },
  );

  test("the next look goes on where this one ended, without an overlap", async () => {
    const scene = stage(inPages(flood(1_500, after(-4), 10)));
    await readAll(scene);
    const begins = scene.asked
      .filter(({ query }) => query === "sign-ins")
      .map((one) => parameter(one, "since"));
    expect(begins).toEqual(["datetime(2026-11-21T08:55:00Z)", "datetime(2026-11-21T08:56:09.99Z)"]);
  });

  test("what the others read does not carry the reader past what is not read yet", async () => {
    const scene = stage(inPages(flood(1_500, after(1), 10)));
    const { next } = await seen(scene.log.look(nine, patient()));
    expect(next).toEqual(after(1).add({ milliseconds: 9_990 }));
  });

  test("a page whose rows could not be kept is read again, wherever the look began", async () => {
    for (const from of [after(-4), after(1)]) {
      const scene = stage(inPages(flood(2_500, from, 10)));
      const lost = await seen(scene.log.look(nine, patient()));
      expect(lost.more).toBe(true);
      expect(idsIn(await readAll(scene)).size).toBe(2_500);
    }
  });

  test("two nodes that share one cursor come to the end, and together miss nothing", async () => {
    for (const from of [after(-4), after(1)]) {
      const answer = inPages(flood(4_200, from, 10));
      const nodes = [stage(answer), stage(answer)];
      const told = new Set<string>();
      let next = nine;
      let turns = 0;
      for (let more = true; more && turns < 50; turns += 1) {
        const { log } = nodes[turns % 2] as Scene;
        const look = await seen(log.look(next, patient()));
        for (const { id } of look.rows) told.add(id);
        ({ next, more } = look);
      }
      expect(turns).toBeLessThan(12);
      expect(told.size).toBe(4_200);
    }
  });

  test("a flood that goes on is said once, and a new one anew", async () => {
    const scene = stage(inPages(flood(1_500, after(-4), 10)));
    await readAll(scene);
    await readAll(scene);
    expect(scene.warned).toHaveLength(1);
    scene.answer = inPages([]);
    await readAll(scene, after(9));
    scene.answer = inPages(flood(1_500, after(9), 10));
    await readAll(scene, after(9));
    expect(scene.warned).toHaveLength(2);
  });

  test("changes are read in pages too", async () => {
    const change = (n: number) => ({
      Id: `${n}`,
      OperationName: "Update user",
      Ingested: after(n).toString(),
    });
    const scene = stage(rowsOf({ audit: Array.from({ length: pageSize }, (_, n) => change(n)) }));
    const { more, next } = await seen(scene.log.look(nine, patient()));
    expect([more, next]).toEqual([true, after(pageSize - 1)]);
  });
});

describe("more rows of one single moment than a page holds", () => {
  const batch = (count: number) => flood(count, after(-5), 0);

  test("are asked for anew, ten times as many, and what comes after them follows in usual pages", async () => {
    const rest = flood(1_200, after(-4), 10).map(([id, ingested]) => [`rest-${id}`, ingested] as const);
    const scene = stage(inPages([...batch(9_500), ...rest]));
    const one = await seen(scene.log.look(nine, patient()));
    expect([one.more, one.rows.length]).toEqual([true, 10_000]);
    const two = await seen(scene.log.look(one.next, patient()));
    expect([two.more, two.rows.length]).toEqual([false, 701]);
    expect(sizes(scene)).toEqual([1_000, 10_000, 1_000]);
    expect(new Set([...one.rows, ...two.rows].map(({ id }) => id)).size).toBe(10_700);
  });

  test("up to 50,000 are read; more are blindness: they can never be asked for", async () => {
    const asked: number[] = [];
    const batchOf = (count: number, readable: Temporal.Instant | undefined) => (size: number) => {
      asked.push(size);
      return Promise.resolve(Array<Row>(Math.min(count, size)).fill({ ...failed(0), readable }));
    };
    expect(await readPage(batchOf(49_999, nine), nine)).toMatchObject({
      rows: { length: 49_999 },
      end: undefined,
    });
    expect(asked).toEqual([1_000, 10_000, 50_000]);
    const words = "more than 50000 rows became readable at one moment";
    await expect(readPage(batchOf(50_000, nine), nine)).rejects.toThrow(words);
    await expect(readPage(batchOf(50_000, undefined), nine)).rejects.toThrow(words);
  });

  test("blindness of that kind is said", async () => {
    const rows = Array<object>(50_000).fill({ OperationName: "Update user", Ingested: after(-5).toString() });
    const { log } = stage((asked) =>
      asked.query === "audit"
        ? rowsOf({ audit: rows.slice(0, Number(parameter(asked, "pageSize"))) as [] })(asked)
        : rowsOf({})(asked),
    );
    expect(await blind(log.look(nine, AbortSignal.timeout(60_000)))).toContain("at one moment");
  }, 60_000);
});
