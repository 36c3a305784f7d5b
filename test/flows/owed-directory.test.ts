// The directory is dead, the log of Entra is not read or forgets: nobody waits for either, and what they would have told
// is not made up.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type KeepParts, keep } from "../../src/bots/keep.ts";
import type { AccountId } from "../../src/core/ids.ts";
import type { Account } from "../../src/core/organisation.ts";
import type { CredentialLook, Directory } from "../../src/core/ports/entra.ts";
import { change } from "../core/sign-in/kit.ts";
import { ada, after, alice, bob, contoso, dave, erin, first, second, tina } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Office, openOffice } from "../kit/office.ts";
import { drill, drillDay, everything } from "../kit/owed-story.ts";

const day = 1_440;
const other: Account = { ...first, id: second.id, label: second.label, upn: second.upn };

let office: Office;
const opened = async (...given: Parameters<typeof openOffice>) => {
  office = await openOffice(...given);
};
afterEach(() => office.close());

/** What it does about the first account. Of the second it says that its password is new. */
const deaths: Record<string, (signal: AbortSignal) => Promise<CredentialLook>> = {
  blind: async () => ({ type: "blind", why: "no answer" }),
  "hanging until it is told to stop": (signal) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ type: "blind", why: "too late" }));
    }),
  rejecting: () => Promise.reject(new Error("socket hang up")),
};

describe.each(Object.entries(deaths))("a directory that is %s", (_, dies) => {
  const directory: Directory = {
    credential: async (account: AccountId, signal) =>
      account === first.id ? dies(signal) : { type: "seen", passwordChangedAt: after(10) },
  };
  const keeps = (): Promise<void> => keep({ ...office.parts, directory } satisfies KeepParts);
  beforeEach(async () => {
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(Math.min(ms, 50))); // seconds, in earnest
    await opened({ ...contoso, accounts: [first, other] });
    await keeps();
    await office.hear(inSlack(ada), "staff-change Dave");
    expect(await office.store.live("RO-")).toEqual(["RO-1", "RO-2"]);
    office.at(20);
  });
  afterEach(() => vi.restoreAllMocks());

  test("people go on, the other account is proved, and an audit row proves this one", async () => {
    const keeping = keeps();
    await office.submit(inSlack(alice));
    await office.hear(inTeams(bob), "approve BG-1");
    expect(await office.record("BG-1")).toEqual(["requested", "approved", "granted"]);
    await keeping;
    expect(await office.record("RO-1")).toEqual(["rotation-opened"]);
    expect(await office.record("RO-2")).toEqual(["rotation-opened", "rotation-proved"]);

    office.entra.tells([change(15, "Reset user password")], after(20));
    await office.look();
    await keeps();
    expect(await office.record("RO-1")).toEqual(["rotation-opened", "rotation-proved"]);
  });

  test("the calendar goes on", async () => {
    office.at(77 * day);
    await keeps();
    expect(await office.store.live("DR-")).toEqual(["DR-1", "DR-2"]);
  });
});

describe("no log is connected at all", () => {
  test("a release makes a renewal due; two who did not use it attest it; the review goes on", async () => {
    await opened({ ...contoso, accounts: [first], watch: undefined });
    await office.submit(inSlack(alice));
    await office.hear(inTeams(bob), "approve BG-1");
    await office.hear(inSlack(dave), "release BG-1 envelope A");
    await everything(office);
    expect(await office.record("RO-1")).toEqual(["rotation-opened"]);
    office.at(61);
    await everything(office);
    await office.hear(inSlack(alice), "attest RO-1 I set a new password");
    await office.hear(inSlack(dave), "attest RO-1 I set a new password with Erin");
    await office.hear(inTeams(erin), "attest RO-1 I was there");
    await everything(office);
    expect(await office.store.live("RO-")).toEqual([]);
    for (const item of ["policies", "roles", "parts"])
      await office.hear(inSlack(tina), `clean-up BG-1 ${item}`);
    await office.hear(inTeams(tina), "review BG-1 emergency and all was as approved");
    expect(await office.record("BG-1")).toContain("reviewed");
    expect(await office.store.live("")).toEqual([]);
  });
});

describe("the log of Entra forgets after 30 days", () => {
  test("a drill that was finished 80 days ago still counts, and so does the password that was changed then", async () => {
    await opened({ ...contoso, accounts: [first] });
    for (const [index, { minute, does }] of drill(true).entries()) {
      office.at(minute);
      await does(office, `step-${index}`);
      await everything(office);
    }
    office.entra.tells([], after(drillDay + 80 * day));
    office.directorySays({ type: "blind", why: "no answer" });
    office.at(drillDay + 75 * day);
    await everything(office);
    expect(await office.store.live("")).toEqual([]);
    office.at(drillDay + 80 * day);
    await office.look();
    await everything(office);
    expect(await office.store.live("")).toEqual(["RO-2", "DR-2"]); // announced two weeks ahead
    expect(await office.hear(inSlack(ada), "accounts")).toContain("✅ Ready");
    office.at(drillDay + 91 * day);
    expect(await office.hear(inSlack(ada), "accounts")).not.toContain("✅ Ready");
  });
});
