// The database is away: nothing counts, everybody is told so, nothing turns green; and then it works again.
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, test } from "vitest";
import { alice, bob } from "../../src/sandbox/world.ts";
import { askInSlack, everyCopyShows, pressInSlack, pressInTeams, requestsInSlack } from "../kit/act.ts";
import { quiet } from "../kit/aside.ts";
import { slackWords, teamsWords } from "../kit/company.ts";
import { type Proxy, proxyTo } from "../kit/proxy.ts";
import { noPostgres, postgresHome } from "../kit/stores.ts";
import { type Site, startSite } from "../kit/surroundings.ts";
import { timed } from "../kit/timed.ts";

/** Milliseconds: Slack gives up then, and so do people in Teams. */
const soon = 3_000;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function opened(store?: string): Promise<Site> {
  const site = await startSite(store === undefined ? {} : { store });
  ends.push(() => site.stop());
  return site;
}

const nothingIsGreen = ({ slack, teams }: Site): void => {
  const cards = [...slack.all().map(slackWords), ...teams.all().map(teamsWords)];
  expect(cards.filter((words) => /Approved, in use|is approved/.test(words))).toEqual([]);
};

const typed = async ({ slack }: Pick<Site, "slack">, id: string): Promise<string> => {
  const { message } = await slack.command(bob.slack, `/breakglass approve ${id}`, requestsInSlack);
  return message?.text ?? "";
};

/** Whoever was told that it does not count tries again. What was under way is free again after 20 s. */
async function approvedInTheEnd(site: Site, id: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (!/: approved|approved already/.test(await typed(site, id)) && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 200));
  await everyCopyShows(site, id, "Approved, in use", 30_000);
}

const readyz = async ({ bot }: Site) => {
  const response = await fetch(`${bot.url}/readyz`);
  return { status: response.status, body: await response.text() };
};

describe("D3, E1: an embedded database that takes no more writes", () => {
  test("both chats say 'not recorded' within 3 s, nothing turns green, and the same click works afterwards", async () => {
    const site = await opened();
    const { within, ...chats } = timed(site);
    const id = await askInSlack(site, alice);
    await quiet(site);
    const db = new DatabaseSync(site.store.slice("sqlite:".length), { timeout: 5_000 });
    ends.push(() => Promise.resolve(db.close()));
    db.exec("create trigger full before insert on event begin select raise(abort, 'disk full'); end");

    expect(await pressInSlack(chats, bob, id, "Approve")).toContain("Not recorded");
    expect(await pressInTeams(chats, bob, id, "Approve")).toContain("Not recorded");
    const typed = await chats.slack.command(bob.slack, `/breakglass approve ${id}`, requestsInSlack);
    expect(typed.message?.text).toContain("Not recorded");
    expect(within()).toBeLessThan(soon);
    nothingIsGreen(site);

    db.exec("drop trigger full");
    expect(await pressInTeams(chats, bob, id, "Approve")).toContain("approved");
    await everyCopyShows(site, id, "Approved, in use");
  });
});

describe("D5: what Slack tells while nothing can be written", () => {
  test("a message that made itself known is not acknowledged, so that Slack tells it again", async () => {
    const site = await opened();
    const db = new DatabaseSync(site.store.slice("sqlite:".length), { timeout: 5_000 });
    ends.push(() => Promise.resolve(db.close()));
    db.exec(
      "create trigger stuck before update of message on delivery begin select raise(abort, 'full'); end",
    );
    await askInSlack(site, alice);
    const told = () => site.slack.sent.filter(({ body }) => body.includes("message_metadata_posted"));
    await site.slack.until(() => told().length > 3);
    db.exec("drop trigger stuck");
    expect(told().filter(({ status }) => status === 200)).toEqual([]);
  });
});

describe.skipIf(noPostgres)("D3, D4: a PostgreSQL that cannot be reached", () => {
  async function behindAWire(): Promise<{ site: Site; wire: Proxy }> {
    const home = await postgresHome();
    ends.push(home.remove);
    const wire = await proxyTo(home.url);
    ends.push(wire.close);
    const site = await opened(wire.url);
    ends.push(() => Promise.resolve(wire.mend()));
    return { site, wire };
  }

  test("cut: both chats say 'not recorded' within 3 s, nothing turns green, and the same click works afterwards", async () => {
    const { site, wire } = await behindAWire();
    const { within, ...chats } = timed(site);
    const id = await askInSlack(site, alice);
    await quiet(site);
    wire.cut();
    expect(await pressInTeams(chats, bob, id, "Approve")).toContain("Not recorded");
    expect(await typed(chats, id)).toContain("Not recorded");
    expect(within()).toBeLessThan(soon);
    nothingIsGreen(site);
    wire.mend();
    await approvedInTheEnd(site, id);
  }, 60_000);

  test("silent: Slack hears within 3 s that nothing is decided yet, nothing turns green, and it works afterwards", async () => {
    const { site, wire } = await behindAWire();
    const { within, ...chats } = timed(site);
    const id = await askInSlack(site, alice);
    await quiet(site);
    wire.silence();
    expect(await typed(chats, id)).toMatch(/Still working|Not recorded/);
    expect(within()).toBeLessThan(soon);
    nothingIsGreen(site);
    wire.mend();
    await approvedInTheEnd(site, id);
  }, 60_000);

  test("silent: a click in Teams is answered within 3 s", async () => {
    const { site, wire } = await behindAWire();
    const { within, ...chats } = timed(site);
    const id = await askInSlack(site, alice);
    await quiet(site);
    wire.silence();
    await pressInTeams(chats, bob, id, "Approve");
    expect(within()).toBeLessThan(soon);
  }, 60_000);

  test("/readyz says that the store is what is not ready", async () => {
    const { site, wire } = await behindAWire();
    expect(await readyz(site)).toMatchObject({ status: 200 });
    wire.cut();
    const end = performance.now() + 20_000;
    while ((await readyz(site)).status !== 503 && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 500));
    const { status, body } = await readyz(site);
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ ready: false, parts: { store: { ready: false } } });
    wire.mend();
  }, 40_000);
});
