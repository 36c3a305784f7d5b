// Which part is not ready, and why: looked at in the background, so that asking costs nothing and waits for nobody.
import type { Store } from "../core/ports/store.ts";
import type { Findings } from "./findings.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";

export type PartState = { ready: boolean; why?: string; since: string };
export type Readiness = {
  ready: boolean;
  parts: Record<string, PartState>;
  waiting: readonly unknown[];
  /** Advisory: what the bot's identities may do too much or too little. */
  rights: Findings;
};

/** Which part is not ready, without the reasons: those name places, people and addresses. */
export const outline = ({
  ready,
  parts,
}: Readiness): { ready: boolean; parts: Record<string, { ready: boolean }> } => ({
  ready,
  parts: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, { ready: part.ready }])),
});

/** Milliseconds between looks: the database is near and everything hangs on it, the chats are asked rarely. */
const interval = { store: 2_000, platforms: 15_000 };
/** Milliseconds a part may take to answer. */
const patience = 5_000;

type ReadinessParts = {
  store: Store;
  /** Each rejects with what is wrong and what to do. */
  platforms: Readonly<Record<string, () => Promise<void>>>;
  /** Parts that are told and make nothing unready: decisions go on without them. */
  advisory: () => Readonly<Record<string, PartState>>;
  rights: () => Findings;
  now: () => Temporal.Instant;
  log: Log;
};

/** Ready: the record can be written and at least one chat can be reached; the other one may be down. */
export function startReadiness(parts: ReadinessParts): Loop & { read(): Readiness } {
  const states: Record<string, PartState> = {};
  let waiting: Readiness["waiting"] = [];

  async function look(name: string, check: () => Promise<void>): Promise<void> {
    const before = states[name];
    const why = await within(check()).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (before && before.ready === (why === undefined) && before.why === why) return;
    states[name] = {
      ready: why === undefined,
      since: parts.now().toString(),
      ...(why === undefined ? {} : { why }),
    };
    parts.log[why === undefined ? "info" : "warn"](
      { part: name, why },
      why === undefined ? "ready" : "not ready",
    );
  }

  const loops = [
    startLoop({
      name: "readiness of the store",
      interval: interval.store,
      log: parts.log,
      async work() {
        await look("store", () => parts.store.check());
        waiting = await parts.store.backlog().catch(() => []);
        return false;
      },
    }),
    startLoop({
      name: "readiness of the chats",
      interval: interval.platforms,
      log: parts.log,
      async work() {
        await Promise.all(Object.entries(parts.platforms).map(([name, check]) => look(name, check)));
        return false;
      },
    }),
  ];
  return {
    wake() {
      for (const loop of loops) loop.wake();
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
    read() {
      const chats = Object.keys(parts.platforms).map((name) => states[name]?.ready ?? false);
      const ready = (states["store"]?.ready ?? false) && chats.includes(true);
      return { ready, parts: { ...states, ...parts.advisory() }, waiting, rights: parts.rights() };
    },
  };
}

async function within(check: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} s`)), patience);
  try {
    await Promise.race([check, promise]);
  } finally {
    clearTimeout(timer);
  }
}
