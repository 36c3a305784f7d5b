// The bot is killed while a Sev 0 is being told: after its restart each channel shows one card, and the SOC is reminded
// by the same timetable.
import { afterEach, expect, test } from "vitest";
import type { Fault as SlackFault } from "../../src/sandbox/slack/wire.ts";
import type { Fault as TeamsFault } from "../../src/sandbox/teams/wire.ts";
import { accounts, colleagues } from "../../src/sandbox/world.ts";
import { onRecord, quiet } from "../kit/aside.ts";
import { callWebhook } from "../kit/azure-monitor.ts";
import type { ChildBot } from "../kit/child-bot.ts";
import { socCards, socSees } from "../kit/soc.ts";
import { pointAt } from "../kit/surroundings.ts";
import { until } from "../kit/until.ts";
import { allIsShown, type Life, openLife } from "../kit/watched-bot.ts";

const from = { ip: "203.0.113.7", country: "DE", city: "Berlin" };
/** Seconds after which a delivery that was under way is free again, and a little. */
const lease = 21;
const patience = 30_000;

const lives: Life[] = [];
afterEach(async () => {
  await Promise.all(lives.splice(0).map(({ end }) => end()));
});

/** It looks seldom, so that no leap of its clock is an absence; the webhook wakes it. */
async function life(policy: Readonly<Record<string, string>>): Promise<Life> {
  const opened = await openLife({ watch: { every: "60s", policy } });
  lives.push(opened);
  return opened;
}

const nobody = { url: "http://127.0.0.1:9" };

const killed = async (bot: ChildBot): Promise<void> => {
  bot.kill("SIGKILL");
  expect(await bot.ended).toMatchObject({ signal: "SIGKILL" });
};

type Moment = { slack?: SlackFault; teams?: TeamsFault; told: (on: Life["around"], id: string) => boolean };

const isCalled = ({ slack, teams }: Life["around"], id: string): boolean =>
  slack.calls.some(({ args }) => JSON.stringify(args).includes(`card/${id}/slack:channel:C0SOC`)) &&
  teams.calls.some(({ body }) => JSON.stringify(body ?? "").includes(`card/${id}/teams:channel:19:soc`));
const stands = (on: "slack" | "teams") => (around: Life["around"], id: string) =>
  socCards(around)[on].includes(id);

/** Where the kill comes, and what both chats do until then. */
const moments: Record<string, Moment> = {
  "neither chat has taken it": { slack: { hang: true }, teams: { hang: true }, told: isCalled },
  "Slack shows it, and the bot does not know": {
    slack: { hang: true, afterDoing: true },
    teams: { hang: true },
    told: stands("slack"),
  },
  "Teams shows it, and the bot does not know": {
    slack: { hang: true },
    teams: { hang: true, afterDoing: true },
    told: stands("teams"),
  },
  "both show it, and the bot does not know": {
    slack: { hang: true, afterDoing: true },
    teams: { hang: true, afterDoing: true },
    told: (around, id) => stands("slack")(around, id) && stands("teams")(around, id),
  },
  "one of the two has it": {
    told: (around, id) => stands("slack")(around, id) || stands("teams")(around, id),
  },
  "it is only on record": { told: () => true },
};

test("D4: killed while a Sev 0 is being told, at every such moment: after the restart each channel of the SOC shows its card, once", {
  timeout: 120_000,
}, async () => {
  const { around, born } = await life({ burstGap: "1m" });
  const { entra, slack, teams } = around;
  let bot = await born();
  await teams.install();
  for (const { objectId } of colleagues) teams.watch(objectId, true);
  const ids: string[] = [];
  for (const [index, { slack: inSlack, teams: inTeams, told }] of Object.values(moments).entries()) {
    const id = `AL-${index + 1}`;
    ids.push(id);
    if (inSlack) slack.faults.set("chat.postMessage", inSlack);
    if (inTeams) for (const post of ["send", "createConversation"] as const) teams.faults.set(post, inTeams);
    // further apart than a burst: each has an alert of its own
    entra.signIn({ account: accounts[0].objectId, result: "success", from, ago: index * 180 });
    pointAt(around, nobody); // what the chats tell of a message comes too late
    await callWebhook(around, bot);
    await until(`${id} is on record`, async () => (await onRecord(around, id)).length > 0);
    await until(`${id} is told as far as it should be`, () => told(around, id));
    await killed(bot);
    slack.faults.clear();
    teams.faults.clear();
    bot = await born({ ahead: (index + 1) * lease });
    await quiet(around, patience);
  }
  await allIsShown(around);
  expect(socCards(around).slack.toSorted()).toEqual(ids);
  expect(socCards(around).teams.toSorted()).toEqual(ids);
  for (const id of ids)
    expect((await onRecord(around, id)).map(({ type }) => type).slice(0, 2)).toEqual([
      "alert-raised",
      "sign-ins-seen",
    ]);
  expect(around.pager.heard()).toEqual([]);
});

type Reminder = { type: string; at: string; number: number };

test("a restart forgets no deadline and begins none anew: the SOC is reminded by the timetable of the alert, each time once", {
  timeout: 90_000,
}, async () => {
  const { around, born } = await life({ alertRepeat: "1m" });
  const reminder = (number: number) =>
    until(`reminder ${number}`, async () => {
      const events = (await onRecord(around, "AL-1")) as unknown as Reminder[];
      return events.find((event) => event.type === "alert-repeated" && event.number === number);
    });
  const first = await born();
  await around.teams.install();
  around.entra.signIn({ account: accounts[0].objectId, result: "success", from });
  await callWebhook(around, first);
  const [raised] = (await until("AL-1 is on record", async () => {
    const events = await onRecord(around, "AL-1");
    return events.length > 0 && events;
  })) as unknown as Reminder[];
  await quiet(around);
  await killed(first);

  const second = await born({ ahead: 61 });
  const one = await reminder(1);
  expect(seconds(raised?.at, one.at)).toBeGreaterThanOrEqual(60);
  await quiet(around);
  await killed(second);

  const third = await born({ ahead: 61 + 121 });
  const two = await reminder(2);
  expect(seconds(one.at, two.at)).toBeGreaterThanOrEqual(120);
  await allIsShown(around);
  for (const seen of Object.values(socSees(around))) {
    for (const number of [1, 2])
      expect(seen.filter(({ words }) => words.includes(`this is reminder ${number}`))).toHaveLength(1);
  }
  await killed(third);
});

const seconds = (a: string | undefined, b: string): number =>
  a === undefined ? Number.NaN : Temporal.Instant.from(a).until(b).total("seconds");
