// Work to show: who may take which delivery when, and what became of it.
import { sql } from "kysely";
import { type Place, parsePlaceKey } from "../../core/place.ts";
import type { MessageRef } from "../../core/ports/messenger.ts";
import type { Delivery, Store } from "../../core/ports/store.ts";
import { storable } from "./codec.ts";
import type { Database } from "./database.ts";
import { ceilMs } from "./moment.ts";
import { prepared } from "./prepared.ts";

type Deliveries = Pick<
  Store,
  "delivered" | "failed" | "giveBack" | "settle" | "deliveryAt" | "backlog" | "waiting"
>;

export const deliveries = (database: Database): Deliveries => ({
  delivered: (delivery, ref, version) => delivered(database, delivery, ref, version),
  failed: (delivery, until, why, forget) => failed(database, delivery, until, why, forget),
  giveBack: (delivery, why) => giveBack(database, delivery, why),
  settle: (key, ref) => settle(database, storable(key), ref),
  deliveryAt: (ref) => deliveryAt(database, ref),
  backlog: () => backlog(database),
  waiting: (stream) => waiting(database, stream),
});

/**
 * False as well when its message was found elsewhere meanwhile (`settle`): that one stays, this one is too many.
 * A card that became stale again while it was shown goes behind the others that wait in its place.
 */
const delivered = (
  { note }: Database,
  { key, lease, ref: claimed }: Delivery,
  ref: MessageRef,
  version: number,
): Promise<boolean> =>
  note(async (db) => {
    const free = { lease: null, lease_until: null };
    const { numUpdatedRows } = await db
      .updateTable("delivery")
      .set({
        ...free,
        ...stored(ref),
        shown: sql<number>`case when shown > ${version} then shown else ${version} end`,
        asked: sql<number>`case when wanted > ${version} then (select seq from head) else asked end`,
        attempts: 0,
        not_before: 0,
        why: null,
      })
      .where("key", "=", key)
      .where("lease", "=", lease)
      .where((where) =>
        where.or([
          where("message", "is", null),
          ...[ref, ...(claimed ? [claimed] : [])].map((at) => where.and(stored(at))),
        ]),
      )
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) return true;
    await db.updateTable("delivery").set(free).where("key", "=", key).where("lease", "=", lease).execute();
    return false;
  });

const failed = (
  { note }: Database,
  { key, lease }: Delivery,
  until: Temporal.Instant,
  why: string,
  forget: boolean,
): Promise<void> =>
  note(async (db) => {
    await db
      .updateTable("delivery")
      .set(({ ref }) => ({
        lease: null,
        lease_until: null,
        attempts: sql<number>`${ref("attempts")} + 1`,
        not_before: ceilMs(until),
        why: storable(why),
        ...(forget ? { conversation: null, message: null, shown: 0 } : {}),
      }))
      .where("key", "=", key)
      .where("lease", "=", lease)
      .execute();
  });

const giveBack = ({ note }: Database, { key, lease }: Delivery, why: string): Promise<void> =>
  note(async (db) => {
    await db
      .updateTable("delivery")
      .set({ lease: null, lease_until: null, why: storable(why) })
      .where("key", "=", key)
      .where("lease", "=", lease)
      .execute();
  });

const settle = (
  { kind, transact }: Database,
  key: string,
  ref: MessageRef,
): Promise<"adopted" | "known" | "orphan" | "unknown"> =>
  transact(async (trx) => {
    const found = trx.selectFrom("delivery").selectAll().where("key", "=", key);
    const row = await (kind === "postgres" ? found.forUpdate() : found).executeTakeFirst();
    if (!row) return "unknown";
    const at = stored(ref);
    if (row.message !== null) {
      return row.message === at.message && row.conversation === at.conversation ? "known" : "orphan";
    }
    // An announcement is said by standing there; a card stays stale and is brought up to date in place.
    const shown = row.what === "announcement" ? row.wanted : row.shown;
    await trx
      .updateTable("delivery")
      .set({ ...at, shown })
      .where("key", "=", key)
      .execute();
    return "adopted";
  });

const messageAt = prepared((db, conversation: string, message: string) =>
  db
    .selectFrom("delivery")
    .select(["key", "stream", "place"])
    .where("conversation", "=", conversation)
    .where("message", "=", message),
);

const deliveryAt = (
  { run, kind }: Database,
  ref: MessageRef,
): Promise<{ key: string; stream: string; place: Place } | undefined> =>
  run(async (db) => {
    const { conversation, message } = stored(ref);
    const [row] = await messageAt(db, kind, conversation, message);
    return row && { ...row, place: placeOf(row.place) };
  });

const backlog: (database: Database) => ReturnType<Store["backlog"]> = ({ run }) =>
  run(async (db) => {
    const { rows } = await sql<{ place: string; waiting: number; why: string | null }>`
      select place, count(*) as waiting, (
          select why from delivery as tried
          where tried.place = delivery.place and tried.shown < tried.wanted and tried.why is not null
          order by tried.asked limit 1
        ) as why
      from delivery where shown < wanted group by place order by min(asked)`.execute(db);
    return rows.map(({ place, waiting, why }) => ({
      place: placeOf(place),
      waiting,
      oldestWhy: why ?? undefined,
    }));
  });

const waiting = ({ run }: Database, stream: string): Promise<readonly Place[]> =>
  run(async (db) => {
    const rows = await db
      .selectFrom("delivery")
      .select("place")
      .where("stream", "=", storable(stream))
      .whereRef("shown", "<", "wanted")
      .groupBy("place")
      .orderBy(sql`min(asked)`)
      .orderBy("place")
      .execute();
    return rows.map(({ place }) => placeOf(place));
  });

const stored = ({ conversation, message }: MessageRef): MessageRef => ({
  conversation: storable(conversation),
  message: storable(message),
});

export function placeOf(key: string): Place {
  const place = parsePlaceKey(key);
  if (!place) throw new Error(`the store holds "${key}", which is no place`);
  return place;
}
