// Who speaks: one human or nobody, by what the platform verified.
import { describe, expect, test } from "vitest";
import type { Organisation, Person } from "../../src/core/organisation.ts";
import {
  approversFor,
  callerId,
  channels,
  custodiansOf,
  directMessages,
  personOf,
  whoIs,
} from "../../src/core/people.ts";
import type { Caller, Standing } from "../../src/core/ports/desk.ts";
import { alice, bob, carol, contoso, dave, erin, first, people, rob, second, tina } from "../kit/cast.ts";

const { tenant } = contoso;
const inSlack = (user: string | undefined, standing: Standing = "member"): Caller => ({
  platform: "slack",
  team: "T0CONTOSO",
  user: user ?? "U0NOBODY",
  standing,
});
const inTeams = (objectId: string, standing: Standing = "member"): Caller => ({
  platform: "teams",
  tenant,
  objectId,
  standing,
});
const withPeople = (...of: Person[]): Organisation => ({ ...contoso, people: of });
const stranger = "99999999-0000-4000-8000-000000000000";

describe("one human", () => {
  test("A4: the same person in Slack and in Teams is one person", () => {
    expect(whoIs(inSlack(alice.slack), contoso)).toBe(alice);
    expect(whoIs(inTeams(alice.id), contoso)).toBe(alice);
  });

  test("A4: the daily and the admin account of one human are one person", () => {
    expect(alice.objectIds).toHaveLength(2);
    for (const objectId of alice.objectIds) expect(whoIs(inTeams(objectId), contoso)).toBe(alice);
  });

  test("A3: an object id is the same in any case; nothing else about a person is compared", () => {
    const hex = "abcdef00-0000-4000-8000-000000000000";
    const zoe = { ...rob, objectIds: [rob.id, hex] };
    expect(whoIs(inTeams(hex.toUpperCase()), withPeople(zoe))).toBe(zoe);
    expect(whoIs({ ...inTeams(rob.id), tenant: tenant.toUpperCase() } as Caller, contoso)).toBe(rob);
    expect(whoIs(inTeams("Alice"), contoso)).toBe("unknown-person");
    expect(whoIs(inTeams("alice@contoso.com"), contoso)).toBe("unknown-person");
  });

  test("A3: a Slack id is matched exactly", () => {
    expect(whoIs(inSlack("u0alice"), contoso)).toBe("unknown-person");
    expect(whoIs(inSlack("U0ALICE "), contoso)).toBe("unknown-person");
  });
});

describe("A6: doubt refuses", () => {
  test("nobody has this id", () => {
    expect(whoIs(inSlack("U0NOBODY"), contoso)).toBe("unknown-person");
    expect(whoIs(inTeams(stranger), contoso)).toBe("unknown-person");
  });

  test("two people have this id", () => {
    const twin = { ...rob, slack: alice.slack };
    expect(whoIs(inSlack(alice.slack), withPeople(alice, twin))).toBe("ambiguous-person");
    const shared = { ...rob, objectIds: [rob.id, ...alice.objectIds] };
    expect(whoIs(inTeams(alice.id), withPeople(alice, shared))).toBe("ambiguous-person");
  });

  test("a person without a Slack id is found in Teams only", () => {
    const offline = { ...rob, slack: undefined };
    expect(whoIs(inTeams(rob.id), withPeople(offline))).toBe(offline);
    expect(whoIs(inSlack(rob.slack), withPeople(offline))).toBe("unknown-person");
  });

  test("A13: who left the roster is nobody from then on", () => {
    expect(whoIs(inSlack(bob.slack), withPeople(...people.filter(({ id }) => id !== bob.id)))).toBe(
      "unknown-person",
    );
  });
});

describe("A16: only members are heard, however well known", () => {
  test.each([
    ["guest", "guest"],
    ["external", "external"],
    ["bot", "bot"],
    ["disabled", "disabled"],
    ["unknown", "standing-unknown"],
  ] as const)("%s: refused", (standing, why) => {
    expect(whoIs(inSlack(bob.slack, standing), contoso)).toBe(why);
    expect(whoIs(inTeams(bob.id, standing), contoso)).toBe(why);
  });

  test("A5: the bot's own identity, or any other app's, takes no part even when the roster lists it", () => {
    const relay = { ...bob, objectIds: [stranger], slack: "U0RELAY" };
    expect(whoIs(inSlack("U0RELAY", "bot"), withPeople(relay))).toBe("bot");
    expect(whoIs(inTeams(stranger, "bot"), withPeople(relay))).toBe("bot");
  });
});

describe("A16: another organisation is refused before anything else is asked", () => {
  test("another Slack workspace, another tenant", () => {
    expect(whoIs({ ...inSlack(bob.slack), team: "T0OTHER" } as Caller, contoso)).toBe("foreign-tenant");
    expect(whoIs({ ...inTeams(bob.id), tenant: stranger } as Caller, contoso)).toBe("foreign-tenant");
    expect(whoIs({ ...inSlack(bob.slack, "guest"), team: "T0OTHER" } as Caller, contoso)).toBe(
      "foreign-tenant",
    );
  });

  test("a platform that is not configured is foreign", () => {
    expect(whoIs(inSlack(bob.slack), { ...contoso, slack: undefined })).toBe("foreign-tenant");
    expect(whoIs(inTeams(bob.id), { ...contoso, teams: undefined })).toBe("foreign-tenant");
  });
});

test("the record names callers by their platform's own ids", () => {
  expect(callerId(inSlack("U0BOB"))).toBe("T0CONTOSO/U0BOB");
  expect(callerId(inTeams(stranger))).toBe(`${tenant}/${stranger}`);
});

test("somebody the log knows and the roster does not is shown, and may do nothing", () => {
  const former = personOf(withPeople(alice), bob.id);
  expect(former).toMatchObject({ id: bob.id, roles: [], groups: [] });
  expect(former.name).toContain("former member");
});

describe("who is asked", () => {
  test("approvers of tier 1 first, those of tier 2 next", () => {
    expect(approversFor(contoso, alice.id)).toEqual({ first: [bob, carol], next: [tina] });
  });

  test("A1: the requester is never asked to approve", () => {
    expect(approversFor(contoso, carol.id)).toEqual({ first: [bob], next: [tina] });
  });

  test("A15: an empty first tier asks the next at once", () => {
    expect(approversFor(withPeople(alice, tina), alice.id)).toEqual({ first: [tina], next: [] });
    expect(approversFor(withPeople(carol, tina), carol.id)).toEqual({ first: [tina], next: [] });
  });

  test("A11: nobody at all is an empty list, not everybody", () => {
    expect(approversFor(withPeople(alice, rob), alice.id)).toEqual({ first: [], next: [] });
  });

  test("custodians are those who keep a part of this account", () => {
    expect(custodiansOf(contoso, first)).toEqual([dave, erin]);
    const kept = { ...second, custody: { ...second.custody, parts: first.custody.parts.slice(0, 1) } };
    expect(custodiansOf(contoso, kept)).toEqual([dave]);
  });
});

describe("where they are reached", () => {
  test("in the channels of both platforms, or of the one there is", () => {
    expect(channels(contoso, "soc").map(({ platform }) => platform)).toEqual(["slack", "teams"]);
    expect(channels({ ...contoso, slack: undefined }, "soc")).toEqual([
      { platform: "teams", kind: "channel", id: "19:soc@thread.tacv2" },
    ]);
    expect(channels({ ...contoso, teams: undefined }, "admins")).toEqual([
      { platform: "slack", kind: "channel", id: "C0ADMINS" },
    ]);
  });

  test("in person, on every platform they have", () => {
    expect(directMessages(contoso, bob)).toEqual([
      { platform: "slack", kind: "person", id: "U0BOB" },
      { platform: "teams", kind: "person", id: bob.id },
    ]);
    expect(directMessages(contoso, { ...bob, slack: undefined })).toEqual([
      { platform: "teams", kind: "person", id: bob.id },
    ]);
    expect(directMessages({ ...contoso, teams: undefined }, carol)).toEqual([
      { platform: "slack", kind: "person", id: "U0CAROL" },
    ]);
  });
});
