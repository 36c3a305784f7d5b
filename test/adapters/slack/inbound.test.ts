// What people do in Slack, and what the desk hears of it; the desk's answers are the test's.
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { requestId } from "../../../src/core/ids.ts";
import type { Answer } from "../../../src/core/ports/desk.ts";
import type { Button, ButtonAction, View } from "../../../src/core/view.ts";
import { form } from "../../../src/core/views/forms.ts";
import { contoso } from "../../kit/cast.ts";
import { aliceId, bobId, open, shows, view, words } from "./kit.ts";

const approve: ButtonAction = { verb: "approve", request: requestId(12) };
const deny: ButtonAction = { verb: "deny", request: requestId(12) };
const button = (action: ButtonAction, more: Partial<Button> = {}): Button => ({
  action,
  label: action.verb,
  style: "plain",
  ...more,
});
const key = "card/BG-12/slack:channel:C0REQUESTS";
const card: View = view("Alice asks", {
  buttons: [button(approve), button(deny, { form: form("deny", contoso, { about: deny }) })],
});
type Bot = Awaited<ReturnType<typeof open>>;

async function posted(bot: Bot, shown = card) {
  const place = { platform: "slack", kind: "channel", id: "C0REQUESTS" } as const;
  const sent = await bot.adapter.messenger.send({ place, view: shown, key, stream: "BG-12" });
  if (sent.type !== "shown") throw new Error(JSON.stringify(sent));
  return { channel: sent.ref.conversation, ts: sent.ref.message };
}

const labelled = (label: string) => (element: object) => words([element]) === label;
const ephemerals = (bot: Bot, user: string) =>
  bot.slack.all().filter(({ ephemeralFor }) => ephemeralFor === user);

describe("a command", () => {
  test("is heard as the person, the words and one key, and answered to them alone", async () => {
    await using bot = await open({ hear: () => shows("So it is") });
    const reaction = await bot.slack.command(aliceId, "/breakglass deny BG-12 we &amp; they", "C0REQUESTS");
    expect(reaction).toMatchObject({ status: 200 });
    expect(reaction.message).toMatchObject({ ephemeralFor: aliceId });
    expect(words(reaction.message?.blocks)).toContain("So it is");
    expect(bot.told.heard).toEqual([
      {
        caller: { platform: "slack", team: "T0CONTOSO", user: aliceId, standing: "member" },
        key: `slack/command/${reaction.trigger}`,
        wish: { type: "deny", request: "BG-12", reason: "we & they" },
      },
    ]);
  });

  test("that wants a form opens it before anything is looked up, with what was typed behind it", async () => {
    await using bot = await open();
    const reaction = await bot.slack.command(aliceId, "/breakglass request CA policy", "C0REQUESTS");
    expect(reaction.modal).toMatchObject({ callback_id: "breakglass.form" });
    expect(words(reaction.modal?.blocks)).toContain("Why do you need it?");
    expect(JSON.stringify(reaction.modal?.blocks)).toContain('"initial_value":"CA policy"');
    expect(bot.slack.calls[0]?.method).toBe("views.open");
    expect(bot.told.heard).toEqual([]);
  });

  test("D14: opens its form when people cannot be looked up", async () => {
    await using bot = await open();
    bot.slack.faults.set("users.info", { hang: true });
    const reaction = await bot.slack.command(aliceId, "/breakglass request", "C0REQUESTS");
    expect(reaction.modal).toBeDefined();
    expect(reaction.ms).toBeLessThan(1_000);
  });

  test("D14: says so when the form does not open", async () => {
    await using bot = await open();
    bot.slack.faults.set("views.open", { slackError: "expired_trigger_id" });
    const reaction = await bot.slack.command(aliceId, "/breakglass request", "C0REQUESTS");
    expect(reaction.status).toBe(200);
    expect(words(reaction.message?.blocks)).toContain("nothing was recorded");
  });

  test.each([
    ["a guest", "U0GUEST", "guest"],
    ["somebody disabled", "U0GONE", "disabled"],
    ["a bot", "U0BOT", "bot"],
  ])("of %s is heard as theirs", async (_, user, standing) => {
    await using bot = await open();
    const body = new URLSearchParams({
      team_id: "T0CONTOSO",
      user_id: user,
      channel_id: "C0REQUESTS",
      command: "/breakglass",
      text: "status",
      trigger_id: "1.1.x",
      response_url: "https://hooks.slack.com/x",
    }).toString();
    expect((await bot.slack.send({ body })).status).toBe(200);
    expect(bot.told.heard[0]?.caller.standing).toBe(standing);
  });

  test("of another workspace opens no form, is heard as foreign, and told so", async () => {
    await using bot = await open({ hear: () => shows("You are not one of us") });
    const reaction = await bot.slack.command(aliceId, "/breakglass request", "C0REQUESTS", {
      team: "T0EVIL",
    });
    expect(reaction.modal).toBeUndefined();
    expect(words(reaction.message?.blocks)).toContain("You are not one of us");
    expect(bot.told.heard[0]?.caller).toMatchObject({ team: "T0EVIL", standing: "external" });
  });

  test("of somebody known to be a guest opens no form", async () => {
    await using bot = await open();
    await bot.slack.command("U0GUEST", "/breakglass status", "C0REQUESTS");
    const reaction = await bot.slack.command("U0GUEST", "/breakglass request", "C0REQUESTS");
    expect(reaction.modal).toBeUndefined();
    expect(bot.told.heard[1]).toMatchObject({ wish: { type: "form" }, caller: { standing: "guest" } });
  });

  test.each([
    ["says no", { slackError: "fatal_error" }],
    ["is throttled", { status: 429, retryAfter: 30 }],
    ["is broken", { status: 503 }],
    ["answers with a page", { body: "<html>" }],
    ["hangs", { hang: true }],
  ])("is heard as unknown when the look-up %s", async (_, fault) => {
    await using bot = await open();
    bot.slack.faults.set("users.info", fault);
    const reaction = await bot.slack.command(aliceId, "/breakglass status", "C0REQUESTS");
    expect(reaction.ms).toBeLessThan(2_500);
    expect(bot.told.heard[0]?.caller.standing).toBe("unknown");
    bot.slack.faults.clear();
    await bot.slack.command(aliceId, "/breakglass status", "C0REQUESTS");
    expect(bot.told.heard[1]?.caller.standing).toBe("member");
  });

  test("that a workflow sends is a bot's, whoever's name it bears", async () => {
    await using bot = await open();
    const body = new URLSearchParams({
      team_id: "T0CONTOSO",
      user_id: aliceId,
      channel_id: "C0REQUESTS",
      bot_id: "B1",
      command: "/breakglass",
      text: "request",
      trigger_id: "1.1.x",
      response_url: "https://hooks.slack.com/x",
    }).toString();
    await bot.slack.send({ body });
    expect(bot.told.heard[0]?.caller.standing).toBe("bot");
    expect(bot.slack.calls.map(({ method }) => method)).not.toContain("views.open");
  });

  test("without a trigger decides nothing and says so", async () => {
    await using bot = await open();
    const answer = await bot.slack.send({ body: "command=%2Fbreakglass&text=approve+BG-12&user_id=U0BOB" });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain("Nothing was decided");
    expect(bot.told.heard).toEqual([]);
  });
});

describe("who somebody is", () => {
  test("is looked up once for a minute, anew behind a click after that, and before one after five", async () => {
    let now = Temporal.Now.instant();
    await using bot = await open({ now: () => now });
    const lookUps = () => bot.slack.calls.filter(({ method }) => method === "users.info").length;
    const act = async () => {
      const at = now.epochMilliseconds / 1000 - Date.now() / 1000;
      await bot.slack.command(aliceId, "/breakglass status", "C0REQUESTS", { secondsOff: Math.round(at) });
      return bot.told.heard.at(-1)?.caller.standing;
    };
    await act();
    await act();
    expect(lookUps()).toBe(1);
    bot.slack.faults.set("users.info", { slackError: "fatal_error" });
    now = now.add({ seconds: 90 });
    expect(await act()).toBe("member");
    await expect.poll(lookUps).toBe(2);
    now = now.add({ seconds: 240 });
    expect(await act()).toBe("unknown");
  });
});

describe("a button", () => {
  test("is heard with the message it is on and the card it is of; the answer is private", async () => {
    await using bot = await open({ hear: () => shows("Approved, thank you") });
    const message = await posted(bot);
    const reaction = await bot.slack.click(bobId, message, labelled("approve"));
    expect(reaction.status).toBe(200);
    expect(bot.told.heard).toEqual([
      {
        caller: { platform: "slack", team: "T0CONTOSO", user: bobId, standing: "member" },
        key: `slack/click/${reaction.trigger}`,
        click: approve,
        typed: {},
        on: { conversation: message.channel, message: message.ts },
        card: key,
      },
    ]);
    const told = await bot.slack.until(() => ephemerals(bot, bobId)[0]);
    expect(words(told.blocks)).toContain("Approved, thank you");
    expect(bot.slack.messages(message.channel).find(({ ts }) => ts === message.ts)?.updates).toBe(0);
  });

  test("is acknowledged only when what was decided is on disk", async () => {
    let written = false;
    await using bot = await open({
      hear: async () => {
        await pause(200);
        written = true;
        return shows("Done");
      },
    });
    const reaction = await bot.slack.click(bobId, await posted(bot), labelled("approve"));
    expect(written).toBe(true);
    expect(reaction.ms).toBeGreaterThanOrEqual(195);
  });

  test("with a form opens it at once; what is typed counts as that click on that card", async () => {
    await using bot = await open({ hear: () => shows("Denied") });
    const message = await posted(bot);
    const before = bot.slack.calls.length;
    const { modal } = await bot.slack.click(bobId, message, labelled("deny"));
    expect(bot.slack.calls[before]?.method).toBe("views.open");
    expect(bot.told.heard).toEqual([]);
    const done = await bot.slack.submit(bobId, modal?.id ?? "", { reason: "We are not locked out at all" });
    expect(words(done.modal?.blocks)).toContain("Denied");
    expect(done.modal?.submit).toBeUndefined();
    expect(bot.told.heard).toMatchObject([
      {
        click: deny,
        typed: { reason: "We are not locked out at all" },
        on: { conversation: message.channel, message: message.ts },
        card: key,
      },
    ]);
  });

  test("of a Slack Connect person is heard as external: the envelope's team is ours, theirs is not", async () => {
    await using bot = await open();
    await bot.slack.click(bobId, await posted(bot), labelled("approve"), { userTeam: "T0EVIL" });
    expect(bot.told.heard[0]?.caller).toEqual({
      platform: "slack",
      team: "T0EVIL",
      user: bobId,
      standing: "external",
    });
  });

  test("of a Slack Connect person opens no form", async () => {
    await using bot = await open();
    const { modal } = await bot.slack.click(bobId, await posted(bot), labelled("deny"), {
      userTeam: "T0EVIL",
    });
    expect(modal).toBeUndefined();
    expect(bot.told.heard[0]).toMatchObject({ click: deny, caller: { standing: "external" } });
  });

  test.each([
    ["nothing", { value: "" }],
    ["no JSON", { value: "BG-12" }],
    ["a verb that there is none of", { value: '{"action":{"verb":"own","request":"BG-12"}}' }],
    ["no request", { value: '{"action":{"verb":"approve","request":"../x"}}' }],
    ["more than it should", { value: '{"action":{"verb":"approve","request":"BG-12"},"by":"U0TINA"}' }],
    ["an id that is not ours", { action_id: "approve" }],
  ])("that carries %s decides nothing, and the clicker hears so", async (_, broken) => {
    await using bot = await open();
    const action = { type: "button", action_id: "breakglass.0", block_id: "b", ...broken };
    const payload = {
      type: "block_actions",
      user: { id: bobId, team_id: "T0CONTOSO" },
      team: { id: "T0CONTOSO" },
      trigger_id: "1.1.x",
      container: { type: "message", channel_id: "C0REQUESTS", message_ts: "1.1" },
      actions: [action],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    expect((await bot.slack.send({ body })).status).toBe(200);
    const told = await bot.slack.until(() => ephemerals(bot, bobId)[0]);
    expect(words(told.blocks)).toContain("Nothing was decided");
    expect(bot.told.heard).toEqual([]);
  });

  test("on a private answer is on no card", async () => {
    await using bot = await open({ hear: () => ({ type: "view", view: card }) });
    const { message } = await bot.slack.command(bobId, "/breakglass status BG-12", "C0REQUESTS");
    if (!message) throw new Error("no answer");
    await bot.slack.click(bobId, message, labelled("approve"));
    expect(bot.told.heard[1]).toMatchObject({ click: approve, on: undefined, card: undefined });
  });

  test("in a modal is answered in that modal; its form takes the modal's place", async () => {
    await using bot = await open({ hear: () => ({ type: "view", view: card }) });
    const opened = await bot.slack.command(aliceId, "/breakglass request", "C0REQUESTS");
    const values = { failure: "other", reason: "a reason that is long enough" };
    const { modal } = await bot.slack.submit(aliceId, opened.modal?.id ?? "", values);
    if (!modal) throw new Error("no answer");
    await bot.slack.clickInView(aliceId, modal.id, labelled("deny"));
    const shown = await bot.slack.until(() => bot.slack.seenBy(aliceId).modals.at(-1));
    expect(shown).toMatchObject({ id: modal.id, callback_id: "breakglass.form" });
    await bot.slack.submit(aliceId, modal.id, { reason: "another reason, long enough" });
    expect(bot.told.heard.at(-1)).toMatchObject({ click: deny, on: undefined });
    await bot.slack.clickInView(aliceId, modal.id, labelled("approve"));
    expect(bot.told.heard.at(-1)).toMatchObject({ click: approve, on: undefined });
    expect(bot.slack.seenBy(aliceId).modals).toHaveLength(1);
  });

  test.each([
    ["is dead", { status: 404 }],
    ["answers with a gateway's own page", { body: "<html>Welcome</html>" }],
  ])("is answered another way when its response URL %s, and by direct message at last", async (_, fault) => {
    await using bot = await open({ hear: () => shows("Approved, thank you") });
    const message = await posted(bot);
    bot.slack.faults.set("response_url", fault);
    await bot.slack.click(bobId, message, labelled("approve"));
    await bot.slack.until(() => ephemerals(bot, bobId)[0]);
    bot.slack.faults.set("chat.postEphemeral", { slackError: "user_not_in_channel" });
    await bot.slack.click(bobId, message, labelled("approve"));
    const dm = await bot.slack.until(() => bot.slack.seenBy(bobId).dms[0]?.messages[0]);
    expect(words(dm.blocks)).toContain("Approved, thank you");
  });

  test("is answered to no address outside Slack, whatever the payload says", async () => {
    await using bot = await open();
    let called = false;
    const { createServer } = await import("node:http");
    const elsewhere = createServer((_, res) => {
      called = true;
      res.end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    const { port } = elsewhere.address() as { port: number };
    const payload = {
      type: "block_actions",
      user: { id: bobId, team_id: "T0CONTOSO" },
      trigger_id: "1.1.x",
      response_url: `http://127.0.0.1:${port}/x`,
      container: { type: "message", channel_id: "C0REQUESTS", message_ts: "1.1" },
      actions: [{ type: "button", action_id: "breakglass.0", value: "" }],
    };
    await bot.slack.send({ body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() });
    await bot.slack.until(() => ephemerals(bot, bobId)[0]);
    expect(called).toBe(false);
    elsewhere.close();
  });
});

describe("a form", () => {
  const asked = { failure: "other", reason: "All administrators are locked out" };
  const opened = async (bot: Bot) =>
    (await bot.slack.command(aliceId, "/breakglass request", "C0REQUESTS")).modal?.id ?? "";

  test("shows what is wrong under its fields, stays open, and counts anew when mended", async () => {
    const answers: Answer[] = [
      { type: "wrong", fields: { reason: "Say more.", nowhere: "?" }, view: view("Not yet") },
      shows("Asked"),
    ];
    await using bot = await open({ hear: () => answers.shift() ?? shows("?") });
    const modal = await opened(bot);
    const first = await bot.slack.submit(aliceId, modal, asked);
    expect(first.errors).toEqual({ reason: "Say more." });
    const second = await bot.slack.submit(aliceId, modal, { ...asked, reason: "All of them are locked out" });
    expect(words(second.modal?.blocks)).toContain("Asked");
    const [one, two] = bot.told.heard;
    expect(one?.key).not.toBe(two?.key);
  });

  test("whose wrong fields it does not have shows the answer instead", async () => {
    await using bot = await open({
      hear: () => ({ type: "wrong", fields: { nowhere: "?" }, view: view("Not like this") }),
    });
    const done = await bot.slack.submit(aliceId, await opened(bot), asked);
    expect(words(done.modal?.blocks)).toContain("Not like this");
  });

  test("handed in twice is one wish: the same key", async () => {
    await using bot = await open();
    const modal = await opened(bot);
    await bot.slack.submit(aliceId, modal, asked);
    const sent = bot.slack.sent.at(-1);
    if (!sent) throw new Error("nothing sent");
    await bot.slack.send({
      body: sent.body.replace(/trigger_id%22%3A%22\d+/, "trigger_id%22%3A%229"),
      secondsOff: 1,
    });
    expect(bot.told.heard).toHaveLength(2);
    expect(bot.told.heard[0]?.key).toBe(bot.told.heard[1]?.key);
  });

  test("an empty field is missing, a chosen one is its value", async () => {
    await using bot = await open();
    await bot.slack.submit(aliceId, await opened(bot), asked);
    expect(bot.told.heard[0]).toMatchObject({
      submitted: "request",
      typed: { ...asked, account: "00000000-0000-4000-8000-000000000901", minutes: "60" },
    });
    expect(bot.told.heard[0]).not.toHaveProperty("typed.ticket");
  });

  test.each([
    ["whose metadata is not ours", "breakglass.form", "{}"],
    ["that is not ours", "other.form", '{"name":"request"}'],
  ])("%s decides nothing and says so", async (_, callback_id, private_metadata) => {
    await using bot = await open();
    const payload = {
      type: "view_submission",
      user: { id: aliceId, team_id: "T0CONTOSO" },
      trigger_id: "1.1.x",
      view: { id: "V1", callback_id, private_metadata, blocks: [], state: { values: {} } },
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const answer = await bot.slack.send({ body });
    expect(answer.body).toContain("Nothing was decided");
    expect(bot.told.heard).toEqual([]);
  });
});

test("no acknowledgement takes three seconds when the desk does; the answer follows when it comes", async () => {
  const slow = (): Promise<Answer> => pause(2_900).then(() => shows("At last"));
  let isSlow = false;
  await using bot = await open({ hear: () => (isSlow ? slow() : shows("Quick")) });
  const message = await posted(bot);
  const opened = await bot.slack.command(aliceId, "/breakglass request", "C0REQUESTS");
  isSlow = true;
  const values = { failure: "other", reason: "All administrators are locked out" };
  const [command, click, form] = await Promise.all([
    bot.slack.command(aliceId, "/breakglass status", "C0REQUESTS"),
    bot.slack.click(bobId, message, labelled("approve")),
    bot.slack.submit(aliceId, opened.modal?.id ?? "", values),
  ]);
  for (const { ms, error } of [command, click, form]) {
    expect(ms).toBeLessThan(2_900);
    expect(error).toBeUndefined();
  }
  expect(words(command.message?.blocks)).toContain("Still working");
  expect(words(form.modal?.blocks)).toContain("Still working");
  const late = (user: string) =>
    ephemerals(bot, user).some(({ blocks }) => words(blocks).includes("At last"));
  await bot.slack.until(() => late(aliceId) && late(bobId));
  await bot.slack.until(() => words(bot.slack.seenBy(aliceId).modals.at(-1)?.blocks).includes("At last"));
});

describe("what Slack tells by itself", () => {
  const standsThere = {
    type: "message_metadata_posted",
    app_id: "A0BREAKGLASS",
    channel_id: "C0REQUESTS",
    message_ts: "1.1",
    metadata: { event_type: "breakglass", event_payload: { key } },
  };

  test("a message of ours that stands somewhere is made known to the desk, by its key", async () => {
    await using bot = await open();
    const message = await posted(bot);
    await expect.poll(() => bot.told.seen).toHaveLength(1);
    expect(bot.told.seen[0]).toEqual({
      key,
      place: { platform: "slack", kind: "channel", id: "C0REQUESTS" },
      ref: { conversation: message.channel, message: message.ts },
    });
  });

  test.each([
    ["another app's", { app_id: "A0OTHER" }],
    ["another kind of metadata", { metadata: { event_type: "other", event_payload: { key } } }],
    ["metadata without a key", { metadata: { event_type: "breakglass", event_payload: {} } }],
  ])("a message with %s is not", async (_, change) => {
    await using bot = await open();
    expect((await bot.slack.event({ ...standsThere, ...change })).taken).toBe(true);
    expect(bot.told.seen).toEqual([]);
  });

  test("D5: a retried event is not dropped: hearing it twice is left to the desk, which knows the key", async () => {
    await using bot = await open();
    await bot.slack.event(standsThere);
    await bot.slack.event(standsThere);
    await expect.poll(() => bot.told.seen).toHaveLength(2);
    expect(bot.told.seen[1]).toEqual(bot.told.seen[0]);
  });

  test.each([
    ["tokens_revoked", { type: "tokens_revoked", tokens: { bot: ["U0BREAKGLASS"], oauth: [] } }],
    ["app_uninstalled", { type: "app_uninstalled" }],
    ["channel_id_changed", { type: "channel_id_changed", old_channel_id: "C0SOC", new_channel_id: "C0NEW" }],
  ])("%s is said by the check from then on", async (word, event) => {
    await using bot = await open();
    await bot.adapter.check();
    await bot.slack.event(event);
    await expect.poll(() => bot.adapter.check().then(String, String)).toContain(word);
  });

  test("an event of a kind that we did not ask for is acknowledged, so that Slack does not repeat it", async () => {
    await using bot = await open();
    expect(await bot.slack.event({ type: "team_join", user: { id: "U1" } })).toEqual({
      taken: true,
      attempts: 1,
    });
  });
});

test("neither the token nor anybody's words are logged", async () => {
  await using bot = await open({ hear: () => Promise.reject(new Error("desk broken")) });
  bot.slack.faults.set("chat.postMessage", { status: 500 });
  await bot.slack.command(aliceId, "/breakglass deny BG-12 hunter2 is my password", "C0REQUESTS");
  await posted(bot, view("hunter2")).catch(() => {});
  expect(bot.log()).toContain("desk broken");
  expect(bot.log()).not.toMatch(/hunter2|xoxb-test/);
});
