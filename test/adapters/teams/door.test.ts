// Who is not let in: forged, foreign, replayed, malformed and oversized requests, and what they are told.
import { createServer } from "node:http";
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTeams } from "../../../src/adapters/teams/teams.ts";
import type { RawOptions, TokenOverrides } from "../../../src/sandbox/teams/wire.ts";
import { bob, nine } from "../../kit/cast.ts";
import { approve, click, listening, openPractice, type Practice } from "./kit.ts";

let practice: Practice;
beforeAll(async () => {
  practice = await openPractice();
});
afterAll(() => practice.stop());
beforeEach(() => {
  practice.notes.heard.length = 0;
});

let count = 0;
const honest = (more: object = {}): Record<string, unknown> => ({
  ...practice.teams.activity(bob.id, "personal", "status"),
  id: `door-${(count += 1)}`,
  ...more,
});
const part = (name: string): object => honest()[name] as object;
const knock = async (activity: unknown, options?: RawOptions) => {
  const { status, body } = await practice.teams.raw(activity, options);
  return { status, body, heard: practice.notes.heard.length };
};
const refused = (status: number) => ({ status, body: "", heard: 0 });

describe("B7: a token", () => {
  it("of Teams itself is believed", async () => {
    expect(await knock(honest())).toEqual({ status: 200, body: "", heard: 1 });
  });

  const token = (lie?: TokenOverrides) => practice.teams.token(lie);
  const now = () => Math.floor(Date.now() / 1_000);
  const lies: Record<string, () => Promise<string | null>> = {
    "that is missing": async () => null,
    "that is garbage": async () => "garbage",
    "in three parts of garbage": async () => "aaaa.bbbb.cccc",
    "for another bot": () => token({ claims: { aud: "00000000-0000-4000-8000-00000000beef" } }),
    "for this bot and another": () =>
      token({ claims: { aud: [practice.settings.appId, "00000000-0000-4000-8000-00000000beef"] } }),
    "without an audience": () => token({ claims: { aud: undefined } }),
    "of another issuer": () => token({ claims: { iss: "https://api.botframework.example" } }),
    "for another service URL": () =>
      token({ claims: { serviceurl: "https://smba.trafficmanager.net/teams/" } }),
    "without a service URL": () => token({ claims: { serviceurl: undefined } }),
    "that is over": () => token({ lifetimeSeconds: -400 }),
    "that never ends": () => token({ claims: { exp: undefined } }),
    "that is not valid yet": () => token({ claims: { nbf: now() + 400 } }),
    "without a signature (alg none)": () => token({ signedBy: "none" }),
    "signed with the public key as a secret (HS256)": () => token({ signedBy: "shared-secret" }),
    "signed by a stranger under a known key id": () => token({ signedBy: "stranger" }),
    "of a key that may not speak for Teams": () => token({ signedBy: "unendorsed" }),
    "of an unknown key id": () => token({ header: { kid: "nobody's" } }),
    "without a key id": () => token({ header: { kid: undefined } }),
    "that names its own key (jku, jwk)": () =>
      token({ header: { kid: "mine", jku: "http://127.0.0.1:1/keys" }, signedBy: "stranger" }),
    "from Entra, of the bot's own app": () => token({ signedBy: "entra" }),
    "of the bot's own app, with the right issuer": () =>
      token({ claims: { appid: practice.settings.appId } }),
  };
  it.each(Object.keys(lies))("%s is refused, and learns nothing", async (lie) => {
    const made = await lies[lie]?.();
    expect(await knock(honest(), { token: made ?? null })).toEqual(refused(401));
  });

  it("may be five minutes off", async () => {
    expect(await knock(honest(), { token: await token({ lifetimeSeconds: -200 }) })).toMatchObject({
      status: 200,
    });
    expect(await knock(honest(), { token: await token({ claims: { nbf: now() + 200 } }) })).toMatchObject({
      status: 200,
    });
  });

  it("is refused in another scheme, or twice", async () => {
    const good = await token();
    for (const authorization of [
      good,
      `Basic ${good}`,
      `Bearer ${good} ${good}`,
      `Bearer ${good}, Bearer ${good}`,
    ])
      expect(await knock(honest(), { token: null, headers: { authorization } })).toEqual(refused(401));
  });
});

describe("an activity", () => {
  const lies: Record<string, [change: () => object, status: number]> = {
    "of Web Chat": [() => ({ channelId: "webchat" }), 401],
    "of Direct Line": [() => ({ channelId: "directline" }), 401],
    "of App Service Environment": [() => ({ channelId: "AseChannel" }), 401],
    "of the emulator": [() => ({ channelId: "emulator" }), 401],
    "of a channel spelled otherwise": [() => ({ channelId: "MSTeams" }), 401],
    "of no channel": [() => ({ channelId: undefined }), 401],
    "without a service URL": [() => ({ serviceUrl: undefined }), 401],
    "with an empty service URL": [() => ({ serviceUrl: "" }), 401],
    "with another service URL": [() => ({ serviceUrl: "https://evil.example/" }), 401],
    "without the person's object id": [() => ({ from: { id: "29:x" } }), 401],
    "with an object id that is none": [() => ({ from: { id: "29:x", aadObjectId: "bob" } }), 401],
    "of a foreign tenant": [
      () => ({
        conversation: { ...part("conversation"), tenantId: "00000000-0000-4000-8000-00000000beef" },
        channelData: { tenant: { id: "00000000-0000-4000-8000-00000000beef" } },
      }),
      403,
    ],
    "of ours by one name and a foreign one by the other": [
      () => ({ channelData: { tenant: { id: "00000000-0000-4000-8000-00000000beef" } } }),
      403,
    ],
    "that names no tenant": [
      () => ({ conversation: { ...part("conversation"), tenantId: undefined }, channelData: undefined }),
      403,
    ],
  };
  it.each(Object.keys(lies))("%s is refused", async (lie) => {
    const [change, status] = lies[lie] ?? [];
    expect(await knock(honest(change?.()))).toEqual(refused(status ?? 0));
  });

  it("whose token names a service URL that is not on the list is refused", async () => {
    const serviceUrl = "https://smba.trafficmanager.net.evil.example/";
    const token = await practice.teams.token({ claims: { serviceurl: serviceUrl } });
    expect(await knock(honest({ serviceUrl }), { token })).toEqual(refused(401));
    expect([...practice.store.values()].join()).not.toContain("evil");
  });

  it("that came twice is handled once, and answered both times", async () => {
    const same = honest();
    await practice.adapter.stop(); // all answers so far are out
    const sent = () => practice.teams.calls.filter(({ operation }) => operation === "send").length;
    const before = sent();
    expect((await Promise.all([knock(same), knock(same)])).map(({ status }) => status)).toEqual([200, 200]);
    expect(await practice.teams.replay()).toMatchObject({ status: 200 });
    await practice.adapter.stop();
    expect(practice.notes.heard).toHaveLength(1);
    expect(sent() - before).toBe(1);
  });

  it("that is an invoke twice has the same key, by which the desk acts once", async () => {
    const same = click(practice, approve);
    await knock(same);
    await knock(same);
    const keys = practice.notes.heard.map(({ key }) => key);
    expect(new Set(keys).size).toBe(1);
  });
});

describe("a body", () => {
  it.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["null", "null"],
    ["nothing", ""],
    ["text", '"hello"'],
  ])("that is %s is turned away", async (_, body) => {
    expect(await knock(undefined, { body })).toEqual(refused(400));
  });

  it("that is verified and still makes no sense is turned away", async () => {
    for (const more of [
      { id: undefined },
      { id: 7 },
      { recipient: undefined },
      { conversation: { tenantId: practice.settings.tenant } },
    ])
      expect(await knock(honest(more))).toEqual(refused(400));
    const odd = honest({
      entities: [null, 7, { type: "mention" }, { type: "mention", mentioned: null, text: 3 }],
    });
    expect(await knock(odd)).toMatchObject({ status: 200 });
  });

  it("that is too big is turned away, announced or not", async () => {
    const body = JSON.stringify(honest({ text: "x".repeat(300_000) }));
    expect(await knock(undefined, { body })).toMatchObject({ status: 413, heard: 0 });
    const chunked = await fetch(practice.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: new Blob([body]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(chunked.status).toBe(413);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""])(
    "of the type “%s” is turned away",
    async (type) => {
      expect(await knock(honest(), { headers: { "content-type": type } })).toMatchObject({
        status: 415,
        heard: 0,
      });
    },
  );

  it("is not read at all with another method", async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      const { status, headers } = await fetch(practice.url, { method });
      expect([status, headers.get("allow")]).toEqual([405, "POST"]);
    }
  });

  it("of a kind of activity that we do not know does nothing", async () => {
    expect(await knock(honest({ type: "messageReaction" }))).toEqual({ status: 200, body: "", heard: 0 });
    expect(await knock(honest({ type: "invoke", name: "task/fetch", value: {} }))).toEqual(refused(400));
  });
});

describe("what strangers leave behind", () => {
  it("is a handful of log lines, and never a token", async () => {
    const token = await practice.teams.token({ signedBy: "stranger" });
    practice.log.length = 0;
    for (let n = 0; n < 50; n += 1) await knock(honest(), { token });
    expect(practice.log.length).toBeLessThan(8);
    expect(JSON.stringify(practice.log)).not.toContain(token.slice(0, 20));
    expect(JSON.stringify(practice.log)).not.toContain("Bearer");
  });
});

describe("settings that would open the door", () => {
  const start = (change: object) => () =>
    createTeams({
      settings: { ...practice.settings, ...change },
      desk: {} as never,
      organisation: () => ({}) as never,
      addresses: {} as never,
      log: {} as never,
      now: () => nine,
    });
  it.each([
    ["no app id", { appId: "" }, "teams.appId"],
    ["an app id that is none", { appId: "breakglass" }, "teams.appId"],
    ["no tenant", { tenant: "" }, "organisation.tenant"],
    ["a tenant by name", { tenant: "common" }, "organisation.tenant"],
    [
      "Entra as the issuer",
      { issuer: "https://sts.windows.net/00000000-0000-4000-8000-000000009000/" },
      "endpoints.issuer",
    ],
    ["Entra v2 as the issuer", { issuer: "https://login.microsoftonline.com/x/v2.0" }, "endpoints.issuer"],
    [
      "keys over plain http",
      { openIdMetadata: "http://login.botframework.com/x" },
      "endpoints.openIdMetadata",
    ],
    ["no service URL", { serviceUrls: [] }, "endpoints.serviceUrls"],
    [
      "a service URL over plain http",
      { serviceUrls: ["http://smba.trafficmanager.net/"] },
      "endpoints.serviceUrls",
    ],
    ["an empty secret", { identity: { type: "secret", secret: "" } }, "TEAMS_APP_PASSWORD"],
  ])("%s: it does not start, and says what to set", (_, change, name) => {
    expect(start(change)).toThrow(name);
  });
});

// The same requests at botbuilder as it comes: the rules above are there because of these answers.
describe("botbuilder's own door, for comparison", () => {
  const stock = async (config: Record<string, string>) => {
    const handled: unknown[] = [];
    const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(config));
    const server = createServer((request, response) => {
      void (async () => {
        const parts: Buffer[] = [];
        for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
        const answer = {
          socket: {},
          status: (code: number) => void (response.statusCode = code),
          send: (body: unknown) =>
            void response.write(typeof body === "string" ? body : JSON.stringify(body)),
          end: () => void response.end(),
          header: () => undefined,
        };
        const asked = {
          body: JSON.parse(Buffer.concat(parts).toString()),
          headers: request.headers,
          method: "POST",
        };
        await adapter.process(asked, answer as never, async (context) => void handled.push(context.activity));
      })();
    });
    const url = await listening(server);
    return { url, handled, close: () => server.close() };
  };
  const post = async (url: string, activity: object, token?: string) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(activity),
    });
    return { status: response.status, body: await response.text() };
  };
  const config = () => ({
    MicrosoftAppId: practice.settings.appId,
    MicrosoftAppType: "UserAssignedMsi",
    MicrosoftAppTenantId: practice.settings.tenant,
    ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
    ToChannelFromBotOAuthScope: "https://api.botframework.com",
    ToBotFromChannelTokenIssuer: practice.settings.issuer,
    OAuthUrl: "https://api.botframework.com",
    ToBotFromChannelOpenIdMetadataUrl: practice.settings.openIdMetadata,
    ToBotFromEmulatorOpenIdMetadataUrl: practice.teams.settings.entraMetadata,
    CallerId: "urn:botframework:azure",
    ValidateAuthority: "true",
  });

  it("without an app id lets anybody in (trap 1)", async () => {
    const theirs = await stock({});
    expect(await post(theirs.url, honest())).toMatchObject({ status: 200 });
    expect(theirs.handled).toHaveLength(1);
    theirs.close();
  });

  it("answers a bad signature with 500 and its own words (trap 2); ours with 401 and none", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const theirs = await stock(config());
    const token = await practice.teams.token({ signedBy: "stranger" });
    const answer = await post(theirs.url, honest(), token);
    expect(answer.status).toBe(500);
    expect(answer.body).not.toBe("");
    expect(said).toHaveBeenCalled();
    said.mockClear();
    expect(await post(practice.url, honest(), token)).toEqual({ status: 401, body: "" });
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
    theirs.close();
  });

  it("accepts a token of the bot's own app, a missing service URL and a foreign tenant; ours none of them", async () => {
    const theirs = await stock(config());
    const own = await practice.teams.token({ signedBy: "entra" });
    const good = await practice.teams.token();
    const bare = honest({ serviceUrl: undefined });
    const foreign = honest({
      conversation: { ...part("conversation"), tenantId: "00000000-0000-4000-8000-00000000beef" },
    });
    expect((await post(theirs.url, honest(), own)).status).toBe(200);
    expect((await post(theirs.url, bare, good)).status).toBe(200);
    expect((await post(theirs.url, foreign, good)).status).toBe(200);
    expect((await post(practice.url, honest(), own)).status).toBe(401);
    expect((await post(practice.url, bare, good)).status).toBe(401);
    expect((await post(practice.url, foreign, good)).status).toBe(403);
    theirs.close();
  });
});
