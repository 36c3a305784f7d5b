// Looks at the database past the bot: is everything shown, and what is on record?
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

type Beside = { store: string };
export type Row = Record<string, unknown>;

/** Resolves when nothing waits to be shown and nothing is under way; rejects after `patience` milliseconds. */
export async function quiet(beside: Beside, patience = 10_000): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    const [row] = await query(
      beside,
      `select count(*) as n from delivery where shown < wanted or lease_until > ${Date.now()}`,
    );
    const waiting = Number(row?.["n"]);
    if (waiting === 0) return;
    if (performance.now() > end) throw new Error(`${waiting} deliveries still wait after ${patience} ms`);
    await wait(50);
  }
}

export type OnRecord = { type: string; by?: string; wish?: string; why?: string };

/** A stream's events as they lie there, in order. */
export async function onRecord(beside: Beside, stream: string): Promise<OnRecord[]> {
  const name = stream.replaceAll("'", "''");
  const sql = `select text from event where stream in ('${name}', 'refused:${name}') order by seq`;
  const rows = await query(beside, sql);
  return rows.map(({ text }) => JSON.parse(String(text)) as OnRecord);
}

export async function query({ store }: Beside, sql: string): Promise<Row[]> {
  if (store.startsWith("sqlite:")) {
    const db = new DatabaseSync(store.slice("sqlite:".length), { readOnly: true, timeout: 2_000 });
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  }
  const client = new pg.Client({ connectionString: store });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
