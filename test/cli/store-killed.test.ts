// A move that is killed in the middle, really: the target is as empty as before, and the next try fills it.
import { afterEach, describe, expect, test } from "vitest";
import { verifyChain } from "../../src/adapters/store/chain.ts";
import { openLog, openStore } from "../../src/adapters/store/open-store.ts";
import type { Event } from "../../src/core/ports/store.ts";
import { anAppend, approved } from "../kit/appends.ts";
import { launch } from "../kit/child-bot.ts";
import { fileHome, type Home, noPostgres, postgresHome } from "../kit/stores.ts";
import { until } from "../kit/until.ts";

const appends = 60;
const entries = appends * 500;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function home(of: () => Promise<Home>): Promise<Home> {
  const made = await of();
  ends.push(made.remove);
  return made;
}

async function longLived(url: string): Promise<void> {
  const store = await openStore({ url });
  const events: [Event, ...Event[]] = [approved, ...Array.from({ length: 499 }, () => approved)];
  for (let n = 1; n <= appends; n++) await store.append(anAppend(`BG-${n}`, { events }));
  await store.close();
}

function begin(from: string, to: string) {
  const child = launch(["store", "migrate", "--from", from, "--to", to], {});
  ends.push(() => child.process.kill("SIGKILL"));
  return child;
}

function killed(source: () => Promise<Home>, target: () => Promise<Home>): void {
  test("killed between two pages it leaves nothing, and the second try moves everything", async () => {
    const [from, to] = [await home(source), await home(target)];
    await longLived(from.url);
    const first = begin(from.url, to.url);
    await until("a third is copied", () => first.output().includes(`event: 10000 of ${entries}`));
    first.process.kill("SIGKILL");
    expect(await first.ended).toEqual({ code: null, signal: "SIGKILL" });
    expect(first.output()).not.toContain(`event: ${entries} of ${entries}`);

    const left = openLog(to.url);
    expect(await verifyChain(left)).toMatchObject({ ok: true, entries: 0 });
    await left.close();

    // a server may need a moment to notice that the first one is gone, and says so until then
    const code = await until("the first one is gone", async () => {
      const again = begin(from.url, to.url);
      const ended = await again.ended;
      return again.output().includes("in use") ? undefined : ended.code;
    });
    expect(code).toBe(0);
    const moved = openLog(to.url);
    expect(await verifyChain(moved)).toMatchObject({ ok: true, entries });
    await moved.close();
  });
}

describe("SQLite to SQLite", () => killed(fileHome, fileHome));
describe.skipIf(noPostgres)("SQLite to PostgreSQL", () => killed(fileHome, postgresHome));
