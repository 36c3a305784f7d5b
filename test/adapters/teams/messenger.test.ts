// What the core says arrives in Teams, and how it went is told truly.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Place } from "../../../src/core/place.ts";
import type { Outgoing, Sent } from "../../../src/core/ports/messenger.ts";
import { alice, bob, contoso } from "../../kit/cast.ts";
import { general, openPractice, type Practice, requestCard, requests, viewOf } from "./kit.ts";

let practice: Practice;
beforeEach(async () => {
  practice = await openPractice();
  await practice.teams.install();
  await practice.adapter.stop(); // everything heard is remembered
});
afterEach(() => practice.stop());

const inChannel: Place = { platform: "teams", kind: "channel", id: requests };
const to = (place: Place, more: Partial<Outgoing> = {}): Outgoing => ({
  place,
  view: requestCard,
  key: "card/BG-7/x",
  stream: "BG-7",
  ...more,
});
const send = (outgoing: Outgoing) => practice.adapter.messenger.send(outgoing);
const shown = (sent: Sent) => {
  if (sent.type !== "shown") throw new Error(JSON.stringify(sent));
  return sent.ref;
};
const bobsChat: Place = { platform: "teams", kind: "person", id: bob.id };
const threads = () => practice.teams.seenBy(bob.id).channels.find(({ id }) => id === requests)?.threads ?? [];

describe("a card", () => {
  it("in a channel opens a thread, rings, and says in words what it shows", async () => {
    const ref = shown(await send(to(inChannel)));
    expect(ref.conversation).toBe(requests);
    expect(threads()).toHaveLength(1);
    expect(threads()[0]?.root).toMatchObject({ id: ref.message, notify: true, by: "bot" });
    expect(threads()[0]?.root.summary).toContain("Alice asks for Emergency 1.");
  });

  it("refreshes itself for those of us who are there, by the ids that Teams knows them by", async () => {
    await send(to(inChannel));
    const { refresh } = (practice.teams.all().at(-1)?.card ?? {}) as {
      refresh?: { action: object; userIds: string[] };
    };
    expect(refresh?.action).toMatchObject({
      type: "Action.Execute",
      verb: "bg.view",
      data: { card: expect.stringMatching(/^card\/BG-7\/x#[\w-]{43}$/), stream: "BG-7" },
    });
    expect(refresh?.userIds).toContain(
      practice.teams.people.find(({ objectId }) => objectId === bob.id)?.mri,
    );
    expect(refresh?.userIds.length).toBeLessThanOrEqual(60);
  });

  it("is posted without that when nobody tells who is there", async () => {
    practice.teams.faults.set("members", { status: 500 });
    shown(await send(to(inChannel)));
    expect(practice.teams.all().at(-1)?.card?.["refresh"]).not.toHaveProperty("userIds");
  });

  it("is changed in its place, and rings nobody", async () => {
    const ref = shown(await send(to(inChannel)));
    expect(
      await send(to(inChannel, { view: viewOf("BG-7 · Approved", { tone: "good" }), update: ref })),
    ).toEqual({ type: "shown", ref });
    expect(threads()).toHaveLength(1);
    expect(threads()[0]?.root).toMatchObject({ edits: 1 });
    expect(JSON.stringify(threads()[0]?.root.card)).toContain("Approved");
    const { body } = practice.teams.calls.findLast(({ operation }) => operation === "update") ?? {};
    expect(body).not.toHaveProperty("channelData");
  });

  it("has what is said of it below it", async () => {
    const ref = shown(await send(to(inChannel)));
    const reply = shown(
      await send(to(inChannel, { view: viewOf("Bob approved"), key: "say/1", thread: ref })),
    );
    expect(threads()[0]?.replies).toMatchObject([{ id: reply.message, rootId: ref.message, notify: true }]);
    expect(reply.conversation).toBe(requests);
  });

  it("that is taken away is gone", async () => {
    const ref = shown(await send(to(inChannel)));
    expect(await practice.adapter.messenger.remove(ref)).toEqual({ type: "shown", ref });
    expect(practice.teams.all()).toEqual([]);
    expect(await practice.adapter.messenger.remove(ref)).toMatchObject({ type: "gone" });
    expect(await send(to(inChannel, { update: ref }))).toMatchObject({ type: "gone" });
  });
});

describe("a person", () => {
  it("is written to in the chat that is known, and has their own card there", async () => {
    const ref = shown(await send(to(bobsChat)));
    expect(practice.teams.seenBy(bob.id).chat).toMatchObject([{ id: ref.message, notify: true }]);
    expect(practice.teams.calls.some(({ operation }) => operation === "createConversation")).toBe(false);
    await practice.teams.show(bob.id, ref.message);
    await practice.teams.until(() => practice.notes.seen.length > 0);
    expect(practice.notes.seen[0]).toEqual({ key: "card/BG-7/x", place: bobsChat, ref });
  });

  it("who never wrote is found by their object id", async () => {
    practice.store.delete(`teams:person:${bob.id}`);
    await practice.stop();
    practice = await openPractice({ store: new Map() });
    await practice.teams.say(alice.id, "personal", "status");
    await practice.adapter.stop();
    shown(await send(to(bobsChat)));
    expect(practice.teams.seenBy(bob.id).chat).toHaveLength(1);
    shown(await send(to(bobsChat)));
    expect(practice.teams.calls.filter(({ operation }) => operation === "createConversation")).toHaveLength(
      1,
    );
  });

  it("who does not have the app is refused, with what to do", async () => {
    await practice.teams.setInstalled(bob.id, false);
    expect(await send(to(bobsChat))).toMatchObject({
      type: "refused",
      why: expect.stringContaining("not installed"),
    });
  });
});

describe("what goes wrong", () => {
  const cases: [
    string,
    Parameters<Practice["teams"]["faults"]["set"]>[1],
    Partial<Sent> & { type: string },
  ][] = [
    ["throttled", { status: 429, retryAfter: 17 }, { type: "later", after: 17 }],
    ["conflict of edits", { status: 412 }, { type: "later", after: undefined }],
    ["bad gateway", { status: 502, html: "<h1>Bad gateway</h1>" }, { type: "later" }],
    ["a page that says 200", { html: "<h1>We will be back soon</h1>" }, { type: "later" }],
    ["unavailable", { status: 503, retryAfter: 3 }, { type: "later", after: 3 }],
    ["gateway time-out", { status: 504 }, { type: "later" }],
    ["connection cut", { reset: true }, { type: "later" }],
    ["disabled by an admin", { status: 403, code: "BotDisabledByAdmin" }, { type: "refused" }],
    ["blocked", { status: 403, code: "MessageWritesBlocked" }, { type: "refused" }],
    ["not in the team", { status: 403, code: "BotNotInConversationRoster" }, { type: "refused" }],
    ["too big", { status: 413, code: "MessageSizeTooBig" }, { type: "refused" }],
    ["bad syntax", { status: 400, code: "BadSyntax" }, { type: "refused" }],
  ];
  it.each(cases)("%s, when posting and when changing", async (_, fault, expected) => {
    const ref = shown(await send(to(inChannel)));
    practice.teams.faults.set("send", fault);
    practice.teams.faults.set("update", fault);
    expect(await send(to(inChannel))).toMatchObject(expected);
    expect(await send(to(inChannel, { update: ref }))).toMatchObject(expected);
    const tries = practice.teams.calls.filter(
      ({ operation }) => operation === "send" || operation === "update",
    );
    expect(tries).toHaveLength(3); // nothing is tried again behind the caller's back
  });

  it("a message that is not there any more is gone, when changing", async () => {
    const ref = shown(await send(to(inChannel)));
    practice.teams.faults.set("update", { status: 404, code: "ActivityNotFoundInConversation" });
    expect(await send(to(inChannel, { update: ref }))).toMatchObject({ type: "gone" });
    practice.teams.faults.set("update", { status: 403, code: "MessageEditNotAllowed" });
    expect(await send(to(inChannel, { update: ref }))).toMatchObject({ type: "gone" });
  });

  it("a connector that hangs is left after eight seconds", async () => {
    practice.teams.faults.set("send", { hang: true });
    const began = performance.now();
    expect(await send(to(bobsChat))).toMatchObject({
      type: "later",
      why: expect.stringContaining("no answer"),
    });
    expect(performance.now() - began).toBeLessThan(9_000);
  });

  it("no token is later, not never", async () => {
    practice.teams.faults.set("token", { status: 500 });
    expect(await send(to(inChannel))).toMatchObject({ type: "later", why: expect.stringContaining("500") });
    await expect(practice.adapter.check()).rejects.toThrow(/500/);
  });

  it("a token that Teams does not take is got anew", async () => {
    shown(await send(to(inChannel)));
    practice.teams.faults.set("send", { status: 401, times: 1 });
    expect(await send(to(inChannel))).toMatchObject({ type: "later" });
    shown(await send(to(inChannel)));
    expect(practice.teams.calls.filter(({ operation }) => operation === "token")).toHaveLength(2);
  });

  it("a crowd gets one token", async () => {
    await Promise.all(Array.from({ length: 10 }, () => send(to(inChannel))));
    expect(practice.teams.calls.filter(({ operation }) => operation === "token")).toHaveLength(1);
  });

  it("a service URL that the store was made to hold gets no token", async () => {
    const text = JSON.stringify({
      serviceUrl: "https://evil.example/",
      bot: "28:x",
      tenant: contoso.tenant,
      conversation: requests,
    });
    practice.store.set(`teams:channel:${requests}`, text);
    expect(await send(to(inChannel))).toMatchObject({
      type: "refused",
      why: expect.stringContaining("not allowed"),
    });
  });

  it("a store that cannot be read is later", async () => {
    practice.store.get = () => {
      throw new Error("database is locked");
    };
    expect(await send(to(inChannel))).toEqual({ type: "later", after: undefined, why: "database is locked" });
  });
});

describe("before anything was heard", () => {
  it("nothing can be said, and it is told what to do", async () => {
    await practice.stop();
    practice = await openPractice();
    const refused = { type: "refused", why: expect.stringContaining("add the app to the team once") };
    expect(await send(to(inChannel))).toMatchObject(refused);
    expect(await send(to(bobsChat))).toMatchObject(refused);
    expect(await practice.adapter.messenger.remove({ conversation: requests, message: "1" })).toMatchObject(
      refused,
    );
    await expect(practice.adapter.check()).rejects.toThrow("add the app to the team");
  });

  it("of this channel, the tenant's last service URL is used, and kept", async () => {
    expect(practice.store.has(`teams:channel:${requests}`)).toBe(false);
    expect(practice.store.has(`teams:channel:${general}`)).toBe(true);
    shown(await send(to(inChannel)));
    expect(practice.store.has(`teams:channel:${requests}`)).toBe(true);
  });

  it("the check asks Teams for the channels of the configuration, and names those that are not there", async () => {
    await expect(practice.adapter.check()).rejects.toThrow("19:soc@thread.tacv2, 19:admins@thread.tacv2");
    expect(practice.store.has(`teams:channel:${requests}`)).toBe(true);
  });
});

it("what is remembered holds no token and no word of anybody", async () => {
  await practice.teams.say(alice.id, requests, "the secret plan");
  await practice.adapter.stop();
  for (const [key, text] of practice.store) {
    if (key === "teams:keys") continue;
    expect(
      Object.keys(JSON.parse(text) as object).filter(
        (name) => !["serviceUrl", "conversation", "bot", "tenant", "user"].includes(name),
      ),
    ).toEqual([]);
    expect(text).not.toContain("secret plan");
  }
});
