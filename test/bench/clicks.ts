// Our bot on one store, under load beside the bare frameworks; then whole requests, and everybody at one card.
import { resolve } from "node:path";
import { measureCommits } from "./commits.ts";
import { type Comparison, compare } from "./compare.ts";
import { counted } from "./goals.ts";
import { type Life, live } from "./life.ts";
import { table } from "./markdown.ts";
import type { Options } from "./options.ts";
import { entriesIn, writeRequests } from "./record.ts";
import { type Rush, rush } from "./rush.ts";
import { median } from "./stats.ts";
import { type Home, type StoreKind, withHome } from "./stores.ts";
import { type Platforms, startBase, startBreakglass } from "./targets.ts";
import { works } from "./work.ts";

export type UnderLoad = {
  kind: StoreKind;
  comparisons: readonly Comparison[];
  acknowledged: number;
  recorded: number;
  lives: readonly Life[];
  rushes: readonly Rush[];
  /** Durable commits a second of one row each, by connections. */
  commits: ReadonlyMap<number, number>;
};

type LoadOptions = Options & {
  folder: string;
  platforms: Platforms;
  kind: StoreKind;
  say: (line: string) => void;
};

/** Of the second store: the base is measured well by then. */
const roundsElsewhere = 3;

export const underLoad = (options: LoadOptions): Promise<UnderLoad> =>
  withHome(options.kind, options.folder, "load", (home) => clicked(home, options));

async function clicked(home: Home, options: LoadOptions): Promise<UnderLoad> {
  const { folder, platforms, kind, kinds, connections, profile, size, say } = options;
  const { senders } = platforms;
  say(`${kind}: a record of ${size.onRecord} requests`);
  await writeRequests(home, size.onRecord);
  const before = await entriesIn(home);
  const flags = profile ? ["--cpu-prof", `--cpu-prof-dir=${resolve(profile)}`] : [];
  const ours = await startBreakglass(folder, senders, { store: home.url, first: "botbuilder", flags });
  const bolt = await startBase(folder, senders, "bolt");
  const botbuilder = await startBase(folder, senders, "botbuilder");
  let taken = 0;
  const next = () => (taken++ % size.onRecord) + 1;
  try {
    const { comparisons, acknowledged } = await compare({
      ...size,
      rounds: kind === options.stores[0] ? size.rounds : roundsElsewhere,
      ours,
      bases: { bolt, botbuilder },
      platforms,
      // what is not recorded is the same on any store
      works: works.filter(
        ({ name, recorded }) => kinds.includes(name) && (recorded || kind === options.stores[0]),
      ),
      connections,
      next,
      say,
    });
    const recorded = (await entriesIn(home)) - before;
    const commits = new Map<number, number>();
    for (const people of comparisons.length > 0 ? connections : [])
      commits.set(people, await measureCommits(home, folder, people));
    const lives: Life[] = [];
    for (const people of kinds.includes("life") ? connections : []) {
      say(`life of a request, ${people} at once`);
      lives.push(await live({ target: ours, platforms, home, connections: people, ms: size.lifeMs }));
    }
    const rushes: Rush[] = [];
    for (const people of kinds.includes("rush") ? connections : []) {
      rushes.push(await rush(ours, platforms, next(), people));
    }
    return { kind, comparisons, acknowledged, recorded, lives, rushes, commits };
  } finally {
    await Promise.all([ours, bolt, botbuilder].map((target) => target.stop()));
  }
}

/** Our clicks beside the machine's own limit. Ours share a commit when they come together: so more than × 1 is no mistake. */
export const commitsTable = (all: readonly UnderLoad[]): string =>
  table(
    ["store", "connections", "work", "acks/s", "commits/s of one row each", "×"],
    all.flatMap(({ kind, comparisons, commits }) =>
      comparisons.flatMap((one) => {
        const limit = commits.get(one.connections);
        if (!limit || !one.work.recorded) return [];
        const rate = median(counted(one).map(([ours]) => ours.rate));
        const ratio = (rate / limit).toFixed(2);
        return [[kind, String(one.connections), one.work.name, rate.toFixed(0), limit.toFixed(0), ratio]];
      }),
    ),
  );

/** A goal that is missed is a figure; these are defects. */
export function faults({ kind, comparisons, acknowledged, recorded, lives }: UnderLoad): string[] {
  const wrong = comparisons.flatMap(({ work, connections, pairs }) => {
    const count = pairs.reduce((sum, [ours, base]) => sum + ours.wrong + base.wrong, 0);
    return count > 0 ? [`${kind}, ${work.name} at ${connections}: ${count} answers that nobody expects`] : [];
  });
  const stale = lives.filter((life) => life.stale > 0);
  return [
    ...wrong,
    ...stale.map((life) => `${kind}: ${life.stale} copies stayed stale at ${life.connections} people`),
    ...(recorded === acknowledged ? [] : [`${kind}: ${acknowledged} acknowledged, ${recorded} on record`]),
  ];
}
