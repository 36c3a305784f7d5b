// What makes the watch look at once, and what does not; and what is said after nobody looked for a while.
import { afterEach, describe, expect, test } from "vitest";
import { accounts } from "../../src/sandbox/world.ts";
import { alertsOnRecord, blindness, rowsTold } from "../kit/alerts-on-record.ts";
import { callWebhook, firedAlert } from "../kit/azure-monitor.ts";
import type { ChildBot } from "../kit/child-bot.ts";
import { socCards, socHears, watchOf } from "../kit/soc.ts";
import type { Seeing } from "../kit/surroundings.ts";
import { until } from "../kit/until.ts";
import { allIsShown, type Life, openLife } from "../kit/watched-bot.ts";

const from = { ip: "203.0.113.7", country: "DE", city: "Berlin" };
const [first, second] = accounts;
/** Seconds between looks: nothing below comes by itself. */
const every = 60;
/** Milliseconds: well before the next look, on a busy machine too. */
const atOnce = 10_000;
/** Questions to Log Analytics that one look asks. */
const questions = 3;

const lives: Life[] = [];
afterEach(async () => {
  await Promise.all(lives.splice(0).map(({ end }) => end()));
});

async function life(): Promise<Life & { bot: ChildBot }> {
  const opened = await openLife({ watch: { every: `${every}s` } });
  lives.push(opened);
  const bot = await opened.born();
  await opened.around.teams.install();
  await looked(opened.around, questions);
  return { ...opened, bot };
}

const asked = ({ entra }: Seeing): number => entra.asked()["log-analytics"];
const looked = (around: Seeing, count: number): Promise<boolean> =>
  until(`${count} questions were asked`, () => asked(around) >= count);
const signsIn = ({ entra }: Seeing, account: (typeof accounts)[number]): string =>
  entra.signIn({ account: account.objectId, result: "success", from });

describe("Azure Monitor's webhook", () => {
  const secret = ({ pathSecret }: Seeing) => `/${pathSecret}`;
  const roads: Record<string, (around: Seeing) => Parameters<typeof callWebhook>[2]> = {
    "the secure webhook, with Entra's token": () => ({}),
    "an ordinary webhook, with the secret in its path": (around) => ({
      token: undefined,
      path: secret(around),
    }),
  };

  test("F2: on either road it makes the watch look at once: a row is told long before the next look", {
    timeout: 60_000,
  }, async () => {
    const { around, bot } = await life();
    for (const [index, road] of Object.values(roads).entries()) {
      const account = accounts[index] ?? first;
      signsIn(around, account);
      const began = performance.now();
      expect(await callWebhook(around, bot, road(around))).toBe(202);
      await socHears(around, ["Sign-in without a request", account.label], atOnce);
      expect(performance.now() - began).toBeLessThan((every * 1_000) / 4);
    }
  });

  test("B6, B7: what is replayed, forged, foreign or malformed makes it look at nothing", {
    timeout: 60_000,
  }, async () => {
    const { around, bot } = await life();
    const { entra } = around;
    const alert = firedAlert("/subscriptions/s/alerts/one");
    const token = await entra.webhookToken();
    expect(await callWebhook(around, bot, { body: alert, token })).toBe(202);
    await looked(around, 2 * questions);

    const posts = {
      replayed: { body: alert, token },
      "signed by a stranger": { token: await entra.webhookToken({}, "stranger") },
      "not signed": { token: await entra.webhookToken({}, "none") },
      "signed with the public key": { token: await entra.webhookToken({}, "shared-secret") },
      "without a token": { token: undefined },
      "of another tenant": { token: await entra.webhookToken({ tid: crypto.randomUUID() }) },
      "of another app": { token: await entra.webhookToken({ azp: crypto.randomUUID() }) },
      "for another app": { token: await entra.webhookToken({ aud: crypto.randomUUID() }) },
      "long over": { token: await entra.webhookToken({ exp: 1_700_000_000 }) },
      "with a guessed secret": { token: undefined, path: "/a-path-secret-of-the-tests-0000000000" },
      "not JSON": { body: "<xml/>" },
      "cut off": { body: alert.slice(0, 40) },
      "far too long": { body: JSON.stringify({ filler: "x".repeat(1_000_000) }) },
    };
    const statuses: Record<string, number> = {};
    for (const [name, post] of Object.entries(posts)) statuses[name] = await callWebhook(around, bot, post);
    expect(statuses).toEqual({
      replayed: 202, // Azure repeats what is not taken; it wakes nobody again
      "signed by a stranger": 401,
      "not signed": 401,
      "signed with the public key": 401,
      "without a token": 401,
      "of another tenant": 403,
      "of another app": 403,
      "for another app": 401,
      "long over": 401,
      "with a guessed secret": 404,
      "not JSON": 400,
      "cut off": 400,
      "far too long": 413,
    });

    signsIn(around, first);
    await callWebhook(around, bot);
    await socHears(around, ["Sign-in without a request", first.label], atOnce);
    expect(asked(around)).toBe(3 * questions);
    expect(await watchOf(bot)).toMatchObject({ status: 200, ready: true });
  });
});

describe("F11: a bot that was down", () => {
  const ended = async (bot: ChildBot): Promise<void> => {
    bot.kill("SIGTERM");
    expect(await bot.ended).toEqual({ code: 0, signal: null });
  };

  test("for longer than three intervals: it says that nobody looked, and since when, and tells the rows of that time", {
    timeout: 90_000,
  }, async () => {
    const { around, bot, born } = await life();
    const row = signsIn(around, first);
    await callWebhook(around, bot);
    await socHears(around, ["Sign-in without a request", first.label], atOnce);
    await ended(bot);
    const stopped = Temporal.Now.instant();
    const meanwhile = signsIn(around, second);
    await born({ ahead: 4 * every });
    await socHears(around, ["Sign-ins are not seen, over", "Nobody looked", "1 row was caught up"], atOnce);
    await socHears(around, ["Sign-in without a request", second.label], atOnce);
    await allIsShown(around);
    const alerts = await alertsOnRecord(around);
    expect(rowsTold(alerts)).toEqual([row, meanwhile]);
    const [away, another] = blindness(alerts);
    expect(another).toBeUndefined();
    const since = Temporal.Instant.from(away?.events[0]?.subject?.since ?? "");
    expect(Temporal.Instant.compare(since, stopped)).toBeLessThan(0);
    expect(since.until(stopped).total("seconds")).toBeLessThan(every);
    expect(socCards(around).slack).toHaveLength(3);
    expect(socCards(around).teams).toHaveLength(3);
  });

  test("for a moment: it says nothing of it, and tells the rows of that time", {
    timeout: 90_000,
  }, async () => {
    const { around, bot, born } = await life();
    await ended(bot);
    const meanwhile = signsIn(around, first);
    await born();
    await socHears(around, ["Sign-in without a request", first.label], atOnce);
    await allIsShown(around);
    const alerts = await alertsOnRecord(around);
    expect(blindness(alerts)).toEqual([]);
    expect(rowsTold(alerts)).toEqual([meanwhile]);
  });
});
