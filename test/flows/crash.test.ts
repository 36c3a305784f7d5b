// The bot is killed in the middle of its work, again and again; nobody who was answered may have been lied to.
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { verifyChain } from "../../src/adapters/store/chain.ts";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { isRequestEvent } from "../../src/bots/event-kinds.ts";
import type { StoredEvent } from "../../src/core/ports/store.ts";
import { fold } from "../../src/core/request/act.ts";
import type { RequestEvent } from "../../src/core/request/events.ts";
import { cardTitle } from "../../src/core/words/request.ts";
import {
  accounts,
  alice,
  bob,
  type Colleague,
  carol,
  colleagues,
  dave,
  erin,
  tina,
} from "../../src/sandbox/world.ts";
import { askInSlack, everyCopyShows, shownTwice } from "../kit/act.ts";
import { onRecord, quiet } from "../kit/aside.ts";
import { type ChildBot, startChild } from "../kit/child-bot.ts";
import { type Attempt, type Random, seeded, stubborn, type Verb } from "../kit/stubborn.ts";
import { pointAt, type Surroundings, surround } from "../kit/surroundings.ts";

const kills = 10;
const seed = Number(process.env["CRASH_SEED"] ?? 20_261_121);
/** A delivery that was under way is free again when its lease (20 s) is over. */
const patience = 40_000;
/** Slack repeats an event after 0, 60 and 300 seconds: here the bot is away more often, and never for long. */
const soon = Array.from({ length: 90 }, () => 0.7);

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function place(): Promise<Surroundings> {
  const around = await surround({ slack: { eventRetrySeconds: soon } });
  open.push(around.remove);
  return around;
}

async function born(around: Surroundings): Promise<ChildBot> {
  const bot = await startChild(around);
  open.push(async () => {
    bot.kill("SIGKILL");
    await bot.ended;
  });
  pointAt(around, bot);
  return bot;
}

async function logOf({ store: url }: Surroundings): Promise<readonly StoredEvent[]> {
  const store = await openStore({ url });
  try {
    expect(await verifyChain(store)).toMatchObject({ ok: true });
    return await store.log(0, 100_000);
  } finally {
    await store.close();
  }
}

const eventsIn = (log: readonly StoredEvent[]): Map<string, RequestEvent[]> => {
  const streams = new Map<string, RequestEvent[]>();
  for (const { stream, event } of log) {
    const id = stream.replace(/^refused:/, "");
    if (isRequestEvent(event)) streams.set(id, [...(streams.get(id) ?? []), event]);
  }
  return streams;
};

describe("killed at random moments, while people ask, approve, deny, declare and end in both chats", () => {
  test("D4, E1, E4: what was answered is on record once, every copy tells the end, nothing is shown twice, nobody did both halves", {
    timeout: 180_000,
  }, async () => {
    const around = await place();
    const random = seeded(seed);
    let bot = await born(around);
    await around.teams.install();
    for (const { objectId } of colleagues) around.teams.watch(objectId, true);
    let up = true;
    let over = false;
    const people = stubborn(around, random, () => up);
    const stories = Promise.all(
      [alice, carol].map(async (requester) => {
        for (let life = 0; !over || life < 3; life++) {
          await live(people, requester, accounts[life % 2] ?? fail(), random);
        }
      }),
    );
    for (let killed = 0; killed < kills; killed++) {
      await wait(20 + random() * 600);
      up = false;
      bot.kill("SIGKILL");
      expect(await bot.ended).toMatchObject({ signal: "SIGKILL" });
      bot = await born(around);
      up = true;
    }
    over = true;
    await stories;

    await quiet(around, patience);
    await lookAtEverything(around);
    await around.slack.until(() => shownTwice(around).length === 0, 15_000).catch(() => undefined);
    expect(shownTwice(around)).toEqual([]);
    bot.kill("SIGTERM");
    expect(await bot.ended).toEqual({ code: 0, signal: null });

    const streams = eventsIn(await logOf(around));
    expect(streams.size).toBeGreaterThanOrEqual(6);
    for (const [id, events] of streams) {
      twoPeople(id, events);
      const request = fold(events) ?? fail();
      await everyCopyShows(around, id, cardTitle(request).title);
    }
    onRecordOnce(people.attempts, streams);
  });
});

describe("killed right after an answer", { timeout: 60_000 }, () => {
  test("B5, B6: the same bytes, sent again to the bot that came back, are answered as before and act once", async () => {
    const around = await place();
    const bot = await born(around);
    await around.teams.install();
    const id = await askInSlack(around, alice);
    const inTeams = await around.teams.say(carol.objectId, "personal", `deny ${id} ${"Not before a call."}`);
    expect(inTeams.status).toBe(200);
    const inSlack = await around.slack.command(alice.slack, `/breakglass end ${id}`, "C0REQUESTS");
    const before = await onRecord(around, id);
    expect(before.map(({ type }) => type)).toEqual(["requested", "denied", "refused"]);
    bot.kill("SIGKILL");
    await bot.ended;

    const again = await born(around);
    const sentBySlack = around.slack.sent.findLast(({ body }) => body.includes(`end+${id}`));
    const sentByTeams = around.teams.sent.findLast(({ body }) => body.includes(`deny ${id}`));
    const replayed = await fetch(`${again.url}/slack/events`, { method: "POST", ...sentBySlack });
    expect(await replayed.text()).toContain(inSlack.message?.text.split("\n")[0] ?? "?");
    expect((await fetch(`${again.url}/api/messages`, { method: "POST", ...sentByTeams })).status).toBe(200);
    expect(await onRecord(around, id)).toEqual(before);
  });
});

type People = ReturnType<typeof stubborn>;

/** One request from its first click to its end, in one of the ways it can go. */
async function live(
  people: People,
  requester: Colleague,
  account: (typeof accounts)[number],
  random: Random,
): Promise<void> {
  const { act } = people;
  const declared = random() < 0.2;
  const id = await people.ask(requester, account.objectId, declared ? "declare" : "request");
  const security = bob;
  const identity = requester === carol ? tina : carol;
  const reason = "Call the helpdesk first, please.";
  const ways = {
    approved: () => Promise.all([act(security, "approve", id), act(identity, "approve", id)]),
    denied: () => act(bob, "deny", id, reason),
    withdrawn: () => act(requester, "withdraw", id),
    declared: () => act(requester, "declare", id),
    contested: () =>
      Promise.all([
        act(requester, "approve", id),
        act(bob, "approve", id),
        act(bob, "approve", id),
        act(tina, "deny", id, reason),
        act(requester, "withdraw", id),
        act(requester, "declare", id),
      ]),
  };
  const names = Object.keys(ways) as (keyof typeof ways)[];
  await ways[names[Math.floor(random() * names.length)] ?? "approved"]();
  if (random() < 0.5) {
    await Promise.all([
      act(dave, "release", id, account.custody.parts[0]?.name),
      act(erin, "release", id, account.custody.parts.at(-1)?.name),
    ]);
  }
  await act(tina, "attest", id, "I called them.");
  await act(requester, "withdraw", id);
  await act(requester, "end", id);
}

/** As Teams does whenever a card comes into sight: a doubled one makes itself known. */
async function lookAtEverything({ teams }: Surroundings): Promise<void> {
  for (const message of teams.all()) {
    for (const { objectId } of colleagues) await teams.show(objectId, message.id).catch(() => undefined);
  }
}

const succeeded: Record<Verb, { event: RequestEvent["type"]; wish: string; said: RegExp }> = {
  approve: { event: "approved", wish: "approve", said: /: approved|your approval counts/ },
  deny: { event: "denied", wish: "deny", said: /: denied/ },
  withdraw: { event: "withdrawn", wish: "withdraw", said: /: withdrawn/ },
  declare: { event: "declared", wish: "declare-pending", said: /: declared/ },
  attest: { event: "attested", wish: "attest", said: /: attested/ },
  release: { event: "released", wish: "release", said: /handing over confirmed/ },
  end: { event: "ended", wish: "end", said: /: ended/ },
};

/** Every answer stands in the log as an event of that person, done or refused, and none of them stands there twice. */
function onRecordOnce(attempts: readonly Attempt[], streams: ReadonlyMap<string, RequestEvent[]>): void {
  const mine = Map.groupBy(attempts, ({ who, verb, id }) => `${who.name} ${verb} ${id}`);
  for (const [name, tries] of mine) {
    const { who, verb, id } = tries[0] ?? fail();
    const { event: type, wish, said } = succeeded[verb];
    const events = streams.get(id) ?? [];
    const byThem = events.filter((event) => "by" in event && event.by === who.objectId);
    const done = byThem.filter((event) => event.type === type);
    const refused = byThem.filter((event) => event.type === "refused" && event.wish === wish);
    const answered = tries.filter((attempt) => attempt.answered);
    const told = answered.filter((attempt) => said.test(attempt.said));
    expect(done.length, `${name}: done`).toBeLessThanOrEqual(1);
    if (told.length > 0) expect(done.length, `${name}: told so`).toBe(1);
    expect(done.length + refused.length, `${name}: on record`).toBeGreaterThanOrEqual(answered.length);
    expect(done.length + refused.length, `${name}: not twice`).toBeLessThanOrEqual(
      tries.length + openings(events, verb),
    );
  }
}

/** A request that was opened by a declaration has one `declared` that nobody clicked for. */
const openings = (events: readonly RequestEvent[], verb: Verb): number =>
  verb === "declare" && events[1]?.type === "declared" ? 1 : 0;

function twoPeople(id: string, events: readonly RequestEvent[]): void {
  const [first] = events;
  const requester = first?.type === "requested" ? first.by : fail();
  const approvers = events.flatMap((event) => (event.type === "approved" ? [event.by] : []));
  const attested = events.flatMap((event) => (event.type === "attested" ? [event.by] : []));
  expect([...approvers, ...attested], `${id}: ${requester} asked`).not.toContain(requester);
  expect(new Set(approvers).size, `${id}: everybody counts once`).toBe(approvers.length);
  const quorum = first?.type === "requested" ? first.quorum.approvals : 0;
  if (events.some(({ type }) => type === "granted")) expect(approvers.length).toBe(quorum);
}

function fail(): never {
  throw new Error("the test itself is wrong");
}
