// Clicks on cards: only the request's own card, where it was posted, decides anything.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RequestId } from "../../src/core/ids.ts";
import { alice, bob, carol, rob, sam } from "../kit/cast.ts";
import { inSlack, inTeams, placeOf } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
  await office.submit(inSlack(alice));
  await office.submit(inSlack(rob));
  await office.deliver(office.slack, office.teams);
});
afterEach(() => office.close());

const two = "BG-2" as RequestId;
const foreign = "This is not the request's own card";

/** Two requests stand in the channel: the card of the first. */
const cardOf = (id: string, chat = office.slack) => {
  const card = chat.at(placeOf(chat.platform, "requests")).find(({ key }) => key.startsWith(`card/${id}/`));
  if (!card) throw new Error(`no card of ${id}`);
  return card;
};
const decided = async () => [...(await office.record("BG-1")), ...(await office.record("BG-2"))];

describe("one's own card", () => {
  test("a click on it decides, in the channel and in the direct message, on both chats", async () => {
    expect(await office.press(inSlack(bob), cardOf("BG-1"), "approve")).toContain("BG-1: approved");
    expect(await office.press(inTeams(carol), cardOf("BG-2", office.teams), "approve")).toContain(
      "BG-2: approved",
    );
  });

  test("a private answer's button, which stands on no card, decides too", async () => {
    const nowhere = { on: undefined, card: undefined };
    expect(
      await office.press(inSlack(alice), cardOf("BG-1"), "declare", {
        from: nowhere,
        typed: { reason: "Nobody answers me" },
      }),
    ).toContain("BG-1: declared");
  });

  test("B5: a card that was posted, but not noted because we crashed, makes itself known and decides", async () => {
    office.slack.mood = (outgoing) => {
      office.slack.post(outgoing);
      return Promise.reject(new Error("killed"));
    };
    await office.submit(inSlack(carol));
    await office.deliver();
    const unnoted = cardOf("BG-3");
    expect(await office.store.deliveryAt(unnoted.ref)).toBeUndefined();
    expect(await office.press(inSlack(bob), unnoted, "approve")).toContain("BG-3: approved");
  });
});

describe("B8: a card that is not what it says", () => {
  test("the card of BG-1 with the number of BG-2: refused, on record, nothing decided", async () => {
    const forged = { action: { request: two } };
    expect(await office.press(inSlack(bob), cardOf("BG-1"), "approve", forged)).toContain(foreign);
    expect(await office.press(inTeams(bob), cardOf("BG-1", office.teams), "approve", forged)).toContain(
      foreign,
    );
    expect(await decided()).toEqual(["requested", "requested"]);
    expect((await office.store.read("door")).map(({ event }) => event)).toMatchObject([
      { type: "turned-away", wish: "approve", why: "foreign-card" },
      { type: "turned-away", wish: "approve", why: "foreign-card" },
    ]);
  });

  test("the card's own name exchanged for that of another card", async () => {
    const from = { card: cardOf("BG-2").key };
    expect(await office.press(inSlack(bob), cardOf("BG-1"), "approve", { from })).toContain(foreign);
    expect(
      await office.press(inSlack(bob), cardOf("BG-1"), "approve", { from, action: { request: two } }),
    ).toContain(foreign);
    expect(await decided()).toEqual(["requested", "requested"]);
  });

  test("A17: the card copied into another channel", async () => {
    const from = { on: { conversation: "C0GOSSIP", message: "m99" } };
    expect(await office.press(inSlack(bob), cardOf("BG-1"), "approve", { from })).toContain(foreign);
    const teams = { on: { conversation: "19:gossip@thread.tacv2;messageid=9", message: "m99" } };
    expect(
      await office.press(inTeams(bob), cardOf("BG-1", office.teams), "approve", { from: teams }),
    ).toContain(foreign);
    expect(await decided()).toEqual(["requested", "requested"]);
  });

  test("the card posted a second time in its own channel", async () => {
    const from = { on: { conversation: "C0REQUESTS", message: "m99" } };
    expect(await office.press(inSlack(bob), cardOf("BG-1"), "approve", { from })).toContain(foreign);
  });

  test("A17: a message elsewhere cannot pass for a card that was not posted yet", async () => {
    await office.submit(inSlack(carol));
    const gossip = { conversation: "C0GOSSIP", message: "m99" };
    const forged = {
      from: { card: "card/BG-3/slack:channel:C0REQUESTS", on: gossip },
      action: { request: "BG-3" as RequestId },
    };
    expect(await office.press(inSlack(bob), cardOf("BG-1"), "approve", forged)).toContain(foreign);
    expect(await office.store.deliveryAt(gossip)).toBeUndefined();
    await office.deliver();
    expect(cardOf("BG-3").view.title).toContain("Approval needed");
  });

  test("a card that nobody knows", async () => {
    const from = {
      card: "card/BG-77/slack:channel:C0REQUESTS",
      on: { conversation: "C0REQUESTS", message: "m98" },
    };
    expect(await office.press(inSlack(bob), cardOf("BG-1"), "approve", { from })).toContain(foreign);
    const nonsense = { card: "not a key at all", on: { conversation: "D0BOB", message: "m97" } };
    expect(await office.press(inSlack(bob), cardOf("BG-1"), "approve", { from: nonsense })).toContain(
      foreign,
    );
    expect(await decided()).toEqual(["requested", "requested"]);
  });

  test("the known card of BG-1 without its name, with the number of BG-2", async () => {
    const forged = { from: { card: undefined }, action: { request: two } };
    expect(await office.press(inTeams(bob), cardOf("BG-1", office.teams), "approve", forged)).toContain(
      foreign,
    );
    expect(await decided()).toEqual(["requested", "requested"]);
  });

  test("A7: another's direct message does not make the clicker that person", async () => {
    const toBob = office.slack.at(placeOf("slack", bob))[0];
    if (!toBob) throw new Error("Bob has no card");
    expect(await office.press(inSlack(sam), toBob, "approve")).toContain("You are not an approver");
    expect(
      await office.press(inSlack(alice), toBob, "approve", { action: { request: "BG-1" as RequestId } }),
    ).toContain("a second person");
  });

  test("B5: a stale button on the right card is decided on what is true now", async () => {
    const stale = cardOf("BG-1");
    await office.hear(inTeams(carol), "deny BG-1 I am against it");
    expect(await office.press(inSlack(bob), stale, "approve")).toContain("BG-1 is denied already, by Carol");
  });

  test("a stale button of an earlier question answers no later one", async () => {
    const stale = cardOf("BG-1");
    await office.press(inSlack(bob), stale, "approve");
    await office.hear(inSlack(alice), "extend BG-1 30m still at it");
    expect(await office.press(inSlack(carol), stale, "approve")).toContain("belongs to an earlier question");
    expect(await office.record("BG-1")).not.toContain("extended");
  });
});

const fromRequests = (card: string | undefined) => ({
  on: { conversation: "19:requests@thread.tacv2", message: "m1" },
  card,
});

describe("the card as one person may see it", () => {
  test("an approver sees Approve, the requester their own, a stranger no button", async () => {
    const from = fromRequests("card/BG-1/teams:channel:19:requests@thread.tacv2");
    const labels = async (caller: Parameters<typeof office.desk.card>[1]) =>
      (await office.desk.card("BG-1", caller, from))?.buttons.map(({ label }) => label);
    expect(await labels(inTeams(bob))).toEqual(["Approve", "Deny"]);
    expect(await labels(inTeams(alice))).toEqual(["Declare without approval", "Withdraw"]);
    expect(await labels(inTeams(bob, "guest"))).toEqual([]);
    const none = fromRequests("card/BG-9/teams:channel:19:requests@thread.tacv2");
    expect(await office.desk.card("BG-9", inTeams(bob), none)).toBeUndefined();
  });

  test.each([
    ["another conversation's card", "card/BG-1/teams:channel:19:soc@thread.tacv2"],
    ["another person's copy", `card/BG-1/teams:person:${carol.id}`],
    ["another request's card", "card/BG-2/teams:channel:19:requests@thread.tacv2"],
    ["another person's announcement", `say/BG-1/1/teams:person:${carol.id}`],
    ["the door", "say/door/1/teams:channel:19:requests@thread.tacv2"],
    ["no message at all", undefined],
  ])("who names %s sees nothing", async (_, key) => {
    expect(await office.desk.card("BG-1", inTeams(bob), fromRequests(key))).toBeUndefined();
    expect(await office.desk.card("door", inTeams(bob), fromRequests(key))).toBeUndefined();
  });

  test("an announcement stays what was said", async () => {
    const key = "say/BG-1/1/teams:channel:19:requests@thread.tacv2";
    const unnoted = { on: { conversation: "19:requests@thread.tacv2", message: "m99" }, card: key };
    expect((await office.desk.card("BG-1", inTeams(bob), unnoted))?.title).toBe("BG-1: approval needed");
    expect(await office.desk.card("BG-1", inTeams(bob), { ...unnoted, doubtful: true })).toBeUndefined();
  });

  test("looking decides nothing", async () => {
    await office.desk.card(
      "BG-1",
      inTeams(bob),
      fromRequests("card/BG-1/teams:channel:19:requests@thread.tacv2"),
    );
    expect(await decided()).toEqual(["requested", "requested"]);
  });
});

describe("D13: two copies where one should be", () => {
  test("the second one is taken away when it makes itself known, and the first one stays truthful", async () => {
    const first = cardOf("BG-1");
    const again = office.slack.post(first);
    await office.desk.seen(again.key, again.place, again.ref);
    expect(office.slack.messages().filter(({ key }) => key === first.key)).toHaveLength(1);
    await office.hear(inSlack(bob), "approve BG-1");
    await office.deliver();
    expect(readView(cardOf("BG-1").view)).toContain("Approved, in use");
  });

  test("one that cannot be taken away yet is not passed over: it is taken away when it is told of again", async () => {
    const first = cardOf("BG-1");
    const { key, place, ref } = office.slack.post(first);
    const { remove } = office.slack;
    office.slack.remove = () =>
      Promise.resolve({ type: "later", after: undefined, why: "Slack answers 503" });
    await expect(office.desk.seen(key, place, ref)).rejects.toThrow("Slack answers 503");
    office.slack.remove = remove;
    await office.desk.seen(key, place, ref);
    expect(office.slack.messages().filter((message) => message.key === first.key)).toEqual([first]);
  });

  test("the known one is left where it stands, however often it shows itself", async () => {
    const card = cardOf("BG-1");
    await office.desk.seen(card.key, card.place, card.ref);
    await office.desk.seen(card.key, card.place, card.ref);
    expect(cardOf("BG-1").ref).toEqual(card.ref);
  });

  test("a message that claims to be a card of another channel is neither adopted nor taken away", async () => {
    const card = cardOf("BG-1");
    const forged = { conversation: "C0GOSSIP", message: "m5" };
    await office.desk.seen(card.key, { platform: "slack", kind: "channel", id: "C0GOSSIP" }, forged);
    expect(await office.store.deliveryAt(card.ref)).toMatchObject({ key: card.key });
    expect(await office.store.deliveryAt(forged)).toBeUndefined();
  });
});
