// One human in front of what is owed: nobody says of their own doing that it was put right, by whichever account.
import { afterEach, describe, expect, test } from "vitest";
import type { Organisation, Person, Role } from "../../src/core/organisation.ts";
import { change, signIn } from "../core/sign-in/kit.ts";
import { ada, alice, audrey, bob, carol, dave, erin, sam, tina } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Day, openDay, withPeople } from "./owed-kit.ts";

let day: Day;
afterEach(() => day.close());

const spare = (who: Person) => who.id.replace("4000", "4111");
/** With a second Entra account. */
const twice = (who: Person): Person => ({ ...who, objectIds: [who.id, spare(who)] });
/** The file lists the second account first from now on, which makes it the person's id. */
const turned = (who: Person): Person => ({
  ...who,
  id: spare(who) as Person["id"],
  objectIds: [spare(who), who.id],
});
const also = (who: Person, ...roles: Role[]): Person => ({ ...who, roles: [...who.roles, ...roles] });
/** The roster with somebody's accounts in the other order. */
const reordered = (organisation: Organisation, who: Person): Organisation => ({
  ...organisation,
  people: organisation.people.map((one) => (one.id === who.id ? turned(who) : one)),
});

/** What the card of the drill offers to somebody who asks for it. */
async function offered(who: Person): Promise<unknown[]> {
  const answer = await day.desk.hear({
    caller: inSlack(who),
    key: day.newKey(),
    wish: day.desk.understand("status DR-1"),
  });
  return answer.type === "view" ? answer.view.buttons.map(({ action }) => action.verb) : [];
}

describe("who used the account does not say that it is renewed", () => {
  const keeper = twice(also({ ...alice, objectIds: [alice.id] }, "admin", "custodian"));
  const roster = withPeople(keeper);

  test.each(["confirm RO-1", "attest RO-1 I saw the new envelopes"])("%s", async (words) => {
    day = await openDay(roster);
    await day.used(keeper);
    if (words.startsWith("confirm")) await day.tells(45, change(40, "Reset user password"));
    for (const caller of [inSlack(keeper), inTeams(keeper), inTeams(keeper, "member", 1)])
      expect(await day.hear(caller, words)).toContain("another person");
    day.become(reordered(roster, keeper));
    for (const caller of [inSlack(keeper), inTeams(turned(keeper)), inTeams(turned(keeper), "member", 1)])
      expect(await day.hear(caller, words)).toContain("another person");
    expect(await day.store.live("RO-")).toEqual(["RO-1"]);
  });

  test("nor when they went on after their window was over, and the rotation is of that alone", async () => {
    day = await openDay(roster);
    await day.used(keeper);
    await day.tells(45, change(40, "Reset user password"));
    await day.hear(inSlack(ada), "confirm RO-1");
    await day.settled();
    await day.tells(60, signIn(55));
    expect(await day.record("RO-2")).toContain("rotation-opened");
    await day.tells(75, change(70, "Reset user password"));
    for (const caller of [inSlack(keeper), inTeams(keeper, "member", 1)])
      expect(await day.hear(caller, "confirm RO-2")).toContain("another person");
    expect(await day.hear(inSlack(ada), "confirm RO-2")).toContain("RO-2: confirmed");
  });
});

test("two attestations are two humans, on both platforms, by every account, in whatever order the file has them", async () => {
  const keeper = twice(dave);
  const roster = withPeople(keeper);
  day = await openDay(roster);
  await day.used();
  expect(await day.hear(inSlack(keeper), "attest RO-1 I set the new password")).toContain("1 of 2");
  for (const caller of [inSlack(keeper), inTeams(keeper), inTeams(keeper, "member", 1)])
    await day.hear(caller, "attest RO-1 and I saw it sealed");
  day.become(reordered(roster, keeper));
  for (const caller of [inSlack(keeper), inTeams(turned(keeper)), inTeams(turned(keeper), "member", 1)])
    await day.hear(caller, "attest RO-1 and I saw it sealed");
  expect((await day.record("RO-1")).filter((one) => one === "rotation-attested")).toHaveLength(1);
  expect(await day.store.live("RO-")).toEqual(["RO-1"]);
});

describe("a drill", () => {
  const leader = twice(also(ada, "approver"));
  const roster = withPeople(leader);
  const callers = () => [inSlack(leader), inTeams(leader), inTeams(leader, "member", 1)];

  test("has a leader and a witness, who are two humans", async () => {
    day = await openDay(roster);
    await day.hear(inSlack(leader), "drill now");
    await day.hear(inSlack(leader), "drill start DR-1");
    for (const caller of callers())
      expect(await day.hear(caller, "drill witness DR-1")).toContain("You lead");
    day.become(reordered(roster, leader));
    for (const caller of [inSlack(leader), inTeams(leader), inTeams(turned(leader))])
      expect(await day.hear(caller, "drill witness DR-1")).toContain("You lead");
    expect(await day.record("DR-1")).not.toContain("drill-witnessed");
  });

  /** All steps are done at minute 40. */
  async function done(organisation: Organisation, user: Person = alice) {
    day = await openDay(organisation);
    await day.rehearsed(true, user);
    await day.tells(13, signIn(12));
    await day.hear(inSlack(sam), "ack AL-1");
    day.at(20);
    await day.hear(inSlack(user), "end BG-1");
    await day.settled();
    await day.tells(35, change(30, "Reset user password"));
    await day.hear(inSlack(erin), "confirm RO-1");
    await day.settled();
    day.at(40);
    await day.ticked(inSlack(ada));
  }

  test("is not signed off by who led it", async () => {
    await done(roster);
    for (const caller of callers())
      expect(await day.hear(caller, "drill sign-off DR-1 it went well")).toContain("You lead");
    day.become(reordered(roster, leader));
    for (const caller of [inSlack(leader), inTeams(leader), inTeams(turned(leader))])
      expect(await day.hear(caller, "drill sign-off DR-1 it went well")).toContain("You lead");
    expect(await day.record("DR-1")).not.toContain("drill-finished");
    await day.hear(inTeams(audrey), "drill sign-off DR-1 it went well");
    expect(await day.record("DR-1")).toContain("drill-finished");
  });

  test("is not signed off by who used the account in it: there is no other review of that use", async () => {
    const user = twice(carol);
    await done(withPeople(user), user);
    for (const caller of [inSlack(user), inTeams(user), inTeams(user, "member", 1)])
      await day.hear(caller, "drill sign-off DR-1 it went well");
    expect(await day.record("DR-1")).not.toContain("drill-finished");
    await day.hear(inSlack(tina), "drill sign-off DR-1 it went well");
    expect(await day.record("DR-1")).toContain("drill-finished");
  });

  test("is not signed off by the only approver of its request, in whatever other role, nor is it offered to them", async () => {
    const sole = twice(also({ ...bob, objectIds: [bob.id] }, "admin", "auditor"));
    const all = withPeople(sole);
    await done(all);
    expect(await offered(sole)).not.toContain("sign-off");
    for (const caller of [inSlack(sole), inTeams(sole), inTeams(sole, "member", 1)])
      expect(await day.hear(caller, "drill sign-off DR-1 it went well")).toContain("You alone let");
    day.become(reordered(all, sole));
    expect(await offered(turned(sole))).not.toContain("sign-off");
    for (const caller of [inSlack(sole), inTeams(turned(sole)), inTeams(turned(sole), "member", 1)])
      expect(await day.hear(caller, "drill sign-off DR-1 it went well")).toContain("You alone let");
    expect(await day.record("DR-1")).not.toContain("drill-finished");
    expect(await offered(tina)).toContain("sign-off");
    await day.hear(inSlack(tina), "drill sign-off DR-1 it went well");
    expect(await day.record("DR-1")).toContain("drill-finished");
  });

  test("is not signed off while the account may still be used, or was used after it was renewed", async () => {
    day = await openDay();
    await day.rehearsed(true);
    await day.tells(13, signIn(12));
    await day.hear(inSlack(sam), "ack AL-1");
    await day.tells(35, change(30, "Reset user password"));
    await day.hear(inSlack(erin), "confirm RO-1");
    await day.settled();
    await day.ticked(inSlack(ada));
    await day.hear(inTeams(audrey), "drill sign-off DR-1 it went well");
    expect(await day.record("DR-1")).not.toContain("drill-finished");
    await day.tells(45, signIn(40));
    day.at(46);
    await day.hear(inSlack(alice), "end BG-1");
    await day.settled();
    expect(await day.store.live("RO-")).toEqual(["RO-2"]);
    await day.hear(inTeams(audrey), "drill sign-off DR-1 it went well");
    expect(await day.record("DR-1")).not.toContain("drill-finished");
    await day.tells(60, change(55, "Reset user password"));
    await day.hear(inSlack(erin), "confirm RO-2");
    await day.settled();
    await day.hear(inTeams(audrey), "drill sign-off DR-1 it went well");
    expect(await day.record("DR-1")).toContain("drill-finished");
  });

  describe("that tests the SOC is nothing to those of the SOC who might otherwise be its witness", () => {
    const words = "drill witness DR-1";

    test.each<[string, Person]>([
      ["an auditor", also(audrey, "soc")],
      ["a custodian", also(dave, "soc")],
      ["an approver", also(tina, "soc")],
      ["nothing else", sam],
    ])("%s", async (_, both) => {
      day = await openDay(withPeople(both));
      await day.until(0);
      await day.hear(inSlack(ada), "drill now");
      const asks = [words, "drill witness", "drill sign-off DR-1 it went well"];
      const hears = async () => Promise.all(asks.map((ask) => day.hear(inSlack(both), ask)));
      const before = await hears();
      await day.hear(inSlack(ada), "drill start DR-1 unannounced");
      expect(await hears()).toEqual(before);
      expect(await day.record("DR-1")).not.toContain("drill-witnessed");
      await day.hear(inTeams(bob), words);
      expect(await day.record("DR-1")).toContain("drill-witnessed");
      expect(await hears()).toEqual(before);
    });

    test("nor to the only approver of its request, who may not sign it off", async () => {
      const both = also(bob, "soc");
      day = await openDay(withPeople(both));
      await day.hear(inSlack(ada), "drill now");
      const before = await day.hear(inSlack(both), "drill sign-off DR-1 it went well");
      await day.rehearsed(false);
      expect(await day.record("BG-1")).toContain("approved");
      expect(await day.hear(inSlack(both), "drill sign-off DR-1 it went well")).toBe(before);
    });

    test("announced, they may be", async () => {
      const both = also(audrey, "soc");
      day = await openDay(withPeople(both));
      await day.hear(inSlack(ada), "drill now");
      await day.hear(inSlack(ada), "drill start DR-1");
      await day.hear(inSlack(both), words);
      expect(await day.record("DR-1")).toContain("drill-witnessed");
    });
  });

  test("that tests the SOC is not acknowledged by those who know of it", async () => {
    const user = also(alice, "soc", "admin");
    const watcher = also(audrey, "admin");
    day = await openDay(withPeople(user, watcher));
    await day.rehearsed(false, user);
    await day.tells(13, signIn(12));
    for (const who of [user, ada, watcher])
      for (const words of ["ack AL-1", "classify AL-1 drill It is our own drill", "close AL-1"])
        await day.hear(inSlack(who), words);
    expect(await day.record("AL-1")).not.toContain("alert-acknowledged");
    expect(await day.record("DR-1")).not.toContain("drill-finished");
    await day.hear(inSlack(sam), "ack AL-1");
    await day.settled();
    expect(await day.record("BG-1")).toContain("drill-revealed");
  });
});

describe("a review", () => {
  test("is not the requester's, nor the only approver's, by any of their accounts", async () => {
    const user = twice(also({ ...alice, objectIds: [alice.id] }, "approver", "admin", "soc"));
    const sole = twice(bob);
    const roster = withPeople(user, sole);
    day = await openDay(roster);
    await day.used(user);
    await day.tells(45, change(40, "Reset user password"));
    await day.hear(inSlack(ada), "confirm RO-1");
    await day.settled();
    const attempts = [
      "clean-up BG-1 policies",
      "clean-up BG-1 credential-rotated",
      "review BG-1 emergency All was as approved",
    ];
    const all = async (who: Person) => {
      for (const caller of [inSlack(who), inTeams(who), inTeams(who, "member", 1)])
        for (const words of attempts) expect(await day.hear(caller, words)).toContain("Nothing was done");
    };
    await all(user);
    await all(sole);
    day.become(reordered(reordered(roster, user), sole));
    await all(turned(user));
    await all(turned(sole));
    expect(await day.record("BG-1")).not.toContain("reviewed");
    expect((await day.record("BG-1")).filter((one) => one === "cleaned-up")).toHaveLength(1);
  });
});
