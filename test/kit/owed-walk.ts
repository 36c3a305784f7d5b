// Walks through a story and hands out copies of the database as it stood before each step: to break one, and the next.
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../src/adapters/store/open-store.ts";
import type { Organisation } from "../../src/core/organisation.ts";
import type { Store } from "../../src/core/ports/store.ts";
import { openOffice } from "./office.ts";
import { everything, type Step } from "./owed-story.ts";

export type Stand = {
  /** Undefined after the last one. */
  next: Step | undefined;
  /** Minute of the step before; 0 at the beginning. */
  minute: number;
  /** The key with which somebody acts in the next step. */
  key: string;
  /** Opens a copy; what happens there, the story does not know of. */
  branch<Result>(on: (store: Store) => Promise<Result>): Promise<Result>;
};

export async function walk(
  story: readonly Step[],
  organisation: Organisation,
  visit: (stand: Stand) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "breakglass-owed-"));
  const main = join(folder, "story.db");
  const copy = join(folder, "copy.db");
  const opened = async <Result>(file: string, on: (store: Store) => Promise<Result>): Promise<Result> => {
    const store = await openStore({ url: `sqlite:${file}` });
    try {
      return await on(store);
    } finally {
      await store.close();
    }
  };
  try {
    await opened(main, () => Promise.resolve());
    for (const [index, next] of [...story, undefined].entries()) {
      const key = `step-${index}`;
      const minute = story[index - 1]?.minute ?? 0;
      await visit({
        next,
        minute,
        key,
        async branch(on) {
          await copyFile(main, copy); // closed, so that nothing waits in a file beside it
          return opened(copy, on);
        },
      });
      if (!next) continue;
      await opened(main, async (store) => {
        const office = await openOffice(organisation, store);
        office.at(next.minute);
        await next.does(office, key);
        await everything(office);
      });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
