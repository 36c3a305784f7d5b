import { createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { alice, appId, practiceTeams, smallBot, tenant } from "./kit.ts";

const audience = appId;
const issuer = "https://api.botframework.com";

describe("the channel's login", () => {
  test("a token is verified by jose against the served keys, and carries the service URL", async () => {
    const teams = await practiceTeams();
    const metadata = await (await fetch(teams.settings.openIdMetadata)).json();
    expect(metadata.issuer).toBe(issuer);
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    const { payload } = await jwtVerify(await teams.token(), keys, { issuer, audience });
    expect(payload["serviceurl"]).toBe(teams.settings.serviceUrl);
  });

  test("every published key says which channels it endorses", async () => {
    const teams = await practiceTeams();
    const metadata = await (await fetch(teams.settings.openIdMetadata)).json();
    const { keys } = await (await fetch(metadata.jwks_uri)).json();
    const kid = (token: string) => decodeProtectedHeader(token).kid;
    const endorsed = (id: string | undefined) =>
      keys.find((key: { kid: string }) => key.kid === id)?.endorsements;
    expect(endorsed(kid(await teams.token()))).toContain("msteams");
    expect(endorsed(kid(await teams.token({ signedBy: "unendorsed" })))).toEqual(["webchat"]);
  });

  test("every way to lie in a token is refused by a bot that looks", async () => {
    const teams = await practiceTeams();
    const bot = await smallBot(teams);
    const lies = [
      { claims: { aud: "00000000-0000-4000-8000-000000000666" } },
      { claims: { iss: "https://evil.example" } },
      { claims: { aud: undefined } },
      { lifetimeSeconds: -600 },
      { signedBy: "stranger" },
      { signedBy: "entra" },
      { signedBy: "none" },
      { signedBy: "shared-secret" },
      { header: { kid: "nobody" } },
      { header: { alg: "RS384" } },
    ] as const;
    const activity = teams.activity(alice, "personal", "help");
    for (const lie of lies) {
      const answer = await teams.raw(activity, { token: await teams.token(lie) });
      expect.soft(answer.status, JSON.stringify(lie)).toBe(401);
    }
    expect((await teams.raw(activity, { token: null })).status).toBe(401);
    expect(bot.heard).toEqual([]);
    expect((await teams.raw(activity)).status).toBe(200);
    expect((await teams.replay()).status).toBe(200);
    expect(bot.heard).toHaveLength(2);
  });

  test("a token of the bot's own app is genuine Entra: only its issuer gives it away", async () => {
    const teams = await practiceTeams();
    const metadata = await (await fetch(teams.settings.entraMetadata)).json();
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    const token = await teams.token({ signedBy: "entra" });
    const { payload } = await jwtVerify(token, keys, { issuer: metadata.issuer, audience });
    expect(payload).toMatchObject({ tid: tenant, appid: appId });
  });

  test("after a rotation new tokens need the new key, and the old key is published a while longer", async () => {
    const teams = await practiceTeams();
    const metadata = await (await fetch(teams.settings.openIdMetadata)).json();
    const before = createLocalJWKSet(await (await fetch(metadata.jwks_uri)).json());
    const old = await teams.token();
    await teams.rotateKeys();
    await expect(jwtVerify(await teams.token(), before)).rejects.toThrow(/no applicable key/);
    const now = createLocalJWKSet(await (await fetch(metadata.jwks_uri)).json());
    await jwtVerify(await teams.token(), now);
    await jwtVerify(old, now);
  });

  test("keys that are down answer 503, and come back", async () => {
    const teams = await practiceTeams();
    teams.keysDown(true);
    expect((await fetch(teams.settings.openIdMetadata)).status).toBe(503);
    teams.keysDown(false);
    expect((await fetch(teams.settings.openIdMetadata)).status).toBe(200);
  });
});

describe("the managed identity", () => {
  const ask = async (change: { header?: string; resource?: string; client?: string }) => {
    const teams = await practiceTeams();
    const query = new URLSearchParams({
      resource: change.resource ?? "https://api.botframework.com",
      client_id: change.client ?? appId,
    });
    const header = change.header ?? teams.settings.identityHeader;
    return fetch(`${teams.settings.identityEndpoint}?${query}`, { headers: { "X-IDENTITY-HEADER": header } });
  };

  test("gives a token to the bot", async () => {
    const answer = await (await ask({})).json();
    expect(answer).toMatchObject({ token_type: "Bearer", expires_on: expect.stringMatching(/^\d+$/) });
  });

  test.each([
    [{ header: "guessed" }, 401],
    [{ resource: "https://vault.azure.net" }, 400],
    [{ client: "another" }, 400],
  ])("refuses %o", async (change, status) => {
    expect((await ask(change)).status).toBe(status);
  });
});
