// Decides a batch of appends against what the database holds: pure, so that one refused append undoes no other.
import type { Append } from "../../core/ports/store.ts";
import { hashOf } from "./chain.ts";
import { storable } from "./codec.ts";
import { ceilMs } from "./moment.ts";
import { spanRow } from "./spans.ts";
import type { Entry, SpanRow, StreamRow, Tables } from "./tables.ts";
import { announcementsOf, cardsOf, merge, type Wanted } from "./wanted.ts";

/** An append with its events as text, in the same order, and its key and facts as the database takes them. */
export type Prepared = {
  append: Append;
  key: string;
  texts: readonly string[];
  takes: readonly string[];
};

export type Command = Tables["command"];
type Head = { seq: number; hash: string };

/** Read under the lock on the head, so that it stays true until the plan is carried out. */
export type Seen = {
  head: Head;
  /** Every stream that the batch names, and every holder of a name that the batch wants. */
  streams: readonly StreamRow[];
  /** Those of the batch's keys that were used before. */
  commands: readonly Command[];
  /** Those of the batch's facts that were taken in before. */
  taken: readonly string[];
};

export type Outcome =
  | { type: "appended"; version: number }
  | { type: "conflict" }
  | { type: "repeated"; command: Command };

export type Plan = {
  head: Head;
  entries: Entry[];
  commands: Command[];
  /** The streams that changed, as they are afterwards. */
  streams: Map<string, StreamRow>;
  taken: Tables["taken"][];
  /** By stream. */
  spans: Map<string, SpanRow>;
  /** Streams whose cards all became stale. */
  redrawn: Set<string>;
  cards: Map<string, Wanted>;
  announcements: Map<string, Wanted>;
};

/** What the plan so far makes of what was seen. */
type Draft = {
  plan: Plan;
  streams: Map<string, StreamRow>;
  holders: Map<string, string>;
  commands: Map<string, Command>;
  taken: Set<string>;
};

export function planAppends(
  batch: readonly Prepared[],
  seen: Seen,
): { outcomes: readonly Outcome[]; plan: Plan } {
  const draft = draftOf(seen);
  const outcomes = batch.map((prepared) => {
    const refused = whyNot(prepared, draft);
    return refused ?? { type: "appended" as const, version: add(prepared, draft) };
  });
  return { outcomes, plan: draft.plan };
}

const draftOf = ({ head, streams, commands, taken }: Seen): Draft => ({
  plan: {
    head,
    entries: [],
    commands: [],
    streams: new Map(),
    taken: [],
    spans: new Map(),
    redrawn: new Set(),
    cards: new Map(),
    announcements: new Map(),
  },
  streams: new Map(streams.map((row) => [row.id, row])),
  holders: new Map(streams.flatMap(({ id, holds }) => (holds === null ? [] : [[holds, id]]))),
  commands: new Map(commands.map((command) => [command.key, command])),
  taken: new Set(taken),
});

/** A repeated key wins over a conflict: the second of two clicks hears what the first one did. */
function whyNot({ append, key, takes }: Prepared, draft: Draft): Outcome | undefined {
  const { streams, holders, commands, taken } = draft;
  const command = commands.get(key);
  if (command) return { type: "repeated", command };
  const version = streams.get(append.stream)?.version ?? 0;
  if (append.expected !== "any" && append.expected !== version) return { type: "conflict" };
  if (takes.some((fact) => taken.has(fact))) return { type: "conflict" };
  const holder = append.holds === undefined ? undefined : holders.get(storable(append.holds));
  return holder === undefined || holder === append.stream ? undefined : { type: "conflict" };
}

/** The stream's new version. */
function add({ append, key, texts, takes }: Prepared, draft: Draft): number {
  const { plan } = draft;
  const before = draft.streams.get(append.stream);
  const start = { seq: plan.head.seq, version: before?.version ?? 0 };
  for (const [index, text] of texts.entries()) chain(plan, append.stream, start.version + index + 1, text);

  const version = start.version + texts.length;
  const command = { key, stream: append.stream, first: start.version + 1, last: version };
  draft.commands.set(key, command);
  plan.commands.push(command);

  const after: StreamRow = {
    ...(before ?? { id: append.stream, ...numbered(append.stream), born: start.seq + 1 }),
    version,
    holds: append.holds === undefined ? null : storable(append.holds),
    due: append.due ? ceilMs(append.due) : null,
  };
  if (before && before.holds !== null) draft.holders.delete(before.holds);
  if (after.holds !== null) draft.holders.set(after.holds, after.id);
  draft.streams.set(after.id, after);
  plan.streams.set(after.id, after);

  for (const fact of takes) {
    draft.taken.add(fact);
    plan.taken.push({ fact, seq: start.seq + 1 });
  }
  if (append.span) plan.spans.set(append.stream, spanRow(append.stream, append.span));
  if (append.redraw) plan.redrawn.add(append.stream);
  merge(plan.cards, cardsOf(append, start));
  merge(plan.announcements, announcementsOf(append, start));
  return version;
}

function chain(plan: Plan, stream: string, version: number, text: string): void {
  const unhashed = { seq: plan.head.seq + 1, stream, version, text, prev: plan.head.hash };
  const entry = { ...unhashed, hash: hashOf(unhashed) };
  plan.entries.push(entry);
  plan.head = { seq: entry.seq, hash: entry.hash };
}

/** `BG-12` is the 12th of `BG-`. */
function numbered(id: string): Pick<StreamRow, "prefix" | "number"> {
  const [, prefix, number] = /^(.*\D)([1-9]\d{0,8})$/.exec(id) ?? [];
  return { prefix: prefix ?? null, number: number === undefined ? null : Number(number) };
}
