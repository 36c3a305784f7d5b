import { describe, expect, test } from "vitest";
import {
  alice,
  at,
  bob,
  cardMessage,
  cardOf,
  carol,
  chatOf,
  connectorOf,
  eve,
  gina,
  line,
  mriOf,
  nina,
  practiceTeams,
  requests,
  soc,
  tenant,
} from "./kit.ts";

const hello = { type: "message", text: "hello" };

describe("posting", () => {
  test("needs a token of our own login", async () => {
    const teams = await practiceTeams();
    const path = `${teams.settings.serviceUrl}v3/conversations/x/activities`;
    for (const headers of [{}, { authorization: `Bearer ${await teams.token()}` }]) {
      const answer = await fetch(path, { method: "POST", headers, body: "{}" });
      expect(answer.status).toBe(401);
    }
    expect(JSON.stringify(teams.calls)).not.toMatch(/Bearer|eyJ/);
  });

  test("to a channel opens a thread; to the thread or to a message of it answers there", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const root = await call("POST", at(requests), hello);
    expect(root).toMatchObject({ status: 201, id: expect.stringMatching(/^\d{13}$/) });
    await call("POST", at(`${requests};messageid=${root.id}`), { ...hello, text: "one" });
    const two = await call("POST", at(requests, `/activities/${root.id}`), { ...hello, text: "two" });
    await call("POST", at(requests, `/activities/${two.id}`), { ...hello, text: "three" });
    const [channel] = teams.seenBy(alice).channels;
    expect(channel?.threads).toHaveLength(1);
    expect(channel?.threads[0]?.replies.map((reply) => reply.text)).toEqual(["one", "two", "three"]);
  });

  test("is seen by members only", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    await call("POST", at(soc), hello);
    const names = (who: string) => teams.seenBy(who).channels.map((channel) => channel.name);
    expect(names(bob)).toEqual(["breakglass-requests", "soc"]);
    expect(names(alice)).toEqual(["breakglass-requests"]);
    expect(names(eve)).toEqual(["soc"]);
  });

  test("rings in personal chats, for alerts and for mentions; an edit never rings", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const chat = chatOf(teams, bob);
    await call("POST", at(chat), hello);
    const quiet = await call("POST", at(requests), hello);
    await call("POST", at(requests), { ...hello, channelData: { notification: { alert: true } } });
    const mentioned = { id: mriOf(teams, bob), name: "Bob" };
    const entities = [{ type: "mention", text: "<at>Bob</at>", mentioned }];
    await call("POST", at(requests), { type: "message", text: "<at>Bob</at>", entities });
    await call("PUT", at(requests, `/activities/${quiet.id}`), {
      ...hello,
      channelData: { notification: { alert: true } },
    });
    expect(teams.all().map((message) => message.notify)).toEqual([true, false, true, true]);
  });

  test.each([
    ["an unknown conversation", "19:nowhere@thread.tacv2", hello, 404, "ConversationNotFound"],
    ["an unknown thread", `${requests};messageid=1`, hello, 404, "ConversationNotFound"],
    ["an empty message", requests, { type: "message" }, 400, "BadSyntax"],
    ["another type", requests, { type: "event", text: "x" }, 400, "BadSyntax"],
    ["a card of version 1.6", requests, cardMessage({ ...cardOf([]), version: "1.6" }), 400, "BadSyntax"],
    ["an unknown element", requests, cardMessage(cardOf([{ type: "TextBlok" }])), 400, "BadSyntax"],
    ["29 KB", requests, cardMessage(cardOf([line("x".repeat(29 * 1024))])), 413, "MessageSizeTooBig"],
  ])("refuses %s", async (_, conversation, body, status, code) => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    expect(await call("POST", at(conversation), body)).toMatchObject({ status, code });
    expect(teams.all()).toEqual([]);
  });

  test("refuses a body that is no JSON", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    await call("POST", at(requests), hello);
    const { identityEndpoint, identityHeader, serviceUrl } = teams.settings;
    const query = "?resource=https://api.botframework.com&client_id=00000000-0000-4000-8000-000000009001";
    const login = await fetch(identityEndpoint + query, { headers: { "X-IDENTITY-HEADER": identityHeader } });
    const headers = { authorization: `Bearer ${(await login.json()).access_token}` };
    const url = `${serviceUrl}v3/conversations${at(requests)}`;
    expect((await fetch(url, { method: "POST", headers, body: "{" })).status).toBe(400);
  });
});

describe("personal chats", () => {
  const to = (id: string) => ({ members: [{ id }], channelData: { tenant: { id: tenant } } });

  test("are opened by Teams id or object id, and are always the same", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const one = await call("POST", "", to(mriOf(teams, alice)));
    const two = await call("POST", "", to(alice));
    expect(one).toMatchObject({ status: 201, id: chatOf(teams, alice) });
    expect(two.id).toBe(one.id);
    await call("POST", at(one.id), hello);
    expect(teams.seenBy(alice).chat.map((message) => message.text)).toEqual(["hello"]);
    expect(teams.seenBy(bob).chat).toEqual([]);
  });

  test("are refused where the app is not installed, unknown people and foreign tenants", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    expect(await call("POST", "", to(nina))).toMatchObject({
      status: 403,
      code: "ForbiddenOperationException",
    });
    expect((await call("POST", "", to("29:nobody"))).status).toBe(400);
    expect((await call("POST", "", { members: [{ id: alice }] })).status).toBe(400);
    expect((await call("POST", at(chatOf(teams, nina)), hello)).code).toBe("MessageWritesBlocked");
  });
});

test("an answer to an event, which is no message, is said in the conversation", async () => {
  const teams = await practiceTeams();
  const call = await connectorOf(teams);
  const chat = chatOf(teams, alice);
  expect((await call("POST", at(chat, "/activities/f:0000"), hello)).status).toBe(201);
  expect((await call("POST", at(requests, "/activities/f:0000"), hello)).status).toBe(201);
  expect(teams.all().map((message) => message.rootId)).toEqual([undefined, undefined]);
});

test("createConversation with a channel opens a thread there", async () => {
  const teams = await practiceTeams();
  const call = await connectorOf(teams);
  const body = { isGroup: true, channelData: { channel: { id: requests } }, activity: hello };
  const answer = await call("POST", "", body);
  expect(answer.id).toBe(`${requests};messageid=${answer.body.activityId}`);
  expect(teams.all()).toHaveLength(1);
});

describe("editing and deleting", () => {
  test("an edit changes what everybody sees, a deletion leaves a tombstone", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const { id } = await call("POST", at(requests), cardMessage(cardOf([line("old")])));
    await call("PUT", at(requests, `/activities/${id}`), cardMessage(cardOf([line("new")])));
    const root = () => teams.seenBy(carol).channels[0]?.threads[0]?.root;
    expect(root()).toMatchObject({ card: cardOf([line("new")]), edits: 1, editedAt: expect.any(String) });
    expect((await call("DELETE", at(requests, `/activities/${id}`))).status).toBe(200);
    expect(root()).toMatchObject({ deleted: true, text: "" });
    expect(root()?.card).toBeUndefined();
    expect(teams.all()).toEqual([]);
  });

  test("what is gone, elsewhere or never was is ActivityNotFoundInConversation", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const { id } = await call("POST", at(requests), hello);
    const gone = { status: 404, code: "ActivityNotFoundInConversation" };
    expect(await call("PUT", at(soc, `/activities/${id}`), hello)).toMatchObject(gone);
    expect(await call("PUT", at(requests, "/activities/1"), hello)).toMatchObject(gone);
    await call("DELETE", at(requests, `/activities/${id}`));
    expect(await call("PUT", at(requests, `/activities/${id}`), hello)).toMatchObject(gone);
    expect(await call("DELETE", at(requests, `/activities/${id}`))).toMatchObject(gone);
  });

  test("a person's message is not the bot's to change", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    await teams.say(alice, requests, "hi all", { mention: false });
    const [message] = teams.all();
    const answer = await call("PUT", at(requests, `/activities/${message?.id}`), hello);
    expect(answer).toMatchObject({ status: 403, code: "NotEnoughPermissions" });
  });
});

describe("targeted messages", () => {
  const targeted = "/activities?isTargetedActivity=true";

  test("are seen by their recipient only, and ring for nobody", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const secret = { ...hello, text: "for Bob", recipient: { id: mriOf(teams, bob) } };
    const { id, status } = await call("POST", at(requests, targeted), secret);
    expect(status).toBe(201);
    const threads = (who: string) => teams.seenBy(who).channels[0]?.threads ?? [];
    expect(threads(bob)[0]?.root).toMatchObject({ text: "for Bob", targetedFor: bob, notify: false });
    for (const other of [alice, carol, gina]) expect(threads(other)).toEqual([]);
    expect((await call("PUT", at(requests, `/activities/${id}`), secret)).status).toBe(404);
    const edit = `/activities/${id}?isTargetedActivity=true`;
    expect((await call("PUT", at(requests, edit), { ...secret, text: "new" })).status).toBe(200);
    expect(threads(bob)[0]?.root.text).toBe("new");
  });

  test("need a recipient who is in the conversation, and a conversation of several", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const recipient = { id: mriOf(teams, alice) };
    expect((await call("POST", at(requests, targeted), hello)).status).toBe(400);
    expect((await call("POST", at(soc, targeted), { ...hello, recipient })).status).toBe(400);
    expect((await call("POST", at(chatOf(teams, alice), targeted), { ...hello, recipient })).status).toBe(
      400,
    );
  });

  test("nothing public can be said below one", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const recipient = { id: mriOf(teams, bob) };
    const { id } = await call("POST", at(requests, targeted), { ...hello, recipient });
    const thread = `${requests};messageid=${id}`;
    expect((await call("POST", at(thread), hello)).status).toBe(404);
    expect((await call("POST", at(thread, targeted), { ...hello, recipient })).status).toBe(201);
  });
});

describe("rates", () => {
  test("the eighth message in a second is refused with Retry-After, in that conversation only", async () => {
    let now = 1_795_000_000_000;
    const teams = await practiceTeams({ clock: () => now });
    const call = await connectorOf(teams);
    for (let n = 0; n < 7; n += 1) expect((await call("POST", at(requests), hello)).status).toBe(201);
    const eighth = await call("POST", at(requests), hello);
    expect(eighth).toMatchObject({ status: 429, code: "TooManyRequests" });
    expect(eighth.headers.get("retry-after")).toBe("1");
    expect((await call("POST", at(soc), hello)).status).toBe(201);
    now += 1000;
    expect((await call("POST", at(requests), hello)).status).toBe(201);
    expect((await call("POST", at(requests), hello)).headers.get("retry-after")).toBe("1");
  });

  test("can be scaled, or turned off", async () => {
    const strict = await practiceTeams({ rates: [{ count: 1, seconds: 60 }] });
    const call = await connectorOf(strict);
    await call("POST", at(requests), hello);
    expect((await call("POST", at(requests), hello)).headers.get("retry-after")).toBe("60");
    const free = await connectorOf(await practiceTeams({ rates: "off" }));
    for (let n = 0; n < 20; n += 1) expect((await free("POST", at(requests), hello)).status).toBe(201);
  });
});

describe("members", () => {
  test("a guest is a guest, and an external person has a tenant of their own", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const guest = await call("GET", at(requests, `/members/${encodeURIComponent(mriOf(teams, gina))}`));
    expect(guest.body).toMatchObject({ objectId: gina, userRole: "guest", tenantId: tenant });
    expect(guest.body.userPrincipalName).toContain("#EXT#");
    const external = await call("GET", at(soc, `/members/${eve}`));
    expect(external.body.tenantId).not.toBe(tenant);
    expect((await call("GET", at(soc, `/members/${alice}`))).status).toBe(404);
  });

  test("are listed whole and in pages", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const all = (await call("GET", at(requests, "/members"))).body;
    expect(all).toHaveLength(5);
    const one = (await call("GET", at(requests, "/pagedmembers?pageSize=3"))).body;
    expect(one.members).toHaveLength(3);
    const next = `/pagedmembers?pageSize=3&continuationToken=${one.continuationToken}`;
    const two = (await call("GET", at(requests, next))).body;
    expect([...one.members, ...two.members]).toEqual(all);
    expect(two.continuationToken).toBeUndefined();
  });
});
