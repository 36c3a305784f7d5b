// What time a stream concerns, and the streams that concern a time.
import type { Kysely } from "kysely";
import type { Span } from "../../core/ports/store.ts";
import { storable } from "./codec.ts";
import type { Database } from "./database.ts";
import type { SpanRow, Tables } from "./tables.ts";

/**
 * Whichever end comes first is the beginning: a clock that was set back must not hide what the stream concerns. Whole
 * milliseconds, cut off alike on both sides: who asks may be told of a stream that misses by less than one.
 */
export function spanRow(stream: string, { name, from, until }: Span): SpanRow {
  const [begins, ends] = Temporal.Instant.compare(from, until) <= 0 ? [from, until] : [until, from];
  return { stream, name: storable(name), begins: begins.epochMilliseconds, ends: ends.epochMilliseconds };
}

/**
 * By the index on the ends: what ended before is never looked at. So asking about now costs what touches it, and
 * asking about long ago what came since.
 */
export function touching(db: Kysely<Tables>, span: Span) {
  const { name, begins, ends } = spanRow("", span);
  return db
    .selectFrom("span")
    .select("stream")
    .where("name", "=", name)
    .where("ends", ">=", begins)
    .where("begins", "<=", ends)
    .orderBy("begins")
    .orderBy("stream");
}

export const spanning = ({ run }: Database, span: Span): Promise<readonly string[]> =>
  run(async (db) => (await touching(db, span).execute()).map(({ stream }) => stream));
