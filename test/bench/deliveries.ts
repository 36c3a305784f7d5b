// Cards and announcements shown a second through both messengers at once, beside what the bare frameworks post.
import { openStore } from "../../src/adapters/store/open-store.ts";
import type { Place } from "../../src/core/place.ts";
import { appId, channels, responders, tenant } from "./company.ts";
import { table } from "./markdown.ts";
import { cpuMs } from "./process.ts";
import { append, overRequest } from "./record.ts";
import { median, ratio } from "./stats.ts";
import { type Home, type StoreKind, withHome } from "./stores.ts";
import { type Platforms, startBreakglass, startSends } from "./targets.ts";

/** Messages a second, and microseconds of CPU for each. */
export type Pace = { rate: number; cpu: number };

/** How many places of each platform the messages are for. */
const wheres = { "one channel": 1, "64 people": responders.length } as const;
/** Of ours to each platform, in as many places: the bare frameworks do the same. */
const atOnce = { "one channel": 1, "64 people": 20 } as const;

type Where = keyof typeof wheres;

/** Milliseconds without another message after which the rest is given up. */
const patience = 30_000;
/** The first part of the messages is for the compiler and the caches. */
const warmUp = 0.25;

type DeliveriesOptions = {
  folder: string;
  platforms: Platforms;
  stores: readonly StoreKind[];
  /** Messages to each platform, in each round. */
  count: number;
  rounds: number;
  say: (line: string) => void;
};

type Pair = readonly [ours: Pace, base: Pace];

/** Rejects when a message never comes. */
export async function deliveriesTable({ say, ...options }: DeliveriesOptions): Promise<string> {
  const rows: string[][] = [];
  for (const where of Object.keys(wheres) as Where[]) {
    say(`messages to ${where}`);
    const pairs = await inTurns(where, options);
    for (const kind of options.stores) {
      const rounds = pairs.map((pair) => pair[kind]).filter((pair) => pair !== undefined);
      const both = (figure: (pace: Pace) => number) =>
        [0, 1].map((side) => median(rounds.map((pair) => figure(pair[side] as Pace))).toFixed(0)).join(" / ");
      const times = (figure: (pace: Pace) => number) => ratio(rounds, figure).toFixed(2);
      const [rate, cpu] = [(pace: Pace) => pace.rate, (pace: Pace) => pace.cpu];
      rows.push([where, kind, both(rate), times(rate), both(cpu), times(cpu)]);
    }
  }
  return table(["messages to", "store", "messages/s", "×", "CPU µs each", "×"], rows);
}

/** Of each round, on each store: ours and the base's. */
async function inTurns(
  where: Where,
  { folder, platforms, stores, count, rounds }: Omit<DeliveriesOptions, "say">,
): Promise<Partial<Record<StoreKind, Pair>>[]> {
  const found: Partial<Record<StoreKind, Pair>>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const base = await paceOf(platforms, 2 * count, () =>
      startSends(folder, platforms.senders, { count, atOnce: atOnce[where] }),
    );
    const pairs: Partial<Record<StoreKind, Pair>> = {};
    for (const kind of stores) {
      const name = `deliveries-${wheres[where]}-${round}`;
      const work = { where, count, from: 1 };
      const ours = await withHome(kind, folder, name, (home) => deliver(home, folder, platforms, work));
      pairs[kind] = [ours, base];
    }
    found.push(pairs);
  }
  return found;
}

/** From a start with so many messages waiting for each platform: half of them cards, half said below them. */
export async function deliver(
  home: Home,
  folder: string,
  platforms: Platforms,
  { where, count, from }: { where: Where; count: number; from: number },
): Promise<Pace> {
  await append(
    home,
    Array.from({ length: count / 2 }, (_, n) => [saidIn(from + n, placesOf(where, n))]),
  );
  await knowTeams(home, platforms);
  return paceOf(platforms, 2 * count, () =>
    startBreakglass(folder, platforms.senders, { store: home.url, first: "bolt" }),
  );
}

function placesOf(where: Where, n: number): Place[] {
  const someone = responders[n % responders.length];
  if (where === "one channel" || !someone) {
    return [
      { platform: "slack", kind: "channel", id: channels.slack },
      { platform: "teams", kind: "channel", id: channels.teams },
    ];
  }
  return [
    { platform: "slack", kind: "person", id: someone.slack },
    { platform: "teams", kind: "person", id: someone.objectId },
  ];
}

const saidIn = (n: number, places: readonly Place[]) => ({
  ...overRequest(n, places),
  announcements: places.map((place) => ({ place, version: 2, urgent: false })),
});

/** As if somebody had spoken to the bot in Teams before: it cannot speak there first. */
async function knowTeams(home: Home, { senders }: Platforms): Promise<void> {
  const store = await openStore({ url: home.url });
  const address = { serviceUrl: `${senders.platforms}/`, bot: `28:${appId}`, tenant };
  await store.remember("teams:latest", JSON.stringify(address));
  await store.close();
}

async function paceOf(
  platforms: Platforms,
  messages: number,
  start: () => Promise<{ pid: number; stop(): Promise<void> }>,
): Promise<Pace> {
  const told = async () => {
    const { slack, teams } = await platforms.told();
    return slack + teams;
  };
  const before = await told();
  const sender = await start();
  try {
    const reached = async (wanted: number) => {
      for (let last = 0, since = performance.now(); ; ) {
        const now = (await told()) - before;
        if (now >= wanted) return { messages: now, at: performance.now(), cpu: cpuMs(sender.pid) };
        if (now > last) since = performance.now();
        if (performance.now() > since + patience) throw new Error(`${now} of ${wanted} messages were posted`);
        last = now;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const begun = await reached(messages * warmUp);
    const done = await reached(messages);
    const many = done.messages - begun.messages;
    return { rate: (many * 1_000) / (done.at - begun.at), cpu: ((done.cpu - begun.cpu) * 1_000) / many };
  } finally {
    await sender.stop();
  }
}
