// npm run chaos: the bot as in production, while everything around it breaks, by a schedule that can be repeated.
//   --minutes 10            of troubles, on each store
//   --store both            postgres, sqlite or both
//   --seed N                the schedule; a random one is printed
//   --pace 1                how close the troubles follow each other
//   --verbose               each trouble as it happens
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isSound, report } from "./report.ts";
import { type Ran, run } from "./run.ts";
import type { StoreKind } from "./world.ts";

const { values: options } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    store: { type: "string", default: "both" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000)) },
    pace: { type: "string", default: "1" },
    verbose: { type: "boolean", default: false },
  },
});

const stores: Readonly<Record<string, readonly StoreKind[]>> = {
  both: ["postgres", "sqlite"],
  postgres: ["postgres"],
  sqlite: ["sqlite"],
};
const chosen = stores[options.store];
const [minutes, seed, pace] = [options.minutes, options.seed, options.pace].map(Number) as [
  number,
  number,
  number,
];
if (!chosen) throw new Error(`--store: postgres, sqlite or both, not ${options.store}`);
if (!(minutes > 0)) throw new Error(`--minutes: a number above 0, not ${options.minutes}`);
if (!Number.isSafeInteger(seed)) throw new Error(`--seed: a whole number, not ${options.seed}`);
if (!(pace > 0)) throw new Error(`--pace: a number above 0, not ${options.pace}`);

const say = (line: string): void => {
  if (options.verbose || !line.startsWith(" ")) console.error(`… ${line}`);
};

/** What one needs to look into a failure. */
async function keep(ran: Ran): Promise<string> {
  const folder = join("out", `chaos-${ran.options.store}-${ran.options.seed}`);
  await mkdir(folder, { recursive: true });
  const { output, ...rest } = ran;
  await writeFile(join(folder, "run.json"), JSON.stringify(rest, null, 2));
  for (const [name, text] of Object.entries(output)) await writeFile(join(folder, `${name}.log`), text);
  return folder;
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130)); // what was started ends with us

for (const store of chosen) {
  const ran = await run({ store, seed, seconds: minutes * 60, pace, say });
  console.log(report(ran));
  if (isSound(ran)) continue;
  process.exitCode = 1;
  console.log(`  kept       ${await keep(ran)}: the schedule, every click, and the nodes' logs`);
}
