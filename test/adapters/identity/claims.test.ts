// What a token of our own says that it may do; and tokens of every odd kind, of which none does harm or is printed.
import { expect, test } from "vitest";
import { readClaims } from "../../../src/adapters/identity/claims.ts";
import listed from "../../samples/graph/application-permissions.json" with { type: "json" };

const graph = "https://graph.microsoft.com";
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
const token = (payload: unknown) => `${encode({ alg: "RS256" })}.${encode(payload)}.c2lnbmVk`;
const claims = (more: object) => readClaims(token({ aud: graph, ...more }), graph);

test("permissions, roles of the tenant without the one that every app has, and whose it is", () => {
  expect(
    claims({
      appid: "C3B902B3-0B1C-4338-8D49-B436597CBC52",
      roles: ["AuditLog.Read.All"],
      wids: ["62e90394-69f5-4237-9190-012177145e10", "0997a1d0-0d1d-4acb-b408-d5ca73121e90"],
    }),
  ).toEqual({
    appId: "c3b902b3-0b1c-4338-8d49-b436597cbc52",
    permissions: ["AuditLog.Read.All"],
    directoryRoles: ["62e90394-69f5-4237-9190-012177145e10"],
  });
});

test("no claim is no permission: Entra leaves it out", () => {
  expect(claims({})).toEqual({ appId: undefined, permissions: [], directoryRoles: [] });
  expect(claims({ azp: "c3b902b3-0b1c-4338-8d49-b436597cbc52", ver: "2.0" })?.appId).toMatch(/^c3b9/);
  expect(claims({ appid: "no guid" })?.appId).toBeUndefined();
});

test("the audience may be Graph's address or its own id; a token for anything else says nothing of Graph", () => {
  for (const aud of [graph, `${graph}/`, "00000003-0000-0000-c000-000000000000"])
    expect(claims({ aud })).toBeDefined();
  for (const aud of ["https://api.botframework.com", [graph], "", undefined, `${graph}.evil.example`])
    expect(claims({ aud })).toBeUndefined();
});

test.each<[string, string]>([
  ["empty", ""],
  ["opaque", "EwBwA8l6BAAU7p9QDpi"],
  ["two parts", "a.b"],
  ["three parts that are no JSON", "a.b.c"],
  ["encrypted, in five parts", `${encode({ alg: "RSA-OAEP" })}.a.b.c.d`],
  ["a text for a payload", token("roles")],
  ["null for a payload", token(null)],
  ["a list for a payload", token([{ aud: graph }])],
  ["roles as a text", token({ aud: graph, roles: "Directory.ReadWrite.All" })],
  ["roles as an object", token({ aud: graph, roles: { 0: "Directory.ReadWrite.All" } })],
  ["roles that are no texts", token({ aud: graph, roles: ["Directory.Read.All", 7] })],
  ["wids as a text", token({ aud: graph, wids: "62e90394-69f5-4237-9190-012177145e10" })],
  ["not in UTF-8", `a.${Buffer.from([0xff, 0xfe, 0x7b]).toString("base64url")}.c`],
  ["of a hundred megabytes", `a.${"QUFB".repeat(25_000_000)}.c`],
  ["all dots", ".".repeat(1_000_000)],
])("a token that is %s is not read, and no error", (_, odd) => {
  expect(readClaims(odd, graph)).toBeUndefined();
});

test("a thousand permissions are read; of a name that none has, only that there is one", () => {
  const roles = Array.from({ length: 1_000 }, (_, n) => `Thing${n}.ReadWrite.All`);
  expect(claims({ roles })?.permissions).toEqual(roles);
  const odd = ["\u001b[31mred", "<!channel>", "x".repeat(10_000), ""];
  expect(claims({ roles: odd })?.permissions).toEqual(odd.map(() => "(unreadable)"));
});

test("every permission that Microsoft lists has a name that can be shown", () => {
  const names = [...listed.change, ...listed.others];
  expect(names).toContain("AuditLog.Read.All");
  expect(claims({ roles: names })?.permissions).toEqual(names);
});
