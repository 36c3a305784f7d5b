// Everybody who asks in the same moment gets a number at once, from one node and from several.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { withNumber } from "../../src/bots/numbers.ts";
import { open } from "../../src/bots/requests.ts";
import type { PersonId } from "../../src/core/ids.ts";
import type { Store } from "../../src/core/ports/store.ts";
import { alice, contoso, nine } from "../kit/cast.ts";
import { wanted } from "../kit/events.ts";
import { type Home, memoryHome, noPostgres, postgresHome } from "../kit/stores.ts";

const guid = (n: number) => `00000000-0000-4000-8000-${String(5_000 + n).padStart(12, "0")}` as PersonId;

/** Somebody else asks for the first account. */
const asks = (store: Store, n: number) =>
  open(
    store,
    contoso,
    {
      type: "ask",
      by: { person: guid(n), ids: [guid(n)], roles: alice.roles, groups: [] },
      at: nine,
      wanted: wanted(),
      quorum: { approvals: 1, mix: [] },
      enough: true,
    },
    `ask-${n}`,
  );

/** The same store, and how often a number was asked for. */
function counting(store: Store) {
  const counted = { numbers: 0 };
  const counter: Store = {
    ...store,
    nextNumber: (prefix) => {
      counted.numbers += 1;
      return store.nextNumber(prefix);
    },
  };
  return { counter, counted };
}

const numbersOf = (outcomes: Awaited<ReturnType<typeof asks>>[]) =>
  outcomes.map(({ request }) => Number(request?.id.slice(3))).toSorted((a, b) => a - b);

function manyAtOnce(newHome: () => Promise<Home>, nodes: number): void {
  let home: Home;
  let stores: Store[];
  beforeEach(async () => {
    home = await newHome();
    stores = [];
    for (let n = 0; n < nodes; n += 1) stores.push(await openStore({ url: home.url }));
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await home.remove();
  });

  test("of many who ask at once each has a number of their own, without a gap", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, n) => asks(stores[n % nodes] as Store, n)),
    );
    expect(outcomes.every(({ type }) => type === "done")).toBe(true);
    expect(numbersOf(outcomes)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
  });
}
describe("one node", () => manyAtOnce(memoryHome, 1));
describe.skipIf(noPostgres)("three nodes on PostgreSQL", () => manyAtOnce(postgresHome, 3));

describe("numbers", () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ url: "sqlite::memory:" });
  });
  afterEach(() => store.close());

  test("nobody decides twice because of a number", async () => {
    const { counter, counted } = counting(store);
    await Promise.all(Array.from({ length: 20 }, (_, n) => asks(counter, n)));
    expect(counted.numbers).toBe(20);
  });

  test("a number that came to nothing is given again, also when it failed", async () => {
    await expect(withNumber(store, "BG-", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await withNumber(store, "BG-", async (number) => number)).toBe(1);
    expect(await withNumber(store, "BG-", async (number) => number)).toBe(1);
  });

  test("prefixes do not take each other's numbers", async () => {
    await withNumber(store, "BG-", async (request) => {
      const [drill, another] = await Promise.all([
        withNumber(store, "DR-", async (number) => number),
        withNumber(store, "BG-", async (number) => number),
      ]);
      expect([request, drill, another]).toEqual([1, 1, 2]);
    });
  });
});
