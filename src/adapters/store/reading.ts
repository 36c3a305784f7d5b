// Reading the log and the streams that it makes.
import { sql } from "kysely";
import type { Store } from "../../core/ports/store.ts";
import { isStreamName } from "./append.ts";
import type { RawLog } from "./chain.ts";
import { decode, storable } from "./codec.ts";
import type { Database } from "./database.ts";
import { taken } from "./facts.ts";
import { prepared } from "./prepared.ts";
import { spanning } from "./spans.ts";
import { streamReader } from "./streams.ts";

type Reading = Pick<
  Store,
  "tail" | "read" | "log" | "live" | "nextNumber" | "taken" | "spanning" | "due" | "remember" | "recall"
>;

export const reading = (database: Database): Reading & RawLog => ({
  read: read(database),
  log: async (afterSeq, limit) => (await entries(database, afterSeq, limit)).map(decode),
  entries: (afterSeq, limit) => entries(database, afterSeq, limit),
  head: () => head(database),
  tail: (afterSeq, limit) => tail(database, afterSeq, limit),
  live: (prefix) => live(database, prefix),
  nextNumber: (prefix) => nextNumber(database, prefix),
  taken: (facts) => taken(database, facts),
  spanning: (span) => spanning(database, span),
  due: (now, limit) => due(database, now, limit),
  remember: (place, record, only) => remember(database, storable(place), record, only),
  recall: (place) => recall(database, storable(place)),
});

function read({ ledger }: Database): Reading["read"] {
  const readStream = streamReader(ledger);
  return async (stream) => (isStreamName(stream) ? await readStream(stream) : []);
}

async function entries(
  { run, settled }: Database,
  afterSeq: number,
  limit: number,
): ReturnType<RawLog["entries"]> {
  await settled();
  return await run((db) =>
    db.selectFrom("event").selectAll().where("seq", ">", afterSeq).orderBy("seq").limit(limit).execute(),
  );
}

async function head({ run, settled }: Database): ReturnType<RawLog["head"]> {
  await settled();
  return await run((db) => db.selectFrom("head").select(["seq", "hash"]).executeTakeFirstOrThrow());
}

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

const held = prepared((db) =>
  db.selectFrom("stream").select("id").where("holds", "is not", null).orderBy("born"),
);

const live = async ({ run, kind }: Database, prefix: string): Promise<readonly string[]> => {
  const rows = await run((db) => held(db, kind));
  return rows.map(({ id }) => id).filter((id) => id.startsWith(prefix));
};

const greatest = prepared((db, prefix: string) =>
  db
    .selectFrom("stream")
    .select("number")
    .where("prefix", "=", prefix)
    .orderBy("number", "desc")
    .limit(sql.lit(1)),
);

const nextNumber = ({ run, kind }: Database, prefix: string): Promise<number> =>
  run(async (db) => {
    const [row] = await greatest(db, kind, storable(prefix));
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

const remember = (
  { transact }: Database,
  place: string,
  record: string,
  only: "if-absent" | undefined,
): Promise<void> =>
  transact(async (trx) => {
    await trx
      .insertInto("place")
      .values({ place, record })
      .onConflict((conflict) =>
        only ? conflict.column("place").doNothing() : conflict.column("place").doUpdateSet({ record }),
      )
      .execute();
  });

const recall = ({ run }: Database, place: string): Promise<string | undefined> =>
  run(async (db) => {
    const row = await db.selectFrom("place").select("record").where("place", "=", place).executeTakeFirst();
    return row?.record;
  });
