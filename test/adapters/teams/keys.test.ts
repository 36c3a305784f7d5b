// The keys behind the door: fetched once, rotated soon, good through an outage - and what stock botbuilder does.
import { ConfigurationBotFrameworkAuthentication } from "botbuilder";
import { afterEach, describe, expect, it } from "vitest";
import { bob, nine } from "../../kit/cast.ts";
import {
  approve,
  click,
  openPractice,
  type Practice,
  type PracticeOptions,
  requestCard,
  requests,
} from "./kit.ts";

let practice: Practice;
let moment = Temporal.Now.instant();
const later = (time: Temporal.DurationLike) => {
  moment = moment.add(time);
};
const open = async (options: PracticeOptions = {}) => {
  moment = Temporal.Now.instant();
  const clock = () => moment.epochMilliseconds;
  practice = await openPractice({ now: () => moment, teams: { clock }, ...options });
};
afterEach(() => practice.stop());

let count = 0;
const knock = async (lie?: Parameters<Practice["teams"]["token"]>[0]) => {
  const token = await practice.teams.token(lie);
  const activity = { ...practice.teams.activity(bob.id, "personal", "status"), id: `keys-${(count += 1)}` };
  return (await practice.teams.raw(activity, { token })).status;
};
const many = async (times: number, one: () => Promise<number>) => {
  const found: Record<number, number> = {};
  for (const status of await Promise.all(Array.from({ length: times }, one)))
    found[status] = (found[status] ?? 0) + 1;
  return found;
};
const fetches = () => practice.teams.calls.filter(({ operation }) => operation === "openId").length;

/** The same at botbuilder as it comes. */
const stock = () => {
  const { settings, teams } = practice;
  const theirs = new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: practice.settings.appId,
    MicrosoftAppType: "UserAssignedMsi",
    MicrosoftAppTenantId: settings.tenant,
    ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
    ToChannelFromBotOAuthScope: "https://api.botframework.com",
    ToBotFromChannelTokenIssuer: settings.issuer,
    OAuthUrl: "https://api.botframework.com",
    ToBotFromChannelOpenIdMetadataUrl: settings.openIdMetadata,
    ToBotFromEmulatorOpenIdMetadataUrl: teams.settings.entraMetadata,
    CallerId: "urn:botframework:azure",
    ValidateAuthority: "true",
  });
  return async () => {
    const token = await practice.teams.token();
    const activity = practice.teams.activity(bob.id, "personal", "status");
    return theirs.authenticateRequest(activity as never, `Bearer ${token}`).then(
      () => 200,
      () => 401,
    );
  };
};

describe("keys", () => {
  it("are fetched once for a crowd at a cold start (trap 4: stock fetches for nearly each)", async () => {
    await open();
    expect(await many(40, knock)).toEqual({ 200: 40 });
    expect(fetches()).toBe(1);
    expect(await many(40, stock())).toEqual({ 200: 40 });
    expect(fetches()).toBeGreaterThan(10);
  });

  it("of nobody cause one fetch in a cool-down, however many come", async () => {
    await open();
    await knock();
    const nobody = () => knock({ header: { kid: `made-up-${(count += 1)}` } });
    expect(await many(60, nobody)).toEqual({ 401: 60 });
    expect(fetches()).toBe(1); // the first look was a moment ago
    later({ seconds: 31 });
    expect(await many(60, nobody)).toEqual({ 401: 60 });
    expect(fetches()).toBe(2);
  });

  it("that were rotated work within a minute (trap 4: stock refuses for an hour)", async () => {
    await open();
    const theirs = stock();
    expect([await knock(), await theirs()]).toEqual([200, 200]);
    await practice.teams.rotateKeys();
    later({ seconds: 60 });
    expect([await knock(), await theirs()]).toEqual([200, 401]);
  });

  it("stay good while nobody can fetch them, even past a day (trap 3: stock refuses everybody)", async () => {
    await open();
    expect(await knock()).toBe(200);
    practice.teams.keysDown(true);
    later({ hours: 26 });
    expect(await many(30, knock)).toEqual({ 200: 30 });
    await practice.adapter.stop();
    expect(fetches()).toBe(2); // one try for all of them
    expect(await many(5, stock())).toEqual({ 401: 5 });
    expect(fetches()).toBeGreaterThanOrEqual(7);
  });

  it("do not stay good for ever", async () => {
    await open();
    expect(await knock()).toBe(200);
    practice.teams.keysDown(true);
    later({ hours: 7 * 24 + 1 });
    expect(await knock()).toBe(401);
    await expect(practice.adapter.check()).rejects.toThrow(/no key to judge/);
    practice.teams.keysDown(false);
    later({ seconds: 6 });
    expect(await knock()).toBe(200);
  });

  it("are looked at again after a day", async () => {
    await open();
    await knock();
    later({ hours: 25 });
    await knock();
    await expect.poll(fetches).toBe(2);
  });

  it("outlive a restart in an outage", async () => {
    await open();
    await knock();
    await practice.adapter.stop();
    const kept = practice.store.get("teams:keys");
    const { teams } = practice;
    expect(kept).toBeDefined();
    teams.keysDown(true);
    const url = teams.settings.openIdMetadata;
    await practice.adapter.stop();
    const first = practice;
    practice = await openPractice({
      now: () => moment,
      settings: {
        openIdMetadata: url,
        serviceUrls: [teams.settings.serviceUrl],
        appId: first.settings.appId,
      },
      store: first.store,
    });
    const activity = { ...teams.activity(bob.id, "personal", "status"), id: "after the restart" };
    teams.setBotUrl(practice.url);
    expect((await teams.raw(activity)).status).toBe(200);
    await first.stop();
  });

  it("that never came refuse everybody, without a fetch for each", async () => {
    await open();
    practice.teams.keysDown(true);
    expect(await many(30, knock)).toEqual({ 401: 30 });
    expect(fetches()).toBe(1);
    practice.teams.keysDown(false);
    later({ seconds: 6 });
    expect(await knock()).toBe(200);
  });

  it("that hang hold nobody whose key is known", async () => {
    await open();
    await knock();
    practice.teams.faults.set("openId", { hang: true });
    later({ hours: 25 });
    expect(await knock()).toBe(200);
    practice.teams.faults.clear();
  });
});

it("a slow connector does not hold the answer (trap 9)", async () => {
  await open();
  await practice.teams.install();
  practice.teams.faults.set("connector", { latencyMs: 1_500 });
  const message = await practice.teams.say(bob.id, "personal", "status");
  const invoke = await practice.teams.raw(click(practice, approve));
  expect(message.status).toBe(200);
  expect(message.ms).toBeLessThan(700);
  expect(invoke.ms).toBeLessThan(700);
  practice.teams.faults.clear();
  await practice.teams.until(() => practice.teams.seenBy(bob.id).chat.some(({ by }) => by === "bot"));
});

it("nine o'clock is long ago for a token of today", async () => {
  await open({ now: () => nine.subtract({ hours: 24 * 400 }) });
  expect(await knock()).toBe(401);
});

describe("the bot's own token", () => {
  const speak = () =>
    practice.adapter.messenger.send({
      place: { platform: "teams", kind: "channel", id: requests },
      view: requestCard,
      key: "card/BG-7/x",
      stream: "BG-7",
    });
  const tokens = () => practice.teams.calls.filter(({ operation }) => operation === "token").length;

  it("is renewed before its end, and goes on through an outage until then", async () => {
    await open();
    await practice.teams.install();
    expect(await speak()).toMatchObject({ type: "shown" });
    later({ hours: 23, minutes: 45 });
    expect(await speak()).toMatchObject({ type: "shown" });
    expect(tokens()).toBe(1);
    practice.teams.faults.set("token", { status: 503 });
    later({ minutes: 8 });
    expect(await speak()).toMatchObject({ type: "shown" });
    expect(tokens()).toBe(2);
    later({ minutes: 8 });
    expect(await speak()).toMatchObject({ type: "later" });
    practice.teams.faults.clear();
    expect(await speak()).toMatchObject({ type: "shown" });
  });
});
