// What is answered is on the disk; what is only noted does not wait for it; a disk that fails is not believed again.
import { existsSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { datasync, type Flush, flushing } from "../../../src/adapters/store/flush.ts";
import { fileHome, type Home } from "../../kit/stores.ts";

let home: Home;
let log: string;
let disk: { ended(error?: Error): void; begun: number };
let flush: Flush;
beforeEach(async () => {
  home = await fileHome();
  log = `${home.url.slice("sqlite:".length)}-wal`;
  writeFileSync(log, "");
  disk = { ended: () => undefined, begun: 0 };
  flush = flushing(log, () => {
    disk.begun += 1;
    return new Promise((resolve, reject) => {
      disk.ended = (error) => (error ? reject(error) : resolve());
    });
  });
});
afterEach(async () => {
  flush.close();
  await home.remove();
});

/** Says what has come to its end so far. */
function watched(promises: Record<string, Promise<void>>) {
  const ended = new Set<string>();
  for (const [name, promise] of Object.entries(promises)) {
    promise.then(
      () => ended.add(name),
      () => ended.add(`${name} failed`),
    );
  }
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return [...ended];
  };
}

test("who comes while a flush runs needs the next one, and shares it with all who came meanwhile", async () => {
  const first = flush.now();
  const ended = watched({ first, second: flush.now(), third: flush.now(), looker: flush.settled() });
  expect(await ended()).toEqual([]);
  disk.ended();
  expect(await ended()).toEqual(["first"]);
  expect(disk.begun).toBe(2);
  disk.ended();
  expect((await ended()).toSorted()).toEqual(["first", "looker", "second", "third"]);
  await flush.settled();
  expect(disk.begun).toBe(2);
});

test("after a flush has failed nothing is said to be on the disk any more, and nothing is tried again", async () => {
  const ended = watched({ first: flush.now(), second: flush.now() });
  disk.ended(new Error("EIO: i/o error"));
  expect((await ended()).toSorted()).toEqual(["first failed", "second failed"]);
  await expect(flush.now()).rejects.toThrow(/the disk did not take what was written: mend it/);
  await expect(flush.settled()).rejects.toThrow(/mend it/);
  expect(disk.begun).toBe(1);
});

test("without its write-ahead log nothing is said to be on the disk", async () => {
  const nowhere = flushing(`${log}.nowhere`, datasync);
  await expect(nowhere.now()).rejects.toThrow(/the disk did not take what was written/);
  expect(existsSync(`${log}.nowhere`)).toBe(false);
});
