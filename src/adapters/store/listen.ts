// Hears at once that another node appended. Its own connection, because a pooled one is given to others.
import type pg from "pg";
import type { Log } from "./database.ts";
import { limits, loadPg } from "./postgres.ts";

export const channel = "breakglass_append";

const firstWaitMs = 500;
const longestWaitMs = 15_000;

/**
 * Calls back for each append of another node than `node`, and after each (re)connect, for what was missed.
 * A pooler in transaction mode swallows notices without a word: somebody must also look now and then.
 */
export function listen(url: string, node: string, heard: () => void, log: Log): { close(): Promise<void> } {
  let closed = false;
  let wait = firstWaitMs;
  let timer: NodeJS.Timeout | undefined;
  let client: pg.Client | undefined;
  const { Client } = loadPg();

  async function connect(): Promise<void> {
    const fresh = new Client({ connectionString: url, ...limits });
    client = fresh;
    fresh.on("error", (error) => log.warn({ err: error }, "the connection that listens was lost"));
    fresh.on("end", again);
    fresh.on("notification", ({ payload }) => {
      if (payload !== node) heard();
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      wait = firstWaitMs;
      heard();
    } catch (error) {
      if (!closed) log.warn({ err: error }, "cannot listen to the database, trying again");
      fresh.end().catch(() => undefined);
      again();
    }
  }

  function again(): void {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, wait).unref();
    wait = Math.min(wait * 2, longestWaitMs);
  }

  void connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
