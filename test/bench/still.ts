// What does not depend on load: from start to the first answer, and memory at rest.
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { memory, startNode, stopProcess } from "./process.ts";
import { median } from "./stats.ts";
import { type Platforms, startBase, startBreakglass } from "./targets.ts";

/** Milliseconds from the start of the process to its first right answer, by target. */
export type Starts = Readonly<Record<"breakglass" | "bolt" | "botbuilder", readonly number[]>>;

/** Megabytes. `imported`: a process that only imported both frameworks. */
export type Rest = { ours: number; imported: number };

/** Our bot begins with a store of its own each time, as on a fresh machine; its first answer is to Teams. */
export async function measureStarts(folder: string, platforms: Platforms, times: number): Promise<Starts> {
  const { senders } = platforms;
  const starts = { breakglass: [] as number[], bolt: [] as number[], botbuilder: [] as number[] };
  for (let n = 0; n < times; n += 1) {
    const store = `sqlite:${join(folder, `empty-${n}.db`)}`;
    const targets = {
      breakglass: () => startBreakglass(folder, senders, { store, first: "botbuilder" }),
      bolt: () => startBase(folder, senders, "bolt"),
      botbuilder: () => startBase(folder, senders, "botbuilder"),
    };
    for (const name of ["breakglass", "bolt", "botbuilder"] as const) {
      const target = await targets[name]();
      await target.stop();
      starts[name].push(target.startMs);
    }
  }
  return starts;
}

/** Milliseconds until a process is at rest. */
const settled = 2_000;

export async function measureRest(folder: string, platforms: Platforms): Promise<Rest> {
  const store = `sqlite:${join(folder, "rest.db")}`;
  const ours = await startBreakglass(folder, platforms.senders, { store, first: "botbuilder" });
  const both = 'await import("@slack/bolt"); await import("botbuilder"); setInterval(() => {}, 1_000);';
  const imported = startNode({
    args: ["--input-type=module", "--eval", both],
    env: {},
    log: join(folder, "imported.log"),
  });
  await new Promise((resolve) => setTimeout(resolve, settled));
  const rest = { ours: memory(ours.pid), imported: memory(imported.pid) };
  await Promise.all([ours.stop(), stopProcess(imported)]);
  return rest;
}

/** Milliseconds that the disk of this folder needs to keep a kilobyte: what "durable" costs at the least. */
export function measureFlush(folder: string): number {
  const file = openSync(join(folder, "flush"), "w");
  const kilobyte = Buffer.alloc(1_024, "x");
  const waits = Array.from({ length: 50 }, () => {
    const began = performance.now();
    writeSync(file, kilobyte);
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return median(waits);
}
