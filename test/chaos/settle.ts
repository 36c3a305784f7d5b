// After the last fault: waits until nothing is left to do. Bounded: what is not done by then is lost.
import { setTimeout as wait } from "node:timers/promises";
import { colleagues } from "../../src/sandbox/world.ts";
import { alertsOnRecord, rowsTold } from "../kit/alerts-on-record.ts";
import { query } from "../kit/aside.ts";
import type { SignedIn } from "./crowd.ts";
import type { World } from "./world.ts";

/** Milliseconds in which nothing may change any more: longer than a tick, than a look, than a screen's refresh. */
const still = 2_500;

/** What is left after `patience` milliseconds; empty when all is quiet. */
export async function settle(world: World, rows: readonly SignedIn[], patience: number): Promise<string[]> {
  const end = performance.now() + patience;
  const look = lookAtEverything(world);
  for (;;) {
    const before = await places(world);
    await wait(still);
    const left = await leftToDo(world, rows);
    if (left.length === 0 && (await look()) === 0 && (await places(world)) === before) return [];
    if (performance.now() > end) return left.length > 0 ? left : ["the log and the chats never came to rest"];
  }
}

async function leftToDo({ database }: World, rows: readonly SignedIn[]): Promise<string[]> {
  const beside = { store: database.directUrl };
  const waiting = await query(
    beside,
    `select key, attempts, why from delivery where shown < wanted or lease_until > ${Date.now()}`,
  );
  const told = new Set(rowsTold(await alertsOnRecord(beside)));
  return [
    ...waiting.map((row) => `not shown: ${JSON.stringify(row)}`),
    ...rows.filter(({ id }) => !told.has(id)).map(({ id }) => `sign-in ${id} is not on record`),
  ];
}

/** Where the log ends, and how often anything anywhere was changed. */
async function places({ around, database }: World): Promise<string> {
  const [head] = await query({ store: database.directUrl }, "select seq from head");
  const edits = around.teams.all().reduce((sum, message) => sum + message.edits + 1, 0);
  const updates = around.slack.all().reduce((sum, message) => sum + message.updates + 1, 0);
  return `${String(head?.["seq"])} ${edits} ${updates}`;
}

/** As Teams does whenever a card comes into sight: a doubled one makes itself known. Resolves to how many were new. */
function lookAtEverything({ around: { teams } }: World): () => Promise<number> {
  const seen = new Set<string>();
  return async () => {
    const before = seen.size;
    const all = teams.all();
    await Promise.all(
      colleagues.map(async ({ objectId }) => {
        for (const { id, edits } of all) {
          const name = `${objectId} ${id} ${edits}`;
          if (seen.has(name)) continue;
          await teams.show(objectId, id).catch(() => undefined); // whoever does not see it does not show it
          seen.add(name);
        }
      }),
    );
    return seen.size - before;
  };
}
