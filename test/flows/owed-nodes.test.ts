// Two nodes on one database hear the same clicks, read the same rows, follow, keep and tick at the same time: everything
// that is owed is owed once, as if there were one.
import { describe, expect, test } from "vitest";
import { openStore } from "../../src/adapters/store/open-store.ts";
import type { Store } from "../../src/core/ports/store.ts";
import { contoso, erin, first } from "../kit/cast.ts";
import { type Office, openOffice } from "../kit/office.ts";
import { chronicle, drill, everything, leaves, type Step, time, use } from "../kit/owed-story.ts";
import { noPostgres, postgresHome } from "../kit/stores.ts";
import { together } from "../kit/together.ts";

const organisation = { ...contoso, accounts: [first] };
const day = 1_440;

/** A custodian is gone after a week, and nobody does anything for months. */
const neglect: readonly Step[] = [
  { minute: 0, does: time },
  {
    minute: 7 * day,
    does: async (office) => office.become({ ...organisation, people: leaves(erin, contoso.people) }),
  },
  ...[8, 9, 10, 13, 14, 20, 21, 22, 23, 24, 97, 98].map((days) => ({ minute: days * day, does: time })),
];

const stories: Record<string, readonly Step[]> = {
  "a use": use,
  "a drill that is kept from the SOC": drill(false),
  "nobody does anything": neglect,
};

type Chronicle = Awaited<ReturnType<typeof chronicle>>;

/** Every step is done on every node, under the same key: a chat that is not answered in time asks another node. */
async function told(stores: readonly [Store, ...Store[]], story: readonly Step[]): Promise<Chronicle> {
  const offices = await Promise.all(stores.map((store) => openOffice(organisation, store)));
  const atOnce = (does: (office: Office) => Promise<unknown>) => Promise.all(offices.map(does));
  for (const [index, { minute, does }] of story.entries()) {
    for (const office of offices) office.at(minute);
    await atOnce((office) => does(office, `step-${index}`));
    await atOnce((office) => everything(office));
    await atOnce((office) => office.tick());
  }
  const record = await chronicle({ store: stores[0] });
  return Object.fromEntries(Object.entries(record).map(([stream, said]) => [stream, asOneUse(said)]));
}

/** A use becomes known bit by bit; how many bits depends on which node looks in between. */
const asOneUse = (said: string): string => said.replace(/(rotation-joined \(use\))(?:, \1)+/g, "$1");

/** A SQLite file lets in one process only: there the loops alone are doubled. */
async function onSqlite(story: readonly Step[], nodes: 1 | 2): Promise<Chronicle> {
  const store = await openStore({ url: "sqlite::memory:" });
  try {
    return await told(nodes === 1 ? [store] : [store, store], story);
  } finally {
    await store.close();
  }
}

async function onPostgres(story: readonly Step[]): Promise<Chronicle> {
  const home = await postgresHome();
  const one = await openStore({ url: home.url });
  const other = await openStore({ url: home.url });
  try {
    return await told([one, other], story);
  } finally {
    await Promise.all([one.close(), other.close()]);
    await home.remove();
  }
}

const names = Object.keys(stories);

test.each(names)("SQLite, the loops of two: %s", async (name) => {
  const story = stories[name] ?? [];
  expect(await onSqlite(story, 2)).toEqual(await onSqlite(story, 1));
});

describe.skipIf(noPostgres)("two nodes on one PostgreSQL", () => {
  const ofStory = together(
    Object.fromEntries(Object.entries(stories).map(([name, story]) => [name, () => onPostgres(story)])),
  );

  test.each(names)("%s", { timeout: 60_000 }, async (name) => {
    expect(await ofStory(name)).toEqual(await onSqlite(stories[name] ?? [], 1));
  });
});
