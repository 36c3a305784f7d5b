// A batch of appends is one transaction: look at what it meets, decide, write, answer each.
import type { Transaction } from "kysely";
import { placeKey } from "../../core/place.ts";
import type { Append, Appended, StoredEvent } from "../../core/ports.ts";
import { decode, encode, storable } from "./codec.ts";
import type { Database, Kind } from "./database.ts";
import { storedFact, takenAmong } from "./facts.ts";
import { type Command, type Outcome, type Prepared, planAppends, type Seen } from "./plan-appends.ts";
import type { Tables } from "./tables.ts";
import { write } from "./write-plan.ts";

type Trx = Transaction<Tables>;

/** An index entry of PostgreSQL ends at 2,700 bytes. */
const longestKey = 500;

/** Throws with what is wrong with this append, so that it cannot spoil those beside it. */
export function prepare(append: Append): Prepared {
  if (!isStreamName(append.stream)) throw new Error(`"${append.stream}" cannot name a stream`);
  const places = [...append.cards, ...append.announcements].map(({ place }) => placeKey(place));
  for (const [what, text] of [
    ["idempotency key", append.key],
    ["held name", append.holds ?? "-"],
    ["span's name", append.span?.name ?? "-"],
    ...places.map((place) => ["place", place] as const),
  ] as const) {
    if (text.length < 1 || text.length > longestKey) {
      throw new Error(`the ${what} of an append to ${append.stream} must have 1 to ${longestKey} characters`);
    }
  }
  return {
    append,
    key: storable(append.key),
    texts: append.events.map(encode),
    takes: unique((append.takes ?? []).map(storedFact)),
  };
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
    taken: await takenAmong(trx, unique(batch.flatMap(({ takes }) => takes))),
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
