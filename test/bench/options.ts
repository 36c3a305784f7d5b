// What `npm run bench` is told.
//   --quick                       smaller and shorter, at 16 connections
//   --kinds=a,b                   only these; see `kinds`
//   --store=sqlite|postgres|both  where the record is kept while people click, and messages are shown
//   --conc=1,16,64                connections
//   --profile=FOLDER              writes a CPU profile of our bot there
//   --disk=FOLDER                 where the databases lie; usually the folder for temporary files
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { type StoreKind, storeKinds } from "./stores.ts";
import { works } from "./work.ts";

/** Beside the works. */
const others = ["start", "life", "rush", "deliveries", "memory", "growth", "correlate", "watch"];

const sizes = {
  quick: {
    onRecord: 2_000,
    starts: 1,
    rounds: 3,
    ms: 300,
    warmUpMs: 500,
    lifeMs: 500,
    conc: "16",
    clicks: 10_000,
    messages: 128,
    messageRounds: 1,
    entries: [1_000, 100_000],
  },
  full: {
    onRecord: 10_000,
    starts: 5,
    rounds: 5,
    ms: 500,
    warmUpMs: 1_000,
    lifeMs: 1_000,
    conc: "1,16,64",
    clicks: 100_000,
    messages: 256,
    messageRounds: 3,
    entries: [1_000, 100_000, 1_000_000],
  },
} as const;

export type Options = {
  quick: boolean;
  kinds: readonly string[];
  /** What is measured on one store only is measured on the first. */
  stores: readonly [StoreKind, ...StoreKind[]];
  connections: readonly number[];
  profile: string | undefined;
  disk: string;
  size: (typeof sizes)["quick" | "full"];
};

/** Throws with what cannot be understood. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      kinds: { type: "string", default: [...works.map(({ name }) => name), ...others].join() },
      store: { type: "string", default: "both" },
      conc: { type: "string" },
      profile: { type: "string" },
      disk: { type: "string", default: tmpdir() },
    },
  });
  const size = sizes[values.quick ? "quick" : "full"];
  const kinds = values.kinds.split(",");
  const unknown = kinds.filter((kind) => !others.includes(kind) && !works.some(({ name }) => name === kind));
  if (unknown.length > 0) throw new Error(`--kinds: nothing is called ${unknown.join(", ")}`);
  const [first, ...second] = storeKinds.filter((kind) => values.store === kind || values.store === "both");
  if (!first) throw new Error("--store: sqlite, postgres or both");
  const connections = (values.conc ?? size.conc).split(",").map(Number);
  if (!connections.every((n) => n >= 1 && n <= 64))
    throw new Error("--conc: numbers from 1 to 64, with commas");
  const { quick, profile, disk } = values;
  return { quick, kinds, stores: [first, ...second], connections, profile, disk, size };
}
