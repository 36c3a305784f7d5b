// Every row of every table, from one store into another, a page at a time.
import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

type Table = keyof Tables;
type Row = Record<string, unknown>;

/** All there is, with the column that its rows are read in order of; the log's entries may only come next in line. */
const orders: { readonly [Name in Table]: keyof Tables[Name] & string } = {
  event: "seq",
  head: "id",
  command: "key",
  stream: "id",
  delivery: "key",
  place: "place",
  taken: "fact",
  span: "stream",
};
export const tables = Object.keys(orders) as readonly Table[];

/** An entry of the log may hold a hundred sign-ins: this many are some megabytes. */
const page = 200;

/** `done` of `of` rows. */
export type Copied = { table: Table; done: number; of: number };

/** The tables of `to` are empty, but for the head of an empty log. */
export async function copyRows(
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  tell: (copied: Copied) => void,
): Promise<void> {
  await to.deleteFrom("head").execute();
  for (const table of tables) {
    const of = await count(from, table);
    let done = 0;
    for await (const rows of pages(from, table)) {
      await insert(to, table, rows);
      done += rows.length;
      tell({ table, done, of });
    }
  }
}

export async function count(db: Kysely<Tables>, table: Table): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.n);
}

async function* pages(db: Kysely<Tables>, table: Table): AsyncGenerator<readonly Row[]> {
  const order = orders[table];
  let after = sql``;
  for (;;) {
    const { rows } = await sql<Row>`select * from ${sql.table(table)} ${after}
      order by ${sql.ref(order)} limit ${page}`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < page) return;
    after = sql`where ${sql.ref(order)} > ${rows.at(-1)?.[order]}`;
  }
}

async function insert(db: Kysely<Tables>, table: Table, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    values ${sql.join(values)}`.execute(db);
}
