// An entry that a newer version wrote: nobody here reads its stream, and everything else goes on.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { verifyChain } from "../../../src/adapters/store/chain.ts";
import { type DurableStore, openStore } from "../../../src/adapters/store/open-store.ts";
import { run } from "../../../src/cli/run.ts";
import { Unreadable } from "../../../src/core/unreadable.ts";
import { anAppend, requests, soc } from "../../kit/appends.ts";
import { nine } from "../../kit/cast.ts";
import { writeNewer } from "../../kit/newer.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

function newer(newHome: () => Promise<Home>): void {
  let home: Home;
  let store: DurableStore;
  beforeEach(async () => {
    home = await newHome();
    store = await openStore({ url: home.url });
    await store.append(anAppend("BG-1", { key: "then", cards: [{ place: requests, urgent: false }] }));
    await writeNewer(home, "BG-1", 2);
    await store.append(
      anAppend("BG-2", { cards: [requests, soc].map((place) => ({ place, urgent: false })) }),
    );
  });
  afterEach(async () => {
    await store.close();
    await home.remove();
  });

  test("its stream is unreadable, by name, and any other is read", async () => {
    const read = store.read("BG-1");
    await expect(read).rejects.toBeInstanceOf(Unreadable);
    await expect(read).rejects.toMatchObject({
      stream: "BG-1",
      message: expect.stringMatching(/entry 2 .*BG-1, version 2.*written by a newer version/),
    });
    await expect(store.log(0, 9)).rejects.toMatchObject({ stream: "BG-1" });
    expect(await store.log(2, 9)).toHaveLength(1);
    expect(await store.read("BG-2")).toHaveLength(1);
  });

  test("what tells no events goes on: where the log ends, what is live, which number is next", async () => {
    expect(await store.tail(0, 9)).toEqual({ upTo: 3, streams: ["BG-1", "BG-2"] });
    expect(await store.live("BG-")).toEqual(["BG-1", "BG-2"]);
    expect(await store.nextNumber("BG-")).toBe(3);
    await store.check();
  });

  test("who read before it was written meets a conflict; a key of before still answers", async () => {
    expect(await store.append(anAppend("BG-1", { expected: 1 }))).toEqual({ type: "conflict" });
    expect(await store.append(anAppend("BG-9", { key: "then" }))).toMatchObject({ type: "repeated" });
  });

  test("appended beside others, only the append that would tell of it fails", async () => {
    await home.sql("update command set last = 2 where key = 'then'");
    const [told, other] = await Promise.allSettled([
      store.append(anAppend("BG-9", { key: "then" })),
      store.append(anAppend("BG-3")),
    ]);
    expect(told).toMatchObject({ status: "rejected", reason: { stream: "BG-1" } });
    expect(other).toMatchObject({ status: "fulfilled" });
    expect(await store.read("BG-3")).toHaveLength(1);
  });

  test("a delivery that is given back is free at once, as if nobody had tried; its why is told until it is shown", async () => {
    const [delivery] = await store.claim(nine, 20, 9, "slack");
    if (!delivery) throw new Error("nothing to deliver");
    expect(await store.claim(nine, 20, 9, "slack")).toEqual([]);
    await store.giveBack(delivery, "cannot be read here");
    expect(await store.backlog()).toContainEqual({
      place: requests,
      waiting: 2,
      oldestWhy: "cannot be read here",
    });
    const [again] = await store.claim(nine, 20, 9, "slack");
    expect(again).toEqual({ ...delivery, lease: expect.any(String) });
    await store.giveBack(delivery, "the lease is another's now");
    expect(await store.claim(nine, 20, 9, "slack")).toEqual([]);
  });

  test("streams that are left to others hold up nobody in their place", async () => {
    const claimed = await store.claim(nine, 20, 9, "slack", new Set(["BG-1", "BG-7"]));
    expect(claimed.map(({ stream }) => stream)).toEqual(["BG-2"]);
    expect(await store.claim(nine, 20, 9, "teams", new Set(["BG-1", "BG-2"]))).toEqual([]);
    expect(await store.claim(nine, 20, 9, "teams", new Set())).toHaveLength(1);
  });

  test("audit verify proves every link, and names what it cannot read", async () => {
    expect(await verifyChain(store)).toMatchObject({ ok: true, entries: 3 });
    let out = "";
    const terminal = { env: {}, out: (text: string) => void (out += text), err: () => undefined };
    expect(await run(["audit", "verify", "--store", home.url], terminal)).toBe(0);
    expect(out).toContain("3 entries, every link holds.");
    expect(out).toContain("1 of them cannot be read by this version of breakglass");
    expect(out).toContain(": 2 (BG-1).");
  });
}

describe("SQLite", () => newer(fileHome));
describe.skipIf(noPostgres)("PostgreSQL", () => newer(postgresHome));
