// The home tab: drawn for whoever opens it, one drawing a person at a time, and never in the way of anything else.
import { expect, test } from "vitest";
import { alertId } from "../../../src/core/ids.ts";
import { aliceId, bobId, open, shows, view, words } from "./kit.ts";

type Bot = Awaited<ReturnType<typeof open>>;

const homeOf = (bot: Bot, user: string) => {
  const home = bot.slack.seenBy(user).home;
  return home && words(home.blocks);
};
const published = (bot: Bot) => bot.slack.calls.filter(({ method }) => method === "views.publish");

test("shows what the desk has for this person, and each time anew", async () => {
  let title = "All ready";
  await using bot = await open({ home: () => view(title) });
  await bot.slack.openHome(aliceId);
  await expect.poll(() => homeOf(bot, aliceId)).toContain("All ready");
  expect(bot.told.homes).toEqual([
    { platform: "slack", team: "T0CONTOSO", user: aliceId, standing: "member" },
  ]);
  title = "One is in use";
  await bot.slack.openHome(aliceId);
  await expect.poll(() => homeOf(bot, aliceId)).toContain("One is in use");
  expect(bot.told.heard).toEqual([]);
});

test("a button on it is heard, and answered in a direct message", async () => {
  const action = { verb: "acknowledge", alert: alertId(7) } as const;
  const shown = view("One alert", { buttons: [{ action, label: "Acknowledge", style: "plain" }] });
  await using bot = await open({ home: () => shown, hear: () => shows("Heard you") });
  await bot.slack.openHome(aliceId);
  const home = await bot.slack.until(() => bot.slack.seenBy(aliceId).home);
  await bot.slack.clickInView(aliceId, home.id, "breakglass.0");
  expect(bot.told.heard).toMatchObject([{ click: action, on: undefined }]);
  await expect.poll(() => words(bot.slack.seenBy(aliceId).dms)).toContain("Heard you");
});

test("a guest is shown what the desk shows a guest: the standing comes from Slack, not from the event", async () => {
  await using bot = await open({ home: ({ standing }) => view(`You are a ${standing}`) });
  await bot.slack.openHome("U0GUEST");
  await expect.poll(() => homeOf(bot, "U0GUEST")).toContain("You are a guest");
});

test.each([
  ["another workspace's event", { tab: "home" }, { team: "T0EVIL" }],
  ["the messages tab", { tab: "messages" }, {}],
])("%s draws nothing", async (_, change, forgery) => {
  await using bot = await open();
  const event = { type: "app_home_opened", user: aliceId, channel: "D0ALICE", ...change };
  expect((await bot.slack.event(event, forgery)).taken).toBe(true);
  await bot.adapter.stop();
  expect(bot.told.homes).toEqual([]);
  expect(published(bot)).toEqual([]);
});

test("opened many times at once, it is drawn now and once more, and nobody waits for another", async () => {
  const slow = Promise.withResolvers<void>();
  await using bot = await open({
    home: async (caller) => {
      if (caller.platform === "slack" && caller.user === aliceId) await slow.promise;
      return view("Ready");
    },
  });
  for (let times = 0; times < 5; times++) await bot.slack.openHome(aliceId);
  await expect.poll(() => bot.told.homes).toHaveLength(1);
  await bot.slack.openHome(bobId);
  await expect.poll(() => homeOf(bot, bobId)).toContain("Ready");
  expect(homeOf(bot, aliceId)).toBeUndefined();
  slow.resolve();
  await expect.poll(() => homeOf(bot, aliceId)).toContain("Ready");
  await bot.adapter.stop();
  expect(published(bot).map(({ args }) => args["user_id"])).toEqual([bobId, aliceId, aliceId]);
});

test("what fails is logged and forgotten: the event is taken once, and the next opening draws again", async () => {
  let broken = true;
  await using bot = await open({
    home: () => {
      if (broken) throw new Error("desk broken");
      return view("Ready");
    },
  });
  await bot.slack.openHome(aliceId);
  await expect.poll(() => bot.log()).toContain("desk broken");
  broken = false;
  bot.slack.faults.set("views.publish", { status: 503, body: "<html>hunter2</html>", times: 1 });
  await bot.slack.openHome(aliceId);
  await expect.poll(() => bot.log()).toContain("Slack answered with HTTP 503");
  await bot.slack.openHome(aliceId);
  await expect.poll(() => homeOf(bot, aliceId)).toContain("Ready");
  expect(bot.log()).not.toContain("hunter2");
  expect(bot.told.homes).toHaveLength(3);
});
