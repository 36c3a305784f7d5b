// The practice tenant without its page: a Slack, a Teams, an Entra, a pager, and the bot between them, all on this
// machine alone.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fireAlert } from "./azure-monitor.ts";
import { newSecrets, practiceConfig, practiceEnvironment, type Secrets } from "./bot-config.ts";
import { untilReady, watchHealth } from "./bot-health.ts";
import { type BotProcess, startBot } from "./bot-process.ts";
import { untilCalm } from "./calm.ts";
import { startEntra } from "./entra/start-entra.ts";
import type { EntraStandIn } from "./entra/types.ts";
import { keepSight } from "./kept-sight.ts";
import { type Outages, planOutages } from "./outages.ts";
import type { BotState } from "./page/state.ts";
import { startPager } from "./pager/start-pager.ts";
import type { PagerStandIn } from "./pager/types.ts";
import { type PracticeClock, startPracticeClock } from "./practice-clock.ts";
import { startSlack } from "./slack/start-slack.ts";
import type { SlackStandIn } from "./slack/types.ts";
import { startTeams } from "./teams/start-teams.ts";
import type { TeamsStandIn } from "./teams/types.ts";
import { botApp, channels, colleagues, slackBot, slackTeam, tenant, timeZone } from "./world.ts";

export type Practice = {
  slack: SlackStandIn;
  teams: TeamsStandIn;
  entra: EntraStandIn;
  pager: PagerStandIn;
  outages: Outages;
  clock: PracticeClock;
  /** Azure Monitor tells the bot that there is something to see. Rejects with a sentence when it is not taken. */
  fireAlert(): Promise<void>;
  botPid: number;
  configFile: string;
  logFile: string;
  /** Where people subscribe to what is owed. */
  calendarUrl: string;
  bot(): BotState;
  /** Called when somebody could see something new, or the bot died. Returns how to stop listening. */
  onChange(heard: () => void): () => void;
  stop(): Promise<void>;
};

export type Watching = {
  /** A warning or worse of the bot's log, once it is ready; before that, all of them if it does not get ready. */
  onWarning(text: string): void;
  /** It died after it was ready. */
  onDeath(why: string): void;
  /** Gives up waiting for the bot. */
  signal?: AbortSignal;
};

/** Milliseconds in which the bot has certainly asked itself what is due: it does so every second. */
const oneTick = 1_300;

/** Resolves when the bot is ready and installed in Teams. Rejects, with everything stopped, when it is not. */
export async function startPractice(watching: Watching): Promise<Practice> {
  const folder = await mkdtemp(join(tmpdir(), "breakglass-practice-"));
  const secrets = newSecrets();
  const port = await freePort();
  const botUrl = `http://127.0.0.1:${port}`;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const heard of listeners) heard();
  };
  const database = join(folder, "breakglass.db");
  const clock = startPracticeClock({
    timeZone,
    calm: () => {
      if (bot.dead()) throw new Error("The bot is not running any more.");
      return untilCalm({
        last: () => [slack.calls.at(-1), teams.calls.at(-1), ...Object.values(entra.asked())],
        isHeldUp: () => slack.calls.at(-1)?.error === "ratelimited" || teams.calls.at(-1)?.status === 429,
      });
    },
    leaves: (from, to) => keepSight(database, from, to),
    arrives: async (ahead) => {
      entra.leapt();
      await bot.setClock(ahead);
      await azureMonitorCalls().catch(() => {}); // then it looks by itself within five seconds
      await pause(oneTick);
    },
    changed,
  });
  const { now } = clock;
  const slack = await startSlack({ ...slackWorld(secrets, `${botUrl}/slack/events`), clock: now });
  const teams = await startTeams({ ...teamsWorld(), botUrl: `${botUrl}/api/messages`, clock: now });
  const [entra, pager] = await Promise.all([
    startEntra({ clock: now, granted: { permissions: ["User.Read.All"] } }),
    startPager({ clock: now }),
  ]);
  const azureMonitorCalls = () =>
    fireAlert(`${botUrl}/webhooks/azure-monitor/${secrets.azureMonitorPath}`, now());
  const configFile = join(folder, "breakglass.yaml");
  const logFile = join(folder, "bot.log");
  const sight = { entra: entra.settings, pager: pager.settings, caFile: join(folder, "stand-ins.pem") };
  await writeFile(sight.caFile, `${entra.settings.ca}\n${pager.settings.ca}`);
  await writeFile(configFile, practiceConfig({ port, database, sight }));

  for (const each of [slack, teams, entra, pager]) each.on("change", changed);
  const outages = planOutages({ slack, teams }, changed);
  let early: string[] | undefined = []; // what a bot says while it starts is about a Teams that comes later
  const bot: BotProcess = startBot({
    args: ["serve", "--config", configFile],
    env: practiceEnvironment(secrets, slack.apiUrl, teams.settings, sight),
    logFile,
    onLine: (line) => {
      const warning = warningOf(line);
      if (!warning) return;
      if (early) early.push(warning);
      else watching.onWarning(warning);
    },
    onDeath: (why) => {
      changed();
      if (!early) watching.onDeath(why);
    },
  });
  const stopAll = async () => {
    await bot.stop();
    await Promise.all([slack, teams, entra, pager].map((each) => each.stop()));
  };
  try {
    await untilReady(botUrl, bot.dead, watching.signal);
    await teams.install();
  } catch (error) {
    for (const warning of early) watching.onWarning(warning);
    await stopAll();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why} Its log: ${logFile}`);
  }
  early = undefined;
  const health = watchHealth(botUrl, changed);
  return {
    slack,
    teams,
    entra,
    pager,
    outages,
    clock,
    fireAlert: azureMonitorCalls,
    botPid: bot.pid,
    configFile,
    logFile,
    calendarUrl: `${botUrl}/calendar/${secrets.calendar}.ics`,
    bot: () => ({ dead: bot.dead(), ready: health.read() }),
    onChange: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    stop: async () => {
      health.stop();
      const died = bot.dead();
      await stopAll();
      if (!died) await rm(folder, { recursive: true, force: true }); // a dead bot's log says why
    },
  };
}

export const slackWorld = (secrets: Secrets, botUrl: string) => ({
  team: slackTeam,
  botToken: secrets.slackBotToken,
  signingSecret: secrets.slackSigningSecret,
  bot: slackBot,
  botUrl,
  people: colleagues.map(({ slack, name, timeZone }) => ({ id: slack, name, tz: timeZone })),
  channels: channels.map(({ slack, slackName, readers }) => ({
    id: slack,
    name: slackName,
    members: readers.map((reader) => reader.slack),
  })),
});

export const teamsWorld = () => ({
  tenant,
  appId: botApp,
  botName: "Breakglass",
  people: colleagues.map(({ objectId, name, timeZone }) => ({ objectId, name, timeZone })),
  teams: [
    {
      id: "19:it-operations@thread.tacv2",
      name: "IT Operations",
      channels: channels.map(({ teams, teamsName, readers }) => ({
        id: teams,
        name: teamsName,
        members: readers.map((reader) => reader.objectId),
      })),
    },
  ],
});

/** pino's numbers: 40 is a warning. What is no log line at all (a stack trace) is important too. */
function warningOf(line: string): string | undefined {
  if (!line.startsWith('{"level":')) return line;
  const { level, msg, time: _, ...rest } = JSON.parse(line) as Record<string, unknown>;
  return Number(level) < 40 ? undefined : `${String(msg)} ${JSON.stringify(rest)}`;
}

/** Nobody else's at this moment; the bot takes it right away. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
