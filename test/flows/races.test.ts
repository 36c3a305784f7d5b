// Two people at the same instant, in two chats, on one bot and on two that share a database: one outcome, told to all.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Running } from "../../src/bots/main.ts";
import { accounts, alice, bob, type Colleague, carol, colleagues, tina } from "../../src/sandbox/world.ts";
import {
  askInSlack,
  askInTeams,
  everyCopyShows,
  requestsInSlack,
  shownTwice,
  teamsCopy,
  why,
} from "../kit/act.ts";
import { onRecord, quiet } from "../kit/aside.ts";
import { slackWords } from "../kit/company.ts";
import { noPostgres, postgresHome } from "../kit/stores.ts";
import { pointAt, type Surroundings, startNode, surround } from "../kit/surroundings.ts";

const rounds = 8;
/** Named, for a form that opens a moment later offers the account that nobody asks for yet. */
const sameAccount = { ...why, account: accounts[0]?.objectId ?? "" };

describe.each([
  { name: "one bot on SQLite", nodes: 1, skip: undefined },
  { name: "two bots on one PostgreSQL", nodes: 2, skip: noPostgres },
])("$name", ({ nodes, skip }) => {
  let around: Surroundings;
  let bots: Running[] = [];
  let dropDatabase = () => Promise.resolve();
  let id: string;

  beforeAll(async () => {
    if (skip) return;
    const home = nodes > 1 ? await postgresHome() : undefined;
    if (home) dropDatabase = home.remove;
    around = await surround(home ? { store: home.url } : {});
    for (let n = 0; n < nodes; n++) bots.push(await startNode(around));
    pointAt(around, bot(0));
    await around.teams.install();
    for (const { objectId } of colleagues) around.teams.watch(objectId, true);
  });
  afterAll(async () => {
    await Promise.all(bots.map((one) => one.stop()));
    bots = [];
    if (!skip) await around.remove();
    await dropDatabase();
  });
  beforeEach(async () => {
    if (skip) return;
    id = await askInSlack(around, alice);
    await quiet(around);
  });

  const bot = (n: number): Running => {
    const one = bots[n % bots.length];
    if (!one) throw new Error("no bot is running");
    return one;
  };
  /** The load balancer sends the next request there. */
  const via = (n: number) => pointAt(around, bot(n));
  const inSlack = async (who: Colleague, text: string): Promise<string> => {
    const { message, error } = await around.slack.command(who.slack, `/breakglass ${text}`, requestsInSlack);
    return message ? slackWords(message) : `${error}`;
  };
  const pressesApprove = async (who: Colleague): Promise<string> => {
    const copy = await teamsCopy(around, who, id, "Approval needed");
    return (await around.teams.execute(who.objectId, copy.id, "Approve")).toast ?? "";
  };
  const types = async () => (await onRecord(around, id)).map(({ type }) => type);
  const outcomes = ["granted", "denied", "withdrawn", "expired", "declared"];
  /** Places that were told so, each as often as it was. What somebody alone was answered does not count. */
  const tellings = (words: string): string[] => [
    ...around.slack
      .all()
      .flatMap(({ metadata, text, channel }) => (metadata && text.includes(words) ? [channel] : [])),
    ...around.teams
      .all()
      .flatMap(({ summary, conversationId }) => (summary?.includes(words) ? [conversationId] : [])),
  ];
  const settle = async (words: string) => {
    await everyCopyShows(around, id, words, 25_000);
    await quiet(around, 25_000);
    await around.teams.settled();
    expect(shownTwice(around)).toEqual([]);
  };
  const finish = async () => {
    await inSlack(alice, `withdraw ${id}`);
    await inSlack(alice, `end ${id}`);
    await quiet(around, 25_000);
  };

  test.skipIf(skip)(
    "B1: two approvers in the same instant, one in each chat: one approval opens the window, the other hears who was first, all copies end the same",
    async () => {
      for (let round = 0; round < rounds; round++) {
        via(round);
        const slack = inSlack(bob, `approve ${id}`);
        via(round + 1);
        const teams = pressesApprove(carol);
        const answers = await Promise.all([slack, teams]);
        const losers = answers.filter((said) => said.includes("is approved already, by"));
        expect(answers.filter((said) => said.includes(`${id}: approved`))).toHaveLength(1);
        expect(losers).toHaveLength(1);
        expect(losers[0]).toMatch(answers[0] === losers[0] ? /by.*Carol|by.*U0CAROL/ : /by Bob/);
        expect((await types()).filter((type) => type === "granted")).toHaveLength(1);
        expect((await types()).filter((type) => type === "approved")).toHaveLength(1);
        await settle("Approved, in use");
        const told = tellings(`${id} is approved`);
        expect(told).toHaveLength(4);
        expect(new Set(told).size).toBe(4);
        await finish();
        id = await askInSlack(around, alice);
        await quiet(around, 25_000);
      }
      await finish();
    },
    90_000,
  );

  test.skipIf(skip)(
    "B3: approve, deny, withdraw and declare in the same instant: one of them ends it, and every copy says which",
    async () => {
      for (let round = 0; round < rounds; round++) {
        const all = [
          () => inSlack(alice, `withdraw ${id}`),
          () => inSlack(bob, `approve ${id}`),
          () => pressesApprove(carol),
          () => inSlack(tina, `deny ${id} Not before I have called you.`),
          () => inSlack(alice, `declare ${id}`),
        ];
        const rotated = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
        await Promise.all(
          rotated.map((act, n) => {
            via(n);
            return act();
          }),
        );
        const happened = (await types()).filter((type) => outcomes.includes(type));
        expect(happened).toHaveLength(1);
        const titles: Record<string, string> = {
          granted: "Approved, in use",
          denied: "Denied",
          withdrawn: "Withdrawn",
          declared: "Declared, in use without approval",
        };
        await settle(titles[happened[0] ?? ""] ?? "?");
        await inSlack(tina, `attest ${id} I called her.`);
        await finish();
        id = await askInSlack(around, alice);
        await quiet(around, 25_000);
      }
      await finish();
    },
    90_000,
  );

  test.skipIf(skip)(
    "B2: the same person approves in both chats and twice in each: it counts once, and is said once",
    async () => {
      await Promise.all([
        inSlack(bob, `approve ${id}`),
        pressesApprove(bob),
        inSlack(bob, `approve ${id}`),
        pressesApprove(bob),
      ]);
      expect((await types()).filter((type) => type === "approved")).toHaveLength(1);
      await settle("Approved, in use");
      expect(tellings(`${id} is approved`)).toHaveLength(4);
      await finish();
    },
    40_000,
  );

  test.skipIf(skip)(
    "B2: an invoke that Teams sends once more, to another node, is answered as before and done once",
    async () => {
      via(0);
      const first = await pressesApprove(bob);
      via(1);
      const sent = around.teams.sent.findLast(({ body }) => body.includes("bg.click"));
      const again = await fetch(`${bot(1).url}/api/messages`, {
        method: "POST",
        headers: sent?.headers ?? {},
        body: sent?.body ?? "",
      });
      expect(await again.text()).toContain(JSON.stringify(first).slice(1, -1));
      expect((await types()).filter((type) => type === "approved" || type === "refused")).toEqual([
        "approved",
      ]);
      await settle("Approved, in use");
      await finish();
    },
    40_000,
  );

  test.skipIf(skip)(
    "B2, B5, B6: a click in Slack that is sent once more, to a node that never saw it, is done once",
    async () => {
      via(0);
      await inSlack(bob, `approve ${id}`);
      const sent = around.slack.sent.findLast(({ body }) => body.includes("approve"));
      await fetch(`${bot(1).url}/slack/events`, {
        method: "POST",
        headers: sent?.headers ?? {},
        body: sent?.body ?? "",
      });
      expect((await types()).filter((type) => type === "approved" || type === "refused")).toEqual([
        "approved",
      ]);
      await settle("Approved, in use");
      await finish();
    },
    40_000,
  );

  test.skipIf(skip)(
    "B12: one person asks for one account in both chats at once: there is one request, and both answers name it",
    async () => {
      await finish();
      for (let round = 0; round < 3; round++) {
        via(round);
        const slack = askInSlack(around, alice, "request", sameAccount);
        via(round + 1);
        const teams = askInTeams(around, alice, "request", sameAccount);
        const [one, other] = await Promise.all([slack, teams]);
        expect(other).toBe(one);
        id = one;
        await settle("Approval needed");
        expect((await types()).filter((type) => type === "requested")).toHaveLength(1);
        await finish();
      }
    },
    40_000,
  );
});
