// Every copy of a card tells the truth: wherever the decision was made, whatever became of the message.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Message as SlackMessage } from "../../src/sandbox/slack/types.ts";
import type { Message as TeamsMessage } from "../../src/sandbox/teams/types.ts";
import { alice, bob, carol, colleagues, dave, tina } from "../../src/sandbox/world.ts";
import {
  askInSlack,
  askInTeams,
  everyCopyShows,
  pressInSlack,
  pressInTeams,
  requestsInSlack,
  shownTwice,
  teamsCopy,
} from "../kit/act.ts";
import { quiet } from "../kit/aside.ts";
import { slackWords, teamsWords } from "../kit/company.ts";
import { type Site, startSite } from "../kit/surroundings.ts";
import {
  aboutAnother,
  buttonData,
  changedClick,
  deleteInSlack,
  deleteInTeams,
  pressAnyway,
} from "../kit/tamper.ts";

let site: Site;
let id: string;

const slackCards = (about = id): SlackMessage[] =>
  site.slack
    .all()
    .filter(({ metadata }) => String(metadata?.event_payload["key"]).startsWith(`card/${about}/`));
const teamsCards = (about = id): TeamsMessage[] =>
  site.teams.all().filter((message) => teamsWords(message).includes(`"card":"card/${about}/`));
const cards = (about = id): string[] => [
  ...slackCards(about).map(slackWords),
  ...teamsCards(about).map(teamsWords),
];
const approveButton = /\\?"verb\\?":\\?"approve\\?"/;

const types = (who: typeof alice, text: string) =>
  site.slack.command(who.slack, `/breakglass ${text}`, requestsInSlack);
const over = async (about = id) => {
  await types(alice, `withdraw ${about}`);
  await types(alice, `end ${about}`);
  await quiet(site);
};
const inChannel = (about = id): SlackMessage => {
  const card = slackCards(about).find(({ channel }) => channel === requestsInSlack);
  if (!card) throw new Error(`no card of ${about} in the channel`);
  return card;
};
/** The private answer that somebody reads in a channel of Slack. */
const toldInSlack = (who: typeof alice, words: RegExp) =>
  site.slack.until(() =>
    site.slack.all().some(({ ephemeralFor, text }) => ephemeralFor === who.slack && words.test(text)),
  );
const isApprove = (element: { value?: string }) => /"verb":"approve"/.test(element.value ?? "");

describe("copies of a card", () => {
  beforeAll(async () => {
    site = await startSite();
  });
  afterAll(() => site.stop());
  beforeEach(async () => {
    id = await askInSlack(site, alice);
    await quiet(site);
  });

  test("D1: an approval in Teams changes every copy in both chats; nowhere is there anything left to approve", async () => {
    expect(cards().filter((card) => approveButton.test(card)).length).toBeGreaterThan(4);
    await pressInTeams(site, bob, id, "Approve");
    await everyCopyShows(site, id, "Approved, in use");
    await quiet(site);
    expect(cards().filter((card) => approveButton.test(card))).toEqual([]);
    expect(cards().filter((card) => !/Bob|U0BOB/.test(card))).toEqual([]);
    await over();
  });

  test("D1: a denial in Slack changes every copy in both chats, with who and why", async () => {
    const reason = "The portal works for me.";
    await pressInSlack(site, bob, id, "Deny", { reason });
    await everyCopyShows(site, id, reason);
    await quiet(site);
    expect(cards().filter((card) => approveButton.test(card))).toEqual([]);
    expect(cards().filter((card) => !/Bob|U0BOB/.test(card))).toEqual([]);
  });

  test("D2: what happens later does not erase who decided", async () => {
    await pressInSlack(site, bob, id, "Approve");
    await pressInSlack(site, dave, id, "Handed over: envelope A");
    await types(alice, `end ${id}`);
    await everyCopyShows(site, id, "Ended");
    await quiet(site);
    expect(cards().filter((card) => !/Bob|U0BOB/.test(card))).toEqual([]);
    expect(cards().filter((card) => !/Dave|U0DAVE/.test(card))).toEqual([]);
  });

  test("D6: a card deleted in Slack is posted anew by the next change, once", async () => {
    const lost = inChannel();
    await deleteInSlack(site.slack, site.secrets.slackBotToken, { channel: lost.channel, ts: lost.ts });
    await pressInTeams(site, bob, id, "Approve");
    await everyCopyShows(site, id, "Approved, in use");
    await quiet(site);
    expect(inChannel().ts).not.toBe(lost.ts);
    expect(shownTwice(site)).toEqual([]);
    await over();
    expect(slackWords(inChannel())).toContain("Ended");
  });

  test("D6: a card deleted in Teams (ActivityNotFoundInConversation) is posted anew by the next change, once", async () => {
    const lost = await teamsCopy(site, bob, id);
    await deleteInTeams(site.teams, lost);
    await pressInSlack(site, bob, id, "Approve");
    const anew = await teamsCopy(site, bob, id, "Approved, in use");
    expect(anew.id).not.toBe(lost.id);
    await quiet(site);
    expect(site.teams.calls.some(({ code }) => code === "ActivityNotFoundInConversation")).toBe(true);
    expect(shownTwice(site)).toEqual([]);
    await over();
  });

  test("an update storm coalesces: a slow channel is brought up to date in two strokes, and ends with the truth", async () => {
    const updates = () =>
      site.slack.calls.filter(
        ({ method, args }) => method === "chat.update" && args["channel"] === requestsInSlack,
      ).length;
    const before = updates();
    site.slack.faults.set("chat.update", { latencyMs: 1_500 });
    await types(bob, `approve ${id}`);
    await types(dave, `release ${id}`);
    await types(colleagues[5] ?? dave, `release ${id}`);
    await types(alice, `extend ${id} 30m still restoring the policies`);
    await types(tina, `approve ${id}`);
    await types(alice, `end ${id}`);
    await everyCopyShows(site, id, "Ended", 15_000);
    await quiet(site);
    site.slack.faults.clear();
    expect(updates() - before).toBeLessThanOrEqual(2);
  });

  test("B4, D9: a button that is still on somebody's screen in Slack decides nothing any more, and says who was first", async () => {
    await pressInTeams(site, bob, id, "Approve");
    await everyCopyShows(site, id, "Approved, in use");
    const { ts, channel } = inChannel();
    await site.slack.click(tina.slack, { ts, channel }, isApprove, { version: 0 });
    await toldInSlack(tina, new RegExp(`${id} is approved already, by.*(U0BOB|Bob)`));
    await quiet(site);
    expect(cards().filter((card) => /Tina|U0TINA/.test(card))).toEqual([]);
    await over();
  });

  test("B4, D9: a button that is still on somebody's screen in Teams decides nothing any more, and says who was first", async () => {
    const message = await teamsCopy(site, carol, id);
    const data = buttonData(message, "approve");
    await pressInSlack(site, bob, id, "Approve");
    await everyCopyShows(site, id, "Approved, in use");
    expect(await pressAnyway(site.teams, carol, message, data)).toMatch(
      new RegExp(`${id} is approved already, by Bob`),
    );
    await over();
  });

  test("B8: a card copied into another channel of Slack, or with another request in its button, decides nothing", async () => {
    const account = "00000000-0000-4000-8000-000000000902";
    const another = await askInTeams(site, carol, "request", { ...(await whyFor(account)) });
    await quiet(site);
    const { ts, channel } = inChannel(another);
    await site.slack.click(carol.slack, { ts, channel }, isApprove); // refused: her own; its payload is what we change
    await toldInSlack(carol, /You made this request yourself/);

    const asBob = (change: Parameters<typeof changedClick>[1]) =>
      changedClick(site.slack, (payload) => {
        payload.user.id = bob.slack;
        change(payload);
      });
    await asBob((payload) => {
      payload.container.channel_id = "C0SOC";
      payload.channel.id = "C0SOC";
    });
    await asBob((payload) => {
      for (const action of payload.actions) action.value = aboutAnother(action.value, id);
    });
    await site.slack.until(
      () => site.slack.all().filter(({ text }) => /not the request.s own card/.test(text)).length === 2,
    );
    await quiet(site);
    for (const about of [id, another])
      expect(cards(about).filter((card) => !card.includes("Approval needed"))).toEqual([]);
    await site.teams.say(carol.objectId, "personal", `withdraw ${another}`);
    await over();
  });

  test("B8: a card of somebody else's chat in Teams, or with another request in its button, decides nothing", async () => {
    const ofBob = await teamsCopy(site, bob, id);
    const data = buttonData(ofBob, "approve");
    const ofTina = site.teams.seenBy(tina.objectId).chat.at(-1);
    const elsewhere = { id: ofTina?.id ?? "1", conversationId: "personal" };
    expect(await pressAnyway(site.teams, tina, elsewhere, data)).toMatch(/not the request.s own card/);
    const changed = { ...data, action: { verb: "approve", request: "BG-1" } } as typeof data;
    expect(await pressAnyway(site.teams, bob, ofBob, changed)).toMatch(/not the request.s own card/);
    await quiet(site);
    expect(cards().filter((card) => !card.includes("Approval needed"))).toEqual([]);
    await over();
  });

  test("D13: when the answer to a post is lost but the message stands, it is found again and not posted twice", async () => {
    await over();
    for (const { objectId } of colleagues) site.teams.watch(objectId, true);
    site.slack.faults.set("chat.postMessage", { reset: true, afterDoing: true, times: 3 });
    site.teams.faults.set("send", { reset: true, afterDoing: true, times: 3 });
    id = await askInSlack(site, alice);
    await quiet(site);
    await types(bob, `approve ${id}`);
    await everyCopyShows(site, id, "Approved, in use");
    await quiet(site);
    expect(shownTwice(site)).toEqual([]);
    for (const { objectId } of colleagues) site.teams.watch(objectId, false);
    await over();
  });

  test("D13: a card doubled while nobody looked goes as soon as somebody does", async () => {
    await over();
    site.teams.faults.set("send", { reset: true, afterDoing: true, times: 2 });
    id = await askInSlack(site, alice);
    await quiet(site);
    expect(shownTwice(site).length).toBeGreaterThan(0);
    for (const message of teamsCards())
      for (const { objectId } of colleagues)
        await site.teams.show(objectId, message.id).catch(() => undefined);
    await site.teams.until(() => shownTwice(site).length === 0);
    await over();
  });
});

/** The reason of a second request, about another account. */
const whyFor = (account: string) =>
  Promise.resolve({
    failure: "mfa-outage",
    reason: "Nobody gets a second factor.",
    ticket: "INC-43",
    account,
  });
