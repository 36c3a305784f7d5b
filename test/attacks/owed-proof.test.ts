// What passes for a renewal and is none: it is older than the use, the account's own doing, refused, or another account's.
import { afterEach, describe, expect, test } from "vitest";
import type { Person } from "../../src/core/organisation.ts";
import { change, signIn } from "../core/sign-in/kit.ts";
import { ada, after, alice, bob, carol, contoso, dave, erin, first, sam, second, tina } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Day, openDay, small, withPeople } from "./owed-kit.ts";

let day: Day;
afterEach(() => day.close());

const itself = { id: first.id, name: first.upn, ip: "203.0.113.7" };
const reset = "Reset user password";
const isOpen = async (rotation = "RO-1") => {
  expect(await day.hear(inSlack(ada), `confirm ${rotation}`)).not.toContain("confirmed");
  expect(await day.store.live("RO-")).toContain(rotation);
};

test.each([
  ["made before the use", change(9, reset)],
  ["made at the very moment of the use", change(10, reset)],
  ["that Entra refused", change(40, reset, { succeeded: false })],
  ["of another account", change(40, reset, { touches: [second.id] })],
  ["of no account that we know", change(40, reset, { touches: [] })],
  [
    "of a name that only looks like it",
    change(40, "Reset user password policy of the tenant", { touches: [] }),
  ],
  ["that the account made itself", change(40, "Change user password", { by: itself })],
  [
    "that the account made itself, in other letters",
    change(40, reset, { by: { ...itself, id: first.id.toUpperCase(), name: undefined } }),
  ],
  [
    "that the account made itself, known by its name only",
    change(40, reset, { by: { ...itself, id: undefined, name: first.upn.toUpperCase() } }),
  ],
  ["that adds a key to an account that is kept as a password", change(40, "Add FIDO2 security key")],
  ["that may have been anything", change(40, "Update user", { properties: ["PasswordPolicies"] })],
])("a change %s proves nothing", async (_, row) => {
  day = await openDay({ ...small, accounts: contoso.accounts });
  await day.used();
  await day.tells(45, row);
  expect(await day.record("RO-1")).not.toContain("rotation-proved");
  await isOpen();
});

test("of a key, only a new one and the deleted old one together prove it, both after the use", async () => {
  day = await openDay({
    ...small,
    accounts: [{ ...first, custody: { ...first.custody, kind: "hardware-key" } }],
  });
  await day.used();
  await day.tells(45, change(9, "Delete FIDO2 security key"), change(40, "Add FIDO2 security key"));
  await day.tells(46, change(40, reset));
  expect(await day.record("RO-1")).not.toContain("rotation-proved");
  await day.tells(60, change(55, "Delete FIDO2 security key"));
  expect(await day.record("RO-1")).toContain("rotation-proved");
});

describe("the account gives itself a password, and the directory shows it before the audit log says who it was", () => {
  const seen = (minute: number) => day.directorySays({ type: "seen", passwordChangedAt: after(minute) });

  test.each([
    ["dates it the same", 0],
    ["dates it half a minute later", 0.5],
  ])("the directory %s: it is no proof any more", async (_, later) => {
    day = await openDay();
    await day.used();
    seen(40 + later);
    await day.until(42);
    await day.tells(50, change(40, "Change user password", { by: itself }));
    await isOpen();
    seen(70);
    await day.tells(75, change(70, reset));
    expect(await day.hear(inSlack(ada), "confirm RO-1")).toContain("confirmed");
  });

  test("and somebody confirmed it meanwhile: it must be renewed once more", async () => {
    day = await openDay();
    await day.used();
    seen(40.5);
    await day.until(42);
    await day.hear(inSlack(ada), "confirm RO-1");
    await day.settled();
    expect(await day.store.live("RO-")).toEqual([]);
    await day.tells(50, change(40, "Change user password", { by: itself }));
    expect(await day.store.live("RO-")).toEqual(["RO-2"]);
    await isOpen("RO-2");
    expect(await day.hear(inSlack(ada), "accounts")).toContain("RO-2");
  });

  test("in a drill that the SOC does not know of, too", async () => {
    day = await openDay();
    await day.rehearsed(false);
    await day.tells(13, signIn(12));
    await day.tells(20, change(15, "Change user password", { by: itself }));
    expect(await day.record("RO-1")).toContain("rotation-joined");
    await isOpen();
  });
});

describe("a row that comes late", () => {
  test("of a use after the proof: the proof is void", async () => {
    day = await openDay();
    await day.used();
    await day.tells(45, change(25, reset));
    expect(await day.record("RO-1")).toContain("rotation-proved");
    await day.tells(60, signIn(28));
    await isOpen();
  });

  test("when it is confirmed already: a new one, which the old proof does not close", async () => {
    day = await openDay();
    await day.used();
    await day.tells(45, change(25, reset));
    await day.hear(inSlack(ada), "confirm RO-1");
    await day.settled();
    await day.tells(60, signIn(28));
    expect(await day.store.live("RO-")).toEqual(["RO-2"]);
    day.directorySays({ type: "seen", passwordChangedAt: after(25) });
    await day.until(70);
    await isOpen("RO-2");
  });

  test("of a use before the first of two attestations voids neither; after it, both must be given anew", async () => {
    day = await openDay();
    await day.used();
    day.at(50);
    await day.hear(inSlack(dave), "attest RO-1 I set the new password");
    await day.tells(60, signIn(55));
    day.at(61);
    await day.hear(inSlack(erin), "attest RO-1 I saw it sealed");
    expect(await day.store.live("RO-")).toEqual(["RO-1"]);
    await day.hear(inSlack(dave), "attest RO-1 I set the new password, again");
    expect(await day.store.live("RO-")).toEqual([]);
  });
});

const suspected = async () => {
  await day.desk.hear({
    caller: inSlack(dave),
    key: "suspects",
    submitted: "suspect",
    typed: { account: first.id, note: "The new envelope was left open" },
  });
  await day.settled();
};

describe("a use that nobody handed over, whose row comes after another cause was renewed", () => {
  const keeper: Person = { ...alice, roles: [...alice.roles, "admin", "custodian"] };
  const own = "You used this account yourself";

  /** Signed in to at minute 10, and no row says so yet. */
  async function usedUnseen() {
    await day.submit(inSlack(alice));
    day.at(4);
    await day.hear(inTeams(bob), "approve BG-1");
    day.at(12);
    await day.hear(inSlack(alice), "end BG-1");
    await day.settled();
  }

  test("it is renewed with it, and its review can be closed", async () => {
    day = await openDay();
    await suspected();
    day.at(3);
    await usedUnseen();
    await day.tells(45, change(40, reset));
    expect(await day.hear(inSlack(ada), "confirm RO-1")).toContain("confirmed");
    await day.settled();
    expect(await day.record("BG-1")).not.toContain("cleaned-up");
    await day.tells(60, signIn(10));
    await day.until(61);
    expect(await day.store.live("RO-")).toEqual([]);
    expect((await day.record("BG-1")).filter((type) => type === "cleaned-up")).toHaveLength(1);
    for (const item of ["policies", "roles", "parts"]) await day.hear(inSlack(tina), `clean-up BG-1 ${item}`);
    await day.hear(inSlack(tina), "review BG-1 emergency It was all as was said");
    expect(await day.record("BG-1")).toContain("reviewed");
  });

  test("a renewal before the use does not count for it", async () => {
    day = await openDay();
    await suspected();
    await day.tells(2, change(1, reset));
    await day.hear(inSlack(ada), "confirm RO-1");
    await day.settled();
    day.at(3);
    await day.submit(inSlack(alice));
    day.at(4);
    await day.hear(inTeams(bob), "approve BG-1");
    await day.tells(11, signIn(10));
    expect(await day.record("BG-1")).not.toContain("cleaned-up");
    expect(await day.store.live("RO-")).toEqual(["RO-2"]);
  });

  test("in a window that goes on, the renewal counts once it is over", async () => {
    day = await openDay();
    await suspected();
    day.at(3);
    await day.submit(inSlack(alice));
    day.at(4);
    await day.hear(inTeams(bob), "approve BG-1");
    await day.tells(20, change(15, reset));
    await day.hear(inSlack(ada), "confirm RO-1");
    await day.settled();
    await day.tells(25, signIn(10));
    expect(await day.record("BG-1")).not.toContain("cleaned-up");
    day.at(30);
    await day.hear(inSlack(alice), "end BG-1");
    await day.settled();
    expect(await day.record("BG-1")).toContain("cleaned-up");
  });

  test.each([
    ["before the window", 0, 3],
    ["after it", 20, 0],
  ])("its user confirms nothing and attests nothing: suspected %s", async (_, suspicion, asked) => {
    const [daily, admin] = keeper.objectIds as [Person["id"], Person["id"]];
    day = await openDay(withPeople(keeper));
    if (suspicion < asked) await suspected();
    day.at(asked);
    await usedUnseen();
    if (suspicion > asked) {
      day.at(suspicion);
      await suspected();
    }
    expect(await day.hear(inSlack(keeper), "attest RO-1 I set the new password")).toContain(own);
    await day.tells(45, change(40, reset));
    expect(await day.hear(inTeams(keeper), "confirm RO-1")).toContain(own);
    const moved = { ...keeper, id: admin, objectIds: [admin, daily] };
    day.become({ ...small, people: small.people.map((one) => (one.id === keeper.id ? moved : one)) });
    expect(await day.hear(inSlack(moved), "confirm RO-1")).toContain(own);
    expect(await day.hear(inSlack(ada), "confirm RO-1")).toContain("confirmed");
  });

  test("whose window was over before the last renewal confirms the next one", async () => {
    day = await openDay(withPeople(keeper));
    await suspected();
    day.at(3);
    await usedUnseen();
    await day.tells(45, change(40, reset));
    await day.hear(inSlack(ada), "confirm RO-1");
    await day.settled();
    day.at(50);
    await day.desk.hear({
      caller: inSlack(dave),
      key: "suspects again",
      submitted: "suspect",
      typed: { account: first.id, note: "The newer envelope was left open too" },
    });
    await day.tells(60, change(55, reset));
    expect(await day.hear(inSlack(keeper), "confirm RO-2")).toContain("confirmed");
  });

  test("who was let use another account, or was let use nothing, confirms it", async () => {
    day = await openDay({ ...withPeople(keeper), accounts: contoso.accounts });
    await suspected();
    day.at(3);
    await day.submit(inSlack(keeper), { account: second.id });
    await day.hear(inTeams(bob), "approve BG-1");
    await day.hear(inSlack(carol), "approve BG-1");
    await day.submit(inSlack(keeper));
    await day.hear(inTeams(bob), "deny BG-2 Wait for the morning");
    expect([await day.record("BG-1"), await day.record("BG-2")].map((types) => types.at(-1))).toEqual([
      "granted",
      "denied",
    ]);
    await day.tells(45, change(40, reset));
    expect(await day.hear(inSlack(keeper), "confirm RO-1")).toContain("confirmed");
  });

  test("who is kept from a drill is refused as before it", async () => {
    day = await openDay();
    await suspected();
    const before = await day.hear(inSlack(sam), "confirm RO-1");
    await day.rehearsed(false);
    expect(await day.hear(inSlack(sam), "confirm RO-1")).toBe(before);
  });
});

test("a suspicion after the proof voids it, whoever says so", async () => {
  day = await openDay();
  await day.used();
  await day.tells(45, change(40, reset));
  day.at(50);
  await suspected();
  await isOpen();
});

test("words do not stand in for a proof that is there, nor silence of the directory for one", async () => {
  day = await openDay();
  await day.used();
  day.directorySays({ type: "blind", why: "no answer" });
  await day.until(40);
  await isOpen();
  await day.tells(45, change(41, reset));
  expect(await day.hear(inSlack(dave), "attest RO-1 I set the new password")).toContain("Confirm it instead");
});
