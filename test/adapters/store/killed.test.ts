// Really killed, in a process of its own, in the middle of writing: nothing that was answered is missing.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, test } from "vitest";
import { verifyChain } from "../../../src/adapters/store/chain.ts";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { anAppend } from "../../kit/appends.ts";
import { nine } from "../../kit/cast.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../../kit/stores.ts";

const writeLoop = new URL("./write-loop.ts", import.meta.url).pathname;
const rounds = 6;

type Writer = {
  child: ChildProcess;
  lines: string[];
  closed: Promise<unknown>;
  until(count: number): Promise<void>;
};

function startWriter(url: string, name: string): Writer {
  const child = spawn(process.execPath, [writeLoop, url, name], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  return {
    child,
    lines,
    closed: once(reader, "close"),
    async until(count) {
      while (lines.length < count && child.exitCode === null)
        await new Promise((done) => setTimeout(done, 5));
    },
  };
}

function killed(newHome: () => Promise<Home>): void {
  let home: Home | undefined;
  let writer: Writer | undefined;
  afterEach(async () => {
    writer?.child.kill("SIGKILL");
    await home?.remove();
    home = undefined;
  });

  test(`no answered append is missing after ${rounds} kills, no entry is half there, and the chain holds`, async () => {
    home = await newHome();
    const answered: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      writer = startWriter(home.url, `round${round}`);
      await writer.until(20 + round * 17);
      writer.child.kill("SIGKILL");
      await writer.closed;
      answered.push(...writer.lines.filter((line) => line !== "open"));
    }
    expect(answered.length).toBeGreaterThan(rounds * 20);

    const store = await openStore({ url: home.url });
    for (const key of answered) {
      expect(await store.append(anAppend("BG-1", { key }))).toMatchObject({ type: "repeated" });
    }
    const log = await store.log(0, 1_000_000);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(log.length).toBeGreaterThanOrEqual(answered.length);
    expect(await verifyChain(store)).toMatchObject({ ok: true, entries: log.length });
    expect((await store.taken(answered.map((key) => `sign-in/${key}`))).size).toBe(answered.length);
    // Each append also redrew the stream's card: both were written, or neither.
    const cards = await store.claim(nine, 30, 10, "slack");
    expect(cards).toHaveLength(3);
    for (const { stream, version } of cards) expect(version).toBe((await store.read(stream)).length);
    await store.close();
  }, 60_000);
}

describe("SQLite", () => {
  killed(fileHome);

  test("a second process on the same file is refused, and may come in when the first is gone", async () => {
    const home = await fileHome();
    const writer = startWriter(home.url, "first");
    await writer.until(5);
    await expect(openStore({ url: home.url })).rejects.toThrow(/in use by another breakglass process/);
    writer.child.kill("SIGKILL");
    await writer.closed;
    const store = await openStore({ url: home.url });
    const second = spawn(process.execPath, [writeLoop, home.url, "second"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    second.stderr.on("data", (data: Buffer) => (said += data.toString()));
    const [code] = await once(second, "close");
    expect([code, said]).toEqual([
      1,
      expect.stringContaining("in use by another breakglass process: stop that one first"),
    ]);
    expect((await store.read("BG-1")).length).toBeGreaterThan(0);
    await store.close();
    await home.remove();
  });
});
describe.skipIf(noPostgres)("PostgreSQL", () => killed(postgresHome));
