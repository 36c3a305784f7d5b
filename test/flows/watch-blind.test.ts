// Entra's log cannot be read, in every way a service can be dead: the SOC hears it in time, decisions go on, and when it
// heals everything of the meantime is told, once.
import { afterAll, describe, expect, test } from "vitest";
import type { EntraFault, EntraPart } from "../../src/sandbox/entra/types.ts";
import { accounts, ada, alice, bob } from "../../src/sandbox/world.ts";
import {
  askInSlack,
  pressInTeams,
  requestsInSlack,
  requestsInTeams,
  shownTwice,
  teamsCopy,
} from "../kit/act.ts";
import { onRecord, quiet } from "../kit/aside.ts";
import type { ChildBot } from "../kit/child-bot.ts";
import { slackWords, teamsWords } from "../kit/company.ts";
import type { WatchOptions } from "../kit/sight.ts";
import { metricOf, socCards, socHears, watchOf } from "../kit/soc.ts";
import type { Seeing } from "../kit/surroundings.ts";
import { timed } from "../kit/timed.ts";
import { together } from "../kit/together.ts";
import { until } from "../kit/until.ts";
import { type Life, openLife } from "../kit/watched-bot.ts";

/** Seconds between looks: the least that the file takes. */
const every = 5;
/** Three intervals, until the next look begins, and as long as a look may take. */
const inTime = 3 * every + every + every;
/** Milliseconds: what a chat needs to show it, on a busy machine. */
const toShow = 5_000;
/** Milliseconds: Slack gives up then, and so do people in Teams. */
const soon = 3_000;
const berlin = { ip: "203.0.113.7", country: "DE", city: "Berlin" };
const [first, second] = accounts;

const lives: Life[] = [];
afterAll(async () => {
  await Promise.all(lives.map((life) => life.end()));
});

async function life(watch: WatchOptions = {}): Promise<Life> {
  const opened = await openLife({ watch: { every: `${every}s`, ...watch } });
  lives.push(opened);
  return opened;
}

type Way = { part: EntraPart; fault: EntraFault; why: string; atStart?: true };

const ways: Record<string, Way> = {
  "Log Analytics asks to wait": { part: "log-analytics", fault: "throttled", why: "answers 429" },
  "Log Analytics answers 503 with a web page": {
    part: "log-analytics",
    fault: "unavailable",
    why: "answers 503",
  },
  "Log Analytics ends in the middle of its answer": { part: "log-analytics", fault: "cut", why: "cut off" },
  "Log Analytics answers in part": { part: "log-analytics", fault: "partial", why: "only in part" },
  "Log Analytics never answers": { part: "log-analytics", fault: "hanging", why: "did not answer in time" },
  "the token endpoint is dead": { part: "login", fault: "unavailable", why: "a token", atStart: true },
  "the token endpoint never answers": { part: "login", fault: "hanging", why: "no token", atStart: true },
  "the client secret is wrong": { part: "login", fault: "refused", why: "AADSTS7000215", atStart: true },
};

/** What one bot was seen to do from the fault to its end and after. */
async function goBlind({ part, fault, why, atStart }: Way) {
  const { around, born } = await life();
  const { entra, slack, teams } = around;
  if (atStart) entra.fault(part, fault); // a token that is held outlives its endpoint
  const bot = await born();
  await teams.install();
  if (!atStart) {
    await seesAgain(bot, () => entra.asked()["log-analytics"] >= 3);
    entra.fault(part, fault);
  }
  const { within, ...chats } = timed(around);
  const id = await askInSlack(chats, alice);
  await pressInTeams(chats, bob, id, "Approve");
  const late = { account: second.objectId, ago: 20 * 60, interactive: false, from: berlin };
  entra.signIn({ ...late, result: "success" });
  entra.signIn({ account: first.objectId, result: "mfa-asked", from: berlin });

  await socHears(around, ["AL-1", "Sign-ins are not seen", why], (inTime + 10) * 1_000 + toShow);
  const raised = await blindEvent(around);
  const blind = {
    after: raised.subject.since.until(raised.at).total("seconds"),
    watch: await watchOf(bot),
    gauge: await metricOf(bot, 'breakglass_part_ready{part="watch"}'),
    status: await typed(around, "status"),
  };
  await chats.slack.command(alice.slack, `/breakglass end ${id}`, requestsInSlack);
  await teamsCopy(around, bob, id, "Ended");
  const slowest = within();
  const before = socCards(around);

  entra.fault(part, "none");
  await socHears(around, ["AL-1", "Sign-ins are not seen, over"], 2 * every * 1_000 + toShow);
  await socHears(around, ["AL-1: sign-ins are seen again", "3 rows were caught up"], toShow);
  await Promise.all([
    socHears(around, ["Sign-in without a request", second.label, "readable 20 min"], toShow),
    socHears(around, ["Sign-in as approved", first.label, id], toShow),
  ]);
  await seesAgain(bot);
  await quiet(around);
  await teams.settled();
  const saysSo = (words: string) => words.includes(`${id}: Emergency 1 was signed in to`);
  return {
    blind,
    slowest,
    before,
    after: {
      watch: await watchOf(bot),
      cards: socCards(around),
      twice: shownTwice(around),
      inThread: {
        slack: slack.messages(requestsInSlack).filter((message) => saysSo(slackWords(message))).length,
        teams: teams
          .all()
          .filter((message) => message.conversationId === requestsInTeams && saysSo(teamsWords(message)))
          .length,
      },
      record: (await onRecord(around, "AL-1")).map(({ type }) => type),
      paged: around.pager.heard(),
    },
  };
}

/** The log answers, and brings nothing of anybody any more. */
async function goSilent(heartbeat: number) {
  const { around, born } = await life({ heartbeat: `${heartbeat}s` });
  const { entra, teams } = around;
  const bot = await born();
  await teams.install();
  await seesAgain(bot, () => entra.asked()["log-analytics"] >= 3);
  entra.connected(false);
  entra.signIn({ account: first.objectId, result: "success", from: berlin });
  const patience = (3 * heartbeat + 3 * every) * 1_000 + toShow;
  await socHears(around, ["AL-1", "Sign-ins are not seen", "diagnostic setting"], patience);
  const raised = await blindEvent(around);
  const blind = {
    after: raised.subject.since.until(raised.at).total("seconds"),
    watch: await watchOf(bot),
    status: await typed(around, "status"),
    cards: socCards(around),
  };
  entra.connected(true);
  entra.signIn({ account: second.objectId, result: "success", from: berlin });
  await socHears(around, ["AL-1", "Sign-ins are not seen, over"], 3 * every * 1_000 + toShow);
  await socHears(around, ["Sign-in without a request", second.label], toShow);
  await quiet(around);
  return { blind, after: { watch: await watchOf(bot), cards: socCards(around) } };
}

const typed = async ({ slack }: Seeing, text: string): Promise<string> => {
  const { message } = await slack.command(ada.slack, `/breakglass ${text}`, requestsInSlack);
  return message ? slackWords(message) : "";
};

async function blindEvent(around: Seeing) {
  const [raised] = (await onRecord(around, "AL-1")) as unknown as {
    at: string;
    subject: { since: string };
  }[];
  if (!raised) throw new Error("AL-1 is not on record");
  return {
    at: Temporal.Instant.from(raised.at),
    subject: { since: Temporal.Instant.from(raised.subject.since) },
  };
}

/** Until the watch has looked and saw. */
const seesAgain = (bot: ChildBot, and: () => boolean = () => true): Promise<boolean> =>
  until("the watch sees", async () => (await watchOf(bot)).ready && and(), 20_000);

describe("F11: sign-ins cannot be read", () => {
  const story = together(
    Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, () => goBlind(way)])),
  );
  const heartbeat = 10;
  const silence = together({ silent: () => goSilent(heartbeat) });

  describe.each(Object.keys(ways))("%s", (name) => {
    test("the SOC hears 'blind since' on both chats within three intervals and one look, and why", {
      timeout: 120_000,
    }, async () => {
      const { blind, before } = await story(name);
      expect(blind.after).toBeGreaterThan(3 * every);
      expect(blind.after).toBeLessThanOrEqual(inTime);
      expect(before).toEqual({ slack: ["AL-1"], teams: ["AL-1"] });
    });

    test("/readyz stays 200 with the watch not ready; /metrics and status say it", async () => {
      const { blind } = await story(name);
      expect(blind.watch).toMatchObject({ status: 200, ready: false });
      expect(blind.watch.why).toContain(ways[name]?.why);
      expect(blind.gauge).toBe(0);
      expect(blind.status).toContain("Log Analytics cannot be seen since");
    });

    test("meanwhile somebody asks in Slack, is approved in Teams, and ends: each is answered within 3 s", async () => {
      expect((await story(name)).slowest).toBeLessThan(soon);
    });

    test("F1, F2, F5: when it heals the SOC hears it, and every row of the meantime is told once, with how late it is", async () => {
      const { after } = await story(name);
      expect(after.watch).toMatchObject({ status: 200, ready: true });
      expect(after.cards.slack.toSorted()).toEqual(["AL-1", "AL-2", "AL-3"]);
      expect(after.cards.teams.toSorted()).toEqual(["AL-1", "AL-2", "AL-3"]);
      expect(after.inThread).toEqual({ slack: 1, teams: 1 });
      expect(after.twice).toEqual([]);
      expect(after.record).toEqual(["alert-raised", "sight-regained"]);
      expect(after.paged).toEqual([]);
    });
  });

  test("diagnostic settings switched off: a log that answers and brings no row of anybody is blind too, and rows that come again end it", {
    timeout: 120_000,
  }, async () => {
    const { blind, after } = await silence("silent");
    expect(blind.after).toBeGreaterThan(3 * heartbeat);
    expect(blind.after).toBeLessThanOrEqual(3 * heartbeat + 2 * every);
    expect(blind.watch).toMatchObject({ status: 200, ready: false });
    expect(blind.status).toContain("Log Analytics cannot be seen since");
    expect(blind.cards).toEqual({ slack: ["AL-1"], teams: ["AL-1"] });
    expect(after.watch).toMatchObject({ status: 200, ready: true });
    expect(after.cards.slack.toSorted()).toEqual(["AL-1", "AL-2"]);
    expect(after.cards.teams.toSorted()).toEqual(["AL-1", "AL-2"]);
  });
});
