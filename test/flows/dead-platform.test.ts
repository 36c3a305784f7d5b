// One of the two chats is dead, in every way a service can be dead; the other one must not notice.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault as SlackFault } from "../../src/sandbox/slack/wire.ts";
import type { Fault as TeamsFault } from "../../src/sandbox/teams/wire.ts";
import { alice, bob, colleagues } from "../../src/sandbox/world.ts";
import {
  askInSlack,
  askInTeams,
  everyCopyShows,
  pressInSlack,
  pressInTeams,
  requestsInSlack,
  shownTwice,
  slackCopy,
  teamsCopy,
} from "../kit/act.ts";
import { teamsWords } from "../kit/company.ts";
import { type Site, startSite } from "../kit/surroundings.ts";
import { timed } from "../kit/timed.ts";

/** Milliseconds: Slack gives up then, and so do people in Teams. */
const soon = 3_000;
/** A call that hangs ends after 8 s, and is tried again a second later. */
const patience = 30_000;

/** Everything that was waiting is shown, on both sides, and nothing of it twice. */
async function caughtUp(site: Site, id: string): Promise<void> {
  const { slack, teams } = site;
  const said = new RegExp(`${id} has ended`);
  await slack.until(
    () =>
      slack.messages(requestsInSlack).some(({ text }) => said.test(text)) &&
      teams.all().some((message) => said.test(teamsWords(message))),
    patience,
  );
  await everyCopyShows(site, id, "Ended", patience);
  await teams.settled();
  await slack.until(() => shownTwice(site).length === 0);
}

describe("Slack is dead", () => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
    for (const { objectId } of colleagues) site.teams.watch(objectId, true);
  });
  afterAll(() => site.stop());

  const ways: Record<string, SlackFault> = {
    "never answers": { hang: true },
    "cuts every connection": { reset: true },
    "answers 503": { status: 503 },
    "asks to wait": { status: 429, retryAfter: 2 },
    "answers with a web page": { body: "<html><body>Our service is down</body></html>" },
    "stands behind a broken gateway": { status: 502, body: "<html>Bad gateway</html>" },
  };
  test.each(Object.entries(ways))(
    "D4, D8: when it %s, a request is asked, approved and ended in Teams, each answer within 3 s; then Slack shows the end, once",
    async (_, fault) => {
      const { within, ...chats } = timed(site);
      const before = site.slack.all().length;
      site.slack.faults.set("*", fault);
      const id = await askInTeams(chats, alice);
      expect(await pressInTeams(chats, bob, id, "Approve")).toContain("approved");
      await teamsCopy(site, alice, id, "Approved, in use");
      await chats.teams.say(alice.objectId, "personal", `end ${id}`);
      await teamsCopy(site, bob, id, "Ended");
      expect(within()).toBeLessThan(soon);
      expect(site.slack.all()).toHaveLength(before);
      site.slack.faults.clear();
      await caughtUp(site, id);
    },
    patience + 20_000,
  );

  test("D6: a wait that Slack asks for is kept: nothing more is sent to the same place before it is over", async () => {
    const before = site.slack.calls.length;
    site.slack.faults.set("chat.postMessage", { status: 429, retryAfter: 30 });
    const id = await askInTeams(site, alice);
    await pressInTeams(site, bob, id, "Approve");
    await teamsCopy(site, alice, id, "Approved, in use");
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const places = site.slack.calls
      .slice(before)
      .filter(({ method }) => method === "chat.postMessage")
      .map(({ args }) => args["channel"]);
    expect(places).toContain(requestsInSlack);
    expect(places).toEqual([...new Set(places)]);
  });
});

describe("Teams is dead", () => {
  let site: Site | undefined;
  afterAll(() => site?.stop());
  const fresh = async (before?: Parameters<typeof startSite>[0]): Promise<Site> => {
    await site?.stop();
    site = undefined;
    site = await startSite(before);
    return site;
  };

  async function slackGoesOn(on: Site, mend: () => Promise<void> | void): Promise<void> {
    const { within, ...chats } = timed(on);
    const said = () => on.teams.all().filter(({ by }) => by === "bot").length;
    const before = said();
    const id = await askInSlack(chats, alice);
    expect(await pressInSlack(chats, bob, id, "Approve")).toContain("approved");
    await slackCopy(on, alice, id, "Approved, in use");
    await chats.slack.command(alice.slack, `/breakglass end ${id}`, requestsInSlack);
    await slackCopy(on, bob, id, "Ended");
    expect(within()).toBeLessThan(soon);
    expect(said()).toBe(before);
    await mend();
    await caughtUp(on, id);
  }

  const ways: Record<string, TeamsFault> = {
    "never answers": { hang: true },
    "cuts every connection": { reset: true },
    "answers 503": { status: 503 },
    "asks to wait": { status: 429, retryAfter: 2 },
    "stands behind a broken gateway": { status: 502, html: "<html>Bad gateway</html>" },
  };
  test.each(Object.entries(ways))(
    "D4, D8: when the connector %s, a request is asked, approved and ended in Slack, each acknowledgement within 3 s; then Teams shows the end, once",
    async (_, fault) => {
      const on = site ?? (await fresh());
      on.teams.faults.set("connector", fault);
      await slackGoesOn(on, () => on.teams.faults.clear());
    },
    patience + 20_000,
  );

  test.each([
    ["never answers", { hang: true }],
    ["answers 500", { status: 500 }],
  ] satisfies [string, TeamsFault][])(
    "D8: when Entra %s at the start, Slack goes on; then Teams catches up",
    async (_, fault) => {
      const on = await fresh({ before: ({ teams }) => teams.faults.set("token", fault) });
      await slackGoesOn(on, () => on.teams.faults.clear());
    },
    patience + 20_000,
  );

  test("D8: a bot that never got the keys of Teams' tokens lets nobody in there, and Slack goes on", async () => {
    const on = await fresh({ before: ({ teams }) => teams.keysDown(true) });
    expect((await on.teams.say(bob.objectId, "personal", "status")).status).toBe(401);
    const id = await askInSlack(on, alice);
    expect(await pressInSlack(on, bob, id, "Approve")).toContain("approved");
    await slackCopy(on, alice, id, "Approved, in use");
  });

  test(
    "trap 3: keys that were got once serve while nobody can get them, even after a restart",
    async () => {
      const on = await fresh();
      await on.teams.until(() => on.teams.calls.some(({ operation }) => operation === "keys"));
      on.teams.keysDown(true);
      await on.restart();
      const { within, ...chats } = timed(on);
      const id = await askInTeams(chats, alice);
      expect(await pressInTeams(chats, bob, id, "Approve")).toContain("approved");
      expect(within()).toBeLessThan(soon);
    },
    patience,
  );
});
