// A schema of a newer version: lived beside where its name allows that, refused everywhere else.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type DurableStore, openStore } from "../../../src/adapters/store/open-store.ts";
import { anAppend, requests } from "../../kit/appends.ts";
import { nine } from "../../kit/cast.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

function newerSchema(newHome: () => Promise<Home>): void {
  let home: Home;
  let store: DurableStore;
  let isOpen = false;
  beforeEach(async () => {
    home = await newHome();
    await open();
    await store.append(anAppend("BG-1", { key: "then" }));
  });
  afterEach(async () => {
    if (isOpen) await store.close();
    await home.remove();
  });

  async function open(): Promise<void> {
    store = await openStore({ url: home.url });
    isOpen = true;
  }

  const bringUp = (name: string) => home.sql(`insert into kysely_migration values ('${name}', 'now')`);
  async function again(): Promise<void> {
    await store.close();
    isOpen = false;
    await open();
  }

  test("one that this version may live beside changes nothing for it, running or started anew", async () => {
    await bringUp("0003-beside-0002-notes");
    await home.sql("create table note (id text primary key)");
    for (const table of ["event", "stream", "command", "delivery", "place", "taken", "span"])
      await home.sql(`alter table ${table} add column more text`);
    for (const restart of [() => Promise.resolve(), again]) {
      await restart();
      await store.check();
      const cards = [{ place: requests, urgent: false }];
      const span = { name: "request", from: nine, until: nine };
      expect(await store.append(anAppend("BG-1", { cards, span, due: nine }))).toMatchObject({
        type: "appended",
      });
      expect(await store.append(anAppend("BG-1", { key: "then" }))).toMatchObject({ type: "repeated" });
      expect(await store.due(nine, 9)).toEqual(["BG-1"]);
      const [card] = await store.claim(nine, 20, 9, "slack");
      if (card)
        expect(await store.delivered(card, { conversation: "C", message: "1" }, card.version)).toBe(true);
    }
    expect(await store.read("BG-1")).toHaveLength(3);
  });

  test("any other makes a running node unready, and lets none start", async () => {
    const names = [
      "0003-other",
      "0003-beside-0003-a",
      "0003-beside-0099-a",
      "beside-0002-a",
      "0003-beside-2-a",
    ];
    for (const name of names) {
      await bringUp(name);
      await expect(store.check()).rejects.toThrow(`has schema ${name}, which this version`);
      await home.sql(`delete from kysely_migration where name = '${name}'`);
    }
    await store.check();
    await bringUp("0003-other");
    await expect(again()).rejects.toThrow("Start that version, or restore a backup");
  });

  test("one that ends older code is not hidden by one that does not", async () => {
    await bringUp("0003-beside-0002-a");
    await bringUp("0004-end");
    await expect(store.check()).rejects.toThrow("0004-end");
    await expect(again()).rejects.toThrow("0004-end");
  });

  test("beside a newer schema nothing of our own may be missing", async () => {
    await home.sql("delete from kysely_migration where name = '0002-sign-ins'");
    await bringUp("0003-beside-0002-a");
    await expect(store.check()).rejects.toThrow("lacks schema 0002-sign-ins");
    await expect(again()).rejects.toThrow("lacks schema 0002-sign-ins");
  });

  test("why a schema could not be made is told", async () => {
    const other = await newHome();
    await other.sql("create table event (id integer)");
    const opening = openStore({ url: other.url });
    await expect(opening).rejects.toThrow(/could not be brought up to date: .*event.* already exists/);
    await other.remove();
  });
}

describe("SQLite", () => newerSchema(fileHome));
describe.skipIf(noPostgres)("PostgreSQL", () => newerSchema(postgresHome));
