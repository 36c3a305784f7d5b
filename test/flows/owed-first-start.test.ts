// The first start of this version on a database that knows no rotations and no drills, and a log that is followed anew
// after years: of uses of long ago nothing is owed, of one that goes on everything.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AlertEvent, Judgement } from "../../src/core/alert/events.ts";
import { recordAlert } from "../../src/core/alert/record.ts";
import { foldAlert } from "../../src/core/alert/state.ts";
import { record } from "../../src/core/record.ts";
import { fold } from "../../src/core/request/act.ts";
import type { RequestEvent } from "../../src/core/request/events.ts";
import { bg, signIn } from "../core/sign-in/kit.ts";
import { acknowledged, classified, closed, ofSignIn, raised, seen, unmatched } from "../kit/alert-events.ts";
import { after, alice, bob, contoso, dave, erin, first } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { approved, asked, ended, granted, released, signedIn } from "../kit/events.ts";
import { type Office, openOffice } from "../kit/office.ts";
import { chronicle, everything } from "../kit/owed-story.ts";

const organisation = { ...contoso, accounts: [first] };
const day = 1_440;

let office: Office;
beforeEach(async () => {
  office = await openOffice(organisation);
});
afterEach(() => office.close());

/** A use as the version before put it on record: once it is over it is live no more, and nothing of it is due. */
async function usedAt(number: number, at: number): Promise<void> {
  const events: [RequestEvent, ...RequestEvent[]] = [
    { ...asked(undefined, { at }), request: bg(number) } as RequestEvent,
    approved(bob, at + 1),
    granted(at + 1),
    released(dave, "envelope A", at + 2),
    released(erin, "envelope B", at + 3),
    signedIn(at + 10, `AL-${number}`),
    ended(undefined, at + 61),
  ];
  const request = fold(events);
  if (!request) throw new Error("no request");
  const append = record(events, request, 0, `request ${number}`, organisation);
  await office.store.append({ ...append, due: undefined, holds: undefined, cards: [], announcements: [] });
  await signedInAt(number, at + 10, { verdict: "approved", request: bg(number) });
}

/** The alert of one sign-in; of one that nothing explains, people have made what they could. */
async function signedInAt(number: number, at: number, judgement: Judgement): Promise<void> {
  const judged: AlertEvent[] = [acknowledged(undefined, at + 10), classified(), closed(undefined, at + 30)];
  const events: [AlertEvent, ...AlertEvent[]] = [
    { ...raised(ofSignIn(judgement), at + 3), alert: `AL-${number}` } as AlertEvent,
    seen([signIn(at)], at + 3),
    ...(judgement.verdict === "unmatched" ? judged : []),
  ];
  const alert = foldAlert(events);
  if (!alert) throw new Error("no alert");
  const append = recordAlert(events, alert, 0, `alert ${number}`, organisation, [`sign-in/${at}`]);
  await office.store.append({ ...append, cards: [], announcements: [] });
}

/** A use in each month of two years, the last of them a month ago; and four times somebody whom nothing explains. */
async function years(): Promise<void> {
  for (let month = 24; month >= 1; month--) await usedAt(25 - month, -month * 30 * day);
  for (let year = 4; year >= 1; year--) await signedInAt(30 - year, -year * 180 * day + 10 * day, unmatched);
}

const rotations = async () =>
  Object.entries(await chronicle(office)).filter(([stream]) => stream.startsWith("RO-"));

describe("the first start of this version", () => {
  beforeEach(years);

  test.each([
    ["before it looks at what the calendar owes", () => office.follow()],
    ["after it", () => office.keep()],
  ])("the whole log is followed, %s: nothing is appended, and nobody hears anything", async (_, begin) => {
    const before = (await office.store.log(0, 100_000)).length;
    await begin();
    await everything(office);
    await everything(office);
    expect((await office.store.log(0, 100_000)).slice(before)).toEqual([]);
    expect(await office.store.backlog()).toEqual([]);
  });

  test("a use that ended an hour ago is renewed, by the day on which it is due", async () => {
    await usedAt(40, -120);
    await everything(office);
    expect(await rotations()).toEqual([["RO-1", "rotation-opened (use)"]]);
    expect((await office.store.read("RO-1"))[0]?.event).toMatchObject({
      reason: { request: bg(40) },
      due: after(-110 + day),
    });
  });

  test("a sign-in of two hours ago that nothing explains is a reason to renew", async () => {
    await signedInAt(40, -120, unmatched);
    await everything(office);
    expect(await rotations()).toEqual([["RO-1", "rotation-opened (unexplained-use)"]]);
  });

  test("a clock that was a year ahead at the first start hides no use from us", async () => {
    office.at(365 * day);
    await everything(office);
    office.at(0);
    await office.submit(inSlack(alice));
    await office.hear(inTeams(bob), "approve BG-25");
    office.at(2);
    await office.hear(inSlack(dave), "release BG-25 envelope A");
    await everything(office);
    expect(await rotations()).toEqual([["RO-1", "rotation-opened (use)"]]);
  });
});

describe("a key, which no calendar renews", () => {
  const keys = { ...first, custody: { ...first.custody, kind: "hardware-key" as const } };

  const year = 365 * day;

  /** Used and renewed when it was known for a year. */
  async function renewed(rotateKeys: number): Promise<void> {
    office.become({ ...organisation, accounts: [keys], policy: { ...contoso.policy, rotateKeys } });
    await everything(office);
    office.at(year + 10);
    await usedAt(1, year);
    await everything(office);
    for (const person of [dave, erin])
      await office.hear(inSlack(person), "attest RO-1 we set a new key together");
    await everything(office);
    expect(await rotations()).toEqual([
      ["RO-1", "rotation-opened (use), rotation-attested, rotation-attested"],
    ]);
  }

  test("its renewal is years ago, and the log is followed anew: it stays renewed", async () => {
    await renewed(0);
    for (const years of [1, 2, 5]) {
      office.at(year + years * year);
      await office.follow();
      expect(await rotations(), `after ${years} years`).toHaveLength(1);
    }
  });

  test("every two years by policy: that is not forgotten meanwhile", async () => {
    await renewed(2 * year);
    for (const [days, count] of [
      [500, 1],
      [710, 1],
      [720, 2],
    ] as const) {
      office.at(year + days * day);
      await everything(office);
      expect(await rotations(), `after ${days} days`).toHaveLength(count);
    }
  });
});
