// Everything that can go wrong, by the part that it happens to: each begins, lasts, and is mended.
import { setTimeout as wait } from "node:timers/promises";
import type { EntraFault } from "../../src/sandbox/entra/types.ts";
import type { PagerFault } from "../../src/sandbox/pager/types.ts";
import type { Fault as SlackFault } from "../../src/sandbox/slack/wire.ts";
import type { Fault as TeamsFault } from "../../src/sandbox/teams/wire.ts";
import type { Lane, Planned } from "./schedule.ts";
import type { World } from "./world.ts";

type Act = (world: World, planned: Planned) => Promise<void>;

const webPage = "<html><body><h1>We will be back soon</h1></body></html>";

const inSlack: Readonly<Record<string, SlackFault>> = {
  slow: { latencyMs: 1_200 },
  "never answers": { hang: true },
  "cuts every connection": { reset: true },
  "429, wait 2 s": { status: 429, retryAfter: 2 },
  "503": { status: 503 },
  "200 with a web page": { body: webPage },
  "does it and never answers": { hang: true, afterDoing: true, times: 4 },
  "does it and cuts the connection": { reset: true, afterDoing: true, times: 4 },
  "does it and answers with a web page": { body: webPage, afterDoing: true, times: 4 },
  "does it and answers 500": { status: 500, afterDoing: true, times: 4 },
};

const inTeams: Readonly<Record<string, TeamsFault>> = {
  slow: { latencyMs: 1_200 },
  "never answers": { hang: true },
  "cuts every connection": { reset: true },
  "429, wait 2 s": { status: 429, retryAfter: 2 },
  "502 with a web page": { status: 502, html: webPage },
  "200 with a web page": { html: webPage },
  "does it and never answers": { hang: true, afterDoing: true, times: 4 },
  "does it and cuts the connection": { reset: true, afterDoing: true, times: 4 },
  "does it and answers with a web page": { html: webPage, afterDoing: true, times: 4 },
  "does it and answers 500": { status: 500, afterDoing: true, times: 4 },
};

const inEntra: readonly Exclude<EntraFault, "none">[] = [
  "throttled",
  "unavailable",
  "cut",
  "partial",
  "hanging",
];
const inPager: readonly Exclude<PagerFault, "none">[] = ["down", "throttled", "hanging"];

const ofSlack = (fault: SlackFault): Act => {
  return async ({ around: { slack } }, { ms }) => {
    const method = fault.afterDoing ? "chat.postMessage" : "*";
    slack.faults.set(method, fault);
    await wait(ms);
    slack.faults.clear(method);
  };
};

const ofTeams = (fault: TeamsFault): Act => {
  const operations = fault.afterDoing ? (["send", "createConversation"] as const) : (["connector"] as const);
  return async ({ around: { teams } }, { ms }) => {
    for (const operation of operations) teams.faults.set(operation, fault);
    await wait(ms);
    for (const operation of operations) teams.faults.clear(operation);
  };
};

const ofEntra = (part: "log-analytics" | "login", fault: EntraFault): Act => {
  return async ({ around: { entra } }, { ms }) => {
    entra.fault(part, fault);
    await wait(ms);
    entra.fault(part, "none");
  };
};

const ofPager = (fault: PagerFault): Act => {
  return async ({ around: { pager } }, { ms }) => {
    pager.fault(fault);
    await wait(ms);
    pager.fault("none");
  };
};

const nodeOf = ({ nodes }: World, lane: Lane) => {
  const node = nodes.find(({ name }) => name === lane);
  if (!node) throw new Error(`there is no ${lane}`);
  return node;
};

const ofNode: Readonly<Record<string, Act>> = {
  async kill(world, { lane, ahead }) {
    const node = nodeOf(world, lane);
    await node.end("SIGKILL");
    await node.start(ahead);
  },
  async "kill, and a pause"(world, { lane, ahead, ms }) {
    const node = nodeOf(world, lane);
    await node.end("SIGKILL");
    await wait(ms);
    await node.start(ahead);
  },
  async freeze(world, { lane, ms }) {
    const node = nodeOf(world, lane);
    await node.freeze(ms * 2.5); // longer than a lease, now and then
    await world.isBack(node);
  },
  async "restart as in a deployment"(world, { lane, ahead }) {
    const node = nodeOf(world, lane);
    const wrong = await node.end("SIGTERM");
    if (wrong) world.found.push(wrong);
    await node.start(ahead);
  },
};

const writing: Readonly<Record<string, Act>> = {
  "the disk takes no writes": (world, { lane, ms }) => nodeOf(world, lane).failToWrite(ms),
};

const mapped = <From>(all: Readonly<Record<string, From>>, act: (from: From) => Act) =>
  Object.fromEntries(Object.entries(all).map(([kind, from]) => [kind, act(from)]));

type Trouble = World["database"]["troubles"][string];
const ofDatabase = (trouble: Trouble): Act => {
  return (_, { ms }) => trouble(ms);
};

/** By lane, by kind. */
export function faultsOf({
  database: { troubles, embedded },
  nodes,
}: Pick<World, "database" | "nodes">): Partial<Record<Lane, Record<string, Act>>> {
  return {
    ...Object.fromEntries(nodes.map(({ name }) => [name, { ...ofNode, ...(embedded && writing) }])),
    database: mapped(troubles, ofDatabase),
    slack: mapped(inSlack, ofSlack),
    teams: mapped(inTeams, ofTeams),
    entra: {
      ...Object.fromEntries(inEntra.map((fault) => [fault, ofEntra("log-analytics", fault)])),
      "no token": ofEntra("login", "unavailable"),
    },
    pager: Object.fromEntries(inPager.map((fault) => [fault, ofPager(fault)])),
  };
}
