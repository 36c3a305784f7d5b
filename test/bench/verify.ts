// Links of the chain checked a second, beside SHA-256 of the same bytes alone.
import { hash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyChain } from "../../src/adapters/store/chain.ts";
import { openLog } from "../../src/adapters/store/open-store.ts";
import { table } from "./markdown.ts";
import { runNode } from "./process.ts";
import type { Home, StoreKind } from "./stores.ts";

export type Verification = {
  entries: number;
  /** Microseconds of this thread for each entry: all of the verification, and the hashes alone. */
  each: number;
  hashing: number;
  /** Milliseconds of the whole command, from its start to its end. */
  command: number;
};

const breakglass = fileURLToPath(import.meta.resolve("../../src/cli/main.js"));
const page = 5_000;
/** A short log is verified so often that as many entries as this were looked at. */
const enough = 100_000;

/** Rejects when the chain does not hold. */
export async function verification({ url }: Home, folder: string): Promise<Verification> {
  const log = openLog(url);
  try {
    const { seq: entries } = await log.head();
    const times = Math.max(1, Math.round(enough / entries));
    const took = { whole: 0, hashing: 0 };
    for (let time = 0; time < times; time += 1) {
      const began = performance.now();
      const verified = await verifyChain(log);
      took.whole += performance.now() - began;
      if (!verified.ok) throw new Error(`the log is broken at entry ${verified.seq}: ${verified.why}`);
      took.hashing += await hashing(log);
    }
    const each = (ms: number) => (ms * 1_000) / (entries * times);
    const command = await runNode({
      args: [breakglass, "audit", "verify", "--store", url],
      env: {},
      log: join(folder, "verify.log"),
    });
    return { entries, each: each(took.whole), hashing: each(took.hashing), command };
  } finally {
    await log.close();
  }
}

export const verificationTable = (kind: StoreKind, all: readonly Verification[]): string =>
  table(
    ["store", "entries", "verified/s", "SHA-256 of the same bytes/s", "×", "`audit verify`, s"],
    all.map(({ entries, each, hashing, command }) => [
      kind,
      String(entries),
      (1e6 / each).toFixed(0),
      (1e6 / hashing).toFixed(0),
      (hashing / each).toFixed(2),
      (command / 1_000).toFixed(1),
    ]),
  );

/** Milliseconds. The bytes lie ready. */
async function hashing(log: ReturnType<typeof openLog>): Promise<number> {
  let took = 0;
  for (let last = 0; ; ) {
    const entries = await log.entries(last, page);
    const bytes = entries.map(({ prev, seq, stream, version, text }) =>
      Buffer.from(`${prev}\n${seq}\n${stream}\n${version}\n${text}`),
    );
    const began = performance.now();
    for (const one of bytes) hash("sha256", one);
    took += performance.now() - began;
    last = entries.at(-1)?.seq ?? last;
    if (entries.length < page) return took;
  }
}
