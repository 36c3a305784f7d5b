// What is special about one file: its lock, its copies, its name.
import { existsSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backUp } from "../../../src/adapters/store/backup.ts";
import { verifyChain } from "../../../src/adapters/store/chain.ts";
import { type DurableStore, openStore } from "../../../src/adapters/store/open-store.ts";
import { anAppend } from "../../kit/appends.ts";
import { fileHome, type Home } from "../../kit/stores.ts";

let home: Home;
let file: string;
let store: DurableStore;
beforeEach(async () => {
  home = await fileHome();
  file = home.url.slice("sqlite:".length);
  store = await openStore({ url: home.url });
});
afterEach(async () => {
  await store.close();
  await home.remove();
});

test("the file is its owner's alone, and has a write-ahead log", () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(existsSync(`${file}-wal`)).toBe(true);
});

test("one file is opened once, by whatever name", async () => {
  symlinkSync(file, `${file}.link`);
  for (const name of [file, `${file}.link`]) {
    await expect(openStore({ url: `sqlite:${name}` })).rejects.toThrow(
      `${file} is in use by another breakglass`,
    );
  }
  await store.close();
  store = await openStore({ url: `sqlite:${file}.link` });
});

test("who only reads the file may do so while the store is open", async () => {
  await store.append(anAppend("BG-1"));
  const reader = new DatabaseSync(file, { readOnly: true });
  expect(reader.prepare("select count(*) as n from event").get()).toMatchObject({ n: 1 });
  reader.close();
});

test("a copy made while others write is whole, verifies, and can be opened", async () => {
  await Promise.all(Array.from({ length: 50 }, () => store.append(anAppend("BG-1"))));
  const writing = Array.from({ length: 50 }, () => store.append(anAppend("BG-2")));
  await Promise.all([backUp(file, `${file}.copy`), ...writing]);
  await expect(backUp(file, `${file}.copy`)).rejects.toThrow(/exists already/);
  const copy = await openStore({ url: `sqlite:${file}.copy` });
  const verified = await verifyChain(copy);
  expect(verified).toMatchObject({ ok: true });
  expect((await copy.head()).seq).toBeGreaterThanOrEqual(50);
  await copy.close();
});

test("a store in memory or in PostgreSQL is not backed up from here", async () => {
  await expect(backUp(":memory:", `${file}.copy`)).rejects.toThrow(/only a SQLite file/);
  await expect(backUp(undefined, `${file}.copy`)).rejects.toThrow(/pg_dump/);
});

test("a place where no store can be is named, without a password that the URL may hold", async () => {
  const folder = `${file}.folder`;
  mkdirSync(folder);
  for (const [url, why] of [
    ["sqlite:", /needs a file: sqlite:/],
    [`sqlite:${file}.nowhere/store.db`, /nowhere of the store does not exist/],
    ["mysql://me:secret@host/db", /begins with "mysql:".*must be sqlite:/],
    ["/var/lib/store.db", /must be sqlite:/],
  ] as const) {
    await expect(openStore({ url })).rejects.toThrow(why);
    await expect(openStore({ url })).rejects.not.toThrow(/secret/);
  }
  await expect(openStore({ url: `sqlite:${folder}` })).rejects.toThrow();
});

test("what is there when the store is closed is there when it is opened again", async () => {
  await store.append(anAppend("BG-1", { key: "once" }));
  await store.close();
  store = await openStore({ url: home.url });
  expect(await store.append(anAppend("BG-1", { key: "once" }))).toMatchObject({ type: "repeated" });
  expect(await store.append(anAppend("BG-1", { expected: 1 }))).toMatchObject({ version: 2 });
});
