// The admins hear what only they can mend: a place that refuses the bot, a platform that does not answer.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Sent } from "../../src/core/ports/messenger.ts";
import { alice, bob } from "../kit/cast.ts";
import { type Chat, inSlack, placeOf } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const heard = (chat: Chat): string[] =>
  chat.at(placeOf(chat.platform, "admins")).map(({ view }) => readView(view));
const refused: Sent = { type: "refused", why: "not_in_channel" };

describe("D6, D12: a place that refuses", () => {
  test("is named to the admins on both chats, once, and once more when it can be reached", async () => {
    office.slack.mood = ({ place }) => (place.id === "C0REQUESTS" ? refused : undefined);
    await office.submit(inSlack(alice));
    await office.deliver();
    for (const chat of [office.slack, office.teams]) {
      expect(heard(chat)).toEqual([expect.stringContaining("I cannot reach the requests channel in Slack")]);
      expect(heard(chat)[0]).toContain("not_in_channel");
    }
    office.at(3);
    await office.deliver();
    expect(heard(office.teams)).toHaveLength(1);

    office.slack.mood = () => undefined;
    office.at(6);
    await office.deliver();
    expect(heard(office.teams).at(-1)).toContain("I can reach the requests channel in Slack again");
    expect(heard(office.teams)).toHaveLength(2);
  });

  test("an approver who has not installed the app is named, and the others are still asked", async () => {
    office.teams.mood = ({ place }) =>
      place.id === bob.id ? { type: "refused", why: "not installed" } : undefined;
    await office.submit(inSlack(alice));
    await office.deliver();
    expect(heard(office.slack)).toEqual([expect.stringContaining("I cannot reach Bob in Teams")]);
    expect(office.slack.card(bob).view.title).toContain("Approval needed");
  });
});

describe("D6: a platform that does not answer", () => {
  test("that asks to wait is no outage, unless it goes on asking", async () => {
    office.slack.mood = () => ({ type: "later", after: 1, why: "Slack asks to wait (429)" });
    await office.submit(inSlack(alice));
    for (let minute = 0; minute <= 29; minute++) {
      office.at(minute);
      await office.deliver();
    }
    expect(heard(office.teams)).toEqual([]);
    for (let minute = 30; minute <= 32; minute++) {
      office.at(minute);
      await office.deliver();
    }
    expect(heard(office.teams)).toEqual([expect.stringContaining("asks to wait (429)")]);
  });

  test("is told on the other one only after several tries, once for all its places", async () => {
    office.slack.mood = () => ({ type: "later", after: undefined, why: "no answer within 8 s" });
    await office.submit(inSlack(alice));
    await office.deliver();
    expect(heard(office.teams)).toEqual([]);
    for (let minute = 1; minute <= 10; minute++) {
      office.at(minute);
      await office.deliver();
    }
    expect(heard(office.teams)).toEqual([expect.stringContaining("I cannot reach Slack")]);

    office.slack.mood = () => undefined;
    office.at(20);
    await office.deliver();
    expect(heard(office.teams).at(-1)).toContain("I can reach Slack again");
  });
});
