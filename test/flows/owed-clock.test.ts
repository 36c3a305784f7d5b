// Time that does not run as it should, after each step of a story: somebody sets the clock back, and the bot is down for
// a week.
import { describe, expect, test } from "vitest";
import { contoso, first } from "../kit/cast.ts";
import { type Office, openOffice } from "../kit/office.ts";
import { drill, everything, type Step, use } from "../kit/owed-story.ts";
import { walk } from "../kit/owed-walk.ts";

const organisation = { ...contoso, accounts: [first] };
const day = 1_440;

type Story = {
  steps: readonly Step[];
  /** What is owed after a week, the same for so many states in a row: only what is still true, and each once. */
  owed: readonly (readonly [states: number, ...events: string[]])[];
};

const rotationReminded = "RO-1 rotation-reminded";
const reviewReminded = "BG-1 review-reminded";
const drillFailed = ["DR-1 drill-failed", "DR-2 drill-scheduled"];
const rehearsalFailed = ["BG-1 rehearsal-failed", ...drillFailed];
const failedAndReviewed = ["BG-1 rehearsal-failed", reviewReminded, ...drillFailed];

const stories: Record<string, Story> = {
  "a use": {
    steps: use,
    owed: [
      [1],
      [1, "BG-1 expired"],
      [1, "BG-1 lapsed"],
      [3, "BG-1 ended", rotationReminded],
      [5, reviewReminded, rotationReminded],
      [2, reviewReminded],
      [1],
    ],
  },
  "an announced drill": {
    steps: drill(true),
    owed: [
      [2],
      [3, "DR-1 drill-reminded", rotationReminded],
      [1, ...drillFailed, rotationReminded],
      [1, "BG-1 expired", ...rehearsalFailed, rotationReminded],
      [1, "BG-1 lapsed", ...rehearsalFailed, rotationReminded],
      [4, "BG-1 ended", ...rehearsalFailed, rotationReminded],
      [2, ...failedAndReviewed, rotationReminded],
      [2, ...failedAndReviewed],
      [1],
    ],
  },
};

describe.each(Object.entries(stories))("%s, after any step", (_, { steps, owed }) => {
  test("the clock set back says nothing twice; after a week down only what is still true is owed, once", {
    timeout: 60_000,
  }, async () => {
    const afterWeek: string[][] = [];
    await walk(steps, organisation, async ({ minute, key, branch }) => {
      await branch(async (store) => {
        const office = await openOffice(organisation, store);
        const news = await newsOf(office);
        for (const back of [60, day]) {
          office.at(minute - back);
          await everything(office);
          expect(await news(), `after ${key}, ${back} minutes back`).toEqual([]);
        }
        office.at(minute + 7 * day);
        await office.tick();
        await everything(office);
        afterWeek.push(await news());
        await everything(office);
        expect(await news(), `after ${key}, a week later, once more`).toEqual([]);
      });
    });
    expect(afterWeek).toEqual(
      owed.flatMap(([states, ...events]) => Array.from({ length: states }, () => events)),
    );
  });
});

/** What was appended since it was asked last. */
async function newsOf({ store }: Office): Promise<() => Promise<string[]>> {
  let seq = (await store.log(0, 100_000)).length;
  return async () => {
    const fresh = await store.log(seq, 100_000);
    seq += fresh.length;
    return fresh.map(({ stream, event }) => `${stream} ${event.type}`).toSorted();
  };
}
