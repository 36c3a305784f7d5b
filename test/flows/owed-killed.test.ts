// The process itself is killed while it opens what the calendar owes, is away for a week, and is killed once more: every
// account has one drill and one rotation in the end, and nobody hears anything twice.
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { accounts } from "../../src/sandbox/world.ts";
import { type ChildBot, startChild } from "../kit/child-bot.ts";
import { type Surroundings, surround } from "../kit/surroundings.ts";
import { until } from "../kit/until.ts";

const leap = fileURLToPath(new URL("../kit/leap.ts", import.meta.url));
const secondsOfDay = 86_400;
/** Milliseconds. A tick comes every second; what the calendar owes is looked at first of all. */
const settled = 1_500;

let around: Surroundings;
const bots: ChildBot[] = [];
afterEach(async () => {
  for (const bot of bots) bot.kill("SIGKILL");
  await Promise.all(bots.map(({ ended }) => ended));
  await around.remove();
});

/** With a clock that is so many days ahead. */
async function born(days: number): Promise<ChildBot> {
  const clock = { NODE_OPTIONS: `--import ${leap}`, AHEAD: `${days * secondsOfDay}` };
  const bot = await startChild({ configFile: around.configFile, env: { ...around.env, ...clock } });
  bots.push(bot);
  return bot;
}

async function killed(bot: ChildBot): Promise<void> {
  bot.kill("SIGKILL");
  expect(await bot.ended).toMatchObject({ signal: "SIGKILL" });
}

/** Past the bot: which account was scheduled or opened, which stage of which stream was reminded of. */
function onRecord(type: string): string[] {
  const db = new DatabaseSync(around.store.slice("sqlite:".length), { readOnly: true, timeout: 2_000 });
  try {
    return db
      .prepare("select stream, text from event order by seq")
      .all()
      .map(({ stream, text }) => ({ stream, ...JSON.parse(String(text)) }))
      .filter((event) => event.type === type)
      .map(({ stream, account, stage, number }) => account ?? `${stream} ${stage} ${number}`);
  } finally {
    db.close();
  }
}

test("once for each account, reminded of once", { timeout: 60_000 }, async () => {
  around = await surround();
  const ids = accounts.map(({ objectId }) => objectId).toSorted();
  const store = await openStore({ url: around.store });
  for (const id of ids) await store.remember(`known/${id}`, Temporal.Now.instant().toString());
  await store.close();

  const first = born(78);
  await until("the first is on record", () => onRecord("rotation-opened").length > 0);
  await killed(await first);

  for (const _ of ["away for a week", "and once more"]) {
    const bot = await born(85);
    await until("every drill is scheduled", () => onRecord("drill-scheduled").length >= ids.length);
    await wait(settled);
    await killed(bot);
  }
  expect(onRecord("drill-scheduled").toSorted()).toEqual(ids);
  for (const type of ["rotation-opened", "rotation-reminded", "drill-reminded"]) {
    const all = onRecord(type);
    expect(all.length, type).toBeGreaterThan(0);
    expect(all, type).toEqual([...new Set(all)]);
  }
});
