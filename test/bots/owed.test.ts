// What is owed after a use and between emergencies: renewed, reviewed, rehearsed, and ready again.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../src/core/organisation.ts";
import { defaultPolicy } from "../../src/core/policy.ts";
import { change, signIn } from "../core/sign-in/kit.ts";
import { ada, after, alice, audrey, bob, contoso, dave, erin, first, sam, tina } from "../kit/cast.ts";
import { type Chat, inSlack, inTeams, placeOf } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice({ ...contoso, accounts: [first] });
});
afterEach(() => office.close());

const minutesOfDay = 1_440;

/** Rows become readable at that minute, and everything that follows from them happens. */
async function tells(minute: number, ...rows: Parameters<Office["entra"]["tells"]>[0]) {
  office.at(minute);
  office.entra.tells(rows, after(minute));
  await office.look();
  await settled();
}
async function settled() {
  await office.keep();
  await office.tick();
  await office.deliver();
}
async function at(minute: number) {
  office.at(minute);
  await settled();
}
const titles = (chat: Chat, where: Person | "soc" | "requests" | "admins"): string[] =>
  chat.at(placeOf(chat.platform, where)).map(({ view }) => view.title);
const card = (
  stream: string,
  where: Person | "soc" | "requests" | "admins" = "admins",
  chat = office.slack,
) => {
  const found = chat.at(placeOf(chat.platform, where)).find(({ key }) => key.startsWith(`card/${stream}/`));
  if (!found) throw new Error(`no card of ${stream}`);
  return found;
};
const says = (...args: Parameters<typeof card>) => readView(card(...args).view);

async function used() {
  await office.submit(inSlack(alice));
  office.at(1);
  await office.hear(inTeams(bob), "approve BG-1");
  office.at(2);
  await office.hear(inSlack(dave), "release BG-1 envelope A");
  await office.hear(inSlack(erin), "release BG-1 envelope B");
  await tells(12, signIn(10));
  office.at(30);
  await office.hear(inSlack(alice), "end BG-1");
  await settled();
}

describe("a use, until the account is ready again", () => {
  test("it must be renewed, proved, confirmed and reviewed by people who did not use it", async () => {
    await used();
    expect(await office.hear(inSlack(ada), "accounts")).toContain("RO-1");
    expect(says("RO-1")).toContain("BG-1");
    expect(await office.hear(inSlack(ada), "confirm RO-1")).not.toContain("Renewed");
    expect(await office.record("RO-1")).not.toContain("rotation-confirmed");

    await tells(45, change(40, "Reset user password"));
    expect(await office.record("RO-1")).toContain("rotation-proved");
    await office.press(inSlack(alice), card("RO-1"), "confirm-rotation");
    expect(await office.record("RO-1")).toContain("refused");
    await office.press(inTeams(ada), card("RO-1", "admins", office.teams), "confirm-rotation");
    await office.follow();
    await settled();
    expect(await office.record("RO-1")).toContain("rotation-confirmed");
    expect(await office.record("BG-1")).toContain("cleaned-up");

    await office.hear(inSlack(bob), "review BG-1 emergency and all was as approved");
    expect(await office.record("BG-1")).not.toContain("reviewed");
    for (const item of ["policies", "roles", "parts"])
      await office.hear(inSlack(tina), `clean-up BG-1 ${item}`);
    await office.hear(inSlack(bob), "review BG-1 emergency and all was as approved");
    expect(await office.record("BG-1")).not.toContain("reviewed");
    const timeline = await office.hear(inSlack(tina), "review BG-1");
    for (const words of ["Alice", "Bob", "Berlin", "RO-1"]) expect(timeline).toContain(words);
    await office.hear(inTeams(tina), "review BG-1 emergency and all was as approved");
    expect(await office.record("BG-1")).toContain("reviewed");
    await settled();
    expect(await office.hear(inSlack(ada), "accounts")).toMatch(/ready/i);
    expect(await office.store.live("BG-")).toEqual([]);
    expect(await office.store.live("RO-")).toEqual([]);
  });

  test("nobody does anything: everybody in charge is nagged, at half time, when it is due, and every day, once", async () => {
    await used();
    const reminded = async () =>
      (await office.record("RO-1")).filter((type) => type === "rotation-reminded").length;
    for (const [minute, times] of [
      [700, 0],
      [760, 1],
      [1_480, 2],
      [1_481, 2],
      [1_480 + minutesOfDay, 3],
      [1_480 + 8 * minutesOfDay, 4],
    ] as const) {
      await at(minute);
      expect([minute, await reminded()]).toEqual([minute, times]);
    }
    expect(titles(office.slack, "soc").some((title) => title.includes("RO-1"))).toBe(true);
    expect((await office.record("BG-1")).filter((type) => type === "review-reminded").length).toBeGreaterThan(
      1,
    );
  });

  test("a second use after the proof must be renewed again", async () => {
    await used();
    await tells(45, change(40, "Reset user password"));
    await office.hear(inSlack(ada), "confirm RO-1");
    await settled();
    await tells(5 * 60, signIn(5 * 60 - 5));
    expect(await office.record("RO-2")).toContain("rotation-opened");
    expect(says("RO-2")).toContain("AL-");
  });

  test("what nothing proves, two people attest, and the record says so", async () => {
    await used();
    office.directorySays({ type: "blind", why: "no answer" });
    await office.hear(inSlack(dave), "attest RO-1 I set the new password with Erin");
    await office.hear(inTeams(dave), "attest RO-1 and once more");
    expect(await office.store.live("RO-")).toEqual(["RO-1"]);
    await office.hear(inSlack(erin), "attest RO-1 I was there");
    await settled();
    expect(await office.store.live("RO-")).toEqual([]);
    expect(says("RO-1")).toMatch(/attested, not proved/i);
  });

  test("the directory's word is proof where the audit log says nothing", async () => {
    await used();
    office.directorySays({ type: "seen", passwordChangedAt: after(9) });
    await settled();
    expect(await office.record("RO-1")).not.toContain("rotation-proved");
    office.directorySays({ type: "seen", passwordChangedAt: after(31) });
    await settled();
    expect(await office.record("RO-1")).toContain("rotation-proved");
  });
});

describe("somebody leaves", () => {
  test("the file no longer names a custodian: renewed within days, drilled within two weeks", async () => {
    await at(0);
    office.become({
      ...contoso,
      accounts: [first],
      people: contoso.people.filter(({ id }) => id !== erin.id),
    });
    await at(1);
    await at(2);
    expect(await office.record("RO-1")).toEqual(["rotation-opened"]);
    expect(await office.record("DR-1")).toEqual(expect.arrayContaining(["drill-scheduled"]));
    expect(await office.store.live("RO-")).toEqual(["RO-1"]);
  });

  test("an admin says so, and nobody else may", async () => {
    await office.hear(inSlack(alice), "staff-change Dave");
    expect(await office.store.live("RO-")).toEqual([]);
    expect(await office.hear(inSlack(ada), "staff-change Nobody")).not.toContain("RO-");
    await office.hear(inSlack(ada), "staff-change Dave");
    expect(await office.store.live("RO-")).toEqual(["RO-1"]);
  });
});

describe("a drill that an admin plans", () => {
  test("is never put off: the refusal names the last day, and is on record", async () => {
    await at(0);
    const lastDay = after(defaultPolicy.drillEvery).toZonedDateTimeISO(contoso.timeZone).toPlainDate();
    const tooLate = await office.hear(inSlack(ada), `drill schedule ${lastDay.add({ days: 1 }).toString()}`);
    expect(tooLate).toContain(`/breakglass drill schedule ${lastDay.toString()}.`);
    expect(await office.store.live("DR-")).toEqual([]);
    expect((await office.store.read("door")).map(({ event }) => event)).toMatchObject([
      { type: "turned-away", why: "drill-put-off" },
    ]);
    await office.hear(inSlack(ada), `drill schedule ${lastDay.toString()}`);
    expect(await office.record("DR-1")).toEqual(["drill-scheduled"]);
  });
});

describe("a drill", () => {
  const drilled = { drill: "DR-1" } as const;
  async function running(announced: boolean) {
    await at(0);
    await office.hear(inSlack(ada), "drill now");
    await settled();
    await office.hear(inSlack(ada), `drill start DR-1${announced ? "" : " unannounced"}`);
    await office.hear(inSlack(ada), "drill witness DR-1");
    expect(await office.record("DR-1")).not.toContain("drill-witnessed");
    await office.hear(inTeams(audrey), "drill witness DR-1");
    await settled();
    office.at(5);
    const key = office.newKey();
    await office.desk.hear({
      caller: inSlack(alice),
      key,
      click: { verb: "rehearse", ...drilled } as never,
      typed: {
        account: first.id,
        failure: "other",
        reason: "The drill of this quarter",
        ticket: "",
        minutes: "60",
      },
      on: undefined,
      card: undefined,
    });
    await settled();
    office.at(7);
    await office.hear(inTeams(bob), "approve BG-1");
    office.at(8);
    await office.hear(inSlack(dave), "release BG-1 envelope A");
    await office.hear(inSlack(erin), "release BG-1 envelope B");
    await tells(13, signIn(12));
  }

  test("announced: from the first reminder to the report, with the times that it took", async () => {
    await running(true);
    expect(titles(office.slack, "soc").join("\n")).toContain("DR-1");
    expect(says("AL-1", "soc")).toMatch(/drill/i);
    office.at(15);
    await office.press(inSlack(sam), card("AL-1", "soc"), "acknowledge");
    await office.follow();
    await settled();
    office.at(20);
    await office.hear(inSlack(alice), "end BG-1");
    await settled();
    await tells(35, change(30, "Reset user password"));
    await office.hear(inSlack(dave), "confirm RO-1");
    await office.follow();
    await settled();
    for (const step of ["people-reviewed", "doc", "people-t", "task", "no-personal", "two", "safes"])
      await office.hear(inSlack(ada), `drill tick DR-1 ${step}`);
    expect(await office.hear(inSlack(ada), "drill sign-off DR-1 it went well")).not.toContain("finished");
    await office.hear(inTeams(audrey), "drill sign-off DR-1 it went well, all twelve steps");
    await settled();
    expect(await office.record("DR-1")).toContain("drill-finished");
    const report = says("DR-1");
    for (const time of ["2 min", "5 min", "10 min"]) expect(report).toContain(time);
    expect(await office.hear(inSlack(ada), "accounts")).toMatch(/ready/i);
    expect(await office.store.live("BG-")).toEqual([]);
  });

  test("unannounced: the SOC sees a sign-in without a request until it acknowledged it", async () => {
    await running(false);
    const soc = [...office.slack.at(placeOf("slack", "soc")), ...office.teams.at(placeOf("teams", "soc"))];
    expect(soc.map(({ view }) => readView(view)).join("\n")).not.toMatch(/DR-1|BG-1|rehears/);
    expect(card("AL-1", "soc").view).toMatchObject({ severity: 0 });
    office.at(15);
    await office.press(inSlack(sam), card("AL-1", "soc"), "acknowledge");
    await office.follow();
    await settled();
    expect(card("AL-1", "soc").view).toMatchObject({ severity: 3 });
    expect(says("AL-1", "soc")).toMatch(/drill/i);
    expect(await office.record("BG-1")).toContain("drill-revealed");
  });

  test("that nobody finishes fails, and the account is not ready", async () => {
    await running(true);
    await at(4 * minutesOfDay);
    expect(await office.record("DR-1")).toContain("drill-failed");
    await office.follow();
    await settled();
    expect(await office.record("BG-1")).toContain("rehearsal-failed");
    expect(await office.hear(inSlack(tina), "status")).toContain("Not reviewed");
    expect(await office.hear(inSlack(ada), "accounts")).toMatch(/not ready/i);
  });
});
