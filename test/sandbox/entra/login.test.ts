import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from "jose";
import { expect, test } from "vitest";
import {
  askGraph,
  askToken,
  clientsOf,
  graphScope,
  logsScope,
  practiceEntra,
  query,
  tokenFor,
} from "./kit.ts";

test("the real credential gets a token for what it asks, and keeps it", async () => {
  const { entra } = await practiceEntra({ clock: Date.now });
  const { credential } = clientsOf(entra);
  const { token, expiresOnTimestamp } = await credential.getToken(graphScope);
  expect(expiresOnTimestamp - Date.now()).toBeGreaterThan(3_000_000);
  expect((await credential.getToken(graphScope)).token).toBe(token);
  expect((await credential.getToken(logsScope)).token).not.toBe(token);
  expect((await askGraph(entra, token, "auditLogs/signIns")).status).toBe(200);
});

test("the real credential hears why its secret is refused", async () => {
  const { entra } = await practiceEntra();
  Object.assign(entra.settings, { clientSecret: "a wrong secret" });
  const { credential } = clientsOf(entra);
  await expect(credential.getToken(graphScope)).rejects.toThrow(/AADSTS7000215: Invalid client secret/);
});

test.each([
  ["another tenant", { tenant: "00000000-0000-4000-8000-000000009999" }, 400, 90002],
  ["another grant", { grant_type: "password" }, 400, 70003],
  ["an app that nobody knows", { client_id: "00000000-0000-4000-8000-000000009998" }, 400, 700016],
  ["a wrong secret", { client_secret: "wrong" }, 401, 7000215],
  ["a scope without /.default", { scope: "https://graph.microsoft.com/AuditLog.Read.All" }, 400, 1002012],
  ["a service that is not there", { scope: "https://vault.azure.net/.default" }, 400, 500011],
])("the token endpoint refuses %s as Entra does", async (_, other, status, code) => {
  const { entra } = await practiceEntra();
  const answer = await askToken(entra, graphScope, other);
  expect(answer).toMatchObject({ status, body: { error_codes: [code] } });
  expect(answer.body.error_description).toContain(`AADSTS${code}: `);
});

test("a token is good for an hour, and for one service alone", async () => {
  const { entra, pass } = await practiceEntra();
  const forGraph = await tokenFor(entra, graphScope);
  const forLogs = await tokenFor(entra, logsScope);
  const ask = { query: "SigninLogs | take 1" };
  expect((await askGraph(entra, forGraph, "auditLogs/signIns")).status).toBe(200);
  expect((await query(entra, forLogs, ask)).status).toBe(200);
  expect((await askGraph(entra, forLogs, "auditLogs/signIns")).body).toContain("Invalid audience");
  expect((await query(entra, forGraph, ask)).body).toContain("InvalidAuthenticationTokenAudience");
  pass(3600);
  expect((await askGraph(entra, forGraph, "auditLogs/signIns")).status).toBe(401);
  expect((await query(entra, forLogs, ask)).status).toBe(403);
});

test("as in a sovereign cloud, the origin of a service is an audience too, of that service alone", async () => {
  const { entra } = await practiceEntra();
  const origin = (url: string) => `${new URL(url).origin}/.default`;
  const forLogs = await tokenFor(entra, origin(entra.settings.logAnalyticsUrl));
  const forGraph = await tokenFor(entra, origin(entra.settings.graphUrl));
  expect((await query(entra, forLogs, { query: "AuditLogs | take 1" })).status).toBe(200);
  expect((await query(entra, forGraph, { query: "AuditLogs | take 1" })).status).toBe(403);
  expect((await askGraph(entra, forGraph, "auditLogs/directoryAudits")).status).toBe(200);
});

test("a made-up token opens nothing, and so does none", async () => {
  const { entra } = await practiceEntra();
  const ask = { query: "SigninLogs | take 1" };
  expect((await query(entra, undefined, ask)).json()).toMatchObject({
    error: { code: "AuthenticationFailed" },
  });
  expect((await query(entra, "made-up", ask)).json()).toMatchObject({
    error: { code: "InvalidAuthenticationToken" },
  });
  for (const token of [undefined, "made-up"]) {
    const answer = await askGraph(entra, token, "auditLogs/signIns");
    expect(answer).toMatchObject({ status: 401 });
    expect(answer.json()).toMatchObject({ error: { code: "InvalidAuthenticationToken" } });
  }
});

const azureMonitor = "461e8683-5575-4561-ac7f-899cc907d62a";

test("the webhook's token is Azure Monitor's, by the keys that Entra publishes", async () => {
  const { entra } = await practiceEntra({ clock: Date.now });
  const { authorityHost, tenant, webhookApp } = entra.settings;
  const issuer = `${authorityHost}/${tenant}/v2.0`;
  const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  expect(metadata.issuer).toBe(issuer);
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const verify = (token: string) =>
    jwtVerify(token, keys, { issuer, audience: webhookApp, algorithms: ["RS256"] });

  const { payload } = await verify(await entra.webhookToken());
  const honest: JWTPayload = {
    azp: azureMonitor,
    tid: tenant,
    roles: ["ActionGroupsSecureWebhook"],
    ver: "2.0",
  };
  expect(payload).toMatchObject(honest);
  const other = await verify(await entra.webhookToken({ azp: "another app", roles: undefined }));
  expect(other.payload).toMatchObject({ azp: "another app" });
  expect(other.payload).not.toHaveProperty("roles");

  await expect(verify(await entra.webhookToken({ exp: 1 }))).rejects.toThrow(/exp/);
  for (const forger of ["stranger", "none", "shared-secret"] as const) {
    await expect(verify(await entra.webhookToken({}, forger))).rejects.toThrow();
  }
});

test("the token says what the app may do, in the shape of Entra's, and Graph goes by it", async () => {
  const { entra } = await practiceEntra({ clock: Date.now, granted: { permissions: ["User.Read.All"] } });
  const before = await tokenFor(entra, graphScope);
  expect(decodeJwt(before)).toMatchObject({
    aud: "https://graph.microsoft.com",
    appid: entra.settings.clientId,
    idtyp: "app",
    tid: entra.settings.tenant,
    roles: ["User.Read.All"],
    wids: ["0997a1d0-0d1d-4acb-b408-d5ca73121e90"],
  });
  expect((await askGraph(entra, before, "auditLogs/signIns")).status).toBe(403);
  entra.grant({
    permissions: ["AuditLog.Read.All"],
    directoryRoles: ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"],
  });
  expect((await askGraph(entra, before, "auditLogs/signIns")).status).toBe(403); // a token stays what it was
  const after = await tokenFor(entra, graphScope);
  expect(decodeJwt(after)["wids"]).toContain("f2ef992c-3afb-46b9-b7cf-a126ee74c451");
  expect((await askGraph(entra, after, "auditLogs/signIns")).status).toBe(200);
  expect((await askGraph(entra, after, "users/00000000-0000-4000-8000-000000000901")).status).toBe(403);
});

test("an app without a permission has no such claim, and Log Analytics' token tells of none", async () => {
  const { entra } = await practiceEntra({ clock: Date.now, granted: { permissions: [] } });
  expect(decodeJwt(await tokenFor(entra, graphScope))).not.toHaveProperty("roles");
  entra.grant({ permissions: ["AuditLog.Read.All"] });
  expect(decodeJwt(await tokenFor(entra, logsScope))).not.toHaveProperty("roles");
});
