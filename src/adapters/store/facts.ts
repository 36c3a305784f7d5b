// Facts of the outside that the log has taken in (`sign-in/<id>`): each by one append, so that it is told once.
import { hash } from "node:crypto";
import type { Kysely } from "kysely";
import { storable } from "./codec.ts";
import type { Database } from "./database.ts";
import { inParts } from "./in-parts.ts";
import type { Tables } from "./tables.ts";

/** An index entry of PostgreSQL ends at 2,700 bytes. */
const longest = 500;

/**
 * The fact as the database takes it, different for different facts. A longer one is known by its digest: the outside
 * makes these texts, and one that cannot be taken in would be asked for again at every look.
 */
export function storedFact(fact: string): string {
  const text = storable(fact);
  // `storable` leaves no bare backslash, so no other fact reads like this
  return text.length <= longest ? text : `\\sha256:${hash("sha256", text)}`;
}

/** Those of these stored facts that were taken in. */
async function takenAmong(db: Kysely<Tables>, facts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const part of inParts(facts)) {
    const rows = await db.selectFrom("taken").select("fact").where("fact", "in", part).execute();
    for (const { fact } of rows) found.push(fact);
  }
  return found;
}

export async function taken({ run }: Database, facts: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = new Map(facts.map((fact) => [storedFact(fact), fact]));
  const found = new Set(await run((db) => takenAmong(db, [...asked.keys()])));
  return new Set([...asked].flatMap(([stored, fact]) => (found.has(stored) ? [fact] : [])));
}
