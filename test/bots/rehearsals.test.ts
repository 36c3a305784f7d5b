// A drill follows its request on every way that it takes, and not only to a use.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Day, openDay } from "../attacks/owed-kit.ts";
import { signIn } from "../core/sign-in/kit.ts";
import { ada, alice, bob, dave, rob } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { readView } from "../kit/office.ts";

let day: Day;
beforeEach(async () => {
  day = await openDay();
});
afterEach(() => day.close());

const tries = async () =>
  (await day.record("DR-1")).filter((type) => type === "drill-asked" || type === "rehearsal-over");
const card = () => day.card("DR-1").view;
const verbs = () => card().buttons.map(({ action }) => action.verb);

/** The window is over, and what follows from that has happened. */
async function lapsed() {
  await day.hear(inTeams(bob), "approve BG-1");
  await day.until(120);
  await day.settled();
}

async function asked(announced = true) {
  await day.started(announced);
  day.at(5);
  await day.rehearse(inSlack(alice));
  await day.settled();
}

describe("a request that came to nothing is let go, and the card asks for another", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["withdrawn", () => day.hear(inSlack(alice), "withdraw BG-1")],
    ["denied", () => day.hear(inTeams(bob), "deny BG-1 Not on a Friday evening, please")],
    ["expired", () => day.until(60)],
    ["lapsed", () => lapsed()],
  ])("%s", async (_, comesToNothing) => {
    await asked();
    expect(verbs()).not.toContain("rehearse");
    await comesToNothing();
    await day.settled();
    expect(await tries()).toEqual(["drill-asked", "rehearsal-over"]);
    expect(verbs()).toContain("rehearse");
    expect(readView(card())).toContain("BG-1, came to nothing");

    await day.follow();
    await day.follow();
    expect(await tries(), "followed once more, nothing is noted twice").toHaveLength(2);

    await day.rehearse(inSlack(rob));
    await day.settled();
    expect(await tries()).toEqual(["drill-asked", "rehearsal-over", "drill-asked"]);
    expect(readView(card())).toContain("Request: BG-2");
    expect(readView(card())).not.toContain("came to nothing");
  });
});

test("what could not be known when it was let go: a row that came late takes the request up again", async () => {
  await asked(false);
  await lapsed();
  expect(await tries()).toEqual(["drill-asked", "rehearsal-over"]);
  await day.tells(130, signIn(50));
  expect(await tries()).toEqual(["drill-asked", "rehearsal-over", "drill-asked"]);
  expect(readView(card())).toContain("6 Sign-in seen: seen by Breakglass");
});

test("a drill that failed says so to every request that rehearsed it, also to one that was let go", async () => {
  await asked(false);
  await lapsed();
  await day.rehearse(inSlack(rob));
  await day.settled();
  await day.hear(inSlack(ada), "drill fail DR-1 The safe did not open");
  await day.settled();
  for (const id of ["BG-1", "BG-2"])
    expect(await day.record(id)).toEqual(expect.arrayContaining(["drill-revealed", "rehearsal-failed"]));
});

test("one that was used and ended too early asks nobody to sign in any more", async () => {
  await asked();
  await day.hear(inTeams(bob), "approve BG-1");
  await day.hear(inSlack(dave), "release BG-1 envelope A");
  await day.hear(inSlack(alice), "end BG-1");
  await day.settled();
  expect(await tries()).toEqual(["drill-asked"]);
  for (const step of ["people-r", "doc", "people-t"]) await day.hear(inSlack(ada), `drill tick DR-1 ${step}`);
  await day.settled();
  expect(readView(card())).toContain(
    "step 5 (Custody opened): BG-1 is over, so no part is handed over any more.",
  );
});
