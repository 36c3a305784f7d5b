// Schema 2: facts that were taken in, and the time that a stream concerns. Never edited once released.
import { type Kysely, sql } from "kysely";
import type { Kind } from "./database.ts";
import { inParts } from "./in-parts.ts";

export async function secondSchema(db: Kysely<Then>, kind: Kind): Promise<void> {
  const int = kind === "sqlite" ? "integer" : "bigint";
  const once = kind === "sqlite" ? sql`without rowid` : sql``;
  await db.schema
    .createTable("taken")
    .addColumn("fact", "text", (column) => column.primaryKey().notNull())
    .addColumn("seq", int, (column) => column.notNull())
    .modifyEnd(once)
    .execute();
  await db.schema
    .createTable("span")
    .addColumn("stream", "text", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("begins", int, (column) => column.notNull())
    .addColumn("ends", int, (column) => column.notNull())
    .modifyEnd(once)
    .execute();
  await sql`create index span_time on span (name, ends, begins, stream)`.execute(db);
  await spansOfRequests(db);
}

type Then = {
  event: { seq: number; stream: string; text: string };
  stream: { id: string; prefix: string | null };
  span: { stream: string; name: string; begins: number; ends: number };
};

const page = 1_000;
/** More than the policy lets a request matter before it begins and after it ends. */
const marginMs = 7 * 24 * 60 * 60_000;

/** An upgrade in the middle of an emergency must not forget what was approved: its sign-in would raise an alarm. */
async function spansOfRequests(db: Kysely<Then>): Promise<void> {
  const spans = new Map<string, { begins: number; ends: number }>();
  for (let last = 0; ; ) {
    const events = await db
      .selectFrom("event")
      .innerJoin("stream", "stream.id", "event.stream")
      .select(["event.seq", "event.stream", "event.text"])
      .where("stream.prefix", "=", "BG-")
      .where("event.seq", ">", last)
      .orderBy("event.seq")
      .limit(page)
      .execute();
    for (const { seq, stream, text } of events) {
      const moments = momentsIn(text);
      const { begins, ends } = spans.get(stream) ?? { begins: Infinity, ends: -Infinity };
      spans.set(stream, { begins: Math.min(begins, ...moments), ends: Math.max(ends, ...moments) });
      last = seq;
    }
    if (events.length < page) break;
  }
  const rows = [...spans].map(([stream, { begins, ends }]) => ({
    stream,
    name: "request",
    begins: begins - marginMs,
    ends: ends + marginMs,
  }));
  for (const part of inParts(rows)) await db.insertInto("span").values(part).execute();
}

function momentsIn(text: string): number[] {
  const { at, until, answerBy } = JSON.parse(text) as Record<string, unknown>;
  return [at, until, answerBy].flatMap((moment) =>
    typeof moment === "string" ? [Temporal.Instant.from(moment).epochMilliseconds] : [],
  );
}
