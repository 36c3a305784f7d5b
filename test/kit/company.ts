// The whole bot in one process between a Slack and a Teams that enforce their rules: for stories and for breaking things.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { type Running, startBot } from "../../src/bots/main.ts";
import { newSecrets, practiceConfig, practiceEnvironment } from "../../src/sandbox/bot-config.ts";
import { slackWorld, teamsWorld } from "../../src/sandbox/practice.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import type { Message as SlackMessage, SlackStandIn } from "../../src/sandbox/slack/types.ts";
import { startTeams } from "../../src/sandbox/teams/start-teams.ts";
import type { Message as TeamsMessage, TeamsStandIn } from "../../src/sandbox/teams/types.ts";

export type Company = {
  slack: SlackStandIn;
  teams: TeamsStandIn;
  bot: Running;
  configFile: string;
  env: Record<string, string>;
  /** Stops the bot as SIGTERM does and starts it again on the same store. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export async function startCompany({ store }: { store?: string } = {}): Promise<Company> {
  const folder = await mkdtemp(join(tmpdir(), "breakglass-company-"));
  const secrets = newSecrets();
  const slack = await startSlack({ ...slackWorld(secrets, ""), rates: "off" });
  const teams = await startTeams(teamsWorld());
  const configFile = join(folder, "breakglass.yaml");
  const file = practiceConfig({ port: 0, database: join(folder, "breakglass.db") });
  await writeFile(configFile, store ? file.replace(/store: .*/, `store: ${store}`) : file);
  const env = { ...practiceEnvironment(secrets, slack.apiUrl, teams.settings) };
  const log = pino({ level: process.env["BREAKGLASS_TEST_LOG"] ?? "silent" });
  Object.assign(process.env, env); // the managed-identity client reads its endpoint from the process itself
  const start = async () => {
    const bot = await startBot({ configPath: configFile, env, log });
    slack.setBotUrl(`${bot.url}/slack/events`);
    teams.setBotUrl(`${bot.url}/api/messages`);
    return bot;
  };
  let bot = await start();
  await teams.install();
  return {
    slack,
    teams,
    get bot() {
      return bot;
    },
    configFile,
    env,
    async restart() {
      await bot.stop();
      bot = await start();
    },
    async stop() {
      await bot.stop();
      await Promise.all([slack.stop(), teams.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Everything a Slack message says, blocks and all, as one text. */
export const slackWords = (message: SlackMessage): string =>
  `${message.text} ${JSON.stringify(message.blocks)}`;
/** Everything a Teams message says, card and all, as one text. */
export const teamsWords = (message: TeamsMessage): string =>
  `${message.text} ${message.summary ?? ""} ${JSON.stringify(message.card ?? {})}`;
