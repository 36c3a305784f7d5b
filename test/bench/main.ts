// npm run bench: our bot under load beside bare Bolt and bare botbuilder, as ratios of one run.
//   --quick            a minute instead of four
//   --kinds=a,b        only these works: whoami, command, button, message, invoke, forged-slack, forged-teams, life, rush,
//                      correlate, watch
//   --conc=1,16,64     connections
//   --profile=FOLDER   writes a CPU profile of our bot there
//   --disk=FOLDER      where the database lies; usually the folder for temporary files
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Comparison, compare } from "./compare.ts";
import { correlateTable } from "./correlate.ts";
import { goals } from "./goals.ts";
import { type Life, live } from "./life.ts";
import { entriesIn, writeRecord } from "./record.ts";
import { comparisonTable, goalTable, heading, lifeTable, rushTable, stillTable } from "./report.ts";
import { type Rush, rush } from "./rush.ts";
import { measureFlush, measureRest, measureStarts } from "./still.ts";
import { type Platforms, startBase, startBreakglass, startPlatforms } from "./targets.ts";
import { watchTables } from "./watch.ts";
import { works } from "./work.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    kinds: {
      type: "string",
      default: [...works.map(({ name }) => name), "life", "rush", "correlate", "watch"].join(),
    },
    conc: { type: "string" },
    profile: { type: "string" },
    disk: { type: "string", default: tmpdir() },
  },
});

const size = options.quick
  ? { onRecord: 2_000, starts: 1, rounds: 3, ms: 300, warmUpMs: 500, lifeMs: 500, conc: "16" }
  : { onRecord: 10_000, starts: 5, rounds: 5, ms: 500, warmUpMs: 1_000, lifeMs: 1_000, conc: "1,16,64" };
const connections = (options.conc ?? size.conc).split(",").map(Number);
const kinds = options.kinds.split(",");
const unknown = kinds.filter(
  (kind) =>
    !["life", "rush", "correlate", "watch"].includes(kind) && !works.some(({ name }) => name === kind),
);
if (unknown.length > 0) throw new Error(`--kinds: nothing is called ${unknown.join(", ")}`);
if (!connections.every((n) => n >= 1 && n <= 64))
  throw new Error("--conc: numbers from 1 to 64, with commas");

const say = (line: string): void => console.error(`… ${line}`);

async function underLoad(folder: string, platforms: Platforms): Promise<UnderLoad> {
  const { senders } = platforms;
  const database = join(folder, "load.db");
  say(`a record of ${size.onRecord} requests`);
  await writeRecord(database, size.onRecord);
  const before = entriesIn(database);
  const flags = options.profile ? ["--cpu-prof", `--cpu-prof-dir=${resolve(options.profile)}`] : [];
  const ours = await startBreakglass(folder, senders, { database, first: "botbuilder", flags });
  const bolt = await startBase(folder, senders, "bolt");
  const botbuilder = await startBase(folder, senders, "botbuilder");
  let taken = 0;
  const next = () => (taken++ % size.onRecord) + 1;
  try {
    const { comparisons, acknowledged } = await compare({
      ...size,
      ours,
      bases: { bolt, botbuilder },
      platforms,
      works: works.filter(({ name }) => kinds.includes(name)),
      connections,
      next,
      say,
    });
    const recorded = entriesIn(database) - before;
    const lives: Life[] = [];
    for (const people of kinds.includes("life") ? connections : []) {
      say(`life of a request, ${people} at once`);
      lives.push(await live({ target: ours, platforms, database, connections: people, ms: size.lifeMs }));
    }
    const rushes: Rush[] = [];
    for (const people of kinds.includes("rush") ? connections : []) {
      rushes.push(await rush(ours, platforms, next(), people));
    }
    return { comparisons, acknowledged, recorded, lives, rushes };
  } finally {
    await Promise.all([ours, bolt, botbuilder].map((target) => target.stop()));
  }
}

type UnderLoad = {
  comparisons: readonly Comparison[];
  acknowledged: number;
  recorded: number;
  lives: readonly Life[];
  rushes: readonly Rush[];
};

async function bench(folder: string): Promise<string[]> {
  const began = performance.now();
  const top = heading(measureFlush(folder));
  const platforms = await startPlatforms(folder);
  try {
    say("starts, and memory at rest");
    const starts = await measureStarts(folder, platforms, size.starts);
    const rest = await measureRest(folder, platforms);
    const loaded = await underLoad(folder, platforms);
    const { comparisons, acknowledged, recorded, lives, rushes } = loaded;
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    console.log(`${top} · ${size.rounds} rounds of ${size.ms} ms · ${seconds} s\n`);
    if (comparisons.length > 0) console.log(`${comparisonTable(comparisons)}\n`);
    if (lives.length > 0) console.log(`${lifeTable(lives)}\n`);
    if (rushes.length > 0) console.log(`${rushTable(rushes)}\n`);
    if (kinds.includes("correlate")) console.log(`${await correlateTable(options.quick)}\n`);
    const { quick, profile } = options;
    if (kinds.includes("watch")) console.log(`${await watchTables({ folder, quick, profile, say })}\n`);
    console.log(`${stillTable(starts, rest)}\n`);
    console.log(`${acknowledged} clicks and commands acknowledged as recorded, ${recorded} on record.\n`);
    console.log(goalTable(goals({ comparisons, starts, rest })));
    return faults(loaded);
  } finally {
    await platforms.stop();
  }
}

/** A goal that is missed is a figure; these are defects. */
function faults({ comparisons, acknowledged, recorded, lives }: UnderLoad): string[] {
  const wrong = comparisons.flatMap(({ work, connections, pairs }) => {
    const count = pairs.reduce((sum, [ours, base]) => sum + ours.wrong + base.wrong, 0);
    return count > 0 ? [`${work.name} at ${connections}: ${count} answers that nobody expects`] : [];
  });
  const stale = lives.filter((life) => life.stale > 0);
  return [
    ...wrong,
    ...stale.map((life) => `${life.stale} copies stayed stale at ${life.connections} people`),
    ...(recorded === acknowledged ? [] : [`${acknowledged} acknowledged, ${recorded} on record`]),
  ];
}

const folder = await mkdtemp(join(options.disk, "breakglass-bench-"));
const found = await bench(folder);
if (found.length === 0) await rm(folder, { recursive: true });
else {
  console.error(`\n${found.join("\n")}\nThe logs are in ${folder}`);
  process.exitCode = 1;
}
