// One run: a world, its troubles by the schedule, a crowd in the middle of it; then quiet, and a look at everything.
import { setTimeout as wait } from "node:timers/promises";
import { runChild } from "../kit/child-bot.ts";
import { seeded } from "../kit/stubborn.ts";
import { calm, type Wire } from "./balancer.ts";
import { readBooks } from "./books.ts";
import { startCrowd } from "./crowd.ts";
import { faultsOf } from "./faults.ts";
import { checkClicks } from "./invariants/clicks.ts";
import { checkCopies, takenAway } from "./invariants/copies.ts";
import { checkDecisions } from "./invariants/decisions.ts";
import { checkSignIns, type Woken } from "./invariants/sign-ins.ts";
import type { Interaction } from "./ledger.ts";
import { type Planned, schedule } from "./schedule.ts";
import { settle } from "./settle.ts";
import { type Tally, tally } from "./tally.ts";
import { openWorld, type StoreKind, type Trouble, type World } from "./world.ts";

export type RunOptions = {
  store: StoreKind;
  seed: number;
  /** Seconds of troubles. */
  seconds: number;
  /** See `schedule`. */
  pace: number;
  say: (line: string) => void;
};

export type Invariant =
  | "all is done in the end"
  | "no node ends by itself, and each comes back"
  | "every acknowledged click is in the log exactly once"
  | "decided once, by two people"
  | "every copy of every card shows the end"
  | "nothing is shown twice"
  | "every sign-in is told once, every Sev 0 in time"
  | "the chain holds";

export type Ran = {
  options: RunOptions;
  database: string;
  plan: readonly Planned[];
  troubles: readonly Trouble[];
  wire: Readonly<Record<keyof Wire, number>>;
  /** Every click, with each of its deliveries. */
  clicks: readonly Interaction[];
  tally: Tally;
  requests: number;
  signIns: number;
  takenAway: number;
  woken: readonly Woken[];
  gaveUp: readonly string[];
  /** What broke each invariant. */
  broken: Readonly<Record<Invariant, readonly string[]>>;
  /** What the nodes wrote, by name. */
  output: Readonly<Record<string, string>>;
};

const wire: Wire = { hold: 0.15, double: 0.1, drop: 0.02, mute: 0.02 };
/** Milliseconds until all must be quiet: the longest pause between two tries of a delivery is most of it. */
const patience = 150_000;

/** Rejects only when there was nothing to look at: a world that did not open, or a database that did not come back. */
export async function run(options: RunOptions): Promise<Ran> {
  const { store, seed, seconds, pace, say } = options;
  const world = await openWorld(store, seed);
  try {
    say(`${store}: ${world.database.what}; seed ${seed}, ${seconds} s`);
    const acts = faultsOf(world);
    const menu = Object.fromEntries(Object.entries(acts).map(([lane, kinds]) => [lane, Object.keys(kinds)]));
    const plan = schedule(menu, seed, seconds, pace);
    const crowd = startCrowd(world, seeded(seed * 31 + 102), pace);
    world.balancer.setWire(wire);
    await Promise.all([suffer(world, plan, acts, options), wait(seconds * 1_000)]);
    world.balancer.setWire(calm);
    await crowd.goHome();
    say(`${store}: the troubles are over`);
    const left = await settle(world, crowd.rows, patience);
    const ended = await Promise.all(world.nodes.map((node) => node.end("SIGTERM")));
    say(`${store}: all is quiet`);
    const books = await readBooks(world);
    const { woken, wrong } = checkSignIns(world, books, crowd.rows);
    const { stale, doubled } = checkCopies(world, books);
    const broken = {
      "all is done in the end": left,
      "no node ends by itself, and each comes back": [
        ...world.nodes.flatMap(({ deaths }) => deaths),
        ...[...world.found, ...ended].filter((one) => one !== undefined),
      ],
      "every acknowledged click is in the log exactly once": checkClicks(world, books),
      "decided once, by two people": checkDecisions(books),
      "every copy of every card shows the end": stale,
      "nothing is shown twice": doubled,
      "every sign-in is told once, every Sev 0 in time": wrong,
      "the chain holds": await verified(world),
    };
    return {
      options,
      database: world.database.what,
      plan,
      troubles: world.troubles,
      wire: { ...world.balancer.counts },
      clicks: world.balancer.ledger.all(),
      tally: tally(world, books),
      requests: new Set(books.log.map(({ stream }) => stream).filter((stream) => stream.startsWith("BG-")))
        .size,
      signIns: crowd.rows.length,
      takenAway: takenAway(world.around),
      woken,
      gaveUp: crowd.gaveUp,
      broken,
      output: Object.fromEntries(world.nodes.map((node) => [node.name, node.output()])),
    };
  } finally {
    await world.stop();
  }
}

/** Every lane goes its own way; what would begin after the end does not begin. */
async function suffer(
  world: World,
  plan: readonly Planned[],
  acts: ReturnType<typeof faultsOf>,
  { seconds, say }: RunOptions,
): Promise<void> {
  const began = Date.now();
  const lanes = Map.groupBy(plan, ({ lane }) => lane);
  await Promise.all(
    [...lanes].map(async ([lane, planned]) => {
      for (const one of planned) {
        await wait(Math.max(0, began + one.at - Date.now()));
        if (Date.now() - began >= seconds * 1_000) return;
        const trouble: Trouble = { lane, kind: one.kind, from: Date.now(), until: Number.POSITIVE_INFINITY };
        world.troubles.push(trouble);
        await acts[lane]?.[one.kind]?.(world, one).catch((error: unknown) => {
          world.found.push(`${lane}, ${one.kind}: ${String(error)}`);
        });
        trouble.until = Date.now();
        say(
          `${(one.at / 1_000).toFixed(1).padStart(6)} s  ${lane}: ${one.kind}, ${trouble.until - trouble.from} ms`,
        );
      }
    }),
  );
}

/** As an auditor would. */
async function verified({ database }: World): Promise<string[]> {
  const { code, output } = await runChild(["audit", "verify", "--store", database.directUrl], {});
  return code === 0 ? [] : [output];
}
