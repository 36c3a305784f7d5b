// Load in a closed loop: each connection sends its next request when the answer to the last one has come.
import { type Connection, openConnection } from "./connection.ts";

export type Load = {
  answered: number;
  /** Answers a second. */
  rate: number;
  /** Milliseconds, one for each answer. */
  waits: readonly number[];
  /** Answers of another status than the expected one, and broken connections. */
  wrong: number;
};

type LoadOptions = {
  port: number;
  connections: number;
  ms: number;
  /** Made beforehand; the loop ends early when they are used up. */
  requests: readonly Buffer[];
  status: (status: number) => boolean;
};

export async function load({ port, connections, ms, requests, status }: LoadOptions): Promise<Load> {
  const open = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const waits: number[] = [];
  let wrong = 0;
  let next = 0;
  const began = performance.now();

  async function loop(connection: Connection): Promise<void> {
    for (let sent = began; sent < began + ms; ) {
      const bytes = requests[next++];
      if (!bytes) return;
      sent = performance.now();
      const answer = await connection.send(bytes);
      waits.push(performance.now() - sent);
      if (!status(answer.status)) wrong += 1;
    }
  }

  const broken = await Promise.allSettled(open.map(loop));
  const took = performance.now() - began;
  for (const connection of open) connection.end();
  wrong += broken.filter((loop) => loop.status === "rejected").length;
  return { answered: waits.length, rate: (waits.length / took) * 1_000, waits, wrong };
}
