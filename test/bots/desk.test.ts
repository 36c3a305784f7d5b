// The desk: whoever speaks, on whichever chat, is known, heard, put on record and answered.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../src/core/ports/desk.ts";
import type { Store, StoredEvent } from "../../src/core/ports/store.ts";
import { ada, alice, bob, carol, contoso, dave, erin, people, rob, second, tina } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const lastOf = (events: readonly StoredEvent[]) => events.at(-1)?.event;

describe("ask in one chat, approve in the other", () => {
  test("asked in Slack, approved in Teams", async () => {
    expect(await office.submit(inSlack(alice))).toContain("BG-1: asked");
    expect(await office.hear(inTeams(bob), "approve BG-1")).toBe(
      "BG-1: approved\nThe window is open until 10:00.\nThe requester and the custodians are told.",
    );
    expect(await office.record("BG-1")).toEqual(["requested", "approved", "granted"]);
  });

  test("asked in Teams, denied in Slack", async () => {
    await office.submit(inTeams(alice));
    expect(await office.hear(inSlack(bob), "deny BG-1 Call me first")).toContain("BG-1: denied");
    expect(await office.record("BG-1")).toEqual(["requested", "denied"]);
  });

  test("C3: the window starts at the approval, not at the request", async () => {
    await office.submit(inSlack(alice));
    office.at(4);
    expect(await office.hear(inSlack(bob), "approve bg-1")).toContain("until 10:04");
  });

  test("the whole life: approved, handed over, extended, ended", async () => {
    await office.submit(inSlack(alice));
    await office.hear(inTeams(bob), "approve 1");
    expect(await office.hear(inSlack(dave), "release BG-1 ENVELOPE a")).toContain("envelope A is recorded");
    expect(await office.hear(inTeams(erin), "release BG-1")).toContain("envelope B is recorded");
    expect(await office.hear(inSlack(alice), "extend BG-1 30m still at it")).toContain("more time asked");
    expect(await office.hear(inTeams(carol), "approve BG-1")).toContain("BG-1: extended");
    expect(await office.hear(inTeams(alice), "done")).toContain("BG-1: ended");
    expect(await office.record("BG-1")).toEqual([
      "requested",
      "approved",
      "granted",
      "released",
      "released",
      "extension-asked",
      "extension-approved",
      "extended",
      "ended",
    ]);
  });

  test("A8: an account that needs one of each group takes two people", async () => {
    await office.submit(inSlack(alice), { account: second.id });
    expect(await office.hear(inSlack(tina), "approve BG-1")).toContain("your approval counts");
    expect(await office.hear(inTeams(tina), "approve BG-1")).toContain("It counts once");
    expect(await office.hear(inTeams(bob), "approve BG-1")).toContain("BG-1: approved");
  });

  test("numbers count up, and each account has its own request", async () => {
    await office.submit(inSlack(alice));
    expect(await office.submit(inSlack(alice), { account: second.id })).toContain("BG-2: asked");
    expect(await office.submit(inSlack(rob))).toContain("BG-3: asked");
  });
});

describe("declaring", () => {
  test("at once, then attested by a second person", async () => {
    expect(await office.submit(inTeams(alice), {}, "declare")).toContain("BG-1: declared");
    expect(await office.hear(inSlack(carol), "attest BG-1 I called her")).toContain("BG-1: attested");
    expect(await office.record("BG-1")).toEqual(["requested", "declared", "attested"]);
  });

  test("while the own request waits: that request becomes the declaration", async () => {
    await office.submit(inSlack(alice));
    const declared = await office.submit(
      inTeams(alice),
      { reason: "Nobody answers me", minutes: "240" },
      "declare",
    );
    expect(declared).toContain("BG-1: declared");
    expect(declared).toContain("open until 13:00"); // the length that the declaration asks for, not the request's
    expect(await office.record("BG-1")).toEqual(["requested", "declared"]);
    expect(await office.record("BG-2")).toEqual([]);
  });

  test("with no account of one's own waiting, another's request is left alone", async () => {
    await office.submit(inSlack(alice));
    expect(await office.submit(inSlack(rob), {}, "declare")).toContain("BG-2: declared");
    expect(await office.record("BG-1")).toEqual(["requested"]);
  });

  test("without approvers: asked, told so, offered to declare", async () => {
    office.become({ ...contoso, people: [alice, rob, dave] });
    expect(await office.submit(inSlack(alice))).toContain("Too few people can approve");
    expect(await office.hear(inSlack(alice), "declare BG-1")).toContain("BG-1: declared");
  });
});

describe("promise 1 at the desk", () => {
  test("A1: the requester's own approval is refused, recorded, and changes nothing: typed, pressed, on either chat", async () => {
    await office.submit(inSlack(carol));
    await office.deliver();
    const before = readView(office.slack.card("requests").view);
    const refused = "a second person must answer it";
    expect(await office.hear(inSlack(carol), "approve BG-1")).toContain(refused);
    expect(await office.hear(inTeams(carol), "approve BG-1")).toContain(refused);
    expect(await office.press(inSlack(carol), office.slack.card("requests"), "approve")).toContain(refused);
    expect(await office.press(inTeams(carol), office.teams.card(carol), "approve")).toContain(refused);
    expect(await office.record("BG-1")).toEqual(["requested", "refused", "refused", "refused", "refused"]);
    await office.deliver();
    expect(readView(office.slack.card("requests").view)).toBe(before);
  });

  test("A4: nor from their second Entra account", async () => {
    const both = { ...carol, objectIds: [carol.id, "00000000-0000-4000-8000-0000000000aa"] };
    office.become({ ...contoso, people: people.map((one) => (one.id === carol.id ? both : one)) });
    await office.submit(inTeams(both));
    expect(await office.hear(inTeams(both, "member", 1), "approve BG-1")).toContain("a second person");
  });

  test("A4: asking from the second account makes the first one the requester too", async () => {
    const both = { ...carol, objectIds: [carol.id, "00000000-0000-4000-8000-0000000000aa"] };
    office.become({ ...contoso, people: people.map((one) => (one.id === carol.id ? both : one)) });
    await office.submit(inTeams(both, "member", 1));
    expect(await office.hear(inSlack(carol), "approve BG-1")).toContain("a second person");
    expect(await office.hear(inTeams(carol), "approve BG-1")).toContain("a second person");
  });

  test("A10: an admin cannot approve, deny or attest", async () => {
    await office.submit(inSlack(alice));
    expect(await office.hear(inSlack(ada), "approve BG-1")).toContain("You are not an approver");
    expect(await office.hear(inSlack(ada), "deny BG-1 because I say so")).toContain(
      "You are not an approver",
    );
  });

  test("A13: who was an approver when the card was posted, and is none at the click, is refused", async () => {
    await office.submit(inSlack(alice));
    await office.deliver();
    const card = office.slack.card(bob);
    office.become({
      ...contoso,
      people: people.map((one) => (one.id === bob.id ? { ...bob, roles: [] } : one)),
    });
    expect(await office.press(inSlack(bob), card, "approve")).toContain("You are not an approver");
    office.become({ ...contoso, people: people.filter(({ id }) => id !== bob.id) });
    expect(await office.press(inSlack(bob), card, "approve")).toContain("I do not know you");
    expect(await office.record("BG-1")).toEqual(["requested", "refused"]);
  });

  test("A14: a mix that nobody can fill any more does not wedge the request", async () => {
    const without = people.map((one) => ({
      ...one,
      groups: one.groups.filter((group) => group !== "identity"),
    }));
    office.become({ ...contoso, people: without });
    expect(await office.submit(inSlack(alice), { account: second.id })).toContain(
      "Too few people can approve",
    );
    await office.hear(inSlack(bob), "approve BG-1");
    await office.deliver();
    expect(office.slack.at({ platform: "slack", kind: "channel", id: "C0ADMINS" })).toHaveLength(1);
    expect(await office.hear(inSlack(alice), "declare BG-1")).toContain("declared");
  });
});

describe("whoever is not let in is told why, and the attempt is on record", () => {
  const stranger: Caller = { platform: "slack", team: "T0CONTOSO", user: "U0NEW", standing: "member" };

  test("A6: nobody of this id: refused, told the id to add, recorded at the door", async () => {
    await office.submit(inSlack(alice));
    expect(await office.hear(stranger, "approve BG-1")).toContain(
      "T0CONTOSO/U0NEW is not in the list of people",
    );
    expect(lastOf(await office.store.read("door"))).toMatchObject({
      type: "turned-away",
      platform: "slack",
      who: "T0CONTOSO/U0NEW",
      wish: "approve",
      why: "unknown-person",
    });
    expect(await office.record("BG-1")).toEqual(["requested"]);
  });

  test.each([
    ["guest", "Guests cannot do this"],
    ["external", "outside this organisation"],
    ["bot", "Apps and workflows cannot do this"],
    ["disabled", "disabled"],
    ["unknown", "did not say in time"],
  ] as const)("A16: an approver who is %s cannot approve, nor ask", async (standing, sentence) => {
    await office.submit(inSlack(alice));
    expect(await office.hear(inSlack(bob, standing), "approve BG-1")).toContain(sentence);
    expect(await office.submit(inTeams(alice, standing))).toContain(sentence);
    expect(await office.record("BG-1")).toEqual(["requested"]);
    expect(await office.record("door")).toEqual(["turned-away", "turned-away"]);
  });

  test("A16: another workspace, another tenant", async () => {
    const foreign = "You belong to another organisation";
    expect(await office.hear({ ...stranger, team: "T0OTHER" }, "accounts")).toContain(foreign);
    expect(await office.hear({ ...inTeams(bob), tenant: alice.id } as Caller, "status")).toContain(foreign);
    expect(await office.record("door")).toHaveLength(2);
  });

  test("a stranger may read the help, and nothing else", async () => {
    expect(await office.hear(stranger, "help")).toContain("/breakglass request");
    for (const text of ["accounts", "status", "whoami", "request", "declare"]) {
      expect(await office.hear(stranger, text)).toContain("I do not know you");
    }
  });
});

describe("E2: refused clicks are on record", () => {
  test("a wish that no request has on record is kept at the door", async () => {
    expect(await office.submit(inSlack(bob))).toContain("not on the list of responders");
    expect(lastOf(await office.store.read("door"))).toMatchObject({ wish: "ask", why: "not-a-responder" });
  });

  test("on the request that they were about", async () => {
    await office.submit(inSlack(alice));
    await office.hear(inSlack(rob), "approve BG-1");
    expect(lastOf(await office.store.read("refused:BG-1"))).toMatchObject({
      type: "refused",
      by: rob.id,
      wish: "approve",
      why: "not-an-approver",
    });
  });

  test("at the door, when they were about none", async () => {
    expect(await office.hear(inSlack(bob), "approve BG-9")).toContain("There is no request with this number");
    expect(await office.hear(inSlack(bob), "approve")).toContain("Say which request");
    expect(await office.hear(inSlack(alice), "withdraw")).toContain("You have no open request");
    expect(await office.record("door")).toEqual(["turned-away", "turned-away", "turned-away"]);
  });

  test("an asking that is refused leaves no request behind", async () => {
    expect(await office.submit(inSlack(bob))).toContain("not on the list of responders");
    expect(await office.record("BG-1")).toEqual([]);
  });

  test("an edited form is sent back with the fields to mend, and nothing is recorded", async () => {
    expect(await office.submit(inSlack(alice), { account: "nonsense", failure: "" })).toContain(
      "account, failure",
    );
    expect(await office.record("BG-1")).toEqual([]);
  });
});

describe("B2: the same key acts once", () => {
  test("a repeated click answers the same and appends nothing", async () => {
    await office.submit(inSlack(alice));
    const answers = [
      await office.hear(inSlack(bob), "approve BG-1", "click-1"),
      await office.hear(inSlack(bob), "approve BG-1", "click-1"),
    ];
    expect(answers[1]).toBe(answers[0]);
    expect(answers[0]).toContain("BG-1: approved");
    expect(await office.record("BG-1")).toEqual(["requested", "approved", "granted"]);
  });

  test("a repeated form makes one request, and answers the same", async () => {
    const first = await office.submit(inSlack(alice), {}, "request", "form-1");
    expect(await office.submit(inSlack(alice), {}, "request", "form-1")).toBe(first);
    expect(await office.record("BG-1")).toEqual(["requested"]);
    expect(await office.record("BG-2")).toEqual([]);
  });

  test("repeated at the same moment, it is one click all the same", async () => {
    await office.submit(inSlack(alice));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => office.hear(inSlack(bob), "approve BG-1", "click-1")),
    );
    expect(new Set(answers).size).toBe(1);
    expect(await office.record("BG-1")).toEqual(["requested", "approved", "granted"]);
  });

  test("a repeated refusal is the same refusal, on record once", async () => {
    await office.submit(inSlack(alice));
    const first = await office.hear(inSlack(rob), "approve BG-1", "click-1");
    expect(await office.hear(inSlack(rob), "approve BG-1", "click-1")).toBe(first);
    expect(await office.record("BG-1")).toEqual(["requested", "refused"]);
  });

  test("A16, B2: turned away under a key, it is not let in by the retry: what is on record is said again", async () => {
    await office.submit(inSlack(alice));
    await office.hear(inSlack(bob, "unknown"), "approve BG-1", "click-1");
    const retried = await office.hear(inSlack(bob), "approve BG-1", "click-1");
    expect(retried).toContain("Nothing was done");
    expect(await office.record("BG-1")).toEqual(["requested"]);
  });

  test("a double click that comes with two keys counts once", async () => {
    await office.submit(inSlack(alice), { account: second.id });
    await office.hear(inSlack(bob), "approve BG-1");
    expect(await office.hear(inSlack(bob), "approve BG-1")).toContain("You have approved this already");
  });
});

describe("C1: time decides first", () => {
  test("an approval a second after the deadline finds it expired, and both are on record, though no tick ran", async () => {
    await office.submit(inSlack(alice));
    office.at(30 + 1 / 60);
    expect(await office.hear(inSlack(bob), "approve BG-1")).toContain("Nobody answered in time");
    expect(await office.record("BG-1")).toEqual(["requested", "expired", "refused"]);
  });

  test("C2: asking anew after the time is over makes a new request, though no tick ran", async () => {
    await office.submit(inSlack(alice));
    office.at(31);
    expect(await office.submit(inSlack(alice))).toContain("BG-2: asked");
    expect(await office.record("BG-1")).toEqual(["requested", "expired"]);
  });

  test("C2: so does declaring: never a hard gate", async () => {
    await office.submit(inSlack(alice));
    office.at(31);
    expect(await office.submit(inSlack(alice), {}, "declare")).toContain("BG-2: declared");
    expect(await office.record("BG-1")).toEqual(["requested", "expired"]);
  });

  test("B13: after a use has ended the same person may ask again, attested or not", async () => {
    await office.submit(inSlack(alice), {}, "declare");
    office.at(61);
    await office.tick();
    expect(await office.submit(inSlack(alice))).toContain("BG-2: asked");
  });
});

describe("B13: two people's uses of one account overlap", () => {
  test("the end of the first does not cut the second", async () => {
    await office.submit(inSlack(alice));
    await office.submit(inSlack(rob));
    await office.hear(inSlack(bob), "approve BG-1");
    await office.hear(inSlack(bob), "approve BG-2");
    await office.hear(inSlack(alice), "end BG-1");
    expect(await office.record("BG-2")).toEqual(["requested", "approved", "granted"]);
    expect(await office.hear(inSlack(rob), "status BG-2")).toContain("BG-2 · Approved, in use");
  });
});

describe("promise 3: what is answered is on record", () => {
  const away = (store: Store, ...methods: (keyof Store)[]): Store => ({
    ...store,
    ...Object.fromEntries(
      methods.map((name) => [name, () => Promise.reject(new Error("the database is away"))]),
    ),
  });

  test.each(["append", "read", "live", "nextNumber"] as const)(
    "D3: with the store's %s failing, the answer is that nothing was recorded",
    async (method) => {
      await office.submit(inSlack(alice));
      const desk = office.another(away(office.store, method));
      const heard = [
        { caller: inSlack(bob), key: "a", wish: desk.understand("approve BG-1") },
        { caller: inSlack(rob), key: "b", wish: desk.understand("declare BG-1 the store is away") },
      ];
      for (const one of heard) {
        const answer = await desk.hear(one);
        if (answer.type !== "view") throw new Error(answer.type);
        if (method === "live" || method === "nextNumber") continue; // needed for opening only
        expect(readView(answer.view)).toContain("Not recorded");
      }
      const typed = { account: second.id, failure: "other", reason: "locked out of it all", minutes: "60" };
      const asked = await desk.hear({ caller: inSlack(rob), key: "c", submitted: "request", typed });
      if (asked.type !== "view") throw new Error(asked.type);
      expect(readView(asked.view)).toContain("Not recorded");
      expect(asked.view.tone).toBe("bad");
    },
  );

  test("D3: a stranger hears the same when the door's record is away", async () => {
    const desk = office.another(away(office.store, "append"));
    const stranger: Caller = { platform: "slack", team: "T0CONTOSO", user: "U0NEW", standing: "member" };
    const answer = await desk.hear({ caller: stranger, key: "a", wish: desk.understand("accounts") });
    expect(answer.type === "view" && readView(answer.view)).toContain("Not recorded");
  });

  test("D4: when it could not be recorded, the same click may be tried again, and then counts", async () => {
    await office.submit(inSlack(alice));
    const key = "click-1";
    const broken = office.another(away(office.store, "append"));
    await broken.hear({ caller: inSlack(bob), key, wish: broken.understand("approve BG-1") });
    expect(await office.hear(inSlack(bob), "approve BG-1", key)).toContain("BG-1: approved");
  });

  test("B5: another process decides from the store, not from memory", async () => {
    await office.submit(inSlack(alice));
    const other = office.another();
    const answer = await other.hear({
      caller: inSlack(bob),
      key: "x",
      wish: other.understand("approve BG-1"),
    });
    expect(answer.type === "view" && readView(answer.view)).toContain("BG-1: approved");
    expect(await office.hear(inSlack(tina), "deny BG-1 I am against it")).toContain(
      "approved already, by Bob",
    );
  });
});

describe("which request is meant", () => {
  test("one's only waiting request need not be named to withdraw it", async () => {
    await office.submit(inSlack(alice));
    expect(await office.hear(inSlack(alice), "withdraw")).toContain("BG-1: withdrawn");
  });

  test("with two, one must be named", async () => {
    await office.submit(inSlack(alice));
    await office.submit(inSlack(alice), { account: second.id });
    expect(await office.hear(inSlack(alice), "withdraw")).toContain("Say which request");
  });

  test("nobody approves, denies or attests what they did not name", async () => {
    await office.submit(inSlack(alice));
    for (const text of ["approve", "deny I am against it", "attest"]) {
      expect(await office.hear(inSlack(bob), text)).toContain("Say which request");
    }
  });

  test("a custodian of one part need not name it, of two must, of none may not", async () => {
    await office.submit(inSlack(alice));
    await office.hear(inSlack(bob), "approve BG-1");
    expect(await office.hear(inSlack(bob), "release BG-1")).toContain("You do not keep this part");
    expect(await office.hear(inSlack(dave), "release BG-1 envelope Z")).toContain("no part of that name");
    const [one] = contoso.accounts;
    if (!one) throw new Error("no account");
    const parts = one.custody.parts.map((part) => ({ ...part, custodians: [dave.id] }));
    office.become({ ...contoso, accounts: [{ ...one, custody: { ...one.custody, parts } }] });
    expect(await office.hear(inSlack(dave), "release BG-1")).toContain("Say which part");
  });

  test("C4: bg-1, 1 and BG-1 are the same request", async () => {
    await office.submit(inSlack(alice));
    for (const name of ["bg-1", "1", "BG-1"]) {
      expect(await office.hear(inSlack(rob), `status ${name}`)).toContain("BG-1 · Approval needed");
    }
  });
});

describe("what can be asked of the desk", () => {
  test("forms open from memory, with a ready account first", async () => {
    await office.submit(inSlack(alice));
    await expect
      .poll(() => office.desk.form("request").fields.find(({ id }) => id === "account")?.initial)
      .toBe(second.id);
  });

  test("B5: after a restart too, with no append since", async () => {
    await office.submit(inSlack(alice));
    const fresh = office.another();
    await expect
      .poll(() => fresh.form("request").fields.find(({ id }) => id === "account")?.initial)
      .toBe(second.id);
  });

  test("every form can be asked for", async () => {
    expect(await office.hear(inSlack(alice), "request locked out")).toBe("form: request");
    expect(await office.hear(inSlack(alice), "declare")).toBe("form: declare");
    expect(await office.hear(inSlack(bob), "deny BG-1")).toBe("form: deny");
    expect(await office.hear(inSlack(alice), "extend")).toBe("form: extend");
  });

  test("status, accounts and whoami", async () => {
    await office.submit(inSlack(alice));
    expect(await office.hear(inTeams(rob), "status")).toContain("BG-1: Approval needed: Emergency 1, Alice");
    expect(await office.hear(inTeams(rob), "accounts")).toContain("BG-1 asks for it");
    expect(await office.hear(inSlack(alice), "whoami")).toContain("T0CONTOSO/U0ALICE");
  });

  test("D10: hostile words are on record whole", async () => {
    const words = 'INC-42: <!channel> [x](https://evil.example) `code` \u202Egnp "}]} {{DATE()}} <at>x</at>';
    await office.submit(inSlack(alice), { reason: words, ticket: words });
    expect((await office.store.read("BG-1"))[0]?.event).toMatchObject({ reason: words, ticket: words });
  });
});
