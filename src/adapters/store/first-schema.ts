// Schema 1. Never edited once released: a change is a new migration beside it.
import { type Kysely, sql } from "kysely";
import { noHash } from "./chain.ts";
import type { Kind } from "./database.ts";

export async function firstSchema(db: Kysely<unknown>, kind: Kind): Promise<void> {
  await createTables(db, kind);
  await createIndexes(db);
  const triggers = kind === "sqlite" ? sqliteTriggers : postgresTriggers;
  for (const trigger of triggers) await sql.raw(trigger).execute(db);
  await sql`insert into head (id, seq, hash) values (1, 0, ${noHash})`.execute(db);
}

async function createTables(db: Kysely<unknown>, kind: Kind): Promise<void> {
  const int = kind === "sqlite" ? "integer" : "bigint";
  // SQLite would keep a table with a text key twice, and write twice as much at each commit.
  const once = kind === "sqlite" ? sql`without rowid` : sql``;
  await db.schema
    .createTable("event")
    .addColumn("seq", int, (column) => column.primaryKey())
    .addColumn("stream", "text", (column) => column.notNull())
    .addColumn("version", int, (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("prev", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addUniqueConstraint("event_version", ["stream", "version"])
    .execute();
  await db.schema
    .createTable("head")
    .addColumn("id", int, (column) => column.primaryKey().check(sql`id = 1`))
    .addColumn("seq", int, (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("command")
    .addColumn("key", "text", (column) => column.primaryKey().notNull())
    .addColumn("stream", "text", (column) => column.notNull())
    .addColumn("first", int, (column) => column.notNull())
    .addColumn("last", int, (column) => column.notNull())
    .modifyEnd(once)
    .execute();
  await db.schema
    .createTable("stream")
    .addColumn("id", "text", (column) => column.primaryKey().notNull())
    .addColumn("prefix", "text")
    .addColumn("number", int)
    .addColumn("version", int, (column) => column.notNull())
    .addColumn("born", int, (column) => column.notNull())
    .addColumn("holds", "text", (column) => column.unique())
    .addColumn("due", int)
    .modifyEnd(once)
    .execute();
  await db.schema
    .createTable("delivery")
    .addColumn("key", "text", (column) => column.primaryKey().notNull())
    .addColumn("stream", "text", (column) => column.notNull())
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("what", "text", (column) => column.notNull().check(sql`what in ('card', 'announcement')`))
    .addColumn("wanted", int, (column) => column.notNull())
    .addColumn("shown", int, (column) => column.notNull().defaultTo(0))
    .addColumn("asked", int, (column) => column.notNull())
    .addColumn("urgent", int, (column) => column.notNull())
    .addColumn("attempts", int, (column) => column.notNull().defaultTo(0))
    .addColumn("not_before", int, (column) => column.notNull().defaultTo(0))
    .addColumn("conversation", "text")
    .addColumn("message", "text")
    .addColumn("lease", "text")
    .addColumn("lease_until", int)
    .addColumn("why", "text")
    .modifyEnd(once)
    .execute();
  await db.schema
    .createTable("place")
    .addColumn("place", "text", (column) => column.primaryKey().notNull())
    .addColumn("record", "text", (column) => column.notNull())
    .modifyEnd(once)
    .execute();
}

/** What is asked often looks only at what is live, due, waiting or leased, however long the history is. */
async function createIndexes(db: Kysely<unknown>): Promise<void> {
  await sql`create index stream_number on stream (prefix, number)`.execute(db);
  await sql`create index stream_live on stream (born) where holds is not null`.execute(db);
  await sql`create index stream_due on stream (due) where due is not null`.execute(db);
  await sql`create index delivery_stream on delivery (stream, what)`.execute(db);
  await sql`create index delivery_waiting on delivery (platform, place, urgent, asked, not_before) where shown < wanted`.execute(
    db,
  );
  await sql`create index delivery_leased on delivery (lease_until) where lease_until is not null`.execute(db);
  await sql`create index delivery_message on delivery (conversation, message) where message is not null`.execute(
    db,
  );
}

/** `insert or replace` deletes without asking a delete trigger, so an insert may only come next in line. */
const sqliteTriggers = [
  `create trigger event_no_update before update on event
   begin select raise(abort, 'the event log is append-only'); end`,
  `create trigger event_no_delete before delete on event
   begin select raise(abort, 'the event log is append-only'); end`,
  `create trigger event_no_replace before insert on event
   when new.seq <> (select coalesce(max(seq), 0) + 1 from event)
     or exists (select 1 from event where stream = new.stream and version = new.version)
   begin select raise(abort, 'the event log is append-only: an entry comes next in line'); end`,
];

const postgresTriggers = [
  `create function event_refuse() returns trigger language plpgsql as
   $$ begin raise exception 'the event log is append-only'; end $$`,
  `create trigger event_no_change before update or delete on event
   for each row execute function event_refuse()`,
  `create trigger event_no_truncate before truncate on event
   for each statement execute function event_refuse()`,
];
