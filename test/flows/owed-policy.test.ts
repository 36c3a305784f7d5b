// The policy changes while a rotation, a review and a drill are open: what was said is not said again, what is on record
// is not moved, and nothing falls silent.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Organisation } from "../../src/core/organisation.ts";
import type { Policy } from "../../src/core/policy.ts";
import { ada, contoso, first } from "../kit/cast.ts";
import { inSlack } from "../kit/chat.ts";
import { type Office, openOffice } from "../kit/office.ts";
import { everything, use } from "../kit/owed-story.ts";

const organisation: Organisation = { ...contoso, accounts: [first] };
const day = 1_440;

let office: Office;
beforeEach(async () => {
  office = await openOffice(organisation);
  for (const [index, { minute, does }] of use.slice(0, 6).entries()) {
    office.at(minute);
    await does(office, `step-${index}`);
    await everything(office);
  }
  await office.hear(inSlack(ada), "drill now");
});
afterEach(() => office.close());

type Reminder = { at: Temporal.Instant; number: number };
const reminders = async (stream: string): Promise<Reminder[]> =>
  (await office.store.read(stream)).flatMap(({ event }) =>
    event.type.endsWith("-reminded") && "number" in event ? [{ at: event.at, number: event.number }] : [],
  );

/** Four times a day, for ten days; in the middle of the second one it becomes another organisation. */
async function through(changed: Organisation): Promise<Record<"RO-1" | "BG-1" | "DR-1", Reminder[]>> {
  for (let hours = 1; hours <= 10 * 24; hours += 6) {
    office.at(hours * 60);
    if (hours > 36) office.become(changed);
    await (hours % 24 === 1 ? everything(office) : office.tick());
  }
  return {
    "RO-1": await reminders("RO-1"),
    "BG-1": await reminders("BG-1"),
    "DR-1": await reminders("DR-1"),
  };
}

const policies: Record<string, Partial<Policy>> = {
  "a use must be renewed within the hour": { rotateAfterUse: 60 },
  "a use must be renewed within a month": { rotateAfterUse: 30 * day },
  "a use must be reviewed within the hour": { reviewWithin: 60 },
  "a use must be reviewed within a week": { reviewWithin: 7 * day },
  "drilled every week": { drillEvery: 7 * day, drillWithin: day },
  "drilled every year": { drillEvery: 365 * day },
};

test.each(Object.entries(policies))("%s", async (_, policy) => {
  const said = await through({ ...organisation, policy: { ...contoso.policy, ...policy } });
  for (const [stream, all] of Object.entries(said)) {
    const late = all.map(({ number }) => number).filter((number) => number > 0);
    expect(late, `${stream}: each number once, and in order`).toEqual(
      [...new Set(late)].toSorted((a, b) => a - b),
    );
    const days = all.map(({ at }) => at.toString().slice(0, 10));
    if (stream !== "RO-1") expect(new Set(days).size, `${stream}: once a day`).toBe(days.length);
    expect(all.length, `${stream}: goes on`).toBeGreaterThanOrEqual(4);
  }
  expect(await office.store.live("")).toEqual(["BG-1", "RO-1", "DR-1"]);
});
