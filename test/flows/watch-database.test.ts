// The database goes away in the middle of a look: no row is lost, each is told once when it is back, and the SOC hears
// that nobody could look.
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test } from "vitest";
import { accounts } from "../../src/sandbox/world.ts";
import { alertsOnRecord, blindness, rowsTold } from "../kit/alerts-on-record.ts";
import type { ChildBot } from "../kit/child-bot.ts";
import { type Proxy, proxyTo } from "../kit/proxy.ts";
import { socCards, socHears, watchOf } from "../kit/soc.ts";
import { noPostgres, postgresHome } from "../kit/stores.ts";
import type { Seeing } from "../kit/surroundings.ts";
import { together } from "../kit/together.ts";
import { until } from "../kit/until.ts";
import { allIsShown, type Life, openLife } from "../kit/watched-bot.ts";

const from = { ip: "203.0.113.7", country: "DE", city: "Berlin" };
/** Milliseconds. What was under way is free again after 20 s. */
const patience = 40_000;
/** Seconds: longer than three looks. */
const leap = 20;
/** Seconds after which a delivery that was under way is free again, and a little. */
const lease = 21;

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** Seeing, and with a clock that may leap. */
async function begun(store?: string): Promise<Life & { bot: ChildBot }> {
  const opened = await openLife({ watch: {}, ...(store !== undefined && { store }) });
  ends.push(opened.end);
  const bot = await opened.born({ leap });
  await opened.around.teams.install();
  await looked(opened.around, bot);
  return { ...opened, bot };
}

function opened({ store }: Seeing): DatabaseSync {
  const db = new DatabaseSync(store.slice("sqlite:".length), { timeout: 5_000 });
  ends.push(() => Promise.resolve(db.close()));
  return db;
}

const looked = ({ entra }: Seeing, bot: ChildBot): Promise<boolean> =>
  until("the watch sees", async () => (await watchOf(bot)).ready && entra.asked()["log-analytics"] >= 3);

/** A row becomes readable, and a look that reads it has begun. */
async function midLook({ entra }: Seeing): Promise<string> {
  const asked = entra.asked()["log-analytics"];
  const id = entra.signIn({ account: accounts[0].objectId, result: "success", from });
  entra.delay(1_500);
  await until("a look has begun", () => entra.asked()["log-analytics"] >= asked + 3);
  return id;
}

/** The row once, and that nobody looked once, on both chats. */
async function toldOnce(around: Seeing, row: string): Promise<void> {
  await socHears(around, ["Sign-in without a request", accounts[0].label], patience);
  await socHears(around, ["Sign-ins are not seen, over", "Nobody looked"], patience);
  await allIsShown(around);
  const alerts = await alertsOnRecord(around);
  expect(rowsTold(alerts)).toEqual([row]);
  const away = blindness(alerts).map(({ events }) => events.map(({ type }) => type));
  expect(away).toEqual([["alert-raised", "sight-regained"]]);
  expect(socCards(around).slack.toSorted()).toEqual(["AL-1", "AL-2"]);
  expect(socCards(around).teams.toSorted()).toEqual(["AL-1", "AL-2"]);
}

/** `table`: what takes no more writes; `says`: what stands in our own log then. */
async function isFull(table: "event" | "place", says: string): Promise<void> {
  const { around, bot } = await begun();
  const db = opened(around);
  for (const act of ["insert", "update"])
    db.exec(`create trigger no_${act} before ${act} on ${table} begin select raise(abort, 'full'); end`);
  const row = await midLook(around);
  around.entra.delay(0);
  await until("it failed", () => bot.output().includes(says));
  bot.kill("SIGUSR2");
  await until("the watch is not ready", async () => !(await watchOf(bot)).ready);
  for (const act of ["insert", "update"]) db.exec(`drop trigger no_${act}`);
  await toldOnce(around, row);
  expect(await watchOf(bot)).toMatchObject({ status: 200, ready: true });
}

async function killedBeforeItSaidSo(): Promise<void> {
  const { around, bot, born } = await begun();
  await killed(bot);
  const db = opened(around);
  const blind = `new.text like '%"kind":"blind"%'`;
  db.exec(`create trigger mute before insert on event when ${blind} begin select raise(abort, 'mute'); end`);
  const row = around.entra.signIn({ account: accounts[0].objectId, result: "success", from });
  const second = await born({ ahead: leap });
  await until("it failed", () => second.output().includes("loop failed"));
  await killed(second);
  db.exec("drop trigger mute");
  await born({ ahead: leap + lease });
  await toldOnce(around, row);
}

async function isAway(breaks: (wire: Proxy) => void): Promise<void> {
  const home = await postgresHome();
  ends.push(home.remove);
  const wire = await proxyTo(home.url);
  ends.push(wire.close);
  const { around, bot } = await begun(wire.url);
  ends.push(() => Promise.resolve(wire.mend()));
  const row = await midLook(around);
  breaks(wire);
  around.entra.delay(0);
  bot.kill("SIGUSR2");
  await until("the watch is not ready", async () => !(await watchOf(bot)).ready);
  wire.mend();
  await toldOnce({ ...around, store: home.url }, row);
  await until("the watch sees", async () => (await watchOf(bot)).ready);
}

const killed = async (bot: ChildBot): Promise<void> => {
  bot.kill("SIGKILL");
  await bot.ended;
};

const embedded = {
  "an embedded database that takes no row": () => isFull("event", "rows could not be put on record"),
  "an embedded database that does not take how far the log was read": () => isFull("place", "loop failed"),
  "a bot that is killed right after it saw again, before it said so": killedBeforeItSaidSo,
};
const shared = {
  "a PostgreSQL that is cut off in the middle of a look": () => isAway((wire) => wire.cut()),
  "a PostgreSQL that goes silent in the middle of a look": () => isAway((wire) => wire.silence()),
};
const title = "F2, F11, D4: %s: the row is told once afterwards, and so is that nobody looked";

describe("embedded", () => {
  const told = together(embedded);
  test.each(Object.keys(embedded))(title, { timeout: 120_000 }, (name) => told(name));
});

describe.skipIf(noPostgres)("shared", () => {
  const told = together(shared);
  test.each(Object.keys(shared))(title, { timeout: 120_000 }, (name) => told(name));
});
