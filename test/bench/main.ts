// npm run bench: our bot under load beside bare Bolt and bare botbuilder, as ratios of one run. See options.ts.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { commitsTable, faults, type UnderLoad, underLoad } from "./clicks.ts";
import { correlateTable } from "./correlate.ts";
import { deliveriesTable } from "./deliveries.ts";
import { judge } from "./goals.ts";
import { growthTables } from "./growth.ts";
import { memoryTable } from "./memory.ts";
import { readOptions } from "./options.ts";
import { comparisonTable, goalTable, heading, lifeTable, rushTable, stillTable } from "./report.ts";
import { measureFlush, measureRest, measureStarts } from "./still.ts";
import { type Platforms, startPlatforms } from "./targets.ts";
import { watchTables } from "./watch.ts";
import { works } from "./work.ts";

const options = readOptions();
const { quick, kinds, stores, profile, size } = options;
const say = (line: string): void => console.error(`… ${line}`);

async function bench(folder: string): Promise<string[]> {
  const began = performance.now();
  console.log(`${heading(measureFlush(folder))} · ${size.rounds} rounds of ${size.ms} ms\n`);
  const platforms = await startPlatforms(folder);
  try {
    const wrong = await clicks(folder, platforms);
    for (const [kind, tables] of Object.entries(more(folder, platforms)))
      if (kinds.includes(kind)) console.log(`${await tables()}\n`);
    console.log(`All of it took ${((performance.now() - began) / 1_000).toFixed(0)} s.`);
    return wrong;
  } finally {
    await platforms.stop();
  }
}

/** What was wrong. */
async function clicks(folder: string, platforms: Platforms): Promise<string[]> {
  const still = kinds.includes("start") ? await atRest(folder, platforms) : undefined;
  const loaded: UnderLoad[] = [];
  for (const kind of kinds.some((name) => isClicked(name)) ? stores : []) {
    const one = await underLoad({ ...options, folder, platforms, kind, say });
    const { comparisons, acknowledged, recorded, lives, rushes } = one;
    console.log(`On ${kind}:\n`);
    if (comparisons.length > 0) console.log(`${comparisonTable(comparisons)}\n`);
    if (lives.length > 0) console.log(`${lifeTable(lives)}\n`);
    if (rushes.length > 0) console.log(`${rushTable(rushes)}\n`);
    console.log(`${acknowledged} clicks and commands acknowledged as recorded, ${recorded} on record.\n`);
    loaded.push(one);
  }
  if (loaded.some(({ commits }) => commits.size > 0)) console.log(`${commitsTable(loaded)}\n`);
  const judged = judge(loaded, still);
  if (judged.length > 0) console.log(`${goalTable(judged)}\n`);
  return loaded.flatMap(faults);
}

async function atRest(folder: string, platforms: Platforms) {
  say("starts, and memory at rest");
  const starts = await measureStarts(folder, platforms, size.starts);
  const rest = await measureRest(folder, platforms);
  console.log(`${stillTable(starts, rest)}\n`);
  return { starts, rest };
}

const isClicked = (kind: string): boolean =>
  ["life", "rush"].includes(kind) || works.some(({ name }) => name === kind);

/** The tables of each kind. */
const more = (folder: string, platforms: Platforms): Record<string, () => Promise<string>> => ({
  deliveries: () =>
    deliveriesTable({ folder, platforms, stores, count: size.messages, rounds: size.messageRounds, say }),
  memory: () => memoryTable({ folder, platforms, clicks: size.clicks, say }),
  growth: () => growthTables({ folder, platforms, kind: stores[0], sizes: size.entries, say }),
  correlate: () => correlateTable(quick),
  watch: () => watchTables({ folder, quick, profile, say }),
});

const folder = await mkdtemp(join(options.disk, "breakglass-bench-"));
const found = await bench(folder);
if (found.length === 0) await rm(folder, { recursive: true });
else {
  console.error(`\n${found.join("\n")}\nThe logs are in ${folder}`);
  process.exitCode = 1;
}
