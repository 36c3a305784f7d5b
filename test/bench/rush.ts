// A rush: everybody clicks the same card at the same moment, once.
import { openConnection } from "./connection.ts";
import { approveButton } from "./slack-requests.ts";
import { quantile } from "./stats.ts";
import type { Platforms, Target } from "./targets.ts";

/** Milliseconds until the middle one and the last one were answered. */
export type Rush = { people: number; p50: number; last: number };

/** `n`: a request on record. */
export async function rush(target: Target, platforms: Platforms, n: number, people: number): Promise<Rush> {
  const waits = await Promise.all(
    Array.from({ length: people }, async () => {
      const connection = await openConnection(target.port);
      const bytes = approveButton(n, platforms.senders);
      const sent = performance.now();
      await connection.send(bytes);
      connection.end();
      return performance.now() - sent;
    }),
  );
  return { people, p50: quantile(waits, 0.5), last: Math.max(...waits) };
}
