// Queries of every click that only their values tell apart: their text is made once, for that costs more than asking.
import { type Compilable, CompiledQuery, type Kysely } from "kysely";
import type { Kind } from "./database.ts";
import type { Tables } from "./tables.ts";

/** `build` uses each value once, in their order, and no other. */
export function prepared<Values extends readonly unknown[], Row>(
  build: (db: Kysely<Tables>, ...values: Values) => Compilable<Row>,
): (db: Kysely<Tables>, kind: Kind, ...values: Values) => Promise<readonly Row[]> {
  const texts = new Map<Kind, string>();
  return async (db, kind, ...values) => {
    const text = texts.get(kind) ?? textOf(build(db, ...values).compile(), values);
    texts.set(kind, text);
    return (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
  };
}

function textOf({ sql, parameters }: CompiledQuery, values: readonly unknown[]): string {
  const isInOrder = parameters.length === values.length && parameters.every((one, n) => one === values[n]);
  if (!isInOrder) throw new Error(`not to be asked again with other values: ${sql}`);
  return sql;
}
