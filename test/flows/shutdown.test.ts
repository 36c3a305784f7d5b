// How the bot ends and begins: drained by SIGTERM, quiet when it comes back, and loud when it cannot start.
import { readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { alice, bob, carol, tina } from "../../src/sandbox/world.ts";
import { askInSlack, everyCopyShows, requestsInSlack, shownTwice } from "../kit/act.ts";
import { onRecord, quiet } from "../kit/aside.ts";
import { type ChildBot, runChild, startChild } from "../kit/child-bot.ts";
import { pointAt, type Surroundings, surround } from "../kit/surroundings.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function place(): Promise<Surroundings> {
  const around = await surround();
  ends.push(around.remove);
  return around;
}

async function born(around: Surroundings): Promise<ChildBot> {
  const bot = await startChild(around);
  ends.push(() => {
    bot.kill("SIGKILL");
    return bot.ended;
  });
  pointAt(around, bot);
  return bot;
}

const ending = async (bot: ChildBot, signal: NodeJS.Signals = "SIGTERM") => {
  bot.kill(signal);
  return bot.ended;
};

/** Everything that anybody sees, and how often each of it was changed. */
const screens = ({ slack, teams }: Surroundings): string[] => [
  ...slack.all().map(({ channel, ts, updates }) => `${channel} ${ts} ${updates}`),
  ...teams.all().map(({ id, edits }) => `${id} ${edits}`),
];

describe("SIGTERM", { timeout: 60_000 }, () => {
  test("with clicks under way: they are answered and on record, or were never taken; it ends with 0", async () => {
    const around = await place();
    const bot = await born(around);
    await around.teams.install();
    const id = await askInSlack(around, alice);
    await quiet(around);
    const typed = (who: typeof bob, text: string) =>
      around.slack.command(who.slack, `/breakglass ${text}`, requestsInSlack);
    const clicks = Promise.all([
      ...Array.from({ length: 10 }, () => typed(tina, `attest ${id}`)),
      typed(bob, `approve ${id}`),
      around.teams.say(carol.objectId, "personal", `approve ${id}`),
      ...Array.from({ length: 10 }, () => around.teams.say(tina.objectId, "personal", `attest ${id}`)),
    ]);
    await wait(3);
    expect(await ending(bot)).toEqual({ code: 0, signal: null });
    const answered = (await clicks).filter(({ status }) => status === 200).length;
    const events = await onRecord(around, id);
    expect(events.filter(({ type }) => type === "approved").length).toBeLessThanOrEqual(1);
    const acts = events.filter(({ type }) => type === "approved" || type === "refused").length;
    expect(acts).toBe(answered);

    await born(around);
    await quiet(around, 25_000);
    const isApproved = events.some(({ type }) => type === "granted");
    await everyCopyShows(around, id, isApproved ? "Approved, in use" : "Approval needed");
    expect(shownTwice(around)).toEqual([]);
  });

  test("a click that came in before it is answered after it, and is on record", async () => {
    const around = await place();
    const bot = await born(around);
    await around.teams.install();
    const id = await askInSlack(around, alice);
    await quiet(around);
    around.slack.faults.set("users.info", { latencyMs: 800 });
    const click = around.slack.command(bob.slack, `/breakglass approve ${id}`, requestsInSlack);
    await wait(150); // the bot is looking up who Bob is
    expect(await ending(bot)).toEqual({ code: 0, signal: null });
    expect((await click).message?.text).toContain(`${id}: approved`);
    expect((await onRecord(around, id)).map(({ type }) => type)).toEqual([
      "requested",
      "approved",
      "granted",
    ]);
  });

  test("a second start shows nothing anew and changes nothing", async () => {
    const around = await place();
    const bot = await born(around);
    await around.teams.install();
    const id = await askInSlack(around, alice);
    await quiet(around);
    expect(await ending(bot)).toEqual({ code: 0, signal: null });
    const before = screens(around);
    const again = await born(around);
    await wait(1_500);
    expect(screens(around)).toEqual(before);
    const answer = await around.slack.command(bob.slack, `/breakglass approve ${id}`, requestsInSlack);
    expect(answer.message?.text).toContain(`${id}: approved`);
    await everyCopyShows(around, id, "Approved, in use");
    expect(await ending(again, "SIGINT")).toEqual({ code: 0, signal: null });
  });

  test("while Slack hangs it does not hang with it", async () => {
    const around = await place();
    const bot = await born(around);
    await around.teams.install();
    around.slack.faults.set("chat.postMessage", { hang: true });
    const id = await askInSlack(around, alice);
    await around.slack.until(() => around.slack.calls.some(({ method }) => method === "chat.postMessage"));
    const began = performance.now();
    expect(await ending(bot)).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(12_000); // orchestrators wait 30 s
    around.slack.faults.clear();
    await born(around);
    await quiet(around, 25_000);
    await everyCopyShows(around, id, "Approval needed");
  }, 60_000);
});

describe("SIGTERM while Teams hangs", { timeout: 60_000 }, () => {
  test("an answer that does not arrive does not hold up the end", async () => {
    const around = await place();
    const bot = await born(around);
    await around.teams.install();
    around.teams.faults.set("connector", { hang: true });
    await around.teams.say(alice.objectId, "personal", "status");
    bot.kill("SIGTERM");
    expect(await Promise.race([bot.ended, wait(12_000)])).toEqual({ code: 0, signal: null });
  });
});

describe("a start that cannot be ends with 1 and one clear line", { timeout: 60_000 }, () => {
  const serve = (around: Surroundings, env = around.env) =>
    runChild(["serve", "--config", around.configFile], env);

  test("the port is in use", async () => {
    const around = await place();
    const other = createServer().listen(0, "127.0.0.1");
    ends.push(() => new Promise((resolve) => other.close(resolve)));
    await new Promise((resolve) => other.once("listening", resolve));
    const PORT = String((other.address() as AddressInfo).port);
    const { code, output } = await serve(around, { ...around.env, PORT });
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`EADDRINUSE.*${PORT}`));
  });

  test("the database belongs to another process", async () => {
    const around = await place();
    await born(around);
    const { code, output } = await serve(around);
    expect(code).toBe(1);
    expect(output).toMatch(/in use by another breakglass process: stop that one first/);
  });

  test("a secret is missing", async () => {
    const around = await place();
    const { SLACK_BOT_TOKEN: _missing, ...env } = around.env;
    const { code, output } = await serve(around, env);
    expect(code).toBe(1);
    expect(output).toMatch(/SLACK_BOT_TOKEN is not set/);
  });

  test("the configuration is broken: its line is named", async () => {
    const around = await place();
    const file = await readFile(around.configFile, "utf8");
    const line = file.split("\n").findIndex((text) => text.includes("roles:")) + 1;
    await writeFile(around.configFile, file.replace("roles:", "rolls:"));
    const { code, output } = await serve(around);
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`breakglass\\.yaml:${line}:.*rolls`));
  });

  test("there is no configuration", async () => {
    const around = await place();
    const { code, output } = await runChild(["serve", "--config", join(around.folder, "none.yaml")], {});
    expect(code).toBe(1);
    expect(output).toMatch(/none\.yaml.*does not exist/);
  });
});
