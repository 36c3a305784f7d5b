// Rows judged and gathered a second, beside reading them alone, in a heap that may not grow.
import { once } from "node:events";
import { Worker } from "node:worker_threads";

export type CorrelateCase = { rows: number; windows: number };

/** Milliseconds of the processor. */
export type Correlated = {
  /** To read the rows, and to read, judge and gather them. */
  parsed: number;
  correlated: number;
  /** To lay out the windows in time, once for all rows. */
  laying: number;
  /** Rows that stand in an alert: all of them. */
  told: number;
  alerts: number;
  /** Bytes, the most after any page. */
  heap: number;
};

/** Megabytes in which a million rows must pass: a worker that needs more is ended. */
const room = { maxOldGenerationSizeMb: 118, maxYoungGenerationSizeMb: 32 };

const head = "| rows | windows | rows/s | read alone | × | laying out, ms | alerts | MB |";

/** As Markdown. Rejects when a row is not told, or the heap is too small. */
export async function correlateTable(quick: boolean): Promise<string> {
  const lines = [head, head.replace(/[^|]+/g, " --- ")];
  for (const rows of quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000])
    for (const windows of [10, 1_000, 10_000])
      lines.push(line({ rows, windows }, await measure({ rows, windows })));
  return lines.join("\n");
}

function line({ rows, windows }: CorrelateCase, found: Correlated): string {
  const { parsed, correlated, laying, told, alerts, heap } = found;
  if (told !== rows) throw new Error(`${told} of ${rows} rows were told`);
  const rate = (ms: number) => ((rows / ms) * 1_000).toFixed(0);
  const times = (parsed / correlated).toFixed(2);
  const cells = [rows, windows, rate(correlated), rate(parsed), times, laying.toFixed(1), alerts];
  return `| ${cells.join(" | ")} | ${(heap / 2 ** 20).toFixed(0)} |`;
}

async function measure(one: CorrelateCase): Promise<Correlated> {
  const worker = new Worker(new URL("correlate-worker.ts", import.meta.url), {
    workerData: one,
    resourceLimits: room,
  });
  const [correlated] = (await once(worker, "message")) as [Correlated];
  await worker.terminate();
  return correlated;
}
