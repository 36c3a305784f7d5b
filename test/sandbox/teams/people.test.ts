import { describe, expect, test } from "vitest";
import {
  alice,
  appId,
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
  smallBot,
  soc,
  tenant,
} from "./kit.ts";

const execute = (verb: string, title = verb, data: object = {}) => ({
  type: "Action.Execute",
  title,
  verb,
  data,
});
const refreshFor = (userIds?: string[]) => ({
  refresh: { action: execute("view"), ...(userIds ? { userIds } : {}) },
});
const showCard = (card: unknown) => ({
  body: { statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: card },
});
const toast = (value: unknown) => ({
  body: { statusCode: 200, type: "application/vnd.microsoft.activity.message", value },
});

describe("saying", () => {
  test("a message in a personal chat has the shape Teams gives it", async () => {
    const teams = await practiceTeams();
    const bot = await smallBot(teams);
    const reaction = await teams.say(alice, "personal", "help");
    expect(reaction).toMatchObject({ status: 200, replies: [] });
    expect(bot.heard[0]).toMatchObject({
      type: "message",
      text: "help",
      channelId: "msteams",
      serviceUrl: teams.settings.serviceUrl,
      from: { id: mriOf(teams, alice), name: "Alice", aadObjectId: alice },
      recipient: { id: `28:${appId}`, name: "Breakglass" },
      conversation: { id: chatOf(teams, alice), conversationType: "personal", tenantId: tenant },
      channelData: { tenant: { id: tenant } },
      entities: [{ type: "clientInfo", timezone: "Europe/Berlin", locale: "en-US" }],
      id: teams.seenBy(alice).chat[0]?.id,
    });
  });

  test("in a channel the bot is mentioned, and the new thread is the conversation", async () => {
    const teams = await practiceTeams();
    const bot = await smallBot(teams);
    await teams.say(alice, requests, "request");
    const [message] = teams.all();
    expect(bot.heard[0]).toMatchObject({
      text: "<at>Breakglass</at> request",
      conversation: {
        id: `${requests};messageid=${message?.id}`,
        conversationType: "channel",
        isGroup: true,
      },
      channelData: { channel: { id: requests }, team: { id: "19:contoso@thread.tacv2" } },
      entities: [{ type: "mention", text: "<at>Breakglass</at>", mentioned: { id: `28:${appId}` } }, {}],
    });
  });

  test("what is not meant for the bot does not reach it", async () => {
    const teams = await practiceTeams();
    const bot = await smallBot(teams);
    expect((await teams.say(alice, requests, "lunch?", { mention: false })).status).toBe(0);
    expect(bot.heard).toEqual([]);
    expect(teams.seenBy(bob).channels[0]?.threads[0]?.root.text).toBe("lunch?");
  });

  test("a slash command is private, and says so to the bot", async () => {
    const teams = await practiceTeams();
    const bot = await smallBot(teams);
    await teams.say(alice, requests, "breakglass request", { slash: true });
    expect(bot.heard[0]).toMatchObject({ text: "breakglass request", recipient: { isTargeted: true } });
    expect(teams.seenBy(alice).channels[0]?.threads).toHaveLength(1);
    expect(teams.seenBy(bob).channels[0]?.threads).toEqual([]);
  });

  test("the answer of the bot is part of the reaction", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    await smallBot(teams, async () => {
      await call("POST", at(chatOf(teams, alice)), { type: "message", text: "at your service" });
      return {};
    });
    const reaction = await teams.say(alice, "personal", "help");
    expect(reaction.replies.map((reply) => reply.text)).toEqual(["at your service"]);
  });

  test("an external person speaks from our conversation with an id of their own", async () => {
    const teams = await practiceTeams();
    const bot = await smallBot(teams);
    await teams.say(eve, soc, "approve BG-1");
    expect(bot.heard[0]).toMatchObject({ from: { aadObjectId: eve }, conversation: { tenantId: tenant } });
  });

  test("nobody speaks where they are not, or where the bot is not", async () => {
    const teams = await practiceTeams();
    await smallBot(teams);
    await expect(teams.say(alice, soc, "hi")).rejects.toThrow("Alice is not in a conversation");
    await expect(teams.say(nina, "personal", "hi")).rejects.toThrow("not installed");
  });

  test("a bot that is not there, fails or is too slow is an error on the screen", async () => {
    const teams = await practiceTeams({ answerLimitMs: 80 });
    teams.setBotUrl("http://127.0.0.1:9/api/messages");
    expect(await teams.say(alice, "personal", "hi")).toMatchObject({ status: 0, error: /Unable/ });
    await smallBot(teams, () => ({ status: 500 }));
    expect(await teams.say(alice, "personal", "hi")).toMatchObject({ status: 500, error: /Unable/ });
    await smallBot(teams, () => ({ afterMs: 300 }));
    expect(await teams.say(alice, "personal", "hi")).toMatchObject({
      status: 0,
      detail: "No answer in 80 ms.",
    });
  });
});

describe("installing", () => {
  test("tells the bot of every team and of every personal chat", async () => {
    const teams = await practiceTeams();
    const bot = await smallBot(teams);
    const reactions = await teams.install();
    expect(reactions.map((reaction) => reaction.status)).toEqual([200, 200, 200, 200, 200]);
    const added = bot.heard.filter((activity) => activity.type === "installationUpdate");
    expect(added.map((activity) => activity["action"])).toEqual(Array(5).fill("add"));
    expect(added[0]).toMatchObject({
      conversation: { id: "19:contoso@thread.tacv2" },
      channelData: { team: { id: "19:contoso@thread.tacv2", name: "Contoso" } },
    });
    const joined = bot.heard.filter((activity) => activity.type === "conversationUpdate");
    expect(joined[0]?.["membersAdded"]).toEqual([{ id: `28:${appId}` }]);
  });

  test("a removed app can be written to by nobody, until it is installed again", async () => {
    const teams = await practiceTeams();
    const bot = await smallBot(teams);
    const call = await connectorOf(teams);
    const post = () => call("POST", at(chatOf(teams, bob)), { type: "message", text: "hello" });
    await teams.setInstalled(bob, false);
    expect(bot.heard.at(-1)).toMatchObject({ type: "installationUpdate", action: "remove" });
    expect((await post()).code).toBe("MessageWritesBlocked");
    await teams.setInstalled(bob, true);
    expect((await post()).status).toBe(201);
    await teams.setInstalled("19:contoso@thread.tacv2", false);
    const inChannel = await call("POST", at(requests), { type: "message", text: "hello" });
    expect(inChannel.code).toBe("BotNotInConversationRoster");
  });
});

describe("clicking", () => {
  const form = cardOf(
    [
      {
        type: "Input.Text",
        id: "reason",
        label: "Why",
        isRequired: true,
        errorMessage: "Say why.",
        maxLength: 20,
      },
      { type: "Input.Text", id: "ticket", label: "Ticket", regex: "^INC\\d+$" },
      { type: "Input.ChoiceSet", id: "hours", value: "1", choices: [{ title: "one", value: "1" }] },
    ],
    {
      actions: [
        execute("ask", "Ask", { request: "BG-1" }),
        { ...execute("cancel"), associatedInputs: "none" },
        {
          type: "Action.ShowCard",
          title: "Deny",
          card: {
            type: "AdaptiveCard",
            body: [{ type: "Input.Text", id: "because" }],
            actions: [execute("deny", "Deny now")],
          },
        },
      ],
    },
  );

  const posted = async (card: unknown, answer: Parameters<typeof smallBot>[1] = () => toast("done")) => {
    const teams = await practiceTeams({ answerLimitMs: 150 });
    const call = await connectorOf(teams);
    const bot = await smallBot(teams, answer);
    const { id } = await call("POST", at(requests), cardMessage(card));
    return { teams, call, bot, id: String(id) };
  };

  test("sends the invoke that Teams sends, with the inputs over the action's data", async () => {
    const { teams, bot, id } = await posted(form);
    const reaction = await teams.execute(bob, id, "ask", { reason: "locked out" });
    expect(reaction).toMatchObject({ status: 200, toast: "done" });
    expect(bot.heard[0]).toMatchObject({
      type: "invoke",
      name: "adaptiveCard/action",
      replyToId: id,
      from: { aadObjectId: bob },
      conversation: { id: `${requests};messageid=${id}` },
    });
    expect(bot.heard[0]?.value).toEqual({
      action: {
        type: "Action.Execute",
        title: "Ask",
        verb: "ask",
        data: { request: "BG-1", reason: "locked out", hours: "1" },
      },
      trigger: "manual",
    });
  });

  test("inside a ShowCard its inputs go along with those around it", async () => {
    const { teams, bot, id } = await posted(form);
    await teams.execute(bob, id, "Deny now", { because: "no", reason: "x" });
    expect(bot.heard[0]?.value?.action?.data).toEqual({ reason: "x", hours: "1", because: "no" });
  });

  test("without associated inputs nothing is checked and nothing sent along", async () => {
    const { teams, bot, id } = await posted(form);
    await teams.execute(bob, id, "cancel");
    expect(bot.heard[0]?.value?.action?.data).toEqual({});
  });

  test.each([
    [{}, { reason: "Say why." }],
    [{ reason: "x".repeat(21) }, { reason: "Say why." }],
    [{ reason: "ok", ticket: "none" }, { ticket: "This does not fit." }],
  ])("the client itself refuses %o", async (inputs, invalid) => {
    const { teams, bot, id } = await posted(form);
    expect(await teams.execute(bob, id, "ask", inputs as Record<string, string>)).toMatchObject({
      status: 0,
      invalid,
    });
    expect(bot.heard).toEqual([]);
  });

  test("what a person does not see, they cannot use", async () => {
    const { teams, id } = await posted(form);
    await expect(teams.execute(bob, id, "approve")).rejects.toThrow("sees no such action");
    await expect(teams.execute(bob, id, "ask", { because: "x" })).rejects.toThrow('no input "because"');
    await expect(teams.execute(bob, id, "ask", { reason: "x", hours: "9" })).rejects.toThrow("no choice");
    await expect(teams.execute(eve, id, "ask")).rejects.toThrow("Eve sees no message");
  });

  test("Action.Submit goes out as a message with a value", async () => {
    const { teams, bot, id } = await posted(
      cardOf([], { actions: [{ type: "Action.Submit", title: "Old", data: { verb: "old" } }] }),
      () => ({}),
    );
    await teams.execute(bob, id, "Old");
    expect(bot.heard[0]).toMatchObject({ type: "message", value: { verb: "old" }, replyToId: id });
  });

  test("a card in the answer changes the clicker's view only, until the message is edited", async () => {
    const mine = cardOf([line("yours alone")]);
    const { teams, call, id } = await posted(cardOf([], { actions: [execute("go")] }), () => showCard(mine));
    expect((await teams.execute(bob, id, "go")).card).toEqual(mine);
    const root = (who: string) => teams.seenBy(who).channels[0]?.threads[0]?.root.card;
    expect(root(bob)).toEqual(mine);
    expect(root(carol)).not.toEqual(mine);
    const edited = cardOf([line("for all")]);
    await call("PUT", at(requests, `/activities/${id}`), cardMessage(edited));
    expect(root(bob)).toEqual(edited);
  });

  test.each([
    ["another HTTP status", { ...toast("no"), status: 403 }],
    ["no body", {}],
    ["a statusCode that means nothing", { body: { statusCode: 403, type: "x", value: "no" } }],
    ["a message that is no text", toast({ text: "no" })],
    ["a card of version 1.6", showCard({ ...cardOf([]), version: "1.6" })],
    ["a card of 29 KB", showCard(cardOf([line("x".repeat(29_000))]))],
    [
      "an error",
      {
        body: {
          statusCode: 400,
          type: "application/vnd.microsoft.error",
          value: { code: "No", message: "no" },
        },
      },
    ],
  ])("to the clicker, %s is only that something went wrong", async (_, reply) => {
    const card = cardOf([], { actions: [execute("go")] });
    const { teams, id } = await posted(card, () => reply);
    const reaction = await teams.execute(bob, id, "go");
    expect(reaction.error).toBe("Something went wrong. Please try again.");
    expect(reaction.detail).toBeTruthy();
    expect(teams.seenBy(bob).channels[0]?.threads[0]?.root.card).toEqual(card);
  });

  test("a click that gets no answer in time may be sent again by Teams itself, with the same id", async () => {
    const teams = await practiceTeams({ answerLimitMs: 100, retryInvokes: true });
    const call = await connectorOf(teams);
    const bot = await smallBot(teams, () => ({
      ...toast("late"),
      afterMs: bot.heard.length === 1 ? 300 : 0,
    }));
    const { id } = await call("POST", at(requests), cardMessage(cardOf([], { actions: [execute("go")] })));
    expect((await teams.execute(bob, id, "go")).toast).toBe("late");
    expect(bot.heard.map((activity) => activity["id"])).toEqual([bot.heard[0]?.["id"], bot.heard[0]?.["id"]]);
  });
});

describe("refreshing", () => {
  test("asks for those whose Teams ids are listed, as trigger automatic, and keeps what comes for them", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const mine = cardOf([line("with buttons")]);
    const bot = await smallBot(teams, () => showCard(mine));
    const card = cardOf([line("base")], refreshFor([mriOf(teams, bob)]));
    const { id } = await call("POST", at(requests), cardMessage(card));
    expect(await teams.show(alice, id)).toBeUndefined();
    expect((await teams.show(bob, id))?.card).toEqual(mine);
    expect(bot.heard.map((activity) => activity.value)).toEqual([
      { action: { type: "Action.Execute", title: "view", verb: "view", data: {} }, trigger: "automatic" },
    ]);
    expect(teams.seenBy(alice).channels[0]?.threads[0]?.root.card).toEqual(card);
    expect(teams.seenBy(bob).channels[0]?.threads[0]?.root.card).toEqual(mine);
    expect(teams.all()[0]?.card).toEqual(card);
  });

  test("without a list, everybody in a small conversation asks", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    await smallBot(teams, () => toast("nothing new"));
    const { id } = await call("POST", at(requests), cardMessage(cardOf([], refreshFor())));
    expect(await teams.show(gina, id)).toMatchObject({ status: 200 });
  });

  test("object ids and more than sixty people are refused in the list", async () => {
    const call = await connectorOf(await practiceTeams());
    const many = Array.from({ length: 61 }, (_, n) => `29:${n}`);
    for (const userIds of [[bob], many]) {
      const answer = await call("POST", at(requests), cardMessage(cardOf([], refreshFor(userIds))));
      expect(answer.status).toBe(400);
    }
  });

  test("happens by itself for people who are watching, after a post and after an edit", async () => {
    const teams = await practiceTeams({ refreshDelayMs: 5 });
    const call = await connectorOf(teams);
    let version = 0;
    const bot = await smallBot(teams, () => {
      version += 1;
      return showCard(cardOf([line(`view ${version}`)]));
    });
    teams.watch(bob, true);
    const card = cardOf([line("base")], refreshFor());
    const { id } = await call("POST", at(requests), cardMessage(card));
    await teams.settled();
    expect(bot.heard).toHaveLength(1);
    await call("PUT", at(requests, `/activities/${id}`), cardMessage(card));
    await teams.settled();
    expect(bot.heard).toHaveLength(2);
    const seen = (who: string) => JSON.stringify(teams.seenBy(who).channels[0]?.threads[0]?.root.card);
    expect(seen(bob)).toContain("view 2");
    expect(seen(carol)).toContain("base");
  });

  test("a refresh that was under way while the card was edited does not bring the old one back", async () => {
    const teams = await practiceTeams();
    const call = await connectorOf(teams);
    const bot = await smallBot(teams, () => ({ ...showCard(cardOf([line("old view")])), afterMs: 150 }));
    const { id } = await call("POST", at(requests), cardMessage(cardOf([], refreshFor())));
    const showing = teams.show(bob, id);
    await expect.poll(() => bot.heard.length).toBe(1);
    const decided = cardOf([line("decided")]);
    await call("PUT", at(requests, `/activities/${id}`), cardMessage(decided));
    await showing;
    expect(teams.seenBy(bob).channels[0]?.threads[0]?.root.card).toEqual(decided);
  });
});

test("until waits for a change, and says when it did not come", async () => {
  const teams = await practiceTeams();
  const call = await connectorOf(teams);
  const found = teams.until(() => teams.all().find((message) => message.text === "here"));
  await call("POST", at(requests), { type: "message", text: "here" });
  expect((await found).conversationId).toBe(requests);
  await expect(teams.until(() => undefined, 20)).rejects.toThrow("within 20 ms");
});
