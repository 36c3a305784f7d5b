// Who lost a part in the process since the roster was looked at last, and which credentials that concerns.
import { describe, expect, test } from "vitest";
import type { Account, Organisation, Person } from "../../src/core/organisation.ts";
import { accountsNear, leavers, rosterText } from "../../src/core/staff.ts";
import {
  ada,
  alice,
  audrey,
  bob,
  carol,
  contoso,
  dave,
  erin,
  first,
  people,
  rob,
  sam,
  second,
} from "../kit/cast.ts";

const before = rosterText(contoso);
const both = [first.id, second.id];

const without = (person: Person): Organisation => ({
  ...contoso,
  people: people.filter((one) => one !== person),
});
const instead = (person: Person, more: Partial<Person>): Organisation => ({
  ...contoso,
  people: people.map((one) => (one === person ? { ...one, ...more } : one)),
});
const kept = (account: Account, ...custodians: Person[]): Account => ({
  ...account,
  custody: {
    ...account.custody,
    parts: account.custody.parts.map((part) => ({ ...part, custodians: custodians.map(({ id }) => id) })),
  },
});
const found = (organisation: Organisation) =>
  leavers(before, organisation).map(({ name, accounts }) => ({ name, accounts }));

test("at the first look nobody can have left, and a look at the same people finds nobody", () => {
  expect(leavers(undefined, contoso)).toEqual([]);
  expect(leavers(before, contoso)).toEqual([]);
});

test("the text is the same in whatever order the file lists people, roles and accounts", () => {
  const turned: Organisation = {
    ...contoso,
    people: people.map((one) => ({ ...one, roles: one.roles.toReversed() })).toReversed(),
    accounts: [second, first],
  };
  expect(rosterText(turned)).toBe(before);
  expect(JSON.parse(before)).toHaveLength(people.length);
  expect(JSON.parse(before)[5]).toEqual({
    id: dave.id,
    name: "Dave",
    roles: ["custodian"],
    accounts: both,
  });
});

describe("somebody is not in the roster any more", () => {
  test.each<[string, Person, readonly string[]]>([
    ["a responder: every account", rob, both],
    ["an approver: every account", bob, both],
    ["an admin: every account", ada, both],
    ["a custodian: the accounts of which they kept a part", erin, both],
  ])("%s", (_, person, accounts) => {
    expect(leavers(before, without(person))).toEqual([{ person: person.id, name: person.name, accounts }]);
  });

  test("who was never let near a credential leaves none behind", () => {
    expect(found(without(sam))).toEqual([]);
    expect(found(without(audrey))).toEqual([]);
  });

  test("an account that is gone too is nobody's concern any more", () => {
    expect(found({ ...without(rob), accounts: [second] })).toEqual([{ name: "Rob", accounts: [second.id] }]);
  });

  test("several at once, each with their own", () => {
    const organisation = { ...contoso, people: people.filter((one) => one !== rob && one !== dave) };
    expect(found(organisation).map(({ name }) => name)).toEqual(["Rob", "Dave"]);
  });
});

describe("somebody is there still, with less to do", () => {
  test.each<[string, Organisation, readonly string[]]>([
    ["a responder no more", instead(alice, { roles: [] }), both],
    ["an approver no more, though a responder still", instead(carol, { roles: ["responder"] }), both],
    ["an admin no more", instead(ada, { roles: ["auditor"] }), both],
    ["a custodian no more", instead(dave, { roles: [] }), both],
    [
      "keeps no part of one account any more",
      { ...contoso, accounts: [kept(first, erin), second] },
      [first.id],
    ],
  ])("%s", (_, organisation, accounts) => {
    expect(found(organisation).map((one) => one.accounts)).toEqual([accounts]);
  });

  test.each<[string, Organisation]>([
    ["SOC no more", instead(sam, { roles: [] })],
    ["one more role", instead(rob, { roles: ["responder", "approver"] })],
    ["another name", instead(rob, { name: "Robert" })],
    ["another part of the same account", { ...contoso, accounts: [kept(first, dave, erin), second] }],
    [
      "another of their accounts stands first",
      instead(alice, { id: alice.objectIds[1] as Person["id"], objectIds: alice.objectIds.toReversed() }),
    ],
    [
      "somebody new",
      {
        ...contoso,
        people: [...people, { ...rob, id: first.id as unknown as Person["id"], objectIds: [first.id] }],
      },
    ],
  ])("nobody lost anything: %s", (_, organisation) => {
    expect(found(organisation)).toEqual([]);
  });
});

test.each<[string, Person, readonly string[]]>([
  ["a responder is near every account", rob, both],
  ["an approver is", bob, both],
  ["an admin is", ada, both],
  ["a custodian is near what they keep a part of", dave, both],
  ["who does neither is near none", sam, []],
])("%s", (_, person, accounts) => {
  expect(accountsNear(person, contoso)).toEqual(accounts);
});

test("a custodian is not near an account that others keep", () => {
  expect(accountsNear(dave, { ...contoso, accounts: [kept(first, erin), second] })).toEqual([second.id]);
});
