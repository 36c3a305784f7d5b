// Has everything been shown that was to be shown? Looked at past the bot, which only says it now and then.
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

const count = () => `select count(*) as n from delivery where shown < wanted or lease_until > ${Date.now()}`;

/** Resolves when nothing waits to be shown and nothing is under way; rejects after `patience` milliseconds. */
export async function quiet({ store }: { store: string }, patience = 10_000): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    const waiting = await (store.startsWith("sqlite:") ? inSqlite(store) : inPostgres(store));
    if (waiting === 0) return;
    if (performance.now() > end) throw new Error(`${waiting} deliveries still wait after ${patience} ms`);
    await wait(50);
  }
}

function inSqlite(store: string): number {
  const db = new DatabaseSync(store.slice("sqlite:".length), { readOnly: true, timeout: 2_000 });
  try {
    return Number(db.prepare(count()).get()?.["n"]);
  } finally {
    db.close();
  }
}

async function inPostgres(store: string): Promise<number> {
  const client = new pg.Client({ connectionString: store });
  await client.connect();
  try {
    return Number((await client.query<{ n: string }>(count())).rows[0]?.n);
  } finally {
    await client.end();
  }
}
