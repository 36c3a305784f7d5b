// The bot dies with each of its writes in turn and comes back, and everybody tries again: nothing is doubled, nothing is
// opened anew, nothing is lost. The log stands as if it had never died.
import { describe, expect, test } from "vitest";
import type { Store } from "../../src/core/ports/store.ts";
import { contoso, first } from "../kit/cast.ts";
import { mortal } from "../kit/mortal.ts";
import { type Office, openOffice } from "../kit/office.ts";
import { chronicle, drill, everything, type Step, use } from "../kit/owed-story.ts";
import { walk } from "../kit/owed-walk.ts";

const organisation = { ...contoso, accounts: [first] };

const stories: Record<string, readonly Step[]> = {
  "a use, from the ask to the review": use,
  "an announced drill": drill(true),
  "a drill that the SOC finds out about, to its last use": drill(false).slice(0, 12),
};

type Death = { dies: number; isPlaceLost: boolean };

describe.each(Object.entries(stories))("%s", (_, story) => {
  test("dies with any of its writes: the step ends as it would have ended", { timeout: 60_000 }, async () => {
    await walk(story, organisation, async ({ next, key, branch }) => {
      if (!next) return;
      const undisturbed = await branch((store) => told(store, next, key));
      for (let dies = 1; dies <= undisturbed.writes; dies++) {
        for (const isPlaceLost of [true, false]) {
          const again = await branch((store) => told(store, next, key, { dies, isPlaceLost }));
          expect(again.record, `${key}, dies with write ${dies}`).toEqual(undisturbed.record);
        }
      }
    });
  });
});

/** One step; with a death, it is done once more by who was not answered. `isPlaceLost`: all of the log is followed anew. */
async function told(store: Store, { minute, does }: Step, key: string, death?: Death) {
  const last = (await store.log(0, 100_000)).at(-1)?.seq ?? 0;
  const act = async (office: Office, from: number) => {
    office.at(minute);
    await does(office, key);
    await everything(office, from);
  };
  const life = mortal(store, death?.dies);
  await act(await openOffice(organisation, life), last).catch((error: unknown) => {
    if (!life.isDead) throw error;
  });
  if (death) await act(await openOffice(organisation, store), death.isPlaceLost ? 0 : last);
  return { record: await chronicle({ store }), writes: life.writes };
}
