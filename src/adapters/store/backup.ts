// A copy of the SQLite file, whole and consistent, while the store goes on writing.
import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { whyOf } from "./address.ts";
import { openLog } from "./open-store.ts";

/**
 * Reads through a connection of its own, so that no half-done transaction gets into the copy. Rejects when `file` is no
 * store; `path` then stays free for the next try.
 */
export async function backUp(file: string | undefined, path: string): Promise<void> {
  if (file === undefined || file === ":memory:")
    throw new Error(
      "only a SQLite file is backed up from here, sqlite:/path/breakglass.db; for PostgreSQL use pg_dump",
    );
  if (existsSync(path)) throw new Error(`${path} exists already: name a new file for the backup`);
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder} for the backup: create it first`);
  await checkIsStore(file);
  await copy(file, path);
}

async function checkIsStore(file: string): Promise<void> {
  const log = openLog(`sqlite:${file}`);
  try {
    await log.check();
  } finally {
    await log.close();
  }
}

/** In one go: a backup in steps starts anew whenever somebody writes. */
const everyPage = 2 ** 31 - 1;

/** Under the name of a part until it is whole. */
async function copy(file: string, path: string): Promise<void> {
  const part = `${path}.part`;
  const remove = () => {
    for (const name of [part, `${part}-journal`]) rmSync(name, { force: true });
  };
  remove(); // of a backup that was killed
  const source = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    await backup(source, part, { rate: everyPage });
    renameSync(part, path);
  } catch (error) {
    remove();
    throw new Error(`${file} was not backed up to ${path}: ${whyOf(error)}`, { cause: error });
  } finally {
    source.close();
  }
}
