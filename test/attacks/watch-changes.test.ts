// Somebody who means to keep a key: what they change on an account, or on what tells of it, is called by its name.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Row } from "../../src/core/sign-in/row.ts";
import { change } from "../core/sign-in/kit.ts";
import { ada, after, alice, bob, contoso, first, second } from "../kit/cast.ts";
import { inSlack, placeOf } from "../kit/chat.ts";
import { type Office, openOffice } from "../kit/office.ts";

const calm = { source: "log-analytics", every: 36_000, heartbeat: 36_000, exclusionGroups: [] } as const;
let office: Office;
beforeEach(async () => {
  office = await openOffice({ ...contoso, watch: calm });
  await office.submit(inSlack(alice));
  await office.hear(inSlack(bob), "approve BG-1");
});
afterEach(() => office.close());

async function tells(minute: number, ...rows: readonly Row[]) {
  office.at(minute);
  office.entra.tells(rows, after(minute));
  await office.look();
  await office.deliver();
}
const severity = () =>
  office.slack.at(placeOf("slack", "soc")).filter(({ key }) => key.startsWith("card/AL-1/"))[0]?.view
    .severity;
const byAccount = { id: first.id, name: first.upn, ip: undefined };
const byAlice = { id: alice.objectIds[1], name: "alice-admin@contoso.com", ip: undefined };
const byNobody = { id: "00000000-0000-4000-8000-00000000beef", name: "stranger@contoso.com", ip: undefined };

describe("in the window", () => {
  test.each(["User registered security info", "Add FIDO2 security key", "Add passkey"])(
    "the account gives itself a key (%s)",
    async (operation) => {
      await tells(20, change(19, operation, { by: byAccount }));
      expect(severity()).toBe(1);
    },
  );
  test("the account gives the other one a key", async () => {
    await tells(20, change(19, "Reset user password", { by: byAccount, touches: [second.id] }));
    expect(severity()).toBe(1);
  });
  test("a stranger adds a key", async () => {
    await tells(20, change(19, "Add FIDO2 security key", { by: byNobody }));
    expect(severity()).toBe(1);
  });
  test("the diagnostic setting is deleted", async () => {
    await tells(20, change(19, "Microsoft.aadiam/diagnosticSettings/delete", { by: byAccount, touches: [] }));
    expect(severity()).toBe(1);
  });
});
describe("after the use", () => {
  test("who asked for it gives the account a key", async () => {
    await tells(90, change(80, "Add FIDO2 security key", { by: byAlice }));
    expect(severity()).toBe(1);
  });
  test("an admin renews it", async () => {
    await tells(
      90,
      change(80, "Reset user password", { by: { id: ada.id, name: "ada@contoso.com", ip: undefined } }),
    );
    expect(severity()).toBe(3);
  });
});
test("the diagnostic setting is deleted by anybody", async () => {
  await tells(400, change(399, "Microsoft.aadiam/diagnosticSettings/delete", { by: byNobody, touches: [] }));
  expect(severity()).toBe(1);
});
