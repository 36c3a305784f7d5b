// What every store promises, whatever lies under it.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { verifyChain } from "../../src/adapters/store/chain.ts";
import { type DurableStore, openStore } from "../../src/adapters/store/open-store.ts";
import type { Delivery, Event } from "../../src/core/ports/store.ts";
import { anAppend, approved, requests, soc, toBob } from "./appends.ts";
import { after, alice, bob, first, nine } from "./cast.ts";
import { factsContract } from "./store-contract-facts.ts";
import type { Home } from "./stores.ts";

const lease = 30;
const at = (message: string, conversation = "C0REQUESTS") => ({ conversation, message });
const card = { place: requests, urgent: false };
const say = (version: number, urgent = false) => ({ place: requests, version, urgent });

export function storeContract(newHome: () => Promise<Home>): void {
  let home: Home;
  let store: DurableStore;
  beforeEach(async () => {
    home = await newHome();
    store = await openStore({ url: home.url });
  });
  afterEach(async () => {
    await store.close();
    await home.remove();
  });

  const claim = async (now = nine, limit = 10): Promise<readonly Delivery[]> => [
    ...(await store.claim(now, lease, limit, "slack")),
    ...(await store.claim(now, lease, limit, "teams")),
  ];
  /** The only thing that can be done now. */
  async function claimOne(now = nine): Promise<Delivery> {
    const claimed = await claim(now);
    expect(claimed).toHaveLength(1);
    return claimed[0] as Delivery;
  }
  const keysOf = (claimed: readonly Delivery[]) => claimed.map(({ key }) => key);
  async function show(now = nine, message = "1"): Promise<Delivery> {
    const delivery = await claimOne(now);
    expect(await store.delivered(delivery, at(message), delivery.version)).toBe(true);
    return delivery;
  }

  describe("appending", () => {
    test("what was appended is read back, in order, with its place in the log and in its stream", async () => {
      const denied: Event = { type: "denied", at: after(1), by: bob.id, reason: "not now, not ever" };
      expect(await store.append(anAppend("BG-1", { expected: 0 }))).toEqual({ type: "appended", version: 1 });
      await store.append(anAppend("BG-2"));
      expect(await store.append(anAppend("BG-1", { events: [denied, approved] }))).toEqual({
        type: "appended",
        version: 3,
      });
      expect(await store.read("BG-1")).toEqual([
        { seq: 1, stream: "BG-1", version: 1, event: approved },
        { seq: 3, stream: "BG-1", version: 2, event: denied },
        { seq: 4, stream: "BG-1", version: 3, event: approved },
      ]);
      expect((await store.log(1, 2)).map(({ seq, stream }) => [seq, stream])).toEqual([
        [2, "BG-2"],
        [3, "BG-1"],
      ]);
      expect(await store.read("BG-9")).toEqual([]);
      expect(await store.read("no such\0name")).toEqual([]);
    });

    test("who read an older version is told so, and writes nothing", async () => {
      await store.append(anAppend("BG-1", { expected: 0 }));
      for (const expected of [0, 2]) {
        expect(await store.append(anAppend("BG-1", { expected }))).toEqual({ type: "conflict" });
      }
      expect(await store.log(0, 10)).toHaveLength(1);
      expect(await store.append(anAppend("BG-1", { expected: 1 }))).toEqual({ type: "appended", version: 2 });
    });

    test("a key acts once: the second time it answers with the events of the first, even as a conflict", async () => {
      await store.append(anAppend("BG-1"));
      await store.append(anAppend("BG-1", { key: "click", events: [approved, approved] }));
      await store.append(anAppend("BG-1"));
      const repeated = await store.append(anAppend("BG-2", { key: "click", expected: 7 }));
      expect(repeated).toEqual({
        type: "repeated",
        stream: "BG-1",
        events: [2, 3].map((version) => ({ seq: version, stream: "BG-1", version, event: approved })),
      });
      expect(await store.read("BG-2")).toEqual([]);
    });

    test("one key in two appends of the same moment acts once", async () => {
      const both = await Promise.all([
        store.append(anAppend("BG-1", { key: "twice" })),
        store.append(anAppend("BG-1", { key: "twice" })),
      ]);
      expect(both.map(({ type }) => type)).toEqual(["appended", "repeated"]);
      expect(both[1]).toMatchObject({ events: [{ version: 1 }] });
    });

    test("keys that differ only in what no database can store are different keys", async () => {
      const keys = ["k\0", "k\ud800", "k\ufffd", "k\\u{0}", "k"];
      const answers = await Promise.all(keys.map((key) => store.append(anAppend("BG-1", { key }))));
      expect(answers.map(({ type }) => type)).toEqual(keys.map(() => "appended"));
      expect(await store.append(anAppend("BG-1", { key: "k\ud800" }))).toMatchObject({
        type: "repeated",
        events: [{ version: 2 }],
      });
    });

    test("a name is held by one live stream, and free again when that is over", async () => {
      await store.append(anAppend("BG-1", { holds: "account" }));
      expect(await store.append(anAppend("BG-2", { holds: "account" }))).toEqual({ type: "conflict" });
      expect(await store.append(anAppend("BG-1", { holds: "account" }))).toMatchObject({ version: 2 });
      await store.append(anAppend("BG-1", { holds: undefined }));
      expect(await store.append(anAppend("BG-2", { holds: "account" }))).toMatchObject({ version: 1 });
    });

    test("two streams can exchange their names in one moment", async () => {
      await store.append(anAppend("BG-1", { holds: "a" }));
      await store.append(anAppend("BG-2", { holds: "b" }));
      const answers = await Promise.all([
        store.append(anAppend("BG-1", { holds: undefined })),
        store.append(anAppend("BG-2", { holds: "a" })),
        store.append(anAppend("BG-1", { holds: "b" })),
      ]);
      expect(answers.map(({ type }) => type)).toEqual(["appended", "appended", "appended"]);
      expect(await store.append(anAppend("BG-3", { holds: "a" }))).toEqual({ type: "conflict" });
    });

    test("of many appends of one moment the conflicting one alone fails, and the rest share the flush", async () => {
      await store.append(anAppend("BG-1", { expected: 0 }));
      const appends = Array.from({ length: 40 }, (_, n) =>
        anAppend(`BG-${n + 1}`, { expected: 0, cards: [card] }),
      );
      const answers = await Promise.all(appends.map((append) => store.append(append)));
      expect(answers.map(({ type }) => type)).toEqual([
        "conflict",
        ...appends.slice(1).map(() => "appended"),
      ]);
      expect(await store.log(0, 100)).toHaveLength(40);
      expect(await store.backlog()).toMatchObject([{ waiting: 39 }]);
    });

    test("an append of nonsense is refused by name, alone, before it is written", async () => {
      const good = store.append(anAppend("BG-1"));
      const bad: readonly [string, Parameters<typeof anAppend>[1], RegExp][] = [
        ["two words", {}, /cannot name a stream/],
        ["BG-1", { key: "" }, /idempotency key .* 1 to 500/],
        ["BG-1", { key: "k".repeat(501) }, /idempotency key/],
        ["BG-1", { span: { name: "", from: nine, until: nine } }, /span's name .* 1 to 500/],
        [
          "BG-1",
          { events: [{ type: "extended", at: nine, number: Number.NaN, until: nine }] },
          /"extended" is not readable/,
        ],
        [
          "BG-1",
          { events: [{ type: "teleported", at: nine } as unknown as Event] },
          /"teleported" was written by a newer/,
        ],
      ];
      for (const [stream, more, why] of bad)
        await expect(store.append(anAppend(stream, more))).rejects.toThrow(why);
      expect(await good).toMatchObject({ type: "appended" });
      expect(await store.log(0, 10)).toHaveLength(1);
    });

    test("hostile text goes in and comes out unchanged, and the chain holds", async () => {
      const hostile =
        "\0 \ud800 \udfff 👩‍🚒 e\u0301 \u2028 \u202e <!channel> ${x} '; drop table event; -- \\u0000 \"}]";
      const said: Event = { type: "denied", at: nine, by: bob.id, reason: hostile };
      const asked: Event = {
        type: "requested",
        at: Temporal.Instant.from("2026-11-21T09:00:00.123456789Z"),
        by: alice.id,
        request: "BG-1" as never,
        account: first.id,
        failure: "other",
        reason: hostile.repeat(60),
        ticket: undefined,
        minutes: 60,
        quorum: first.quorum,
        enough: true,
        answerBy: after(30),
        drill: undefined,
      };
      await store.append(anAppend("BG-1", { events: [asked, said] }));
      const read = await store.read("BG-1");
      expect(read.map(({ event }) => event)).toEqual([asked, said]);
      expect(read[0]?.event.at.toString()).toBe("2026-11-21T09:00:00.123456789Z");
      expect(await verifyChain(store)).toMatchObject({ ok: true, entries: 2 });
    });

    test("an append that leaves something to show is heard, also when one listener throws", async () => {
      let heard = 0;
      store.onAppend(() => {
        throw new Error("a bad listener");
      });
      store.onAppend(() => (heard += 1));
      await store.append(anAppend("BG-1", { redraw: true }));
      expect(heard).toBeGreaterThan(0);
    });
  });

  describe("streams", () => {
    test("what is due is named when its time has come, not before, earliest first", async () => {
      await store.append(anAppend("BG-1", { due: after(10) }));
      await store.append(anAppend("BG-2", { due: after(5) }));
      await store.append(anAppend("BG-3"));
      expect(await store.due(after(4), 10)).toEqual([]);
      expect(await store.due(after(5), 10)).toEqual(["BG-2"]);
      expect(await store.due(after(60), 10)).toEqual(["BG-2", "BG-1"]);
      expect(await store.due(after(60), 1)).toEqual(["BG-2"]);
      await store.append(anAppend("BG-2", { due: undefined }));
      expect(await store.due(after(60), 10)).toEqual(["BG-1"]);
    });

    test("a moment within a millisecond is not due before its time", async () => {
      const due = nine.add({ nanoseconds: 1 });
      await store.append(anAppend("BG-1", { due }));
      expect(await store.due(nine, 10)).toEqual([]);
    });

    test("live streams are those that hold a name, oldest first", async () => {
      for (const stream of ["BG-2", "AL-1", "BG-10", "BG-1"]) await store.append(anAppend(stream));
      await store.append(anAppend("BG-10", { holds: undefined }));
      await store.append(anAppend("BG-2"));
      expect(await store.live("")).toEqual(["BG-2", "AL-1", "BG-1"]);
      expect(await store.live("BG-")).toEqual(["BG-2", "BG-1"]);
    });

    test("numbers go on after the greatest one, each prefix on its own", async () => {
      expect(await store.nextNumber("BG-")).toBe(1);
      for (const stream of ["BG-9", "BG-10", "AL-3", "door"]) await store.append(anAppend(stream));
      expect(await store.nextNumber("BG-")).toBe(11);
      expect(await store.nextNumber("AL-")).toBe(4);
    });

    test("what is remembered of a place is recalled, the newest", async () => {
      expect(await store.recall("soc")).toBeUndefined();
      await store.remember("soc", '{"a":1}');
      await store.remember("soc", '{"a":2}');
      expect(await store.recall("soc")).toBe('{"a":2}');
      await store.remember("soc", '{"a":3}', "if-absent");
      expect(await store.recall("soc")).toBe('{"a":2}');
      await store.remember("admins", '{"a":3}', "if-absent");
      expect(await store.recall("admins")).toBe('{"a":3}');
    });
  });

  describe("deliveries", () => {
    test("a card waits from its append on, is shown once, and waits again when it is redrawn", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      const delivery = await claimOne();
      expect(delivery).toMatchObject({
        key: "card/BG-1/slack:channel:C0REQUESTS",
        stream: "BG-1",
        place: requests,
        what: "card",
        version: 1,
        ref: undefined,
        thread: undefined,
        urgent: false,
        attempts: 0,
      });
      expect(await store.delivered(delivery, at("1"), 1)).toBe(true);
      expect(await claim()).toEqual([]);
      await store.append(anAppend("BG-1"));
      expect(await claim()).toEqual([]);
      await store.append(anAppend("BG-1", { redraw: true, cards: [card] }));
      expect(await claimOne()).toMatchObject({ version: 3, ref: at("1") });
    });

    test("a card redrawn while it was being shown still waits", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      const delivery = await claimOne();
      await store.append(anAppend("BG-1", { redraw: true }));
      expect(await store.delivered(delivery, at("1"), 1)).toBe(true);
      expect(await claimOne()).toMatchObject({ version: 2, ref: at("1") });
    });

    test("a card that shows a later version than was wanted does not wait", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      const delivery = await claimOne();
      await store.append(anAppend("BG-1", { redraw: true }));
      await store.delivered(delivery, at("1"), 2);
      expect(await claim()).toEqual([]);
    });

    test("a card asked for twice stands once, and becomes urgent when it is asked for urgently", async () => {
      await store.append(anAppend("BG-1", { cards: [card, card] }));
      await store.append(anAppend("BG-1", { cards: [card] }));
      expect(await claimOne(nine)).toMatchObject({ urgent: false });
      await store.append(anAppend("BG-1", { cards: [{ ...card, urgent: true }] }));
      await store.append(anAppend("BG-1", { cards: [card] }));
      expect(await claimOne(after(1))).toMatchObject({ urgent: true });
    });

    test("an announcement waits for the card it is about, is made once, and hangs below it", async () => {
      await store.append(anAppend("BG-1", { cards: [card], announcements: [say(1), say(1)] }));
      expect((await show()).what).toBe("card");
      const announcement = await show(nine, "2");
      expect(announcement).toMatchObject({
        key: "say/BG-1/1/slack:channel:C0REQUESTS",
        what: "announcement",
        version: 1,
        ref: undefined,
        thread: at("1"),
      });
      await store.append(anAppend("BG-1", { announcements: [say(1)] }));
      expect(await claim()).toEqual([]);
    });

    test("an urgent announcement waits for its card as well; without a card it waits for nothing", async () => {
      await store.append(anAppend("BG-1", { cards: [card], announcements: [say(1, true)] }));
      await store.append(anAppend("BG-2", { announcements: [{ place: toBob, version: 1, urgent: false }] }));
      const claimed = await claim();
      expect(keysOf(claimed)).toEqual([
        "card/BG-1/slack:channel:C0REQUESTS",
        "say/BG-2/1/slack:person:U0BOB",
      ]);
    });

    test("one place is served in order and one at a time, and does not keep other places waiting", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await store.append(anAppend("BG-2", { cards: [card, { place: soc, urgent: false }] }));
      const claimed = await claim();
      expect(claimed.map(({ stream, place }) => [stream, place.id])).toEqual([
        ["BG-1", requests.id],
        ["BG-2", soc.id],
      ]);
      expect(await claim()).toEqual([]);
      await store.delivered(claimed[0] as Delivery, at("1"), 1);
      expect(await claimOne()).toMatchObject({ stream: "BG-2", place: requests });
    });

    test("no more is claimed than was asked for", async () => {
      for (const id of ["C0A", "C0B", "C0C"]) {
        await store.append(anAppend("BG-1", { cards: [{ ...card, place: { ...requests, id } }] }));
      }
      expect(await claim(nine, 2)).toHaveLength(2);
      expect(await claim(nine, 2)).toHaveLength(1);
    });

    test("only work for the platform that was asked for is claimed", async () => {
      await store.append(anAppend("BG-1", { cards: [card, { ...card, place: soc }] }));
      expect((await store.claim(nine, lease, 10, "teams")).map(({ place }) => place)).toEqual([soc]);
      expect((await store.claim(nine, lease, 10, "slack")).map(({ place }) => place)).toEqual([requests]);
    });

    test("what is urgent goes before what is not", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await store.append(anAppend("BG-2", { cards: [{ ...card, urgent: true }] }));
      expect(await claimOne()).toMatchObject({ stream: "BG-2" });
    });

    test("a card that is redrawn again and again does not starve the others of its place", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await store.append(anAppend("BG-2", { cards: [card] }));
      const delivery = await claimOne();
      await store.append(anAppend("BG-1", { redraw: true }));
      await store.delivered(delivery, at("1"), 1);
      expect(await claimOne()).toMatchObject({ stream: "BG-2" });
    });

    test("a card that was shown long ago and is redrawn now waits behind those that waited before it", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await show();
      await store.append(anAppend("BG-2", { cards: [card] }));
      await store.append(anAppend("BG-1", { redraw: true }));
      expect(await claimOne()).toMatchObject({ stream: "BG-2" });
    });

    test("a place in back-off holds all that is not urgent until its time has come", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await store.append(anAppend("BG-2", { cards: [card] }));
      await store.failed(await claimOne(), after(1), "throttled", false);
      expect(await claim()).toEqual([]);
      expect(await store.backlog()).toEqual([{ place: requests, waiting: 2, oldestWhy: "throttled" }]);
      await store.append(anAppend("BG-3", { cards: [{ ...card, urgent: true }] }));
      expect((await show()).stream).toBe("BG-3");
      expect(await claimOne(after(1))).toMatchObject({ stream: "BG-1", attempts: 1 });
    });

    test("a delivery that keeps failing lets the others of its place go first, and is not forgotten", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await store.append(anAppend("BG-2", { cards: [card] }));
      for (let minute = 0; minute < 5; minute += 1) {
        await store.failed(await claimOne(after(minute)), after(minute + 1), "invalid_blocks", false);
      }
      expect((await show(after(5))).stream).toBe("BG-2");
      expect((await show(after(5), "2")).stream).toBe("BG-1");
      await store.append(anAppend("BG-1", { redraw: true }));
      expect(await claimOne(after(6))).toMatchObject({ attempts: 0 });
      expect(await store.backlog()).toEqual([{ place: requests, waiting: 1, oldestWhy: undefined }]);
    });

    test("a card whose message is gone is posted anew", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await show();
      await store.append(anAppend("BG-1", { redraw: true }));
      await store.failed(await claimOne(), nine, "message_not_found", true);
      expect(await store.deliveryAt(at("1"))).toBeUndefined();
      expect(await claimOne()).toMatchObject({ ref: undefined, version: 2 });
    });

    test("the work of who was killed is free when its lease runs out, and late news of it counts for nothing", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      const lost = await claimOne(nine);
      expect(await claim(nine.add({ seconds: lease - 1 }))).toEqual([]);
      const taken = await claimOne(nine.add({ seconds: lease }));
      expect(await store.delivered(lost, at("1"), 1)).toBe(false);
      await store.failed(lost, after(60), "late", true);
      expect(await store.delivered(taken, at("2"), 1)).toBe(true);
      expect(await store.deliveryAt(at("2"))).toMatchObject({ stream: "BG-1" });
    });

    test("a lease that ran out but was taken by nobody still counts", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      expect(await store.delivered(await claimOne(), at("1"), 1)).toBe(true);
    });

    test("a why that no database can store does not fail the delivery a second time", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await store.failed(await claimOne(), after(1), "odd \0 \ud800", false);
      expect((await store.backlog())[0]?.oldestWhy).toMatch(/^odd/);
    });
  });

  describe("messages that make themselves known", () => {
    test("a card posted by who was killed is adopted, and then updated in place", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      const { key } = await claimOne();
      expect(await store.settle(key, at("1"))).toBe("adopted");
      expect(await store.settle(key, at("1"))).toBe("known");
      expect(await store.settle(key, at("2"))).toBe("orphan");
      expect(await store.settle(key, at("1", "C0ELSEWHERE"))).toBe("orphan");
      expect(await store.settle("card/BG-7/slack:channel:C0REQUESTS", at("1"))).toBe("unknown");
      expect(await store.settle("\0", at("\0"))).toBe("unknown");
      expect(await claimOne(after(1))).toMatchObject({ key, ref: at("1") });
      expect(await store.deliveryAt(at("1"))).toEqual({ key, stream: "BG-1", place: requests });
      expect(await store.deliveryAt(at("2"))).toBeUndefined();
    });

    test("an announcement made by who was killed is adopted and not made again", async () => {
      await store.append(anAppend("BG-1", { announcements: [say(1)] }));
      const { key } = await claimOne();
      expect(await store.settle(key, at("1"))).toBe("adopted");
      expect(await claim(after(1))).toEqual([]);
    });

    test("a message heard of before its sender could say so is the sender's own", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      const delivery = await claimOne();
      await store.settle(delivery.key, at("1"));
      expect(await store.delivered(delivery, at("1"), 1)).toBe(true);
      expect(await claim(after(1))).toEqual([]);
    });

    test("a message adopted while another was being posted stays, and the other is one too many", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      const delivery = await claimOne();
      await store.settle(delivery.key, at("1"));
      expect(await store.delivered(delivery, at("2"), 1)).toBe(false);
      expect(await store.settle(delivery.key, at("2"))).toBe("orphan");
      expect(await claimOne()).toMatchObject({ ref: at("1") });
    });

    test("a card posted anew in one go, because its message was gone, moves there", async () => {
      await store.append(anAppend("BG-1", { cards: [card] }));
      await show();
      await store.append(anAppend("BG-1", { redraw: true }));
      expect(await store.delivered(await claimOne(), at("2"), 2)).toBe(true);
      expect(await store.settle("card/BG-1/slack:channel:C0REQUESTS", at("1"))).toBe("orphan");
    });
  });

  factsContract(() => store);

  describe("the store as a whole", () => {
    test("it says that it is well", async () => {
      await store.check();
      expect(await store.backlog()).toEqual([]);
    });

    test("what waits to be written is written before it closes", async () => {
      const answer = store.append(anAppend("BG-1"));
      await store.close();
      expect(await answer).toMatchObject({ type: "appended" });
      await expect(store.read("BG-1")).rejects.toThrow();
      await expect(store.append(anAppend("BG-1"))).rejects.toThrow();
      store = await openStore({ url: home.url });
    });
  });
}
