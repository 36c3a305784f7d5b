// The same work on logs of very different lengths, in turns: what must cost the same, and what may grow with the log.
import { deliver } from "./deliveries.ts";
import { load } from "./load.ts";
import { table } from "./markdown.ts";
import { cpuMs, memory } from "./process.ts";
import { writeYears } from "./record.ts";
import { command } from "./slack-requests.ts";
import { median, quantile } from "./stats.ts";
import { type Home, newHome, type StoreKind } from "./stores.ts";
import { type Platforms, startBreakglass, type Target } from "./targets.ts";
import { type Verification, verification, verificationTable } from "./verify.ts";

type GrowthOptions = {
  folder: string;
  platforms: Platforms;
  kind: StoreKind;
  /** Entries of the logs, the shortest first. */
  sizes: readonly number[];
  say: (line: string) => void;
};

/** One log, and what was measured on it: by name, each round of it. */
type Log = {
  home: Home;
  requests: number;
  verified: Verification;
  found: Map<string, number[]>;
};
type Running = Log & { bot: Target };

const connections = 16;
const starts = 3;
const rounds = 5;
const roundMs = 300;
/** Messages to each platform. */
const messages = 256;
/** Milliseconds until a process is at rest, and how long it is looked at then. */
const settled = 5_000;
const idleMs = 10_000;

/** What people ask; only the last one writes. */
const asked: Readonly<Record<string, (request: number) => string>> = {
  accounts: () => "accounts",
  status: () => "status",
  "status of a request": (request) => `status BG-${request}`,
  alerts: () => "alerts",
  "a recorded command": (request) => `withdraw BG-${request}`,
};

/** How fast each is verified, and all the rest. Rejects when a chain does not hold. */
export async function growthTables(options: GrowthOptions): Promise<string> {
  const { folder, platforms, kind, sizes, say } = options;
  const homes: Home[] = [];
  const logs: Log[] = [];
  try {
    for (const size of sizes) {
      const home = await newHome(kind, folder, `growth-${size}`);
      homes.push(home);
      logs.push(await write(home, options, size));
    }
    say(`growth on ${kind}: messages, starts, rest, answers`);
    for (const log of logs) await show(log, folder, platforms);
    for (let time = 0; time < starts; time += 1) for (const log of logs) await start(log, folder, platforms);
    await together(logs, folder, platforms);
    return `${verificationTable(
      kind,
      logs.map(({ verified }) => verified),
    )}\n\n${growthTable(kind, logs)}`;
  } finally {
    for (const home of homes) await home.remove();
  }
}

async function write(home: Home, { folder, say }: GrowthOptions, size: number): Promise<Log> {
  const began = performance.now();
  const requests = await writeYears(home, size);
  say(
    `growth on ${home.kind}: about ${size} entries written in ${((performance.now() - began) / 1_000).toFixed(0)} s`,
  );
  return { home, requests, verified: await verification(home, folder), found: new Map() };
}

async function show(log: Log, folder: string, platforms: Platforms): Promise<void> {
  const where = { where: "64 people", count: messages, from: log.requests + 1 } as const;
  const { rate, cpu } = await deliver(log.home, folder, platforms, where);
  note(log, "messages/s", rate);
  note(log, "message, CPU µs", cpu);
}

async function start({ home, found }: Log, folder: string, platforms: Platforms): Promise<void> {
  const bot = await startBreakglass(folder, platforms.senders, { store: home.url, first: "botbuilder" });
  const startedAt = performance.now();
  while (!(await isReady(bot))) await pause(5);
  note({ found }, "start to first answer, ms", bot.startMs);
  note({ found }, "start to ready, ms", bot.startMs + performance.now() - startedAt);
  note({ found }, "start, CPU ms", cpuMs(bot.pid));
  await bot.stop();
}

/** All of them run at once, so that each round sees the same minute of the machine. */
async function together(logs: readonly Log[], folder: string, platforms: Platforms): Promise<void> {
  const running: Running[] = [];
  try {
    for (const log of logs) {
      const store = { store: log.home.url, first: "bolt" } as const;
      running.push({ ...log, bot: await startBreakglass(folder, platforms.senders, store) });
    }
    await pause(settled);
    const used = running.map(({ bot }) => cpuMs(bot.pid));
    await pause(idleMs);
    for (const [n, one] of running.entries()) {
      note(one, "at rest, CPU ms a second", ((cpuMs(one.bot.pid) - (used[n] ?? 0)) * 1_000) / idleMs);
      note(one, "at rest, MB", memory(one.bot.pid));
    }
    for (const [what, text] of Object.entries(asked)) {
      for (const one of running) await ask(one, text, platforms); // for the compiler and the caches
      for (let round = 0; round < rounds; round += 1) {
        for (const one of round % 2 === 0 ? running : running.toReversed()) {
          const { rate, cpu, p99 } = await ask(one, text, platforms);
          note(one, `${what}: answers/s`, rate);
          note(one, `${what}: CPU µs`, cpu);
          note(one, `${what}: p99 ms`, p99);
        }
      }
    }
  } finally {
    await Promise.all(running.map(({ bot }) => bot.stop()));
  }
}

async function ask({ bot, requests }: Running, text: (request: number) => string, { senders }: Platforms) {
  const all = Array.from({ length: 3_000 }, () =>
    command(text(1 + Math.floor(Math.random() * requests)), senders),
  );
  const used = cpuMs(bot.pid);
  const { rate, waits, wrong, answered } = await load({
    port: bot.port,
    connections,
    ms: roundMs,
    requests: all,
    status: (status) => status === 200,
  });
  if (wrong > 0) throw new Error(`${wrong} of ${answered} answers to "${text(1)}" are not the expected ones`);
  return { rate, p99: quantile(waits, 0.99), cpu: ((cpuMs(bot.pid) - used) * 1_000) / answered };
}

function note({ found }: Pick<Log, "found">, what: string, figure: number): void {
  found.set(what, [...(found.get(what) ?? []), figure]);
}

/** A ratio is taken within each round. */
function growthTable(kind: StoreKind, logs: readonly Log[]): string {
  const [first, ...longer] = logs;
  if (!first) return "";
  const of = (log: Log, what: string) => log.found.get(what) ?? [];
  const times = (log: Log, what: string) =>
    median(of(log, what).map((figure, n) => figure / (of(first, what)[n] ?? Number.NaN)));
  const figure = (middle: number) => middle.toFixed(middle < 10 ? 1 : 0);
  return table(
    [
      `on ${kind}, entries in the log`,
      ...logs.map(({ verified }) => String(verified.entries)),
      ...longer.map(({ verified }) => `× at ${verified.entries}`),
    ],
    [...first.found.keys()].map((what) => [
      what,
      ...logs.map((log) => figure(median(of(log, what)))),
      ...longer.map((log) => times(log, what).toFixed(2)),
    ]),
  );
}

const isReady = async ({ port }: Target): Promise<boolean> =>
  (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
