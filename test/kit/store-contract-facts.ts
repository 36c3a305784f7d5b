// What every store promises about facts of the outside, about spans of time, and about what waits.
import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DurableStore } from "../../src/adapters/store/open-store.ts";
import { fallbackPlace } from "../../src/core/place.ts";
import type { Delivery, Span } from "../../src/core/ports/store.ts";
import { anAppend, requests, soc, toBob } from "./appends.ts";
import { after, nine } from "./cast.ts";

const appended = { type: "appended" };
const conflict = { type: "conflict" };
const span = (from: number, until: number, name = "alert"): Span => ({
  name,
  from: after(from),
  until: after(until),
});

export function factsContract(current: () => DurableStore): void {
  const append = (...of: Parameters<typeof anAppend>) => current().append(anAppend(...of));

  describe("facts", () => {
    test("F2: a fact is taken in once, by one append; nothing is written of the second one", async () => {
      expect(await append("AL-1", { takes: ["sign-in/a", "sign-in/b"] })).toMatchObject(appended);
      const second = {
        takes: ["sign-in/c", "sign-in/b"],
        cards: [{ place: soc, urgent: true }],
        due: nine,
        span: span(0, 1),
      };
      expect(await append("AL-2", second)).toEqual(conflict);
      expect(await append("AL-1", { takes: ["sign-in/a"] })).toEqual(conflict);
      const store = current();
      expect(await store.log(0, 10)).toHaveLength(1);
      expect(await store.live("")).toEqual(["AL-1"]);
      expect(await store.due(after(9), 9)).toEqual([]);
      expect(await store.backlog()).toEqual([]);
      expect(await store.spanning(span(0, 1))).toEqual([]);
      expect(await store.taken(["sign-in/c", "sign-in/b", "sign-in/a"])).toEqual(
        new Set(["sign-in/a", "sign-in/b"]),
      );
      expect(await append("AL-2", { takes: ["sign-in/c"] })).toMatchObject(appended);
    });

    test("F2: of appends of one moment that share a fact the first takes it, and the others leave theirs free", async () => {
      const answers = await Promise.all([
        append("AL-1", { takes: ["a", "b"] }),
        append("AL-2", { takes: ["b", "c"] }),
        append("AL-3", { takes: ["c"] }),
        append("AL-4", { takes: ["d"] }),
      ]);
      expect(answers.map(({ type }) => type)).toEqual(["appended", "conflict", "appended", "appended"]);
      expect(await current().read("AL-2")).toEqual([]);
    });

    test("a key that acted before hears what it did, although its facts are taken", async () => {
      await append("AL-1", { key: "look-7", takes: ["a"] });
      const again = [append("AL-1", { key: "look-7", takes: ["a"] }), append("AL-2", { takes: ["a"] })];
      expect((await Promise.all(again)).map(({ type }) => type)).toEqual(["repeated", "conflict"]);
    });

    test("who read an older version takes nothing in", async () => {
      await append("AL-1");
      expect(await append("AL-1", { expected: 0, takes: ["a"] })).toEqual(conflict);
      expect(await append("AL-1", { expected: 1, takes: ["a", "a"] })).toMatchObject(appended);
      expect(await current().taken(["a", "a"])).toEqual(new Set(["a"]));
    });

    test("facts that no database can store, or of any length, are told apart", async () => {
      // no database can make it shorter
      const long = Array.from({ length: 2_000 }, (_, n) => hash("sha256", String(n))).join("");
      const digest = `sha256:${hash("sha256", long)}`;
      const facts = ["", "f\0", "f\ud800", "f\ufffd", "f\\u{0}", long, `${long}\0`, digest, `\\${digest}`];
      for (const fact of facts) expect(await append("AL-1", { takes: [fact] })).toMatchObject(appended);
      for (const fact of facts) expect(await append("AL-1", { takes: [fact] })).toEqual(conflict);
      expect(await current().taken([...facts, "f", `${long}x`])).toEqual(new Set(facts));
    });

    test("a thousand facts go into one append, and five thousand are asked about at once", async () => {
      const facts = Array.from({ length: 5_000 }, (_, n) => `change/${n}`);
      const odd = facts.filter((_, n) => n % 2 === 1);
      expect(await append("AL-1", { takes: odd.slice(0, 1_000) })).toMatchObject(appended);
      expect(await append("AL-2", { takes: [...odd.slice(1_000), "change/1"] })).toEqual(conflict);
      expect(await append("AL-2", { takes: odd.slice(1_000) })).toMatchObject(appended);
      expect(await current().taken(facts)).toEqual(new Set(odd));
      expect(await current().taken([])).toEqual(new Set());
    });
  });

  describe("spans", () => {
    test("streams are found by the time that they concern, both ends included, oldest first", async () => {
      await append("AL-2", { span: span(20, 30) });
      await append("AL-1", { span: span(10, 40) });
      await append("AL-3", { span: span(50, 50) });
      await append("BG-1", { span: span(0, 60, "request") });
      await append("AL-4");
      const found = (from: number, until: number) => current().spanning(span(from, until));
      expect(await found(0, 9)).toEqual([]);
      expect(await found(0, 10)).toEqual(["AL-1"]);
      expect(await found(30, 31)).toEqual(["AL-1", "AL-2"]);
      expect(await found(31, 40)).toEqual(["AL-1"]);
      expect(await found(41, 49)).toEqual([]);
      expect(await found(50, 50)).toEqual(["AL-3"]);
      expect(await found(0, 99)).toEqual(["AL-1", "AL-2", "AL-3"]);
      expect(await current().spanning(span(25, 25, "request"))).toEqual(["BG-1"]);
      expect(await current().spanning(span(25, 25, "request\0"))).toEqual([]);
    });

    test("an append without a span leaves what stood, one with a span replaces it, also in one moment", async () => {
      await append("AL-1", { span: span(0, 10) });
      await append("AL-1", { span: undefined });
      expect(await current().spanning(span(5, 5))).toEqual(["AL-1"]);
      await Promise.all([
        append("AL-1", { span: span(20, 30) }),
        append("AL-1", { span: span(40, 50) }),
        append("AL-1"),
      ]);
      expect(await current().spanning(span(0, 39))).toEqual([]);
      expect(await current().spanning(span(40, 40))).toEqual(["AL-1"]);
      await append("AL-1", { span: span(40, 50, "request") });
      expect(await current().spanning(span(40, 40))).toEqual([]);
    });

    test("a span may be as long as time, end before it began, or lie within a millisecond: it is found", async () => {
      const [first, last] = [-1, 1].map((sign) =>
        Temporal.Instant.fromEpochMilliseconds(sign * 8_640_000_000_000_000),
      ) as [Temporal.Instant, Temporal.Instant];
      await append("AL-1", { span: { name: "alert", from: first, until: last } });
      await append("AL-2", { span: span(10, 5) });
      const moment = after(20).add({ nanoseconds: 7 });
      await append("AL-3", { span: { name: "alert", from: moment, until: moment } });
      expect(await current().spanning(span(7, 7))).toEqual(["AL-1", "AL-2"]);
      expect(await current().spanning({ name: "alert", from: moment, until: moment })).toEqual([
        "AL-1",
        "AL-3",
      ]);
      expect(await current().spanning({ name: "alert", from: first, until: last })).toHaveLength(3);
    });

    test("any spans are found by any time as counting them one by one finds them", async () => {
      const minute = fc.integer({ min: 0, max: 40 });
      const some = fc.array(fc.tuple(minute, minute), { minLength: 1, maxLength: 30 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(some, some, async (spans, questions) => {
          run += 1;
          const name = `run-${run}`;
          const rows = spans.map(([from, length], n) => ({
            stream: `${name}-${n}`,
            from,
            until: from + length,
          }));
          await Promise.all(
            rows.map(({ stream, from, until }) => append(stream, { span: span(from, until, name) })),
          );
          for (const [from, length] of questions) {
            const until = from + length;
            const touching = rows.filter((row) => row.from <= until && row.until >= from);
            const found = await current().spanning(span(from, until, name));
            expect(found.toSorted()).toEqual(touching.map(({ stream }) => stream).toSorted());
            const begins = found.map((stream) => rows.find((row) => row.stream === stream)?.from ?? -1);
            expect(begins).toEqual(begins.toSorted((a, b) => a - b));
          }
        }),
        { numRuns: 8 },
      );
    });
  });

  describe("waiting", () => {
    const urgent = true;
    const show = async (delivery: Delivery) =>
      await current().delivered(
        delivery,
        { conversation: delivery.place.id, message: "1" },
        delivery.version,
      );
    const claimOne = async (platform: "slack" | "teams" | "fallback", now = nine): Promise<Delivery> => {
      const claimed = await current().claim(now, 30, 9, platform);
      expect(claimed).toHaveLength(1);
      return claimed[0] as Delivery;
    };

    test("a stream waits in each place that has not shown it, once, until it is shown, and again when it is redrawn", async () => {
      const announcements = [soc, toBob].map((place) => ({ place, version: 1, urgent }));
      await append("AL-1", { cards: [{ place: soc, urgent }], announcements });
      await append("AL-2", { cards: [{ place: requests, urgent }] });
      const waiting = () => current().waiting("AL-1");
      expect(await waiting()).toEqual([toBob, soc]);
      const card = await claimOne("teams");
      expect(card.what).toBe("card");
      expect(await waiting()).toContainEqual(soc);
      await show(card);
      expect(await waiting()).toContainEqual(soc);
      await show(await claimOne("teams"));
      expect(await waiting()).toEqual([toBob]);
      for (const delivery of await current().claim(nine, 30, 9, "slack")) {
        if (delivery.stream === "AL-1") await show(delivery);
      }
      expect(await waiting()).toEqual([]);
      await append("AL-1", { redraw: true });
      expect(await waiting()).toEqual([soc]);
      await current().failed(await claimOne("teams"), after(5), "HTTP 503", true);
      expect(await waiting()).toEqual([soc]);
      expect(await current().waiting("AL-9")).toEqual([]);
      expect(await current().waiting("no such\0name")).toEqual([]);
    });

    test("the fallback road is a platform of its own: what is said there waits for no card in a chat", async () => {
      await append("AL-1", {
        cards: [{ place: soc, urgent }],
        announcements: [
          { place: soc, version: 1, urgent },
          { place: fallbackPlace, version: 1, urgent },
        ],
      });
      const call = await claimOne("fallback");
      expect(call).toMatchObject({
        key: "say/AL-1/1/fallback:channel:webhook",
        what: "announcement",
        place: fallbackPlace,
        thread: undefined,
      });
      expect((await claimOne("teams")).what).toBe("card");
      expect(await current().claim(nine, 30, 9, "slack")).toEqual([]);
      await show(call);
      expect(await current().waiting("AL-1")).toEqual([soc]);
      expect(await current().deliveryAt({ conversation: "webhook", message: "1" })).toMatchObject({
        stream: "AL-1",
        place: fallbackPlace,
      });
      await append("AL-1", { redraw: true, announcements: [{ place: fallbackPlace, version: 2, urgent }] });
      await current().failed(await claimOne("fallback"), after(1), "HTTP 500", false);
      expect(await current().claim(nine, 30, 9, "fallback")).toEqual([]);
      expect(await current().backlog()).toContainEqual({
        place: fallbackPlace,
        waiting: 1,
        oldestWhy: "HTTP 500",
      });
      expect(await claimOne("fallback", after(1))).toMatchObject({ version: 2, attempts: 1 });
    });
  });
}
