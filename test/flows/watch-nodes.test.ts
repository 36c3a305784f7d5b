// Two bots on one PostgreSQL watch the same Entra: every row is told once, and either of them goes on alone.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accounts, alice } from "../../src/sandbox/world.ts";
import { askInSlack, why } from "../kit/act.ts";
import { alertsOnRecord, rowsTold } from "../kit/alerts-on-record.ts";
import { callWebhook } from "../kit/azure-monitor.ts";
import type { ChildBot } from "../kit/child-bot.ts";
import { socCards, socHears, watchOf } from "../kit/soc.ts";
import { noPostgres, postgresHome } from "../kit/stores.ts";
import { until } from "../kit/until.ts";
import { allIsShown, type Life, openLife } from "../kit/watched-bot.ts";

const from = { ip: "203.0.113.7", country: "DE", city: "Berlin" };
const [first, second] = accounts;
/** Milliseconds. */
const patience = 30_000;
const rounds = 4;
const rowsOfRound = 3;

describe.skipIf(noPostgres)("two bots on one PostgreSQL", () => {
  let life: Life;
  let dropDatabase = () => Promise.resolve();
  let one: ChildBot;
  let other: ChildBot;
  /** Ids of the rows that there are. */
  const rows: string[] = [];
  const told = async () => rowsTold(await alertsOnRecord(life.around));
  const allAreTold = () =>
    until("every row is on record", async () => (await told()).length >= rows.length, patience);

  beforeAll(async () => {
    const home = await postgresHome();
    dropDatabase = home.remove;
    life = await openLife({ store: home.url, watch: { policy: { burstGap: "1m" } } });
    one = await life.born();
    await life.around.teams.install();
    rows.push(life.around.entra.signIn({ account: first.objectId, result: "success", from }));
    await callWebhook(life.around, one);
    await socHears(life.around, ["AL-1", "Sign-in without a request", first.label], patience);
    other = await life.born();
  }, 60_000);
  afterAll(async () => {
    await life.end();
    await dropDatabase();
  });

  test("F2, B1: both look at the same instant, again and again: every row is told once, in one alert, with one card in each channel", {
    timeout: 60_000,
  }, async () => {
    const { around } = life;
    for (let round = 0; round < rounds; round++) {
      for (let row = 0; row < rowsOfRound; row++) {
        // further apart than a burst: each has an alert of its own
        const ago = 180 * (1 + round * rowsOfRound + row);
        rows.push(around.entra.signIn({ account: second.objectId, result: "success", from, ago }));
      }
      expect(await Promise.all([one, other].map((bot) => callWebhook(around, bot)))).toEqual([202, 202]);
      await allAreTold();
    }
    await allIsShown(around);
    const alerts = await alertsOnRecord(around);
    expect((await told()).toSorted()).toEqual(rows.toSorted());
    expect(alerts).toHaveLength(rows.length);
    const ids = alerts.map(({ id }) => id).toSorted();
    expect(socCards(around).slack.toSorted()).toEqual(ids);
    expect(socCards(around).teams.toSorted()).toEqual(ids);
  });

  test("D4: one of them is killed: the other sees and tells alone, and re-judges by a declaration what the dead one raised", {
    timeout: 60_000,
  }, async () => {
    const { around } = life;
    one.kill("SIGKILL");
    await one.ended;
    const ofTheFirst = { ...why, account: first.objectId };
    const id = await askInSlack(around, alice, "declare", ofTheFirst);
    await socHears(around, [`AL-1: now declared in ${id}`], patience);
    await socHears(around, ["AL-1", "Sign-in as declared", id], patience);
    const alone = around.entra.signIn({ account: second.objectId, result: "failure", from });
    rows.push(alone);
    await socHears(around, ["Failed sign-in", second.label], patience);
    await allIsShown(around);
    expect((await told()).toSorted()).toEqual(rows.toSorted());
    expect(await watchOf(other)).toMatchObject({ status: 200, ready: true });
  });
});
