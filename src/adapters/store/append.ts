// Carries out a batch of appends as one transaction: events, chain, deadlines, stale cards, announcements.
import { sql, type Transaction } from "kysely";
import { placeKey } from "../../core/place.ts";
import type { Append, Appended, StoredEvent } from "../../core/ports.ts";
import { decode, encode, storable } from "./codec.ts";
import type { Database, Kind } from "./database.ts";
import { channel } from "./listen.ts";
import {
  type Command,
  type Outcome,
  type Plan,
  type Prepared,
  planAppends,
  type Seen,
} from "./plan-appends.ts";
import type { Tables } from "./tables.ts";

type Trx = Transaction<Tables>;

/** Both databases take more parameters than this many rows have. */
const rowsAtOnce = 500;
/** An index entry of PostgreSQL ends at 2,700 bytes. */
const longestKey = 500;

/** Throws with what is wrong with this append, so that it cannot spoil those beside it. */
export function prepare(append: Append): Prepared {
  if (!isStreamName(append.stream)) throw new Error(`"${append.stream}" cannot name a stream`);
  const places = [...append.cards, ...append.announcements].map(({ place }) => placeKey(place));
  for (const [what, text] of [
    ["idempotency key", append.key],
    ["held name", append.holds ?? "-"],
    ...places.map((place) => ["place", place] as const),
  ] as const) {
    if (text.length < 1 || text.length > longestKey) {
      throw new Error(`the ${what} of an append to ${append.stream} must have 1 to ${longestKey} characters`);
    }
  }
  return { append, key: storable(append.key), texts: append.events.map(encode) };
}

/** Printable ASCII without spaces: what the hash lines and the delivery keys can hold. */
export const isStreamName = (text: string): boolean => /^[!-.0-~]{1,200}$/.test(text);

/** One answer for each append, in order; `node` is told to the other nodes. */
export const appendAll = (
  { kind, transact }: Database,
  batch: readonly Prepared[],
  node: string,
): Promise<readonly Appended[]> =>
  transact(async (trx) => {
    const { outcomes, plan } = planAppends(batch, await look(trx, kind, batch));
    if (plan.entries.length > 0) await write(trx, kind, plan, node);
    return await Promise.all(outcomes.map((outcome) => answer(trx, outcome)));
  });

async function look(trx: Trx, kind: Kind, batch: readonly Prepared[]): Promise<Seen> {
  const head = trx.selectFrom("head").select(["seq", "hash"]);
  return {
    head: await (kind === "postgres" ? head.forUpdate() : head).executeTakeFirstOrThrow(),
    streams: await streamsOf(trx, batch),
    commands: await trx
      .selectFrom("command")
      .selectAll()
      .where("key", "in", unique(batch.map(({ key }) => key)))
      .execute(),
  };
}

function streamsOf(trx: Trx, batch: readonly Prepared[]): Promise<Seen["streams"]> {
  const ids = unique(batch.map(({ append }) => append.stream));
  const names = unique(
    batch.flatMap(({ append }) => (append.holds === undefined ? [] : [storable(append.holds)])),
  );
  return trx
    .selectFrom("stream")
    .selectAll()
    .where((where) =>
      names.length === 0
        ? where("id", "in", ids)
        : where.or([where("id", "in", ids), where("holds", "in", names)]),
    )
    .execute();
}

async function write(trx: Trx, kind: Kind, plan: Plan, node: string): Promise<void> {
  for (const rows of inParts(plan.entries)) await trx.insertInto("event").values(rows).execute();
  await trx.updateTable("head").set(plan.head).execute();
  for (const rows of inParts(plan.commands)) await trx.insertInto("command").values(rows).execute();
  await writeStreams(trx, plan);
  await writeDeliveries(trx, plan);
  if (kind === "postgres") await sql`select pg_notify(${channel}, ${node})`.execute(trx);
}

/** Two streams that exchange a name in one batch clash here, and are then written one after the other. */
async function writeStreams(trx: Trx, { streams }: Plan): Promise<void> {
  for (const rows of inParts([...streams.values()])) {
    await trx
      .insertInto("stream")
      .values(rows)
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet(({ ref }) => ({
          version: ref("excluded.version"),
          holds: ref("excluded.holds"),
          due: ref("excluded.due"),
        })),
      )
      .execute();
  }
}

async function writeDeliveries(trx: Trx, { head, redrawn, cards, announcements }: Plan): Promise<void> {
  if (redrawn.size > 0) {
    await trx
      .updateTable("delivery")
      .from("stream")
      .set(({ ref }) => ({
        wanted: ref("stream.version"),
        asked: sql<number>`case when shown >= wanted then ${head.seq} else asked end`,
      }))
      .whereRef("stream.id", "=", "delivery.stream")
      .where("delivery.what", "=", "card")
      .where("delivery.stream", "in", [...redrawn])
      .execute();
  }
  for (const rows of inParts([...cards.values(), ...announcements.values()])) {
    await trx
      .insertInto("delivery")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column("key")
          .doUpdateSet({ urgent: 1 })
          .where("excluded.urgent", "=", 1)
          .where("delivery.what", "=", "card"),
      )
      .execute();
  }
}

async function answer(trx: Trx, outcome: Outcome): Promise<Appended> {
  if (outcome.type !== "repeated") return outcome;
  const { stream } = outcome.command;
  return { type: "repeated", stream, events: await eventsOf(trx, outcome.command) };
}

async function eventsOf(trx: Trx, { stream, first, last }: Command): Promise<readonly StoredEvent[]> {
  const rows = await trx
    .selectFrom("event")
    .select(["seq", "stream", "version", "text"])
    .where("stream", "=", stream)
    .where("version", ">=", first)
    .where("version", "<=", last)
    .orderBy("version")
    .execute();
  return rows.map(decode);
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

function inParts<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, part) =>
    rows.slice(part * rowsAtOnce, (part + 1) * rowsAtOnce),
  );
}
