// Writes what a batch of appends came to: events, chain, facts, streams, stale cards, announcements.
import { sql, type Transaction } from "kysely";
import type { Kind } from "./database.ts";
import { inParts } from "./in-parts.ts";
import { channel } from "./listen.ts";
import type { Plan } from "./plan-appends.ts";
import type { Tables } from "./tables.ts";

type Trx = Transaction<Tables>;

export async function write(trx: Trx, kind: Kind, plan: Plan, node: string): Promise<void> {
  for (const rows of inParts(plan.entries)) await trx.insertInto("event").values(rows).execute();
  await trx.updateTable("head").set(plan.head).execute();
  for (const rows of inParts(plan.commands)) await trx.insertInto("command").values(rows).execute();
  for (const rows of inParts(plan.taken)) await trx.insertInto("taken").values(rows).execute();
  await writeStreams(trx, plan);
  await writeSpans(trx, plan);
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

async function writeSpans(trx: Trx, { spans }: Plan): Promise<void> {
  for (const rows of inParts([...spans.values()])) {
    await trx
      .insertInto("span")
      .values(rows)
      .onConflict((conflict) =>
        conflict.column("stream").doUpdateSet(({ ref }) => ({
          name: ref("excluded.name"),
          begins: ref("excluded.begins"),
          ends: ref("excluded.ends"),
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
