// A small load balancer: any ready node in turn, nothing is tried twice. Its wire may be made to delay, double and lose.
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../kit/stubborn.ts";
import { createLedger, type Delivery, type Ledger } from "./ledger.ts";

/** Chances of each request, from 0 to 1. */
export type Wire = {
  /** It waits up to `longestHold`, and others overtake it. */
  hold: number;
  /** It arrives a second time, most often on another node, and nobody hears that answer. */
  double: number;
  /** The connection breaks before a node has it. */
  drop: number;
  /** A node has answered, and the connection breaks. */
  mute: number;
};

export const calm: Wire = { hold: 0, double: 0, drop: 0, mute: 0 };

/** Milliseconds. */
const longestHold = 1_200;
const healthEvery = 300;
const healthPatience = 1_000;

type Node = { url: string | undefined; ready: boolean };

export type Balancer = {
  url: string;
  ledger: Ledger;
  /** How often the wire did what. */
  counts: Record<keyof Wire, number>;
  setWire(wire: Wire): void;
  /** Undefined: it is gone. */
  setNode(name: string, url: string | undefined): void;
  /** As its last answer to the health check said. */
  isReady(name: string): boolean;
  stop(): Promise<void>;
};

export async function startBalancer(random: Random): Promise<Balancer> {
  const nodes = new Map<string, Node>();
  const ledger = createLedger();
  const counts = { hold: 0, double: 0, drop: 0, mute: 0 };
  const agent = new Agent({ keepAlive: true });
  let wire = calm;
  let turn = 0;
  const happens = (what: keyof Wire): boolean => {
    if (random() >= wire[what]) return false;
    counts[what] += 1;
    return true;
  };

  /** Those that are ready; when none says so, any that is there: whoever clicks then hears of it from the bot itself. */
  function next(): { name: string; url: string } | undefined {
    const there = [...nodes].flatMap(([name, { url, ready }]) => (url ? [{ name, url, ready }] : []));
    const ready = there.filter((node) => node.ready);
    const among = ready.length > 0 ? ready : there;
    turn += 1;
    return among[turn % among.length];
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? "/";
    const body = await buffer(incoming);
    const noted = ledger.note(path, body.toString("utf8"));
    if (happens("hold")) await wait(random() * longestHold);
    if (happens("drop")) return void response.destroy();
    const forward = async (): Promise<Delivery & { headers: IncomingMessage["headers"] }> => {
      const node = next();
      const at = Date.now();
      const answer = node ? await pass(agent, `${node.url}${path}`, incoming, body) : nobody;
      const { headers, ...rest } = answer;
      const delivery = { node: node?.name ?? "", at, ms: Date.now() - at, arrived: false, ...rest };
      noted?.deliveries.push(delivery);
      return Object.assign(delivery, { headers });
    };
    if (happens("double")) void wait(random() * 400).then(forward);
    const delivery = await forward();
    if (delivery.status !== 0 && happens("mute")) return void response.destroy();
    if (response.destroyed || incoming.socket.destroyed) return; // the platform's patience was over
    delivery.arrived = delivery.status !== 0;
    const { "transfer-encoding": _, connection: __, ...headers } = delivery.headers;
    response.writeHead(delivery.status || 502, headers).end(delivery.body);
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const looking = setInterval(() => {
    for (const node of nodes.values()) void look(node);
  }, healthEvery);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger,
    counts,
    setWire: (next) => {
      wire = next;
    },
    setNode: (name, url) => void nodes.set(name, { url, ready: false }),
    isReady: (name) => nodes.get(name)?.ready ?? false,
    async stop() {
      clearInterval(looking);
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function look(node: Node): Promise<void> {
  if (!node.url) return;
  const answer = await fetch(`${node.url}/readyz`, { signal: AbortSignal.timeout(healthPatience) }).catch(
    () => undefined,
  );
  await answer?.body?.cancel();
  node.ready = answer?.status === 200;
}

type Answer = { status: number; body: string; headers: IncomingMessage["headers"] };
const nobody: Answer = { status: 0, body: "", headers: {} };

/** Never rejects: status 0 when the node broke off. */
function pass(agent: Agent, url: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve) => {
    const { method = "GET", headers } = incoming;
    const outgoing = request(
      url,
      { method, agent, headers: { ...headers, connection: "keep-alive" } },
      (answer) => {
        buffer(answer).then(
          (read) =>
            resolve({ status: answer.statusCode ?? 0, body: read.toString("utf8"), headers: answer.headers }),
          () => resolve(nobody),
        );
      },
    );
    outgoing.on("error", () => resolve(nobody));
    outgoing.end(body);
  });
}
