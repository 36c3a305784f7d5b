// Several nodes on one PostgreSQL: one winner of each race, work claimed once, news heard, connections lost.
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { verifyChain } from "../../../src/adapters/store/chain.ts";
import { type DurableStore, openStore } from "../../../src/adapters/store/open-store.ts";
import { anAppend, requests } from "../../kit/appends.ts";
import { after, nine } from "../../kit/cast.ts";
import { type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

describe.skipIf(noPostgres)("nodes on one PostgreSQL", () => {
  let home: Home;
  let nodes: DurableStore[];
  let warned: string[];
  const log = { warn: (_fields: object, text: string) => void warned.push(text) };
  beforeEach(async () => {
    home = await postgresHome();
    warned = [];
    nodes = await Promise.all([1, 2, 3].map(() => openStore({ url: home.url, log })));
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await home.remove();
  });
  const node = (n: number) => nodes[n % nodes.length] as DurableStore;

  test("of 60 appends of the same version from three nodes exactly one wins", async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => node(n).append(anAppend("BG-1", { expected: 0 }))),
    );
    expect(answers.filter(({ type }) => type === "appended")).toHaveLength(1);
    expect(answers.filter(({ type }) => type === "conflict")).toHaveLength(59);
    expect(await node(0).read("BG-1")).toHaveLength(1);
  });

  test("of 30 requests for one account from three nodes exactly one holds it", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        node(n).append(anAppend(`BG-${n}`, { holds: "account", expected: 0 })),
      ),
    );
    expect(answers.filter(({ type }) => type === "appended")).toHaveLength(1);
    expect(await node(0).live("BG-")).toHaveLength(1);
  });

  test("F2: of 30 appends that take in one fact, from three nodes at once, one does", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        node(n).append(anAppend(`AL-${n}`, { takes: [`sign-in/own-${n}`, "sign-in/shared"] })),
      ),
    );
    expect(answers.filter(({ type }) => type === "appended")).toHaveLength(1);
    expect(answers.filter(({ type }) => type === "conflict")).toHaveLength(29);
    const facts = ["sign-in/shared", ...Array.from({ length: 30 }, (_, n) => `sign-in/own-${n}`)];
    expect((await node(1).taken(facts)).size).toBe(2);
    expect(await node(0).log(0, 9)).toHaveLength(1);
  });

  test("one key on three nodes at once acts once", async () => {
    const answers = await Promise.all(nodes.map((each) => each.append(anAppend("BG-1", { key: "click" }))));
    expect(answers.map(({ type }) => type).toSorted()).toEqual(["appended", "repeated", "repeated"]);
  });

  test("appends of three nodes make one log without gaps", async () => {
    await Promise.all(Array.from({ length: 90 }, (_, n) => node(n).append(anAppend(`BG-${n % 7}`))));
    expect((await node(0).log(0, 100)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 90 }, (_, n) => n + 1),
    );
    expect(await verifyChain(node(1))).toMatchObject({ ok: true, entries: 90 });
  });

  test("no delivery is claimed twice, no place is worked in twice at a time, while others append", async () => {
    const places = Array.from({ length: 8 }, (_, n) => ({ ...requests, id: `C${n}` }));
    const cards = places.map((place) => ({ place, urgent: false }));
    await node(0).append(anAppend("BG-1", { cards }));
    await node(0).append(anAppend("BG-2", { cards }));
    const inWork = new Set<string>();
    const shown: string[] = [];
    async function work(each: DurableStore): Promise<void> {
      for (let round = 0; round < 25; round += 1) {
        for (const delivery of await each.claim(nine, 30, 3, "slack")) {
          expect(inWork).not.toContain(delivery.place.id);
          inWork.add(delivery.place.id);
          await each.append(anAppend("BG-3"));
          shown.push(delivery.key);
          inWork.delete(delivery.place.id);
          expect(await each.delivered(delivery, { conversation: delivery.place.id, message: "1" }, 1)).toBe(
            true,
          );
        }
      }
    }
    await Promise.all(nodes.map(work));
    expect(shown.toSorted()).toEqual(
      ["BG-1", "BG-2"].flatMap((stream) => places.map(({ id }) => `card/${stream}/slack:channel:${id}`)),
    );
  });

  test("an append is heard on the other nodes, again after their connections were cut", async () => {
    let heard = 0;
    node(1).onAppend(() => (heard += 1));
    const hear = async () => {
      const before = heard;
      await node(0).append(anAppend("BG-1"));
      await vi.waitFor(() => expect(heard).toBeGreaterThan(before), { timeout: 3_000, interval: 10 });
    };
    await hear();
    const before = heard;
    await cut();
    await vi.waitFor(() => expect(heard).toBeGreaterThan(before), { timeout: 4_000, interval: 10 });
    await hear();
  });

  /** Every connection to this database but the one that cuts. */
  const cut = () =>
    home.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);

  test("connections cut while idle are made anew", async () => {
    await node(0).append(anAppend("BG-1"));
    await cut();
    expect(await node(0).append(anAppend("BG-1"))).toMatchObject({ version: 2 });
    expect(await node(0).read("BG-1")).toHaveLength(2);
    await node(0).check();
  });

  test("connections cut in the middle of work: nobody crashes, what was answered is there, the next call works", async () => {
    const locker = new pg.Client({ connectionString: home.url });
    locker.on("error", () => undefined);
    await locker.connect();
    await locker.query("begin; select * from head for update");
    const waiting = [0, 1, 2].map((n) => node(n).append(anAppend(`BG-${n}`, { key: `cut-${n}` })));
    const outcomes = Promise.allSettled(waiting);
    await vi.waitFor(async () => expect(await blocked()).toBe(3), { timeout: 3_000 });
    await cut();
    const answers = await outcomes;
    await locker.end().catch(() => undefined);

    for (const [n, answer] of answers.entries()) {
      const stored = await node(0).read(`BG-${n}`);
      if (answer.status === "fulfilled") expect(stored).toHaveLength(1);
      expect(await node(0).append(anAppend(`BG-${n}`, { key: `cut-${n}` }))).toMatchObject({
        type: stored.length === 1 ? "repeated" : "appended",
      });
    }
    expect(await verifyChain(node(0))).toMatchObject({ ok: true, entries: 3 });
    expect(warned).toContain("a database connection was lost");
  });

  /** How many of our connections wait for a lock. */
  async function blocked(): Promise<number> {
    const client = new pg.Client({ connectionString: home.url });
    await client.connect();
    const { rows } = await client.query(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    await client.end();
    return rows[0].n;
  }

  test("connections cut again and again while everybody writes lose nothing that was answered", async () => {
    const answered: string[] = [];
    let cutting = true;
    const writers = nodes.map(async (each, n) => {
      for (let i = 0; cutting; i += 1) {
        const key = `${n}-${i}`;
        await each.append(anAppend(`BG-${n}`, { key })).then(
          () => answered.push(key),
          () => undefined,
        );
      }
    });
    for (let round = 0; round < 6; round += 1) {
      const before = answered.length;
      await vi.waitFor(() => expect(answered.length).toBeGreaterThan(before + 1), { timeout: 5_000 });
      await cut();
    }
    cutting = false;
    await Promise.all(writers);
    for (const key of answered) {
      expect(await node(0).append(anAppend("BG-9", { key }))).toMatchObject({
        type: "repeated",
        events: [{}],
      });
    }
    expect(await verifyChain(node(0))).toMatchObject({ ok: true });
    expect(answered.length).toBeGreaterThan(10);
  });

  test("a server that would forget what it acknowledged is refused", async () => {
    await home.sql(`alter database ${new URL(home.url).pathname.slice(1)} set synchronous_commit = off`);
    await expect(openStore({ url: home.url })).rejects.toThrow(
      "synchronous_commit = off and could lose decisions",
    );
  });

  test("a delivery whose node died is done by another one when the lease runs out", async () => {
    await node(0).append(anAppend("BG-1", { cards: [{ place: requests, urgent: true }] }));
    const [lost] = await node(0).claim(nine, 20, 1, "slack");
    expect(await node(1).claim(nine, 20, 1, "slack")).toEqual([]);
    expect(await node(1).claim(after(1), 20, 1, "slack")).toMatchObject([{ key: lost?.key }]);
  });
});

test("a database that is not there is said, soon, and without its password", async () => {
  const opening = openStore({ url: "postgres://me:secret@127.0.0.1:1/nothing" });
  await expect(opening).rejects.toThrow(/ECONNREFUSED/);
  await expect(opening).rejects.not.toThrow(/secret/);
});
