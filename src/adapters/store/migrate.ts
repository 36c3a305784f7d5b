// Brings the schema to what this code knows, lives beside a newer one that allows it, and refuses any other.
import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Kind } from "./database.ts";
import { firstSchema } from "./first-schema.ts";
import { secondSchema } from "./second-schema.ts";
import type { Tables } from "./tables.ts";

/**
 * In order, by name; a released one is never changed or removed. `0004-beside-0003-…` says that code which knows 0003 may
 * go on beside it: what that asks of a migration stands in docs/decisions/rolling-upgrade.md.
 */
const migrations = (kind: Kind): Record<string, Migration> => ({
  "0001-first": { up: (db) => firstSchema(db, kind) },
  "0002-sign-ins": { up: (db) => secondSchema(db, kind) },
});

/** All or nothing; several nodes that start at once wait for each other. */
export async function migrate(db: Kysely<Tables>, kind: Kind): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  // Kysely takes a migration that it does not know for a damaged database
  if (tables.some(({ name }) => name === "kysely_migration") && (await refuseNewer(db, kind)).newer)
    return await checkSchema(db, kind);
  const provider = { getMigrations: () => Promise.resolve(migrations(kind)) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (!error) return;
  const why = error instanceof Error ? error.message : "no reason was given";
  throw new Error(`the database schema could not be brought up to date: ${why}`, { cause: error });
}

/** Rejects when the database holds a schema that this code cannot live beside, or lacks one that it needs. */
export async function checkSchema(db: Kysely<Tables>, kind: Kind): Promise<void> {
  const { missing } = await refuseNewer(db, kind);
  if (missing)
    throw new Error(`the database lacks schema ${missing}: start breakglass anew to bring it there`);
}

/** Rejects unless the schema is the one that this code would make: whoever copies it must know all of it. */
export async function checkSameSchema(db: Kysely<Tables>, kind: Kind): Promise<void> {
  await checkSchema(db, kind);
  const { newer } = await refuseNewer(db, kind);
  if (newer)
    throw new Error(
      `the database has schema ${newer}, of a newer version of breakglass: use that one for this`,
    );
}

/** `newer`: one that this code does not know and may live beside. `missing`: one that it needs. */
async function refuseNewer(
  db: Kysely<Tables>,
  kind: Kind,
): Promise<{ newer: string | undefined; missing: string | undefined }> {
  const known = Object.keys(migrations(kind));
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const done = rows.map(({ name }) => name);
  const unknown = done.filter((name) => !known.includes(name));
  const barred = unknown.find((name) => !mayLiveBeside(name, known));
  if (barred) {
    throw new Error(
      `the database has schema ${barred}, which this version of breakglass does not know: ` +
        "it was used by a newer version. Start that version, or restore a backup from before",
    );
  }
  return { newer: unknown[0], missing: known.find((name) => !done.includes(name)) };
}

/** The name tells the oldest schema whose code lives with it; a name that tells none ends all older code. */
function mayLiveBeside(name: string, known: readonly string[]): boolean {
  const [, oldest] = /^\d{4}-beside-(\d{4})-/.exec(name) ?? [];
  return oldest !== undefined && known.some((one) => one.slice(0, oldest.length) >= oldest);
}
