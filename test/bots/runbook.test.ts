// The runbook is asked for in the worst hour: it is answered from memory, and to people of the roster alone.
import { afterEach, beforeEach, expect, test } from "vitest";
import { alice, contoso, rob } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

test("the same words get the same runbook in both chats, and without a kind the list", async () => {
  const slack = await office.hear(inSlack(alice), "/breakglass runbook mfa");
  expect(slack).toContain("Runbook: MFA or phone outage");
  expect(await office.hear(inTeams(alice), "breakglass runbook MFA outage")).toBe(slack);
  expect(await office.hear(inSlack(alice), "runbook")).toMatch(/^Runbooks: what failed\?\nIf Entra/);
  expect(await office.hear(inSlack(alice), "runbook of the printer")).toContain("I know no runbook for that");
});

test("who is not in the roster does not hear where the safes are", async () => {
  office.become({ ...contoso, people: contoso.people.filter(({ id }) => id !== rob.id) });
  const said = await office.hear(inSlack(rob), "runbook mfa");
  expect(said).toContain("Nothing was done");
  expect(said).not.toContain("Safe in Berlin");
});

test("it needs no database", async () => {
  const dead = new Proxy(office.store, {
    get: (store, name) =>
      name === "onAppend" ? store.onAppend.bind(store) : () => Promise.reject(new Error("database is down")),
  });
  const wish = office.desk.understand("runbook other");
  const answer = await office.another(dead).hear({ caller: inSlack(alice), key: "key", wish });
  expect(answer.type === "view" && readView(answer.view)).toContain("Runbook: Something else");
});

test("a text of the organisation's own is shown as soon as the configuration has it", async () => {
  office.become({ ...contoso, runbooks: { "mfa-outage": "1. Take the red telephone." } });
  expect(await office.hear(inTeams(alice), "runbook mfa")).toContain("1. Take the red telephone.");
});
