// Whole requests, asked for, approved and ended by many people at once, with every card and announcement they cause.
import { requestId } from "../../src/core/ids.ts";
import { responders } from "./company.ts";
import { openConnection } from "./connection.ts";
import { approveInPrivate, command, submitForm } from "./slack-requests.ts";
import { quantile } from "./stats.ts";
import type { Home } from "./stores.ts";
import type { Platforms, Target } from "./targets.ts";

export type Life = {
  connections: number;
  /** Requests that were asked for, approved and ended. */
  requests: number;
  /** Decisions acknowledged a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers within three seconds that only said that it takes longer. */
  late: number;
  /** Messages posted or changed, and how many a second, counted until every copy was true. */
  shown: number;
  shownRate: number;
  /** Seconds from the last decision until every copy was true. */
  behind: number;
  /** Copies that never were. */
  stale: number;
};

type LifeOptions = {
  target: Target;
  platforms: Platforms;
  home: Home;
  connections: number;
  ms: number;
};

/** Milliseconds without another message after which the rest is given up. */
const patience = 3_000;
const mostLate = 1_000;

export async function live({ target, platforms, home, connections, ms }: LifeOptions): Promise<Life> {
  const { senders } = platforms;
  const before = sum(await platforms.told());
  const waits: number[] = [];
  let requests = 0;
  let late = 0;
  const began = performance.now();

  async function one(n: number): Promise<void> {
    const who = responders[n % responders.length]?.slack ?? "";
    const connection = await openConnection(target.port);
    const say = async (bytes: Buffer) => {
      const sent = performance.now();
      const { status, body } = await connection.send(bytes);
      waits.push(performance.now() - sent);
      if (status !== 200) throw new Error(`a decision was answered with ${status}: ${body}`);
      return body;
    };
    /** Until it is as said: who was told that it takes longer says it again. */
    const insist = async (make: () => Buffer, said: RegExp) => {
      for (let body = await say(make()); ; body = await say(make())) {
        const [found] = said.exec(body) ?? [];
        if (found) return found;
        late += 1;
        if (late > mostLate) throw new Error(`no answer is ${said}, the last one was ${body}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    while (performance.now() < began + ms) {
      // asked once more, they hear which one is open already
      const id = await insist(() => submitForm(who, senders), /BG-\d+/);
      await say(approveInPrivate(requestId(Number(id.slice(3))), senders));
      await insist(() => command(`end ${id}`, senders, who), /ended|over/);
      requests += 1;
    }
    connection.end();
  }

  await Promise.all(Array.from({ length: connections }, (_, n) => one(n)));
  const decided = performance.now();
  const stale = await awaitTrue(home, platforms);
  const over = performance.now();
  const shown = sum(await platforms.told()) - before;
  return {
    connections,
    requests,
    rate: (waits.length / (decided - began)) * 1_000,
    p50: quantile(waits, 0.5),
    p99: quantile(waits, 0.99),
    late,
    shown,
    shownRate: (shown / (over - began)) * 1_000,
    behind: (over - decided) / 1_000,
    stale,
  };
}

const sum = ({ slack, teams }: { slack: number; teams: number }): number => slack + teams;

/** How many copies are stale after all; 0 as soon as none is. */
async function awaitTrue(home: Home, platforms: Platforms): Promise<number> {
  let told = 0;
  let stale = 0;
  for (let since = performance.now(); performance.now() - since < patience; ) {
    stale = await home.number("select count(*) from delivery where shown < wanted");
    if (stale === 0) break;
    const now = sum(await platforms.told());
    if (now > told) since = performance.now();
    told = now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return stale;
}
