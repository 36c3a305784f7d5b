// Which deliveries may be tried now. Order is kept within a place; places do not wait for each other.
import { randomUUID } from "node:crypto";
import { sql, type Transaction } from "kysely";
import type { Platform } from "../../core/place.ts";
import type { Delivery } from "../../core/ports.ts";
import type { Database, Kind } from "./database.ts";
import { placeOf } from "./deliveries.ts";
import { ceilMs } from "./moment.ts";
import type { Tables } from "./tables.ts";

/** A delivery that failed this often lets the others of its place go first: one bad card must not starve a channel. */
const patience = 5;

/** Nodes claim one after the other, so that two never work in one place. The number only has to be ours. */
const claimLock = 4_127_001;

type Row = {
  key: string;
  stream: string;
  place: string;
  what: Delivery["what"];
  wanted: number;
  conversation: string | null;
  message: string | null;
  urgent: number;
  attempts: number;
  card_conversation: string | null;
  card_message: string | null;
};

export const claim = (
  { kind, note }: Database,
  now: Temporal.Instant,
  leaseSeconds: number,
  limit: number,
  platform: Platform,
): Promise<readonly Delivery[]> =>
  note(async (trx) => {
    if (kind === "postgres") await sql`select pg_advisory_xact_lock(${claimLock})`.execute(trx);
    const rows = await claimable(trx, kind, now.epochMilliseconds, limit, platform);
    if (rows.length === 0) return [];
    const lease = randomUUID();
    await trx
      .updateTable("delivery")
      .set({ lease, lease_until: ceilMs(now.add({ seconds: leaseSeconds })) })
      .where(
        "key",
        "in",
        rows.map(({ key }) => key),
      )
      .execute();
    return rows.map((row) => deliveryOf(row, lease));
  });

/**
 * Of each place where nothing is under way, the first in turn. A place in back-off holds everything that is not
 * urgent. An announcement waits until the card that it is about stands there. Asked again at the end: PostgreSQL
 * looks at that condition anew when a row changed between being found and being locked.
 */
async function claimable(
  trx: Transaction<Tables>,
  kind: Kind,
  now: number,
  limit: number,
  platform: Platform,
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with candidate as (
      select key, urgent, asked, row_number() over (
        partition by place
        order by urgent desc, case when attempts < ${patience} then 0 else 1 end, asked, what desc, key
      ) as turn
      from delivery
      where shown < wanted and platform = ${platform} and not_before <= ${now}
        and place not in (select place from delivery where lease_until > ${now})
        and (urgent = 1
          or place not in (select place from delivery
            where shown < wanted and platform = ${platform} and not_before > ${now}))
        and (what = 'card' or not exists (
          select 1 from delivery as card
          where card.stream = delivery.stream and card.what = 'card' and card.place = delivery.place
            and card.message is null))
    )
    select delivery.key, delivery.stream, delivery.place, delivery.what, delivery.wanted, delivery.conversation,
      delivery.message, delivery.urgent, delivery.attempts,
      card.conversation as card_conversation, card.message as card_message
    from candidate
    join delivery on delivery.key = candidate.key
    left join delivery as card on delivery.what = 'announcement' and card.what = 'card'
      and card.stream = delivery.stream and card.place = delivery.place
    where candidate.turn = 1 and delivery.shown < delivery.wanted
    order by candidate.urgent desc, candidate.asked
    limit ${limit}
    ${kind === "postgres" ? sql`for update of delivery skip locked` : sql``}`.execute(trx);
  return rows;
}

const deliveryOf = (row: Row, lease: string): Delivery => ({
  key: row.key,
  stream: row.stream,
  place: placeOf(row.place),
  what: row.what,
  version: row.wanted,
  ref: refOf(row.conversation, row.message),
  thread: refOf(row.card_conversation, row.card_message),
  urgent: row.urgent === 1,
  attempts: row.attempts,
  lease,
});

const refOf = (conversation: string | null, message: string | null) =>
  conversation === null || message === null ? undefined : { conversation, message };
