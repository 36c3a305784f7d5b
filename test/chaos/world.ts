// The whole company on one machine: both chats, Entra and a pager, a load balancer, the nodes, and their database.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { colleagues } from "../../src/sandbox/world.ts";
import { seeded } from "../kit/stubborn.ts";
import { pointAt, type Seeing, surround } from "../kit/surroundings.ts";
import { until } from "../kit/until.ts";
import { type Balancer, startBalancer } from "./balancer.ts";
import { type Database, postgresDatabase, sqliteDatabase } from "./database.ts";
import { createNode, type Node } from "./node.ts";
import type { Lane } from "./schedule.ts";

export type StoreKind = "postgres" | "sqlite";

/** A time in which something was wrong: milliseconds since 1970. */
export type Trouble = { lane: Lane; kind: string; from: number; until: number };

export type World = {
  around: Seeing;
  database: Database;
  balancer: Balancer;
  nodes: readonly Node[];
  troubles: Trouble[];
  /** What was seen to be wrong on the way. */
  found: string[];
  /** Somebody listens, though perhaps without a database. */
  isUp(): boolean;
  /** Resolves when this node is ready. */
  isBack(node: Node): Promise<void>;
  stop(): Promise<void>;
};

/** Slack repeats an event after 0, 60 and 300 seconds: here the bot is away more often, and never for long. */
const eventRetrySeconds = Array.from({ length: 200 }, () => 0.7);
/** Milliseconds. */
const patience = 60_000;

/** Ready, and installed in both chats. */
export async function openWorld(store: StoreKind, seed: number): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "breakglass-chaos-"));
  await chmod(folder, 0o711); // PostgreSQL runs as another user
  const database = await (store === "postgres" ? postgresDatabase(folder) : sqliteDatabase(folder));
  const around = await surround({
    store: database.url,
    slack: { eventRetrySeconds },
    teams: { retryInvokes: true },
    // each row that is to wake somebody lies further apart than a burst, and has an alert of its own
    watch: { every: "5s", policy: { burstGap: "1m" } },
  });
  const balancer = await startBalancer(seeded(seed * 31 + 101));
  const names = store === "postgres" ? ["node-1", "node-2"] : ["node-1"];
  const nodes = names.map((name) => createNode(name, around, balancer));
  const world: World = {
    around,
    database,
    balancer,
    nodes,
    troubles: [],
    found: [],
    isUp: () => nodes.some(({ isListening }) => isListening()),
    isBack: (node) => until(`${node.name} is ready`, node.isReady, patience).then(() => undefined),
    async stop() {
      await Promise.all(nodes.map((node) => node.end("SIGKILL")));
      await balancer.stop();
      await around.remove();
      await database.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await Promise.all(nodes.map((node) => node.start(0)));
    pointAt(around, balancer);
    await around.teams.install();
    for (const { objectId } of colleagues) around.teams.watch(objectId, true);
  } catch (error) {
    await world.stop();
    throw error;
  }
  return world;
}
