import { expect, test } from "vitest";
import type { EntraStandIn } from "../../../src/sandbox/entra/types.ts";
import { ada, first, second } from "../../kit/cast.ts";
import { askGraph, berlin, clientsOf, graphScope, group, practiceEntra, tokenFor } from "./kit.ts";

const by = { id: ada.id, name: "Ada", ip: "198.51.100.7" };

async function asker(entra: EntraStandIn) {
  const token = await tokenFor(entra, graphScope);
  return (path: string, options: Record<string, string> = {}) =>
    askGraph(entra, token, `auditLogs/${path}?${new URLSearchParams(options)}`);
}

test("the real client reads sign-ins, and follows the link to the next page", async () => {
  const { entra, pass } = await practiceEntra();
  const ids = Array.from({ length: 3 }, () => {
    pass(60);
    return entra.signIn({ account: first.id, result: "success", from: berlin });
  });
  const { graph } = clientsOf(entra);
  const list = graph.api("/auditLogs/signIns").filter(`userId eq '${first.id}'`).top(2);
  const page = await list.get();
  entra.signIn({ account: first.id, result: "failure", from: berlin }); // comes between the pages, and moves none
  const rest = await graph.api(page["@odata.nextLink"]).get();
  const read = [...page.value, ...rest.value].map(({ id }: { id: string }) => id);
  expect(read).toEqual(ids.toReversed());
  expect(rest).not.toHaveProperty("@odata.nextLink");
  const full = await graph.api("/auditLogs/signIns").top(4).get();
  expect(full.value).toHaveLength(4);
  expect(full).not.toHaveProperty("@odata.nextLink");
});

test("F1: v1.0 tells interactive sign-ins only, in whole seconds", async () => {
  const { entra } = await practiceEntra();
  entra.signIn({ account: first.id, result: "success", from: berlin, interactive: false });
  const id = entra.signIn({ account: first.id, result: "failure", from: berlin, ago: 0.5 });
  const { value, ...rest } = (await (await asker(entra))("signIns")).json();
  expect(rest).toEqual({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns" });
  expect(value).toHaveLength(1);
  expect(value?.[0]).toMatchObject({
    id,
    createdDateTime: "2026-11-21T08:59:59Z",
    userId: first.id,
    userPrincipalName: first.upn,
    ipAddress: "203.0.113.7",
    isInteractive: true,
    status: { errorCode: 50126, failureReason: expect.stringContaining("invalid username or password") },
    location: { city: "Berlin", countryOrRegion: "DE" },
    deviceDetail: { operatingSystem: "Windows10", browser: "Edge 140.0.0.0" },
  });
});

test("F2: a late row is not there before it is published", async () => {
  const { entra, pass } = await practiceEntra();
  entra.signIn({ account: first.id, result: "success", from: berlin, late: 60 });
  const ask = await asker(entra);
  expect((await ask("signIns")).json()["value"]).toEqual([]);
  pass(60);
  expect((await ask("signIns")).json()["value"]).toHaveLength(1);
});

test("a change names its targets, what changed, and who did it", async () => {
  const { entra } = await practiceEntra();
  const id = entra.change({
    operation: "Add member to group",
    targets: [first.id, group],
    by,
    properties: ["Group.ObjectID"],
  });
  const answer = await (await asker(entra))("directoryAudits");
  expect(answer.json()["value"]?.[0]).toMatchObject({
    id,
    activityDisplayName: "Add member to group",
    category: "GroupManagement",
    result: "success",
    initiatedBy: { app: null, user: { id: ada.id, ipAddress: "198.51.100.7" } },
    targetResources: [
      { id: first.id, type: "User", modifiedProperties: [{ displayName: "Group.ObjectID" }] },
      { id: group, type: "Group", modifiedProperties: [] },
    ],
  });
});

test("both services tell a row by the same id", async () => {
  const { entra } = await practiceEntra();
  const signIn = entra.signIn({ account: first.id, result: "mfa-asked", from: berlin });
  const { logs } = clientsOf(entra);
  const answer = await logs.queryWorkspace(entra.settings.workspace, "SigninLogs | project Id", {
    duration: "P1D",
  });
  const ids = "tables" in answer ? answer.tables[0]?.rows.flat() : [];
  const { value } = (await (await asker(entra))("signIns")).json();
  expect((value as unknown as { id: string }[]).map(({ id }) => id)).toEqual(ids?.toReversed());
  expect(ids).toContain(signIn);
});

test.each([
  [`userId eq '${first.id}'`, 2],
  [`userId eq '${first.id}' and status/errorCode eq 0`, 1],
  [`status/errorCode eq 0 or status/errorCode eq 50126`, 3],
  [`userId eq '${second.id}' or userId eq '${first.id}' and status/errorCode eq 0`, 2],
  [`(userId eq '${second.id}' or userId eq '${first.id}') and status/errorCode eq 50126`, 1],
  ["createdDateTime ge 2026-11-21T08:59:00Z", 2],
  ["createdDateTime le 2026-11-21T08:58:59Z", 1],
  ["createdDateTime ge 2026-11-21T08:55:00Z and createdDateTime le 2026-11-21T08:55:00Z", 1],
  ["userDisplayName eq 'O''Neill'", 0],
  ["location/countryOrRegion eq 'FR'", 1],
])("sign-ins by $filter=%s", async (filter, count) => {
  const { entra } = await practiceEntra();
  entra.signIn({ account: first.id, result: "success", from: berlin, ago: 300 });
  entra.signIn({ account: first.id, result: "failure", from: berlin });
  entra.signIn({ account: second.id, result: "success", from: { ...berlin, country: "FR" } });
  expect((await (await asker(entra))("signIns", { $filter: filter })).json()["value"]).toHaveLength(count);
});

test.each([
  [`targetResources/any(t:t/id eq '${first.id}')`, 1],
  [`targetResources/any(x:x/id eq '${group}') or initiatedBy/user/id eq '${second.id}'`, 2],
  [`activityDateTime ge 2026-11-21T09:00:00Z and (targetResources/any(t: t/id eq '${first.id}'))`, 1],
  ["loggedByService eq 'Conditional Access'", 1],
  ["activityDisplayName eq 'reset user password'", 0],
])("changes by $filter=%s", async (filter, count) => {
  const { entra } = await practiceEntra();
  entra.change({ operation: "Reset user password", targets: [first.id], by });
  entra.change({ operation: "Add member to group", targets: [group], by });
  entra.change({ operation: "Update conditional access policy", targets: [], by: { ...by, id: second.id } });
  expect((await (await asker(entra))("directoryAudits", { $filter: filter })).json()["value"]).toHaveLength(
    count,
  );
});

test.each([
  { $filter: "userId ne 'x'" },
  { $filter: "nobody eq 'x'" },
  { $filter: "userId eq x" },
  { $filter: "createdDateTime ge 'today'" },
  { $filter: "createdDateTime gt 2026-11-21T09:00:00Z" },
  { $filter: "startswith(userId,'0')" },
  { $filter: "(userId eq 'x'" },
  { $filter: "userId eq 'x' userId eq 'y'" },
  { $filter: "userId eq 'x" },
  { $filter: "" },
  { $filter: "__proto__ eq 'x'" },
  { $filter: "signInEventTypes/any(t:t eq 'nonInteractiveUser')" },
  { $filter: Array.from({ length: 30 }, () => "userId eq 'x'").join(" or ") },
  { $top: "1001" },
  { $top: "none" },
  { $orderby: "userId" },
  { $search: "x" },
  { $skiptoken: "eA" },
])("refused with 400, as Graph does: %o", async (options) => {
  const { entra } = await practiceEntra();
  const answer = await (await asker(entra))("signIns", Object.fromEntries(Object.entries(options)));
  expect(answer.status).toBe(400);
  expect(answer.json()).toMatchObject({
    error: { code: "BadRequest", innerError: { "request-id": expect.stringContaining("-") } },
  });
});

test("ordered and selected as asked", async () => {
  const { entra } = await practiceEntra();
  entra.change({ operation: "Disable account", targets: [first.id], by, ago: 60 });
  entra.change({ operation: "Enable account", targets: [first.id], by });
  const ask = await asker(entra);
  const read = async (options: Record<string, string>) =>
    (await ask("directoryAudits", options)).json()["value"];
  const [disabled, enabled] = [
    { activityDisplayName: "Disable account" },
    { activityDisplayName: "Enable account" },
  ];
  const $select = "activityDisplayName";
  expect(await read({ $select })).toEqual([enabled, disabled]);
  expect(await read({ $select, $orderby: "activityDateTime asc" })).toEqual([disabled, enabled]);
  expect(await read({ $select, $orderby: "activityDateTime desc" })).toEqual([enabled, disabled]);
});

test("the sixth request within ten seconds is told to wait, unless that is switched off", async () => {
  const { entra, pass } = await practiceEntra();
  const ask = await asker(entra);
  for (let n = 0; n < 5; n += 1) expect((await ask("signIns")).status).toBe(200);
  const refused = await ask("directoryAudits");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("10");
  pass(10);
  expect((await ask("signIns")).status).toBe(200);

  const { entra: patient } = await practiceEntra({ rates: "off" });
  const askMore = await asker(patient);
  const answers = await Promise.all(Array.from({ length: 12 }, () => askMore("signIns")));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
});

test("nothing but the two logs and single users is there", async () => {
  const { entra } = await practiceEntra();
  const token = await tokenFor(entra, graphScope);
  expect((await askGraph(entra, token, "users")).status).toBe(400);
  expect((await askGraph(entra, token, "auditLogs/provisioning")).status).toBe(400);
});
