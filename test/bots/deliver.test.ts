// Delivery: every copy comes to show what is true, every announcement is said once, whatever the platforms do.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startDeliver } from "../../src/bots/deliver.ts";
import type { Organisation, Person } from "../../src/core/organisation.ts";
import type { Sent } from "../../src/core/ports/messenger.ts";
import { ada, alice, bob, carol, contoso, dave, people, second, tina } from "../kit/cast.ts";
import { type Chat, inSlack, inTeams, type Message, placeOf } from "../kit/chat.ts";
import { deliverAll, type Office, openOffice, readView } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const copies = (): Message[] =>
  [office.slack, office.teams].flatMap((chat) =>
    chat.messages().filter(({ key }) => key.startsWith("card/BG-1/")),
  );
const said = (chat: Chat, where: Person | "requests" | "soc" | "admins"): string[] =>
  chat
    .at(placeOf(chat.platform, where))
    .filter(({ key }) => key.startsWith("say/"))
    .map(({ view }) => view.title);
const later = (why: string, after?: number): Sent => ({ type: "later", after, why });

describe("D1: a decision made anywhere changes every copy", () => {
  test.each([
    ["approve", "Approved, in use", () => office.hear(inTeams(bob), "approve BG-1")],
    ["deny", "Denied", () => office.hear(inSlack(bob), "deny BG-1 Call me first")],
    ["withdraw", "Withdrawn", () => office.hear(inTeams(alice), "withdraw")],
    ["declare", "Declared", () => office.hear(inSlack(alice), "declare BG-1 it cannot wait")],
    [
      "time",
      "Expired",
      () => {
        office.at(30);
        return office.tick();
      },
    ],
  ] as const)("%s", async (_, title, decide) => {
    await office.submit(inSlack(alice));
    await office.deliver();
    const before = copies();
    expect(before).toHaveLength(8); // two channels; Alice, Bob and Carol on two chats
    await decide();
    await office.deliver();
    for (const { view } of copies()) {
      expect(view.title).toContain(title);
      expect(view.buttons.map(({ action }) => action.verb)).not.toContain("approve");
    }
    // Changed in place: none of the first copies stands for an older truth.
    for (const { ref } of before) expect(copies().map((copy) => copy.ref)).toContainEqual(ref);
  });

  test("who, when and why stand on each of them", async () => {
    await office.submit(inSlack(alice));
    await office.deliver();
    office.at(3);
    await office.hear(inSlack(bob), "deny BG-1 Call me first");
    await office.deliver();
    for (const { view } of copies()) expect(readView(view)).toContain("Outcome: Bob, 09:03: Call me first");
  });

  test("each person's copy has their own buttons, the channel's those of any approver", async () => {
    await office.submit(inSlack(carol));
    await office.deliver();
    const verbs = ({ view }: Message) => view.buttons.map(({ action }) => action.verb);
    expect(verbs(office.slack.card(carol))).toEqual(["declare", "withdraw"]);
    expect(verbs(office.teams.card(carol))).toEqual(["declare", "withdraw"]);
    expect(verbs(office.teams.card(bob))).toEqual(["approve", "deny"]);
    expect(verbs(office.slack.card("requests"))).toEqual(["approve", "deny"]);
  });

  test("a burst of changes is drawn from the last state: no copy shows an older one after a newer one", async () => {
    await office.submit(inSlack(alice));
    await office.hear(inSlack(bob), "approve BG-1");
    await office.hear(inSlack(alice), "end BG-1");
    await office.deliver();
    const cards = office.slack.sent.filter(({ key }) => key.startsWith("card/"));
    expect(new Set(cards.map(({ view }) => view.title))).toEqual(new Set(["BG-1 · Ended"]));
  });

  test("delivered again, nothing is sent again", async () => {
    await office.submit(inSlack(alice));
    await office.deliver();
    const { length } = office.slack.sent;
    await office.deliver();
    expect(office.slack.sent).toHaveLength(length);
  });
});

describe("an edit notifies nobody", () => {
  test("decisions are also said, once, below the card", async () => {
    await office.submit(inSlack(alice));
    await office.deliver();
    await office.hear(inTeams(bob), "approve BG-1");
    await office.deliver();
    await office.deliver();
    expect(said(office.slack, "requests")).toEqual(["BG-1 is approved"]);
    expect(said(office.slack, alice)).toEqual(["BG-1 is approved"]);
    expect(said(office.teams, "requests")).toEqual(["BG-1 is approved"]);
    const [reply] = office.slack.at(placeOf("slack", "requests")).filter(({ key }) => key.startsWith("say/"));
    expect(reply?.below).toEqual(office.slack.card("requests").ref);
  });

  test("a refused click is said to nobody", async () => {
    await office.submit(inSlack(alice));
    await office.deliver();
    const { length } = office.slack.sent;
    await office.hear(inSlack(ada), "approve BG-1");
    await office.deliver();
    expect(office.slack.sent).toHaveLength(length);
  });

  test("an announcement that comes late still says what its event said", async () => {
    await office.submit(inSlack(alice));
    await office.deliver();
    await office.hear(inSlack(bob), "approve BG-1");
    office.at(10);
    await office.hear(inSlack(alice), "extend BG-1 30m still at it");
    await office.hear(inSlack(bob), "approve BG-1");
    await office.deliver();
    const replies = office.slack.at(placeOf("slack", "requests")).filter(({ key }) => key.startsWith("say/"));
    expect(replies.map(({ view }) => view.title)).toEqual([
      "BG-1 is approved",
      "BG-1: more time is asked",
      "BG-1 is extended",
    ]);
    expect(readView(replies[0]?.view ?? office.slack.card("requests").view)).toContain("until 10:00");
  });

  test("said late, the first of two approvals still says that it was the first", async () => {
    await office.submit(inSlack(alice), { account: second.id });
    await office.deliver();
    await office.hear(inSlack(tina), "approve BG-1");
    await office.hear(inSlack(bob), "approve BG-1");
    await office.deliver();
    const [reply] = office.slack.at(placeOf("slack", "requests")).filter(({ key }) => key.startsWith("say/"));
    expect(reply && readView(reply.view)).toContain("Tina approved. 1 of 2 approvals");
  });

  test("the SOC and both tiers of approvers hear of a declaration", async () => {
    await office.submit(inTeams(alice), {}, "declare");
    await office.deliver();
    for (const chat of [office.slack, office.teams]) {
      for (const where of ["soc", "requests", bob, carol, tina, dave] as const) {
        expect(chat.card(where).view).toMatchObject({ tone: "alarm", severity: 0 });
      }
    }
  });
});

describe("D6, D8: when a platform does not do what it is asked", () => {
  test("throttled: not before the time it asked for, then shown", async () => {
    await office.submit(inSlack(alice));
    office.slack.mood = () => later("429", 45);
    await office.deliver();
    const tries = office.slack.sent.length;
    expect(tries).toBe(4); // each place once: nobody else hurries it
    office.slack.mood = () => undefined;
    office.at(44 / 60);
    await office.deliver();
    expect(office.slack.sent).toHaveLength(tries);
    office.at(46 / 60);
    await office.deliver();
    expect(readView(office.slack.card("requests").view)).toContain("Approval needed");
  });

  test("unreachable: tried again, each time twice as late, at most five minutes", async () => {
    office.become({ ...contoso, teams: undefined, people: [alice, { ...bob, slack: undefined }] });
    await office.submit(inSlack(alice));
    office.slack.mood = () => later("away");
    const seconds = Array.from({ length: 130 }, (_, n) => (n < 70 ? n : 70 + (n - 70) * 25));
    const tries: number[] = [];
    for (const second of seconds) {
      office.at(second / 60);
      const before = office.slack.sent.length;
      await office.deliver(office.slack);
      if (office.slack.sent.slice(before).some(({ place }) => place.id === "C0REQUESTS")) tries.push(second);
    }
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(waits.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(325); // looked at every 25 s by then
  });

  test("a declaration does not wait longer than a quarter of a minute", async () => {
    await office.submit(inSlack(alice), {}, "declare");
    office.slack.mood = () => later("away");
    const tries: number[] = [];
    for (let second = 0; second < 120; second++) {
      office.at(second / 60);
      const before = office.slack.sent.length;
      await office.deliver(office.slack);
      if (office.slack.sent.slice(before).some(({ place }) => place.id === "C0SOC")) tries.push(second);
    }
    const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
    expect(waits.length).toBeGreaterThan(6);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15);
  });

  test("the message to change is gone: posted anew, and changed there from then on", async () => {
    await office.submit(inSlack(alice));
    await office.deliver();
    const { ref } = office.slack.card("requests");
    office.slack.lose(ref);
    await office.hear(inTeams(bob), "approve BG-1");
    await office.deliver();
    expect(office.slack.card("requests").ref).not.toEqual(ref);
    expect(office.slack.card("requests").view.title).toContain("Approved");
    await office.hear(inSlack(alice), "end");
    await office.deliver();
    expect(office.slack.card("requests").view.title).toContain("Ended");
  });

  test("a platform that says gone to everything is not asked a thousand times", async () => {
    await office.submit(inSlack(alice));
    office.slack.mood = () => ({ type: "gone", why: "is_inactive" });
    const delivering = startDeliver({ ...office.parts, messenger: office.slack });
    await expect.poll(() => office.slack.sent.length).toBeGreaterThan(3);
    for (let wake = 0; wake < 50; wake++) {
      delivering.wake();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await delivering.stop();
    expect(office.slack.sent.length).toBeLessThan(40);
  });

  test("refused (not invited, removed): tried again two minutes later, and known to be waiting", async () => {
    await office.submit(inSlack(alice));
    office.slack.mood = ({ place }) =>
      place.id === "C0REQUESTS" ? { type: "refused", why: "not_in_channel" } : undefined;
    await office.deliver();
    expect(await office.store.backlog()).toEqual([
      { place: placeOf("slack", "requests"), waiting: 1, oldestWhy: "not_in_channel" },
    ]);
    office.slack.mood = () => undefined;
    office.at(1.9);
    await office.deliver();
    expect(office.slack.at(placeOf("slack", "requests"))).toEqual([]);
    office.at(2.1);
    await office.deliver();
    expect(office.slack.card("requests").view.title).toContain("Approval needed");
    expect(await office.store.backlog()).toEqual([]);
  });

  test("D12: an approver whom a chat does not know: the others are asked all the same, and the gap is known", async () => {
    office.slack.mood = ({ place }) =>
      place.id === bob.slack ? { type: "refused", why: "user_not_found" } : undefined;
    await office.submit(inSlack(alice));
    await office.deliver();
    expect(office.slack.card(carol).view.title).toContain("Approval needed");
    expect(office.teams.card(bob).view.title).toContain("Approval needed");
    expect(await office.store.backlog()).toMatchObject([
      { place: { id: bob.slack }, oldestWhy: "user_not_found" },
    ]);
  });

  test("D8: a chat that is down decides nothing; the other one completes the request", async () => {
    office.slack.mood = () => later("away");
    await office.submit(inTeams(alice));
    await office.deliver();
    expect(await office.press(inTeams(bob), office.teams.card("requests"), "approve")).toContain("approved");
    await office.deliver();
    expect(office.teams.card("requests").view.title).toContain("Approved");
    expect(await office.record("BG-1")).toEqual(["requested", "approved", "granted"]);
  });

  test("a chat that comes back after a day shows the truth of that day, and each announcement once", async () => {
    office.slack.mood = () => later("away");
    await office.submit(inTeams(alice));
    await office.deliver();
    await office.hear(inTeams(bob), "deny BG-1 Call me first");
    await office.deliver();
    office.slack.mood = () => undefined;
    office.at(24 * 60);
    await office.deliver();
    expect(office.slack.card("requests").view.title).toContain("Denied");
    expect(said(office.slack, "requests")).toEqual(["BG-1 is denied"]);
    expect(said(office.slack, alice)).toEqual(["BG-1 is denied"]);
  });
});

describe("one that hangs does not hold up another", () => {
  test("a hanging platform does not hold up the other one", async () => {
    await office.submit(inSlack(alice));
    const hung = Promise.withResolvers<Sent>();
    office.slack.mood = () => hung.promise;
    const slow = startDeliver({ ...office.parts, messenger: office.slack });
    await expect.poll(() => office.slack.sent.length).toBeGreaterThan(0);
    await office.deliver(office.teams);
    expect(office.teams.card("requests").view.title).toContain("Approval needed");
    hung.resolve(later("timed out"));
    await slow.stop();
  });

  test("a hanging place does not hold up the other places of its platform", async () => {
    await office.submit(inSlack(alice));
    const hung = Promise.withResolvers<Sent>();
    office.slack.mood = ({ place }) => (place.id === "C0REQUESTS" ? hung.promise : undefined);
    const loop = startDeliver({ ...office.parts, messenger: office.slack });
    await expect.poll(() => office.slack.messages().length).toBe(3);
    hung.resolve(later("timed out"));
    await loop.stop();
  });

  test("stopping waits for what is under way, and notes it", async () => {
    await office.submit(inSlack(alice));
    const loop = startDeliver({ ...office.parts, messenger: office.slack });
    await expect.poll(() => office.slack.sent.length).toBeGreaterThan(0);
    await loop.stop();
    for (const { ref } of office.slack.messages()) expect(await office.store.deliveryAt(ref)).toBeDefined();
  });
});

describe("a crash between showing and noting shows nothing twice for long", () => {
  /** Everything is posted, and nothing of it noted: the process was killed in between. */
  async function killedAfterPosting(chat: Chat): Promise<void> {
    chat.mood = (outgoing) => {
      chat.post(outgoing);
      return Promise.reject(new Error("killed"));
    };
    await office.deliver(chat);
    chat.mood = () => undefined;
  }

  test("a card that makes itself known in time is adopted, and not posted again", async () => {
    await office.submit(inSlack(alice));
    await killedAfterPosting(office.slack);
    for (const { key, place, ref } of office.slack.messages()) await office.desk.seen(key, place, ref);
    office.at(1);
    await office.hear(inSlack(bob), "approve BG-1");
    await office.deliver();
    expect(office.slack.card("requests").view.title).toContain("Approved");
    expect(office.slack.card(bob).view.title).toContain("Approved");
  });

  test("one that makes itself known too late is taken away; the other one is the truth", async () => {
    await office.submit(inSlack(alice));
    await killedAfterPosting(office.slack);
    const unnoted = office.slack.messages();
    office.at(1);
    await office.deliver();
    for (const { key, place, ref } of unnoted) await office.desk.seen(key, place, ref);
    expect(office.slack.card("requests").view.title).toContain("Approval needed");
    expect(office.slack.messages()).toHaveLength(unnoted.length);
  });

  test("an announcement that was shown is not said again", async () => {
    await office.submit(inSlack(alice));
    await office.deliver();
    await office.hear(inSlack(bob), "approve BG-1");
    office.slack.mood = (outgoing) => {
      if (!outgoing.key.startsWith("say/")) return undefined;
      office.slack.post(outgoing);
      return Promise.reject(new Error("killed"));
    };
    await office.deliver();
    office.slack.mood = () => undefined;
    const replies = office.slack.messages().filter(({ key }) => key.startsWith("say/"));
    for (const { key, place, ref } of replies) await office.desk.seen(key, place, ref);
    office.at(1);
    await office.deliver();
    expect(said(office.slack, "requests")).toEqual(["BG-1 is approved"]);
  });

  test("two nodes share the work: every copy once", async () => {
    await office.submit(inSlack(alice));
    await Promise.all([deliverAll(office.parts, [office.slack]), deliverAll(office.parts, [office.slack])]);
    expect(office.slack.sent).toHaveLength(4);
    expect(copies().filter(({ place }) => place.platform === "slack")).toHaveLength(4);
  });

  test("a lease that ran out while we posted: the copy that is one too many is taken away", async () => {
    await office.submit(inSlack(alice));
    const slow = Promise.withResolvers<undefined>();
    let held = 0;
    office.slack.mood = ({ place }) => {
      if (place.id !== "C0REQUESTS") return undefined;
      held += 1;
      return held === 1 ? slow.promise : undefined; // the first one takes longer than its lease
    };
    const first = startDeliver({ ...office.parts, messenger: office.slack });
    await expect.poll(() => held).toBe(1);
    office.at(1); // the lease of 20 s is over
    await office.deliver(office.slack);
    expect(office.slack.card("requests")).toBeDefined();
    slow.resolve(undefined);
    await first.stop();
    expect(office.slack.card("requests").view.title).toContain("Approval needed");
    expect(await office.store.deliveryAt(office.slack.card("requests").ref)).toBeDefined();
  });

  test("D3: a message that could not be noted does not undo the decision", async () => {
    await office.submit(inSlack(alice));
    await killedAfterPosting(office.slack);
    expect(await office.hear(inSlack(bob), "approve BG-1")).toContain("BG-1: approved");
  });
});

test("a person who has left gets no new card, and those who are asked now do", async () => {
  const changed: Organisation = { ...contoso, people: people.filter(({ id }) => id !== bob.id) };
  office.become(changed);
  await office.submit(inSlack(alice));
  await office.deliver();
  expect(office.slack.at(placeOf("slack", bob))).toEqual([]);
  expect(office.slack.card(carol).view.title).toContain("Approval needed");
});
