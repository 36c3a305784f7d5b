// Old code and new code side by side: what only the new one can read is left to it, and everything else goes on.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DurableStore, openStore } from "../../src/adapters/store/open-store.ts";
import { startFollow } from "../../src/bots/follow.ts";
import { leftToNewer } from "../../src/bots/newer.ts";
import { tick } from "../../src/bots/tick.ts";
import type { Store } from "../../src/core/ports/store.ts";
import { signIn } from "../kit/alert-events.ts";
import { alice, bob, carol, dave, rob, second } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { older, writeNewer } from "../kit/newer.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../kit/stores.ts";
import { until } from "../kit/until.ts";

const tooOld = "Not decided";

let home: Home;
let store: DurableStore;
async function opened(newHome: () => Promise<Home>): Promise<void> {
  home = await newHome();
  store = await openStore({ url: home.url });
}
afterEach(async () => {
  await store.close();
  await home.remove();
});

/** What of a stream waits to be shown, and how often it was tried. */
const waitingOf = async (stream: string) => (await store.waiting(stream)).length;
const shownOf = ({ slack, teams }: Office, stream: string): string[] =>
  [slack, teams].flatMap((chat) =>
    chat
      .messages()
      .filter(({ key }) => key.startsWith(`card/${stream}/`))
      .map(({ view }) => view.title),
  );

describe("a node alone with what a newer one wrote on BG-1", () => {
  let office: Office;
  let given: string[];
  beforeEach(async () => {
    await opened(fileHome);
    given = [];
    const counting: Store = {
      ...store,
      giveBack: async (delivery, why) => {
        given.push(delivery.key);
        await store.giveBack(delivery, why);
      },
    };
    office = await openOffice(undefined, counting);
    await office.submit(inSlack(alice));
    await office.deliver();
    await writeNewer(home, "BG-1", 2);
    office.at(1);
  });

  test("nobody decides on it here, and whoever tries hears why, privately", async () => {
    for (const said of [
      await office.hear(inSlack(bob), "approve BG-1"),
      await office.hear(inTeams(carol), "deny BG-1 Call me first"),
      await office.hear(inSlack(alice), "withdraw BG-1"),
      await office.hear(inSlack(alice), "declare BG-1 it cannot wait"),
      await office.hear(inSlack(alice), "status BG-1"),
      await office.hear(inTeams(alice), "status"),
      await office.press(inSlack(bob), office.slack.card(bob), "approve"),
      readView(await office.desk.home(inSlack(alice))),
    ]) {
      expect(said).toContain(tooOld);
      expect(said).not.toContain("BG-1");
    }
    expect(await store.head()).toMatchObject({ seq: 2 });
  });

  test("others ask and declare, also of the same account; who would be asking twice is told to ask a newer node", async () => {
    expect(await office.submit(inSlack(rob))).toContain("BG-2");
    expect(await office.submit(inTeams(carol), { account: second.id }, "declare")).toContain("BG-3");
    expect(await office.submit(inSlack(alice))).toContain(tooOld);
    expect(await office.hear(inSlack(bob), "approve BG-2")).toContain("approved");
    expect(await store.live("BG-")).toEqual(["BG-1", "BG-2", "BG-3"]);
  });

  test("its cards stay as they are and count as stale; those of others are shown, in the same places", async () => {
    const before = shownOf(office, "BG-1");
    await office.submit(inSlack(rob));
    await office.deliver();
    expect(shownOf(office, "BG-1")).toEqual(before);
    expect(await waitingOf("BG-1")).toBeGreaterThan(0);
    expect(shownOf(office, "BG-2").length).toBeGreaterThan(3);
    expect(await waitingOf("BG-2")).toBe(0);
    // each was tried once by each loop, not again and again
    expect(given.filter((key, index) => given.indexOf(key) !== index)).toEqual([]);
    const [waiting] = await store.backlog();
    expect(waiting?.oldestWhy).toContain("only a newer version");
  });

  test("time passes for others; what it owes there stays owed", async () => {
    await office.submit(inSlack(rob));
    office.at(60);
    await office.tick();
    expect(await office.record("BG-2")).toContain("expired");
    expect(await store.due(office.parts.now(), 9)).toEqual(["BG-1"]);
  });

  test("a hundred streams that cannot be read do not keep time from the one behind them, and are not tried at each tick", async () => {
    const stuck = Array.from({ length: 100 }, (_, n) => `BG-${n + 10}`);
    for (const stream of stuck) await writeNewer(home, stream, 1);
    await home.sql("update stream set due = 1 where number >= 10");
    await office.submit(inSlack(rob));
    office.at(60);
    let reads = 0;
    const counting = {
      ...office.parts,
      store: {
        ...store,
        read: async (stream) => {
          reads += 1;
          return await store.read(stream);
        },
      } satisfies Store,
    };
    const left = leftToNewer(office.parts);
    await tick(counting, left);
    await tick(counting, left);
    expect(await store.due(office.parts.now(), 200)).not.toContain("BG-2");
    expect(reads).toBeLessThan(110);
    office.at(62);
    await tick(counting, left);
    expect(reads).toBeGreaterThan(200);
  });

  test("what follows from others is followed; how far is not noted, so that a newer node meets what was left", async () => {
    await office.submit(inSlack(rob));
    await office.hear(inSlack(bob), "approve BG-2");
    await office.hear(inSlack(dave), "release BG-2");
    const loop = startFollow(office.parts);
    await until("its renewal is owed", async () => (await store.live("RO-")).length > 0);
    await loop.stop();
    expect(await store.recall("follow")).toBeUndefined();
  });

  test("a sign-in that BG-1 may explain is not judged here: it waits, and this watch says that it could not", async () => {
    office.at(12);
    office.entra.tells([signIn(10)], office.parts.now());
    expect(await office.look()).toMatchObject({ more: false });
    expect(await store.live("AL-")).toEqual([]);
    expect((await store.taken(["sign-in/a"])).size).toBe(0);
    office.at(60);
    const sight = await office.look();
    expect(sight.blind?.why).toBeDefined();
    expect((await store.live("AL-")).length).toBe(1);
  });

  test("blindness is said, beside an alert that cannot be read", async () => {
    await writeNewer(home, "AL-1", 1);
    await office.look();
    office.entra.fails("no answer");
    office.at(60);
    await office.look();
    expect(await store.live("AL-")).toEqual(["AL-1", "AL-2"]);
    expect(await office.record("AL-2")).toEqual(["alert-raised"]);
  });

  test("what the calendar owes is left alone, without a fault", async () => {
    await office.keep();
    expect(await store.live("DR-")).toEqual([]);
  });
});

function beside(newHome: () => Promise<Home>): void {
  let fresh: Office;
  let old: Office;
  beforeEach(async () => {
    await opened(newHome);
    fresh = await openOffice(undefined, store);
    old = await openOffice(undefined, older(store, "granted"));
    for (const office of [fresh, old]) office.at(1);
    await old.submit(inSlack(alice));
    await old.deliver(fresh.slack, fresh.teams);
    await fresh.hear(inSlack(bob), "approve BG-1");
  });

  test("the same wish, asked again, is heard by the newer node", async () => {
    const key = "one-click";
    expect(await old.hear(inSlack(alice), "end BG-1", key)).toContain(tooOld);
    expect(await fresh.hear(inSlack(alice), "end BG-1", key)).toContain("ended");
    expect(await old.hear(inSlack(alice), "end BG-1", key)).toContain(tooOld);
    expect((await fresh.record("BG-1")).filter((type) => type === "ended")).toHaveLength(1);
  });

  test("cards that the old node left are brought up to date by the newer one at once, in place", async () => {
    await old.deliver(fresh.slack, fresh.teams);
    expect(new Set(shownOf(fresh, "BG-1")).size).toBe(1);
    expect(shownOf(fresh, "BG-1")[0]).not.toContain("Approved");
    const before = shownOf(fresh, "BG-1").length;
    await fresh.deliver();
    expect(await waitingOf("BG-1")).toBe(0);
    expect(
      shownOf(fresh, "BG-1").filter((title) => title.includes("Approved, in use")).length,
    ).toBeGreaterThanOrEqual(before);
  });

  test("a sign-in that the old node left is judged by the newer one, and neither is blind", async () => {
    for (const office of [old, fresh]) {
      office.at(12);
      office.entra.tells([signIn(10)], office.parts.now());
    }
    await old.look();
    expect(await store.live("AL-")).toEqual([]);
    await fresh.look();
    expect(await fresh.record("BG-1")).toContain("signed-in");
    for (const office of [old, fresh]) office.at(13);
    expect((await old.look()).blind).toBeUndefined();
    expect((await fresh.look()).blind).toBeUndefined();
  });
}

describe("an old and a new node on SQLite's tables", () => beside(fileHome));
describe.skipIf(noPostgres)("an old and a new node on PostgreSQL", () => beside(postgresHome));
