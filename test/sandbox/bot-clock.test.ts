// The clock inside the practice bot: everything that tells the time tells the same, and only ever later.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";

const clock = fileURLToPath(new URL("../../src/sandbox/bot-clock.ts", import.meta.url));
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** A program that says all its times on each line it reads. */
const program = `
  const captured = Date.now;
  process.stdin.setEncoding("utf8").on("data", () => console.log(JSON.stringify({
    now: Date.now(), captured: captured(), date: new Date().getTime(), text: Date.parse(Date()),
    instant: Temporal.Now.instant().epochMilliseconds,
    zoned: Temporal.Now.zonedDateTimeISO("Asia/Tokyo").epochMilliseconds,
    day: Temporal.Now.plainDateISO("UTC").toString(),
    fixed: new Date(2026, 0, 5).getDate(), parsed: new Date("2026-01-05T00:00:00Z").toISOString(),
    same: new Date() instanceof Date && new Date().constructor.prototype === Date.prototype,
  })));`;

function start() {
  const child = spawn(process.execPath, ["--import", clock, "--eval", program], {
    stdio: ["pipe", "pipe", "inherit", "ipc"],
  });
  started.push(child);
  return {
    child,
    async times() {
      child.stdin?.write("now\n");
      const [line] = await once(child.stdout ?? child, "data");
      return JSON.parse(String(line)) as Record<string, unknown>;
    },
    async set(ahead: number) {
      child.send({ ahead });
      return (await once(child, "message"))[0];
    },
  };
}

const about = (ms: number) => expect.closeTo(ms / 1_000, -1);
const seconds = (times: Record<string, unknown>) =>
  ["now", "captured", "date", "text", "instant", "zoned"].map((name) => Number(times[name]) / 1_000);

it("goes ahead as it is told, everywhere at once, and never back", async () => {
  const { times, set } = start();
  expect(seconds(await times())).toEqual(Array.from({ length: 6 }, () => about(Date.now())));
  const week = 7 * 86_400_000;
  expect(await set(week)).toEqual({ ahead: week });
  const later = await times();
  expect(seconds(later)).toEqual(Array.from({ length: 6 }, () => about(Date.now() + week)));
  expect(later["day"]).toBe(new Date(Date.now() + week).toISOString().slice(0, 10));
  expect(later).toMatchObject({ fixed: 5, parsed: "2026-01-05T00:00:00.000Z", same: true });
  expect(await set(0)).toEqual({ ahead: week });
});

it("does not keep a bot alive that is done", async () => {
  const { child, set } = start();
  await set(1_000);
  child.stdin?.end();
  expect(await once(child, "exit")).toEqual([0, null]);
});
