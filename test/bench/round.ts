// One round: the same work, for a moment, on one target.
import { load } from "./load.ts";
import { cpuMs, machineMs, memory } from "./process.ts";
import { quantile } from "./stats.ts";
import type { Platforms, Target } from "./targets.ts";
import type { Work } from "./work.ts";

export type Round = {
  answered: number;
  /** Answers a second. */
  rate: number;
  /** The same, counted until the last message that follows an answer had reached its platform. */
  doneRate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Microseconds of CPU for each answer, all that the process did meanwhile. */
  cpu: number;
  /** Megabytes. */
  memory: number;
  /** Cores that processes other than the target, the platforms and the load took. */
  others: number;
  wrong: number;
  /** Answers whose message never came. */
  untold: number;
};

export type RoundOptions = {
  who: "ours" | "base";
  target: Target;
  platforms: Platforms;
  work: Work;
  connections: number;
  ms: number;
  /** Answers a second to be expected: so many requests are made beforehand. */
  expected: number;
  /** The next request on record. */
  next: () => number;
};

/** Milliseconds without another message after which the missing ones are given up. */
const patience = 1_000;
const look = 10;

export async function runRound(options: RoundOptions): Promise<Round> {
  const { target, platforms, work, connections, ms, expected, next } = options;
  const many = Math.ceil((expected * ms * 2) / 1_000) + 10 * connections;
  const requests = Array.from({ length: many }, () => work.request(next(), platforms.senders));
  const before = await told(options);
  const used = usage(options);
  const began = performance.now();
  const loaded = await load({
    port: target.port,
    connections,
    ms,
    requests,
    status: (status) => status === work.status[options.who],
  });
  const untold = work.told ? await awaitTold(options, before + loaded.answered) : 0;
  const took = performance.now() - began;
  const { cpu, others } = used(took);
  return {
    answered: loaded.answered,
    rate: loaded.rate,
    doneRate: work.told ? (loaded.answered / took) * 1_000 : loaded.rate,
    p50: quantile(loaded.waits, 0.5),
    p99: quantile(loaded.waits, 0.99),
    cpu: (cpu * 1_000) / loaded.answered,
    memory: memory(target.pid),
    others,
    wrong: loaded.wrong,
    untold,
  };
}

const told = async ({ work, platforms }: RoundOptions): Promise<number> =>
  work.told ? (await platforms.told())[work.told] : 0;

/** How many of them never came. */
async function awaitTold(options: RoundOptions, wanted: number): Promise<number> {
  let last = 0;
  for (let since = performance.now(); performance.now() - since < patience; ) {
    const now = await told(options);
    if (now >= wanted) return 0;
    if (now > last) since = performance.now();
    last = now;
    await new Promise((resolve) => setTimeout(resolve, look));
  }
  return wanted - last;
}

function usage({ target, platforms }: RoundOptions) {
  const ours = () => cpuMs(platforms.pid) + cpuMs(process.pid);
  const [target0, ours0, machine0] = [cpuMs(target.pid), ours(), machineMs()];
  return (took: number) => {
    const cpu = cpuMs(target.pid) - target0;
    return { cpu, others: Math.max(0, machineMs() - machine0 - cpu - (ours() - ours0)) / took };
  };
}
