// The ledger on SQLite: statements that are prepared once, and a transaction in one piece, between two turns of others.
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Flush } from "./flush.ts";
import { type Asked, type Ledger, type Line, newest } from "./ledger.ts";
import type { Command, Plan, Seen } from "./plan-appends.ts";
import type { StreamRow } from "./tables.ts";
import type { Wanted } from "./wanted.ts";

/**
 * `alone`: does the work when no transaction is open on the connection. What is committed can be read before it is on
 * the disk; a stream that somebody reads then is waited for, so that nobody is told what a power cut could still undo.
 */
export function sqliteLedger(
  raw: DatabaseSync,
  alone: <Result>(work: () => Result) => Promise<Result>,
  flush: Flush,
): Ledger {
  const prepared = prepare(raw);
  const unflushed = new Map<string, Promise<void>>();

  /** In one piece: whoever reads one of its streams next finds that it has to wait. */
  function commit(asked: Asked, decide: (seen: Seen) => Plan): { flushed: Promise<void> } {
    flush.check();
    prepared.begin().run();
    let plan: Plan;
    try {
      plan = decide(look(prepared, asked));
      if (plan.entries.length > 0) put(prepared, plan);
      prepared.commit().run();
    } catch (error) {
      if (raw.isTransaction) raw.exec("rollback"); // a full disk has rolled back already
      throw error;
    }
    if (plan.entries.length === 0) return { flushed: flush.settled() };
    const flushed = flush.now();
    for (const stream of plan.streams.keys()) unflushed.set(stream, flushed);
    const forget = () => {
      for (const stream of plan.streams.keys())
        if (unflushed.get(stream) === flushed) unflushed.delete(stream);
    };
    return { flushed: flushed.then(forget) };
  }

  return {
    async lines(stream, first, last = newest) {
      while (unflushed.has(stream)) await unflushed.get(stream);
      // may stand between the statements of a transaction: none but `commit` touches entries, and it is never half done
      return prepared.lines().all(stream, first, last) as unknown as Line[];
    },
    async write(asked, decide) {
      await (await alone(() => commit(asked, decide))).flushed;
    },
  };
}

type Prepared = Record<keyof typeof texts, () => StatementSync>;

const texts = {
  begin: "begin immediate",
  commit: "commit",
  lines: `select seq, stream, version, text, hash from event
    where stream = ? and version between ? and ? order by version`,
  head: "select seq, hash from head",
  stream: "select * from stream where id = ?",
  holder: "select * from stream where holds = ?",
  command: "select * from command where key = ?",
  fact: "select fact from taken where fact = ?",
  putEvent: "insert into event (seq, stream, version, text, prev, hash) values (?, ?, ?, ?, ?, ?)",
  putHead: "update head set seq = ?, hash = ?",
  putCommand: "insert into command (key, stream, first, last) values (?, ?, ?, ?)",
  putFact: "insert into taken (fact, seq) values (?, ?)",
  /** By itself, for it leaves the indexes alone, which are most of what an append writes. */
  putVersion: "update stream set version = ? where id = ? and holds is ? and due is ?",
  putStream: `insert into stream (id, prefix, number, version, born, holds, due) values (?, ?, ?, ?, ?, ?, ?)
    on conflict (id) do update set version = excluded.version, holds = excluded.holds, due = excluded.due`,
  putSpan: `insert into span (stream, name, begins, ends) values (?, ?, ?, ?)
    on conflict (stream) do update set name = excluded.name, begins = excluded.begins, ends = excluded.ends`,
  redraw: `update delivery set wanted = ?, asked = case when shown >= wanted then ? else asked end
    where stream = ? and what = 'card'`,
  putDelivery: `insert into delivery (key, stream, platform, place, what, wanted, asked, urgent)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (key) do update set urgent = 1 where excluded.urgent = 1 and delivery.what = 'card'`,
};

/** Each when it is first needed: before the schema is there, none could be. */
function prepare(raw: DatabaseSync): Prepared {
  const kept = new Map<string, StatementSync>();
  const ready = (text: string): StatementSync => {
    const statement = kept.get(text) ?? raw.prepare(text);
    kept.set(text, statement);
    return statement;
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, () => ready(text)]),
  ) as Prepared;
}

function look({ head, stream, holder, command, fact }: Prepared, asked: Asked): Seen {
  return {
    head: head().get() as Seen["head"],
    streams: [...found<StreamRow>(stream(), asked.streams), ...found<StreamRow>(holder(), asked.names)],
    commands: found<Command>(command(), asked.keys),
    taken: found<{ fact: string }>(fact(), asked.facts).map((row) => row.fact),
  };
}

const found = <Row>(statement: StatementSync, keys: readonly string[]): Row[] =>
  keys.flatMap((key) => (statement.get(key) as Row | undefined) ?? []);

function put(to: Prepared, plan: Plan): void {
  for (const { seq, stream, version, text, prev, hash } of plan.entries)
    to.putEvent().run(seq, stream, version, text, prev, hash);
  to.putHead().run(plan.head.seq, plan.head.hash);
  for (const { key, stream, first, last } of plan.commands) to.putCommand().run(key, stream, first, last);
  for (const { fact, seq } of plan.taken) to.putFact().run(fact, seq);
  for (const { id, prefix, number, version, born, holds, due } of plan.streams.values())
    if (to.putVersion().run(version, id, holds, due).changes === 0)
      to.putStream().run(id, prefix, number, version, born, holds, due);
  for (const { stream, name, begins, ends } of plan.spans.values())
    to.putSpan().run(stream, name, begins, ends);
  for (const stream of plan.redrawn)
    to.redraw().run(plan.streams.get(stream)?.version ?? 0, plan.head.seq, stream);
  for (const wanted of plan.cards.values()) putDelivery(to, wanted);
  for (const wanted of plan.announcements.values()) putDelivery(to, wanted);
}

const putDelivery = (
  { putDelivery }: Prepared,
  { key, stream, platform, place, what, wanted, asked, urgent }: Wanted,
): unknown => putDelivery().run(key, stream, platform, place, what, wanted, asked, urgent);
