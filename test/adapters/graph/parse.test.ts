// Rows of Graph as the core reads them: real ones, and ones that lack, twist or invent columns.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseChange } from "../../../src/adapters/graph/parse-change.ts";
import { parseSignIn } from "../../../src/adapters/graph/parse-sign-in.ts";
import { ada, after, bob, first, nine, second } from "../../kit/cast.ts";
import { aChange, aSignIn, group, watched } from "./kit.ts";

type Exported = Record<"signIns" | "directoryAudits", readonly Record<string, unknown>[]>;
const exported = JSON.parse(
  readFileSync(new URL("../../samples/graph/exported-rows.json", import.meta.url), "utf8"),
) as Exported;

const signIn = (more: object = {}) => parseSignIn({ ...aSignIn, ...more }, watched, nine);
const change = (more: object = {}) => parseChange({ ...aChange, ...more }, watched, nine);
const ours = { userId: first.id, userPrincipalName: first.upn };

test("a sign-in: who, when, from where, with what, and how it ended", () => {
  expect(signIn()).toEqual({
    kind: "sign-in",
    id: aSignIn.id,
    at: Temporal.Instant.from("2026-11-21T08:42:10.6195833Z"),
    readable: undefined,
    account: first.id,
    interactive: true,
    outcome: "success",
    code: "0",
    why: undefined,
    ip: "198.51.100.7",
    country: "DE",
    city: "Berlin",
    application: "Azure Portal",
    client: "Firefox 150.0",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0",
  });
});

test("a change: what was done, to whom, to which properties, by whom", () => {
  expect(change()).toEqual({
    kind: "change",
    id: "Directory_1",
    at: after(-10).add({ milliseconds: 720 }),
    readable: undefined,
    operation: "Reset user password",
    succeeded: true,
    touches: [first.id],
    properties: ["PasswordPolicies", "Included Updated Properties"],
    by: { id: ada.id, name: "ada@contoso.com", ip: "198.51.100.9" },
  });
});

test.each([
  [0, "success"],
  ["0", "success"],
  [50126, "failed"],
  [53003, "failed"],
  [50140, "interrupted"],
  ["50074", "interrupted"],
  [null, "interrupted"],
  ["none", "interrupted"],
])("result %j: %s", (errorCode, outcome) => {
  expect(signIn({ status: { errorCode } })).toMatchObject({ outcome });
});

test("F3: the account is known by its object id, whatever its name and the id's case", () => {
  const renamed = { userId: first.id.toUpperCase(), userPrincipalName: "renamed@contoso.com" };
  expect(signIn(renamed)).toMatchObject({ account: first.id });
});

test("where a row has no id of an account, the name that was typed counts", () => {
  const nobody = "00000000-0000-0000-0000-000000000000";
  for (const userId of [undefined, null, "", nobody, bob.id]) {
    const row = signIn({ userId, userPrincipalName: first.upn.toUpperCase() });
    expect(row).toMatchObject({ account: first.id });
  }
});

test("a row that names nobody is told without an account: only rows of the accounts were asked for", () => {
  expect(signIn({ userId: null, userPrincipalName: null })).toMatchObject({ account: undefined });
});

test("texts that the sender chooses are cut, and cannot break a database", () => {
  const row = signIn({ userAgent: `\ud800${"x".repeat(10_000)}`, id: "y".repeat(10_000) });
  expect(row?.userAgent).toHaveLength(300);
  expect(row?.userAgent?.isWellFormed()).toBe(true);
  expect(row?.id).toMatch(/^sha256-/);
});

test("a row of somebody else is not told, though Graph sent it", () => {
  expect(signIn({ userId: bob.id, userPrincipalName: "bob@contoso.com" })).toBeUndefined();
  expect(signIn({ userId: null, userPrincipalName: "bob@contoso.com" })).toBeUndefined();
  expect(change({ targetResources: [{ id: bob.id }] })).toBeUndefined();
});

test("F6: a change is told when it touches an account or an exclusion group, is an account's own, or concerns policies", () => {
  const user = (id: string) => ({ user: { id, userPrincipalName: "x@contoso.com" } });
  expect(change({ targetResources: [{ id: bob.id }, { id: group.toUpperCase() }] })).toMatchObject({
    touches: [group],
  });
  expect(change({ targetResources: [{ id: bob.id }], initiatedBy: user(second.id) })).toMatchObject({
    touches: [],
    by: { id: second.id },
  });
  const policy = [
    {
      id: "policy",
      modifiedProperties: [
        { displayName: "ConditionalAccessPolicy", newValue: `{"excludeUsers":["${first.id}"]}` },
      ],
    },
  ];
  const update = { targetResources: policy, loggedByService: "Conditional Access", category: "Policy" };
  expect(change(update)).toMatchObject({ touches: [first.id], properties: ["ConditionalAccessPolicy"] });
  expect(change({ ...update, targetResources: [{ id: "policy" }] })).toMatchObject({ touches: [] });
});

test("an application that changed something is named as such", () => {
  const app = {
    appId: "app",
    displayName: "Provisioning",
    servicePrincipalId: group,
    servicePrincipalName: null,
  };
  expect(change({ initiatedBy: { user: null, app } })).toMatchObject({
    by: { id: group, name: "Provisioning", ip: undefined },
  });
});

test("a result that is neither success nor failure is not known", () => {
  const succeeded = (result: unknown) => change({ result })?.succeeded;
  expect(["Success", "failure", "timeout", "constructor", null, 1].map(succeeded)).toEqual([
    true,
    false,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("JSON text where an object was expected is read as the object", () => {
  const asText = (row: object) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        typeof value === "object" ? JSON.stringify(value) : value,
      ]),
    );
  expect(signIn(asText(aSignIn))).toEqual(signIn());
  expect(change(asText(aChange))).toEqual(change());
});

test("a row without an id is named by what it says: the same row, the same name", () => {
  const [one, again, other] = [
    signIn({ id: null }),
    signIn({ id: null }),
    signIn({ id: null, ipAddress: "::1" }),
  ];
  expect(one?.id).toMatch(/^sha256-[0-9a-f]{64}$/);
  expect(again?.id).toBe(one?.id);
  expect(other?.id).not.toBe(one?.id);
});

test("a row that does not say when, or in words, happened when it was read", () => {
  for (const createdDateTime of [
    undefined,
    null,
    "yesterday",
    7,
    "0001-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
  ]) {
    expect(signIn({ createdDateTime })?.at).toEqual(nine);
  }
  expect(signIn({ createdDateTime: "2026-11-21 08:00:00.5" })?.at).toEqual(
    after(-60).add({ milliseconds: 500 }),
  );
});

const strange = [undefined, null, "", "text", 0, 7, true, [], [[]], {}, { id: {} }, "[", '"x"', "{}", "null"];

test("whatever one column holds, the row is told with the rest", () => {
  for (const value of strange) {
    for (const column of ["id", "createdDateTime", "status", "isInteractive", "deviceDetail", "userAgent"]) {
      const row = signIn({ [column]: value });
      expect(row, `${column}: ${JSON.stringify(value)}`).toMatchObject({ account: first.id, city: "Berlin" });
    }
    expect(signIn({ location: value })).toMatchObject({ account: first.id, outcome: "success" });
    for (const column of [
      "id",
      "activityDateTime",
      "activityDisplayName",
      "result",
      "initiatedBy",
      "category",
    ]) {
      const row = change({ [column]: value });
      expect(row, `${column}: ${JSON.stringify(value)}`).toMatchObject({ touches: [first.id] });
    }
  }
});

test("a column that is not there at all is like one that says nothing", () => {
  const without = (row: object, column: string) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => key !== column));
  for (const column of Object.keys(aSignIn).filter((key) => key !== "id")) {
    expect(parseSignIn(without(aSignIn, column), watched, nine)).toEqual(signIn({ [column]: undefined }));
  }
  for (const column of Object.keys(aChange).filter((key) => key !== "id")) {
    expect(parseChange(without(aChange, column), watched, nine)).toEqual(change({ [column]: undefined }));
  }
});

test("no row stops the reader, whatever it is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (raw) => {
      const rows = [parseSignIn(raw, watched, nine), parseChange(raw, watched, nine)];
      for (const row of rows) expect(row === undefined || row.id.length > 0).toBe(true);
    }),
  );
  for (const raw of strange) {
    expect(parseSignIn(raw, watched, nine)).toMatchObject({ kind: "sign-in", outcome: "interrupted" });
    expect(parseChange(raw, watched, nine)).toMatchObject({ kind: "change" });
  }
});

test("rows that Entra exported, as if they were ours", () => {
  const told = [
    ...exported.signIns.map((row) => parseSignIn({ ...row, ...ours }, watched, nine)),
    ...exported.directoryAudits.map((row) => {
      const others = Array.isArray(row["targetResources"]) ? row["targetResources"] : [];
      return parseChange({ ...row, targetResources: [...others, { id: first.id }] }, watched, nine);
    }),
  ];
  expect(told.map((row) => row && { ...row, at: row.at.toString() })).toMatchSnapshot();
});
