// People talk to the bot over a real (stand-in) Teams: what the desk hears, and what they see.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { alice, bob } from "../../kit/cast.ts";
import {
  approve,
  approveData,
  bg7,
  click,
  denyForm,
  openPractice,
  type Practice,
  requestCard,
  requestForm,
  requests,
  viewOf,
} from "./kit.ts";

let practice: Practice;
beforeAll(async () => {
  practice = await openPractice();
  await practice.teams.install();
});
afterAll(() => practice.stop());
beforeEach(() => {
  practice.notes.heard.length = 0;
  practice.notes.seen.length = 0;
  practice.notes.answer = { type: "view", view: viewOf("Noted") };
  practice.teams.faults.clear();
});

const privately = (person: string) =>
  practice.teams
    .seenBy(person)
    .channels.flatMap(({ threads }) => threads)
    .flatMap(({ root, replies }) => [root, ...replies])
    .filter(({ targetedFor }) => targetedFor === person);
const post = async () => {
  const sent = await practice.adapter.messenger.send({
    place: { platform: "teams", kind: "channel", id: requests },
    view: requestCard,
    key: "card/BG-7/x",
    stream: "BG-7",
  });
  if (sent.type !== "shown") throw new Error(JSON.stringify(sent));
  return sent.ref;
};

describe("typed words", () => {
  it("in a personal chat are heard from the verified person and answered there", async () => {
    await practice.teams.say(alice.id, "personal", "status");
    const { answered } = await practice.teams.until(() => {
      const answered = practice.teams.seenBy(alice.id).chat.find(({ summary }) => summary?.includes("Noted"));
      return answered && { answered };
    });
    expect(answered.card).toMatchObject({ type: "AdaptiveCard", version: "1.5" });
    expect(practice.notes.heard).toMatchObject([
      { wish: { type: "status" }, caller: { platform: "teams", objectId: alice.id, standing: "member" } },
    ]);
    expect(practice.notes.heard[0]?.key).toMatch(/^teams\/.+\/.+$/);
  });

  it("in a channel lose the mention and are answered so that nobody else sees it", async () => {
    await practice.teams.say(alice.id, requests, "status");
    await practice.teams.until(() => privately(alice.id).length > 0);
    expect(practice.notes.heard).toMatchObject([{ wish: { type: "status" } }]);
    expect(privately(bob.id)).toEqual([]);
  });

  it("as a slash command are heard the same, and seen by nobody else from beginning to end", async () => {
    const before = privately(alice.id).length;
    practice.notes.answer = { type: "view", view: viewOf("For the slash alone") };
    await practice.teams.say(alice.id, requests, "status", { slash: true });
    await practice.teams.until(() => privately(alice.id).length > before + 1);
    expect(practice.notes.heard).toMatchObject([{ wish: { type: "status" } }]);
    expect(JSON.stringify(practice.teams.seenBy(bob.id))).not.toContain("For the slash alone");
  });

  it("that ask for a form open it", async () => {
    const before = practice.teams.seenBy(alice.id).chat.length;
    await practice.teams.say(alice.id, "personal", "request");
    await practice.teams.until(() => practice.teams.seenBy(alice.id).chat.length > before + 1);
    expect(JSON.stringify(practice.teams.seenBy(alice.id).chat.at(-1)?.card)).toContain(requestForm.title);
    expect(practice.notes.heard).toEqual([]);
  });

  it("are answered in the person's own chat where a private word is not possible", async () => {
    practice.teams.faults.set("reply", { status: 403, code: "NotAllowed", times: 1 });
    practice.teams.faults.set("send", { status: 403, code: "NotAllowed", times: 1 });
    practice.notes.answer = { type: "view", view: viewOf("For Alice only") };
    await practice.teams.say(alice.id, requests, "status");
    await practice.teams.until(() =>
      practice.teams.seenBy(alice.id).chat.some(({ summary }) => summary?.includes("For Alice only")),
    );
    expect(JSON.stringify(practice.teams.seenBy(bob.id).channels)).not.toContain("For Alice only");
  });
});

describe("a click on a posted card", () => {
  it("is heard with the card it was on, and answered over the card", async () => {
    const ref = await post();
    const reaction = await practice.teams.execute(
      bob.id,
      ref.message,
      ({ title }) => title === "Yes, approve",
    );
    expect(reaction).toMatchObject({ status: 200, toast: "🔹 Noted" });
    expect(practice.notes.heard).toMatchObject([
      {
        click: { verb: "approve", request: bg7, about: 0 },
        typed: {},
        on: ref,
        card: "card/BG-7/x",
        caller: { objectId: bob.id },
      },
    ]);
  });

  it("brings what its form held", async () => {
    const ref = await post();
    await practice.teams.execute(
      bob.id,
      ref.message,
      ({ title, type }) => title === "Deny" && type === "Action.Execute",
      {
        "deny.reason": "Not without a ticket",
      },
    );
    expect(practice.notes.heard).toMatchObject([
      { click: { verb: "deny" }, typed: { reason: "Not without a ticket" } },
    ]);
  });

  it("of a screen that refreshed by itself decides nothing and shows the card as it is", async () => {
    const answer = await practice.teams.raw(click(practice, { ...approve, trigger: "automatic" }));
    expect(practice.notes.heard).toEqual([]);
    expect(JSON.parse(answer.body)).toMatchObject({
      statusCode: 200,
      type: "application/vnd.microsoft.card.adaptive",
    });
    const odd = await practice.teams.raw(click(practice, { ...approve, trigger: { any: "thing" } }));
    expect(odd.status).toBe(200);
    expect(practice.notes.heard).toEqual([]);
  });

  it("on a tampered card does nothing and says so", async () => {
    for (const value of [
      undefined,
      {},
      { action: {} },
      { action: { verb: "bg.click", data: { action: { verb: "grant", request: "BG-7" } } } },
      { action: { verb: "bg.click", data: { action: { verb: "approve", request: "BG-7'--" } } } },
      { action: { verb: "bg.submit", data: { form: "request", action: { verb: "grant" } } } },
      { action: { verb: "bg.submit", data: { form: "root" } } },
      { action: { verb: "bg.else", data: approveData } },
    ]) {
      const { status, body } = await practice.teams.raw(click(practice, value));
      expect(status).toBe(200);
      expect(JSON.parse(body)).toMatchObject({
        statusCode: 200,
        type: "application/vnd.microsoft.activity.message",
      });
    }
    expect(practice.notes.heard).toEqual([]);
  });

  it("of a client that sends a message instead is heard just the same, and answered privately", async () => {
    const { message } = await post();
    const honest = click(practice, approveData);
    const conversation = { ...(honest["conversation"] as object), id: `${requests};messageid=${message}` };
    const activity = { ...honest, type: "message", name: undefined, conversation, replyToId: message };
    expect(await practice.teams.raw(activity)).toMatchObject({ status: 200 });
    expect(practice.notes.heard).toMatchObject([{ click: { verb: "approve" }, card: "card/BG-7/x" }]);
    await practice.teams.until(() => privately(bob.id).length > 0);
  });
});

describe("a look at a card", () => {
  it("draws it for who looks, and makes the message known", async () => {
    const ref = await post();
    practice.notes.card = viewOf("For you alone");
    const reaction = await practice.teams.show(bob.id, ref.message);
    practice.notes.card = requestCard;
    expect(JSON.stringify(reaction?.card)).toContain("For you alone");
    await practice.teams.until(() => practice.notes.seen.length > 0);
    expect(practice.notes.seen[0]).toEqual({
      key: "card/BG-7/x",
      place: { platform: "teams", kind: "channel", id: requests },
      ref,
    });
    expect(practice.notes.heard).toEqual([]);
  });

  it("of nothing known says so", async () => {
    practice.notes.card = undefined;
    const { body } = await practice.teams.raw(
      click(practice, { action: { verb: "bg.view", data: { stream: "BG-99" } } }),
    );
    practice.notes.card = requestCard;
    expect(JSON.parse(body)).toMatchObject({
      statusCode: 200,
      type: "application/vnd.microsoft.activity.message",
    });
  });
});

describe("a form", () => {
  const submit = (data: object) =>
    practice.teams.raw(click(practice, { action: { verb: "bg.submit", data }, trigger: "manual" }));

  it("that no button opened is submitted by its name", async () => {
    const { body } = await submit({
      form: "request",
      "request.account": "a1",
      "request.reason": "Locked out of everything",
    });
    expect(practice.notes.heard).toMatchObject([
      { submitted: "request", typed: { account: "a1", reason: "Locked out of everything" } },
    ]);
    expect(JSON.parse(body)).toMatchObject({
      statusCode: 200,
      type: "application/vnd.microsoft.card.adaptive",
    });
    expect(body).toContain("Noted");
  });

  it("about one request is a click on it", async () => {
    await submit({ form: "deny", action: denyForm.about, "deny.reason": "Not without a ticket" });
    expect(practice.notes.heard).toMatchObject([
      { click: denyForm.about, typed: { reason: "Not without a ticket" } },
    ]);
  });

  it("with something wrong comes back with what was typed and what to mend", async () => {
    practice.notes.answer = {
      type: "wrong",
      fields: { reason: "At least ten characters, please." },
      view: viewOf("Not yet", { lines: [["Nothing was recorded."]] }),
    };
    const { body } = await submit({ form: "request", "request.account": "a1", "request.reason": "short" });
    const card = JSON.stringify(JSON.parse(body).value);
    expect(card).toContain("At least ten characters, please.");
    expect(card).toContain('"value":"short"');
    expect(card).toContain("Nothing was recorded.");
  });
});

describe("somebody else than a member", () => {
  it("is told apart by the envelope: a bot, and a person of another tenant", async () => {
    const honest = practice.teams.activity(bob.id, "personal", "status");
    const from = honest["from"] as object;
    await practice.teams.raw({ ...honest, id: "m1", from: { ...from, id: "28:another-bot" } });
    await practice.teams.raw({ ...honest, id: "m2", from: { ...from, role: "bot" } });
    await practice.teams.raw({ ...honest, id: "m3", from: { ...from, tenantId: elsewhere } });
    expect(practice.notes.heard.map(({ caller }) => caller.standing)).toEqual(["bot", "bot", "external"]);
  });

  it("is told apart by the roster: a guest, and an external person in a shared channel", async () => {
    const outsiders = await openPractice({
      teams: {
        people: [
          { objectId: bob.id, name: "Bob", timeZone: "Europe/Berlin" },
          { objectId: guest, name: "Greta", timeZone: "Europe/Berlin", isGuest: true },
          { objectId: stranger, name: "Stan", timeZone: "Europe/Berlin", tenantId: elsewhere },
        ],
        teams: [
          {
            id: requests,
            name: "Shared",
            channels: [{ id: requests, name: "General", members: [bob.id, guest, stranger] }],
          },
        ],
      },
    });
    await outsiders.teams.install();
    await outsiders.adapter.stop();
    await outsiders.adapter.messenger.send({
      place: { platform: "teams", kind: "channel", id: requests },
      view: requestCard,
      key: "k",
      stream: "BG-7",
    });
    for (const person of [bob.id, guest, stranger])
      await outsiders.teams.raw({
        ...outsiders.teams.activity(bob.id, requests, "status"),
        id: person,
        from: {
          id: outsiders.teams.people.find(({ objectId }) => objectId === person)?.mri,
          aadObjectId: person,
        },
      });
    expect(outsiders.notes.heard.map(({ caller }) => caller.standing)).toEqual([
      "member",
      "guest",
      "external",
    ]);
    const { refresh } = (outsiders.teams.all()[0]?.card ?? {}) as { refresh?: { userIds: string[] } };
    expect(refresh?.userIds).toHaveLength(1); // Bob's alone
    await outsiders.stop();
  });
});

const elsewhere = "00000000-0000-4000-8000-00000000beef";
const guest = "00000000-0000-4000-8000-000000000701";
const stranger = "00000000-0000-4000-8000-000000000702";
