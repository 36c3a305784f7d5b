// Brings the schema to what this code knows, and refuses one that is newer.
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Kind } from "./database.ts";
import { firstSchema } from "./first-schema.ts";
import { secondSchema } from "./second-schema.ts";
import type { Tables } from "./tables.ts";

/** In order, by name; a released one is never changed or removed. */
const migrations = (kind: Kind): Record<string, Migration> => ({
  "0001-first": { up: (db) => firstSchema(db, kind) },
  "0002-sign-ins": { up: (db) => secondSchema(db, kind) },
});

/** All or nothing; several nodes that start at once wait for each other. */
export async function migrate(db: Kysely<Tables>, kind: Kind): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (tables.some(({ name }) => name === "kysely_migration")) await refuseNewer(db, kind);
  const provider = { getMigrations: () => Promise.resolve(migrations(kind)) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw new Error("the database schema could not be brought up to date", { cause: error });
}

/** Rejects when the database holds a migration that this code does not know, or lacks one that it needs. */
export async function checkSchema(db: Kysely<Tables>, kind: Kind): Promise<void> {
  const done = await refuseNewer(db, kind);
  const missing = Object.keys(migrations(kind)).find((name) => !done.includes(name));
  if (missing)
    throw new Error(`the database lacks schema ${missing}: start breakglass anew to bring it there`);
}

async function refuseNewer(db: Kysely<Tables>, kind: Kind): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = rows.find(({ name }) => !(name in migrations(kind)));
  if (unknown) {
    throw new Error(
      `the database has schema ${unknown.name}, which this version of breakglass does not know: ` +
        "it was used by a newer version. Start that version, or restore a backup from before",
    );
  }
  return rows.map(({ name }) => name);
}
