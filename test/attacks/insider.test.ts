// An insider at the desk: whatever they do first, or however the list of people is edited, takes two humans.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PersonId } from "../../src/core/ids.ts";
import { alice, bob, carol, contoso, people, rob, second } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Office, openOffice } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test("B2: who used the name of an interaction first takes nobody else's click away, and learns nothing of it", async () => {
  await office.submit(inSlack(alice));
  expect(await office.hear(inTeams(rob), "help me", "click-1")).toContain("request");
  await office.hear(inTeams(rob), "approve BG-9", "click-1");
  expect(await office.hear(inTeams(bob), "approve BG-1", "click-1")).toContain("BG-1: approved");
  expect(await office.hear(inTeams(carol), "end BG-1 ", "click-1")).not.toContain("approved");
});

test("A4: a second account put first on the list makes no second human of its owner", async () => {
  await office.submit(inSlack(carol));
  const other = "00000000-0000-4000-8000-0000000000aa" as PersonId;
  const turned = { ...carol, id: other, objectIds: [other, carol.id] };
  office.become({ ...contoso, people: people.map((one) => (one.id === carol.id ? turned : one)) });
  for (const caller of [inSlack(turned), inTeams(turned), inTeams(turned, "member", 1)])
    expect(await office.hear(caller, "approve BG-1")).toContain("a second person must answer it");
  expect(await office.hear(inSlack(turned), "withdraw")).toContain("BG-1: withdrawn");
});

test("A8: nor do their approvals before and after count as two", async () => {
  await office.submit(inSlack(alice), { account: second.id });
  await office.hear(inSlack(bob), "approve BG-1");
  const other = "00000000-0000-4000-8000-0000000000bb" as PersonId;
  const turned = { ...bob, id: other, objectIds: [other, bob.id], groups: ["identity"] };
  office.become({ ...contoso, people: people.map((one) => (one.id === bob.id ? turned : one)) });
  expect(await office.hear(inSlack(turned), "approve BG-1")).toContain("It counts once");
});

test("A4: nor does attesting the own declaration", async () => {
  await office.submit(inSlack(carol), {}, "declare");
  const other = "00000000-0000-4000-8000-0000000000aa" as PersonId;
  const turned = { ...carol, id: other, objectIds: [other, carol.id] };
  office.become({ ...contoso, people: people.map((one) => (one.id === carol.id ? turned : one)) });
  expect(await office.hear(inSlack(turned), "attest BG-1 all is well")).toContain("second person");
});

test("a reason of signs that nobody can see is none", async () => {
  for (const unseen of ["\u200b", "\u2800", "\u3164", "\u00ad", "\u202e", "\u{e0041}", "\u0000"])
    expect(await office.submit(inSlack(alice), { reason: unseen.repeat(40) })).not.toContain("asked");
  expect(await office.record("BG-1")).toEqual([]);
});

test("A9, A14: a group of the mix that only the requester is in is filled by nobody, and said at once", async () => {
  const others = people.filter(({ id }) => id === carol.id || id === bob.id || id === rob.id);
  office.become({ ...contoso, people: others });
  expect(await office.submit(inSlack(carol), { account: second.id })).toContain("Too few people can approve");
  await office.hear(inSlack(bob), "approve BG-1");
  for (const caller of [inSlack(carol), inTeams(carol)])
    expect(await office.hear(caller, "approve BG-1")).toContain("a second person must answer it");
  expect(await office.record("BG-1")).not.toContain("granted");
});

test("A10: every role in one hand still opens nothing quietly: the own request, extension and declaration need another", async () => {
  const every = ["responder", "approver", "custodian", "soc", "admin", "auditor"] as const;
  const mallory = { ...carol, roles: every, groups: ["security", "identity"] };
  office.become({ ...contoso, people: people.map((one) => (one.id === carol.id ? mallory : one)) });
  await office.submit(inSlack(mallory));
  expect(await office.hear(inTeams(mallory), "approve BG-1")).toContain("a second person");
  await office.hear(inSlack(bob), "approve BG-1");
  await office.hear(inSlack(mallory), "extend BG-1 30m still at it");
  expect(await office.hear(inTeams(mallory), "approve BG-1")).toContain("a second person");
  await office.submit(inSlack(mallory), { account: second.id }, "declare");
  expect(await office.hear(inTeams(mallory), "attest BG-2 fine")).toContain("second person");
  expect(await office.record("BG-1")).not.toContain("extended");
  expect(await office.record("BG-2")).not.toContain("attested");
});
