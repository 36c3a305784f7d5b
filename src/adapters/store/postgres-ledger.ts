// The ledger on PostgreSQL: as few round trips as can be while the head is held, for every node waits for it.
import { CompiledQuery, type Kysely, type Transaction } from "kysely";
import { type Asked, type Ledger, type Line, newest } from "./ledger.ts";
import { channel } from "./listen.ts";
import type { Plan, Seen } from "./plan-appends.ts";
import type { Tables } from "./tables.ts";

type Executor = Kysely<Tables> | Transaction<Tables>;
type Run = <Result>(use: (db: Executor) => Promise<Result>) => Promise<Result>;

/** `run`: for one statement; `transact`: for a transaction. */
export const postgresLedger = (run: Run, transact: Run): Ledger => ({
  lines: (stream, first, last = newest) => run((db) => ask<Line>(db, texts.lines, [stream, first, last])),
  write: (asked, decide, node) =>
    transact(async (trx) => {
      const plan = decide(await look(trx, asked));
      if (plan.entries.length > 0) await put(trx, plan, node);
    }),
});

async function ask<Row>(db: Executor, text: string, values: unknown[]): Promise<readonly Row[]> {
  return (await db.executeQuery<Row>(CompiledQuery.raw(text, values))).rows;
}

const texts = {
  lines: `select seq, stream, version, text, hash from event
    where stream = $1 and version between $2 and $3 order by version`,
  head: "select seq, hash from head for update",
  /** In a statement of its own: one that also took the lock would see what was there before it waited. */
  seen: `select
    (select coalesce(json_agg(stream), '[]') from stream where id = any($1) or holds = any($2)) as streams,
    (select coalesce(json_agg(command), '[]') from command where key = any($3)) as commands,
    (select coalesce(json_agg(fact), '[]') from taken where fact = any($4)) as taken`,
  put: `with
    events as (insert into event (seq, stream, version, text, prev, hash)
      select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[])),
    heads as (update head set seq = $7, hash = $8),
    commands as (insert into command (key, stream, first, last)
      select * from unnest($9::text[], $10::text[], $11::bigint[], $12::bigint[])),
    facts as (insert into taken (fact, seq) select * from unnest($13::text[], $14::bigint[])),
    streams as (insert into stream (id, prefix, number, version, born, holds, due)
      select * from unnest($15::text[], $16::text[], $17::bigint[], $18::bigint[], $19::bigint[], $20::text[],
        $21::bigint[])
      on conflict (id) do update
        set version = excluded.version, holds = excluded.holds, due = excluded.due),
    spans as (insert into span (stream, name, begins, ends)
      select * from unnest($22::text[], $23::text[], $24::bigint[], $25::bigint[])
      on conflict (stream) do update
        set name = excluded.name, begins = excluded.begins, ends = excluded.ends)
    select pg_notify($26, $27)`,
  redraw: `update delivery
    set wanted = redrawn.version, asked = case when shown >= wanted then $3 else asked end
    from unnest($1::text[], $2::bigint[]) as redrawn (stream, version)
    where delivery.stream = redrawn.stream and what = 'card'`,
  putDeliveries: `insert into delivery (key, stream, platform, place, what, wanted, asked, urgent)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
      $8::bigint[])
    on conflict (key) do update set urgent = 1 where excluded.urgent = 1 and delivery.what = 'card'`,
};

async function look(trx: Executor, { streams, names, keys, facts }: Asked): Promise<Seen> {
  const [head] = await ask<Seen["head"]>(trx, texts.head, []);
  const [seen] = await ask<Omit<Seen, "head">>(trx, texts.seen, [streams, names, keys, facts]);
  if (!head || !seen) throw new Error("the log in this database has no head: restore a backup");
  return { head, ...seen };
}

async function put(trx: Executor, plan: Plan, node: string): Promise<void> {
  const { head, entries, commands, taken, redrawn } = plan;
  const streams = [...plan.streams.values()];
  const spans = [...plan.spans.values()];
  await ask(trx, texts.put, [
    ...columns(entries, ["seq", "stream", "version", "text", "prev", "hash"]),
    head.seq,
    head.hash,
    ...columns(commands, ["key", "stream", "first", "last"]),
    ...columns(taken, ["fact", "seq"]),
    ...columns(streams, ["id", "prefix", "number", "version", "born", "holds", "due"]),
    ...columns(spans, ["stream", "name", "begins", "ends"]),
    channel,
    node,
  ]);
  if (redrawn.size > 0) {
    const versions = [...redrawn].map((stream) => plan.streams.get(stream)?.version);
    await ask(trx, texts.redraw, [[...redrawn], versions, head.seq]);
  }
  const deliveries = [...plan.cards.values(), ...plan.announcements.values()];
  if (deliveries.length === 0) return;
  await ask(
    trx,
    texts.putDeliveries,
    columns(deliveries, ["key", "stream", "platform", "place", "what", "wanted", "asked", "urgent"]),
  );
}

/** Rows as one list for each column, as `unnest` takes them: however many rows, one text and so many parameters. */
const columns = <Row, Name extends keyof Row>(rows: readonly Row[], names: readonly Name[]): Row[Name][][] =>
  names.map((name) => rows.map((row) => row[name]));
