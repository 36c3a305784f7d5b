// Whose database it is, by the names of its tables: a store of breakglass, nobody's yet, or somebody else's.
import { type Kysely, sql } from "kysely";
import type { Kind } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Rejects when it is no store. `advice`: a sentence more. Looks at names only, for whoever may read little. */
export async function checkIsStore(db: Kysely<Tables>, kind: Kind, advice?: string): Promise<void> {
  if ((await whose(db, kind)) === "ours") return;
  throw new Error(["that is no store of breakglass", advice].filter(Boolean).join(". "));
}

/** Rejects when it is somebody else's: our tables among theirs would be in the way of both. */
export async function checkMayBeOurs(db: Kysely<Tables>, kind: Kind): Promise<void> {
  if ((await whose(db, kind)) !== "another's") return;
  throw new Error("it is no empty database, and no store of breakglass: name a new one");
}

const migrations = ["kysely_migration", "kysely_migration_lock"];

/** Views count for nobody: PostgreSQL's extensions leave some in databases that are new. */
async function whose(db: Kysely<Tables>, kind: Kind): Promise<"ours" | "nobody's" | "another's"> {
  const found = await db.introspection.getTables({ withInternalKyselyTables: true });
  const path = kind === "sqlite" ? [undefined] : await searchPath(db);
  const seen = found.filter(({ schema }) => path.includes(schema)).map(({ name }) => name);
  if (["kysely_migration", "event", "head"].every((name) => seen.includes(name))) return "ours";
  // a process killed before its first migration leaves Kysely's own tables, and nothing in them
  const others = found.filter(
    ({ name, schema, isView }) => schema === path[0] && !isView && !migrations.includes(name),
  );
  return others.length === 0 ? "nobody's" : "another's";
}

/** The schemas in which PostgreSQL looks for a table, in order; a new one is made in the first. */
async function searchPath(db: Kysely<Tables>): Promise<readonly (string | undefined)[]> {
  const { rows } = await sql<{ name: string }>`select unnest(current_schemas(false))::text as name`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}
