// Everything around the bot and nothing of it: both chats, its configuration, its environment, its database's place.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import { type Running, startBot } from "../../src/bots/main.ts";
import {
  newSecrets,
  practiceConfig,
  practiceEnvironment,
  type Secrets,
} from "../../src/sandbox/bot-config.ts";
import { slackWorld, teamsWorld } from "../../src/sandbox/practice.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import type { SlackOptions, SlackStandIn } from "../../src/sandbox/slack/types.ts";
import { startTeams } from "../../src/sandbox/teams/start-teams.ts";
import type { TeamsOptions, TeamsStandIn } from "../../src/sandbox/teams/types.ts";
import type { Sight, WatchOptions } from "./sight.ts";

export type Surroundings = {
  slack: SlackStandIn;
  teams: TeamsStandIn;
  secrets: Secrets;
  folder: string;
  configFile: string;
  env: Record<string, string>;
  /** `sqlite:…` or what was given. */
  store: string;
  remove(): Promise<void>;
};

/** With an Entra whose sign-ins the bot watches, and a pager. */
export type Seeing = Surroundings & Sight;

export type Options = {
  store?: string;
  logLevel?: "debug" | "info" | "warn" | "error";
  slack?: Partial<SlackOptions>;
  teams?: Partial<TeamsOptions>;
  /** How much one person may ask at once; people are ten times as fast here as elsewhere. */
  asksAtOnce?: number;
  /** Left out, the bot sees no sign-ins. */
  watch?: WatchOptions;
};

/** Nobody counts messages per second here unless a test says so. */
export async function surround(options: Options & { watch: WatchOptions }): Promise<Seeing>;
export async function surround(options?: Options): Promise<Surroundings>;
export async function surround(options: Options = {}): Promise<Surroundings> {
  const folder = await mkdtemp(join(tmpdir(), "breakglass-flow-"));
  const secrets = newSecrets();
  const slack = await startSlack({ ...slackWorld(secrets, ""), rates: "off", ...options.slack });
  const teams = await startTeams({ ...teamsWorld(), rates: "off", ...options.teams });
  const configFile = join(folder, "breakglass.yaml");
  const store = options.store ?? `sqlite:${join(folder, "breakglass.db")}`;
  const policy = Object.entries(options.watch?.policy ?? {});
  const file = practiceConfig({ port: 0, database: join(folder, "breakglass.db") })
    .replace(/store: .*/, `store: ${store}`)
    .replace(
      /^service:$/m,
      `service:\n  logLevel: ${options.logLevel ?? "info"}\n  asksAtOnce: ${options.asksAtOnce ?? 200}`,
    )
    .replace(/^policy:$/m, ["policy:", ...policy.map(([key, time]) => `  ${key}: ${time}`)].join("\n"));
  const sight = options.watch && (await openSight(folder, options.watch));
  await writeFile(configFile, `${file}${sight?.file ?? ""}`);
  const env = { ...practiceEnvironment(secrets, slack.apiUrl, teams.settings), ...sight?.env };
  return {
    ...sight,
    slack,
    teams,
    secrets,
    folder,
    configFile,
    env,
    store,
    async remove() {
      const seen = sight ? [sight.entra.stop(), sight.pager.stop()] : [];
      await Promise.all([slack.stop(), teams.stop(), ...seen]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Loaded only for whom it is for. */
async function openSight(folder: string, options: WatchOptions) {
  const { openSight } = await import("./sight.ts");
  return openSight(folder, options);
}

/** A bot in this process, on these surroundings; several may share a PostgreSQL. */
export async function startNode(
  { configFile, env }: Pick<Surroundings, "configFile" | "env">,
  log: Logger = pino({ level: process.env["BREAKGLASS_TEST_LOG"] ?? "silent" }),
): Promise<Running> {
  Object.assign(process.env, env); // the managed-identity client reads its endpoint from the process itself
  return startBot({ configPath: configFile, env, log });
}

/** From now on both chats speak to this one. */
export function pointAt({ slack, teams }: Pick<Surroundings, "slack" | "teams">, bot: { url: string }): void {
  slack.setBotUrl(`${bot.url}/slack/events`);
  teams.setBotUrl(`${bot.url}/api/messages`);
}

export type Site = Surroundings & {
  bot: Running;
  /** Stops it as SIGTERM does, and starts it again on the same store. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** The whole bot in this process, installed in both chats. `before`: what is broken from the first moment on. */
export async function startSite(
  options: Options & { before?: (around: Surroundings) => void } = {},
): Promise<Site> {
  const around = await surround(options);
  options.before?.(around);
  const start = async () => {
    const bot = await startNode(around);
    pointAt(around, bot);
    return bot;
  };
  let bot = await start();
  await around.teams.install();
  const halt = async () => {
    around.slack.faults.clear(); // a call that hangs would be waited for
    around.teams.faults.clear();
    await bot.stop();
  };
  return {
    ...around,
    get bot() {
      return bot;
    },
    async restart() {
      await halt();
      bot = await start();
    },
    async stop() {
      await halt();
      await around.remove();
    },
  };
}
