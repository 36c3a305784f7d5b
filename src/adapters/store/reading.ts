// Reading the log and the streams that it makes.
import type { Store, StoredEvent } from "../../core/ports.ts";
import { isStreamName } from "./append.ts";
import type { RawLog } from "./chain.ts";
import { decode, storable } from "./codec.ts";
import type { Database } from "./database.ts";
import { taken } from "./facts.ts";
import { spanning } from "./spans.ts";

type Reading = Pick<
  Store,
  "tail" | "read" | "log" | "live" | "nextNumber" | "taken" | "spanning" | "due" | "remember" | "recall"
>;

export const reading = (database: Database): Reading & RawLog => ({
  read: (stream) => read(database, stream),
  log: async (afterSeq, limit) => (await entries(database, afterSeq, limit)).map(decode),
  entries: (afterSeq, limit) => entries(database, afterSeq, limit),
  head: () => database.run((db) => db.selectFrom("head").select(["seq", "hash"]).executeTakeFirstOrThrow()),
  tail: (afterSeq, limit) => tail(database, afterSeq, limit),
  live: (prefix) => live(database, prefix),
  nextNumber: (prefix) => nextNumber(database, prefix),
  taken: (facts) => taken(database, facts),
  spanning: (span) => spanning(database, span),
  due: (now, limit) => due(database, now, limit),
  remember: (place, record) => remember(database, storable(place), record),
  recall: (place) => recall(database, storable(place)),
});

async function read({ run }: Database, stream: string): Promise<readonly StoredEvent[]> {
  if (!isStreamName(stream)) return [];
  const rows = await run((db) =>
    db
      .selectFrom("event")
      .select(["seq", "stream", "version", "text"])
      .where("stream", "=", stream)
      .orderBy("version")
      .execute(),
  );
  return rows.map(decode);
}

const entries = ({ run }: Database, afterSeq: number, limit: number): ReturnType<RawLog["entries"]> =>
  run((db) =>
    db.selectFrom("event").selectAll().where("seq", ">", afterSeq).orderBy("seq").limit(limit).execute(),
  );

const tail: (database: Database, ...args: Parameters<Store["tail"]>) => ReturnType<Store["tail"]> = async (
  { run },
  afterSeq,
  limit,
) => {
  const rows = await run((db) =>
    db
      .selectFrom("event")
      .select(["seq", "stream"])
      .where("seq", ">", afterSeq)
      .orderBy("seq")
      .limit(limit)
      .execute(),
  );
  return { upTo: rows.at(-1)?.seq ?? afterSeq, streams: [...new Set(rows.map(({ stream }) => stream))] };
};

const live = async ({ run }: Database, prefix: string): Promise<readonly string[]> => {
  const rows = await run((db) =>
    db.selectFrom("stream").select("id").where("holds", "is not", null).orderBy("born").execute(),
  );
  return rows.map(({ id }) => id).filter((id) => id.startsWith(prefix));
};

const nextNumber = ({ run }: Database, prefix: string): Promise<number> =>
  run(async (db) => {
    const row = await db
      .selectFrom("stream")
      .select("number")
      .where("prefix", "=", storable(prefix))
      .orderBy("number", "desc")
      .limit(1)
      .executeTakeFirst();
    return (row?.number ?? 0) + 1;
  });

const due = async ({ run }: Database, now: Temporal.Instant, limit: number): Promise<readonly string[]> => {
  const rows = await run((db) =>
    db
      .selectFrom("stream")
      .select("id")
      .where("due", "<=", now.epochMilliseconds)
      .orderBy("due")
      .limit(limit)
      .execute(),
  );
  return rows.map(({ id }) => id);
};

const remember = ({ run }: Database, place: string, record: string): Promise<void> =>
  run(async (db) => {
    await db
      .insertInto("place")
      .values({ place, record })
      .onConflict((conflict) => conflict.column("place").doUpdateSet({ record }))
      .execute();
  });

const recall = ({ run }: Database, place: string): Promise<string | undefined> =>
  run(async (db) => {
    const row = await db.selectFrom("place").select("record").where("place", "=", place).executeTakeFirst();
    return row?.record;
  });
