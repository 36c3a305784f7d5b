// An organisation moves from a file to PostgreSQL in the middle of a request, and nobody in the chats notices.
import { readFile, writeFile } from "node:fs/promises";
import { afterEach, expect, test } from "vitest";
import { alice, bob, carol } from "../../src/sandbox/world.ts";
import { askInSlack, everyCopyShows, pressInTeams, requestsInSlack, shownTwice } from "../kit/act.ts";
import { onRecord, quiet } from "../kit/aside.ts";
import { type ChildBot, runChild, startChild } from "../kit/child-bot.ts";
import { slackWords, teamsWords } from "../kit/company.ts";
import { noPostgres, postgresHome } from "../kit/stores.ts";
import { pointAt, type Surroundings, surround } from "../kit/surroundings.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function born(around: Surroundings): Promise<ChildBot> {
  const bot = await startChild(around);
  ends.push(() => {
    bot.kill("SIGKILL");
    return bot.ended;
  });
  pointAt(around, bot);
  return bot;
}

/** Where each message of the request stands, on either chat. */
const messagesOf = ({ slack, teams }: Surroundings, id: string): string[] =>
  [
    ...slack.all().flatMap((one) => (slackWords(one).includes(`${id}`) && one.metadata ? [one.ts] : [])),
    ...teams.all().flatMap((one) => (teamsWords(one).includes(`card/${id}/`) ? [one.id] : [])),
  ].toSorted();

test.skipIf(noPostgres)(
  "a request that waits is approved on the new store: numbers go on, cards change in place, a repeated click is answered as before",
  { timeout: 60_000 },
  async () => {
    const around = await surround();
    ends.push(around.remove);
    const home = await postgresHome();
    ends.push(home.remove);
    const before = await born(around);
    await around.teams.install();
    const id = await askInSlack(around, alice);
    await around.slack.command(alice.slack, `/breakglass approve ${id}`, requestsInSlack); // refused, and on record
    const clicked = around.slack.sent.findLast(({ body }) => body.includes(`approve+${id}`));
    await quiet(around);

    const move = ["store", "migrate", "--from", around.store, "--to", home.url];
    const early = await runChild(move, {});
    expect(early).toMatchObject({ code: 1, output: expect.stringContaining("in use by another breakglass") });
    before.kill("SIGTERM");
    await before.ended;
    expect(await runChild(move, {})).toMatchObject({ code: 0 });
    const [there, stood] = [await onRecord(around, id), messagesOf(around, id)];
    expect(stood.length).toBeGreaterThan(3);

    const now = { ...around, store: home.url };
    const file = await readFile(around.configFile, "utf8");
    await writeFile(around.configFile, file.replace(/store: .*/, `store: ${home.url}`));
    const after = await born(now);
    const replayed = await fetch(`${after.url}/slack/events`, { method: "POST", ...clicked });
    expect(replayed.status).toBe(200);
    expect(await onRecord(now, id)).toEqual(there);
    expect(there.map(({ type }) => type)).toEqual(["requested", "refused"]);

    expect(await pressInTeams(around, bob, id, "Approve")).toContain("approv");
    expect(await pressInTeams(around, carol, id, "Approve")).toContain("approved");
    await everyCopyShows(around, id, "Approved, in use");
    expect(await askInSlack(around, carol)).toBe("BG-2");
    await quiet(now);
    expect(messagesOf(around, id)).toEqual(expect.arrayContaining(stood));
    expect(shownTwice(around)).toEqual([]);

    const verified = await runChild(["audit", "verify", "--store", home.url], {});
    expect(verified).toMatchObject({ code: 0, output: expect.stringContaining("every link holds") });
  },
);
