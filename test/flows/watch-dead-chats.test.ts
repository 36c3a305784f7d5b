// A Sev 0 while chats are dead: whoever can be reached hears it, the pager after 30 s, and the others when they are back.
import { afterAll, expect, test } from "vitest";
import { accounts, sam } from "../../src/sandbox/world.ts";
import { onRecord } from "../kit/aside.ts";
import { callWebhook } from "../kit/azure-monitor.ts";
import type { ChildBot } from "../kit/child-bot.ts";
import type { WatchOptions } from "../kit/sight.ts";
import { socCards, socHears } from "../kit/soc.ts";
import type { Seeing } from "../kit/surroundings.ts";
import { together } from "../kit/together.ts";
import { until } from "../kit/until.ts";
import { allIsShown, type Life, openLife } from "../kit/watched-bot.ts";

/** Milliseconds: from a row that can be read to a message that is shown, on a busy machine. */
const soon = 10_000;
/** Milliseconds: a call that hangs ends after 8 s, an urgent place is tried again 15 s later at the latest. */
const caughtUp = 40_000;
/** Seconds that the bot's clock leaps at a signal: as long as a chat may take. */
const leap = 30;

const lives: Life[] = [];
afterAll(async () => {
  await Promise.all(lives.map(({ end }) => end()));
});

type Company = { around: Seeing; bot: ChildBot; sawIt: () => Promise<void> };

/** It looks seldom, so that no leap of its clock is an absence; the webhook wakes it. */
async function company(watch: WatchOptions = {}): Promise<Company> {
  const life = await openLife({ watch: { every: "60s", ...watch } });
  lives.push(life);
  const { around } = life;
  const bot = await life.born({ leap });
  await around.teams.install();
  return {
    around,
    bot,
    async sawIt() {
      const from = { ip: "203.0.113.7", country: "DE", city: "Berlin" };
      around.entra.signIn({ account: accounts[0].objectId, result: "success", from });
      expect(await callWebhook(around, bot)).toBe(202);
      await recorded(around, "sign-ins-seen");
    },
  };
}

/** The first event of that type on AL-1, once it is there. */
const recorded = (around: Seeing, type: string): Promise<Event> =>
  until(`${type} on record`, async () =>
    ((await onRecord(around, "AL-1")) as unknown as Event[]).find((event) => event.type === type),
  );
type Event = { type: string; at: string; silent?: readonly string[] };

const heard = ({ pager }: Seeing) => pager.heard().map(({ incident, action }) => `${incident} ${action}`);
const pagerHears = (around: Seeing, count: number, patience = soon): Promise<boolean> =>
  until(`${count} calls of the pager`, () => heard(around).length >= count, patience);
/** Seconds on the bot's clock from the row's arrival to the call of the second road. */
async function calledAfter(around: Seeing): Promise<{ seconds: number; silent: readonly string[] }> {
  const seen = await recorded(around, "sign-ins-seen");
  const called = await recorded(around, "fallback-called");
  const seconds = Temporal.Instant.from(seen.at).until(called.at).total("seconds");
  return { seconds, silent: called.silent ?? [] };
}
async function shownOnce(around: Seeing): Promise<void> {
  await allIsShown(around, caughtUp);
  expect(socCards(around)).toEqual({ slack: ["AL-1"], teams: ["AL-1"] });
}

async function slackIsDead(fault: Parameters<Seeing["slack"]["faults"]["set"]>[1]): Promise<void> {
  const { around, bot, sawIt } = await company();
  const { slack, pager } = around;
  slack.faults.set("*", fault);
  await sawIt();
  await socHears(around, ["AL-1", "Sign-in without a request"], soon, ["teams"]);
  expect(heard(around)).toEqual([]);
  bot.kill("SIGUSR2");
  await pagerHears(around, 1);
  expect(await calledAfter(around)).toMatchObject({ silent: ["slack"] });
  expect((await calledAfter(around)).seconds).toBeGreaterThanOrEqual(leap);
  expect(pager.heard()[0]?.text).toContain("AL-1: Sign-in without a request");
  expect(JSON.stringify(pager.heard()[0]?.body)).toContain("Slack did not take it within 30 s");
  expect(socCards(around).slack).toEqual([]);
  slack.faults.clear();
  await socHears(around, ["AL-1", "Sign-in without a request"], caughtUp, ["slack"]);
  await shownOnce(around);
  await slack.command(sam.slack, "/breakglass ack AL-1", "C0SOC");
  await pagerHears(around, 2);
  expect(heard(around)).toEqual(["AL-1 trigger", "AL-1 acknowledge"]);
}

async function bothAreDead(): Promise<void> {
  const { around, bot, sawIt } = await company();
  around.slack.faults.set("*", { status: 503 });
  around.teams.faults.set("connector", { status: 503 });
  await sawIt();
  bot.kill("SIGUSR2");
  await pagerHears(around, 1);
  expect((await calledAfter(around)).silent.toSorted()).toEqual(["slack", "teams"]);
  expect(socCards(around)).toEqual({ slack: [], teams: [] });
  around.slack.faults.clear();
  around.teams.faults.clear();
  await socHears(around, ["AL-1", "Slack and Teams did not take it"], caughtUp);
  await shownOnce(around);
  expect(heard(around)).toEqual(["AL-1 trigger"]);
}

async function allAreDead(): Promise<void> {
  const { around, bot, sawIt } = await company();
  around.slack.faults.set("*", { reset: true });
  around.teams.faults.set("connector", { hang: true });
  around.pager.fault("down");
  await sawIt();
  bot.kill("SIGUSR2");
  await recorded(around, "fallback-called");
  await until("the pager turns it away", () => around.pager.refused().length > 0);
  expect(heard(around)).toEqual([]);
  around.slack.faults.clear();
  around.teams.faults.clear();
  around.pager.fault("none");
  await pagerHears(around, 1, caughtUp);
  await socHears(around, ["AL-1", "Sign-in without a request"], caughtUp);
  await shownOnce(around);
  expect(heard(around)).toEqual(["AL-1 trigger"]);
}

async function always(): Promise<void> {
  const { around, sawIt } = await company({ fallback: "always" });
  await sawIt();
  await pagerHears(around, 1);
  await shownOnce(around);
  expect(heard(around)).toEqual(["AL-1 trigger"]);
}

const stories = {
  "Slack never answers: Teams hears at once, the pager after 30 s; Slack catches up, once": () =>
    slackIsDead({ hang: true }),
  "Slack answers 503: Teams hears at once, the pager after 30 s; Slack catches up, once": () =>
    slackIsDead({ status: 503 }),
  "both chats are dead: the pager has it after 30 s; both show it when they are back, once": bothAreDead,
  "both chats and the pager are dead: all three get it when they are back, once": allAreDead,
  "the pager is called always: it has it at once, though both chats took it": always,
};
const told = together(stories);

test.each(Object.keys(stories))("D6, D8: %s", { timeout: 120_000 }, (name) => told(name));
