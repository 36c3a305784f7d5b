// A copy of the SQLite file, whole and consistent, while the store goes on writing.
import { existsSync } from "node:fs";
import { backup, DatabaseSync } from "node:sqlite";

/** Reads through a connection of its own, so that no half-done transaction gets into the copy. */
export async function backUp(file: string | undefined, path: string): Promise<void> {
  if (file === undefined || file === ":memory:")
    throw new Error("only a SQLite file is backed up from here; for PostgreSQL use pg_dump");
  if (existsSync(path)) throw new Error(`${path} exists already: name a new file for the backup`);
  const source = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    await backup(source, path, { rate: everyPage });
  } finally {
    source.close();
  }
}

/** In one go: a backup in steps starts anew whenever somebody writes. */
const everyPage = 2 ** 31 - 1;
