// One after the other, so that nobody who clicks has to wait for all of it.
import type { Alert } from "../core/alert/state.ts";
import type { Store } from "../core/ports/store.ts";
import { readAlerts } from "./alerts.ts";
import type { Read } from "./life.ts";

/** One alert after the other, and others in between. */
export async function readInTurn(store: Store, ids: readonly string[]): Promise<Read<Alert>[]> {
  const found: Read<Alert>[] = [];
  for (const id of ids) {
    found.push(...(await readAlerts(store, [id])));
    await othersFirst();
  }
  return found;
}

/**
 * A database in this process answers at once, so that a chain of reads never lets anybody else work: an attacker who
 * fills a hundred alerts must not keep a click waiting.
 */
export const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
