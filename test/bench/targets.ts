// Starts what is measured: our bot as in production, the bare frameworks, and the platforms that all of them speak to.

import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { appId, botToken, configFile, issuer, signingSecret, tenant } from "./company.ts";
import { openConnection } from "./connection.ts";
import { freePort, startNode, stopProcess } from "./process.ts";
import { command } from "./slack-requests.ts";
import { type ChannelKey, channelToken, message, newChannelKey } from "./teams-requests.ts";
import type { Base, Senders } from "./work.ts";

export type Platforms = { pid: number; senders: Senders; told(): Promise<Told>; stop(): Promise<void> };
type Told = { slack: number; teams: number };

export type Target = {
  pid: number;
  port: number;
  /** Milliseconds from the start of the process to its first right answer. */
  startMs: number;
  stop(): Promise<void>;
};

/** Milliseconds. */
const patience = 30_000;

const paths = {
  breakglass: fileURLToPath(import.meta.resolve("../../src/cli/main.js")),
  bolt: fileURLToPath(import.meta.resolve("./targets/bolt.ts")),
  botbuilder: fileURLToPath(import.meta.resolve("./targets/botbuilder.ts")),
  sends: fileURLToPath(import.meta.resolve("./targets/sends.ts")),
  platforms: fileURLToPath(import.meta.resolve("./targets/platforms.ts")),
};

export async function startPlatforms(folder: string): Promise<Platforms> {
  const key = newChannelKey();
  const forged: ChannelKey = { ...newChannelKey(), id: key.id };
  const port = await freePort();
  const child = startNode({
    args: [paths.platforms],
    env: { PORT: String(port), KEYS: JSON.stringify([key.jwk]), ISSUER: issuer },
    log: join(folder, "platforms.log"),
    channel: true,
  });
  await new Promise((resolve) => child.once("message", resolve));
  const platforms = `http://127.0.0.1:${port}`;
  return {
    pid: child.pid,
    senders: {
      platforms,
      token: channelToken(key, platforms),
      forgedToken: channelToken(forged, platforms),
    },
    told: async () => (await (await fetch(`${platforms}/told`)).json()) as Told,
    stop: () => stopProcess(child),
  };
}

/** `store`: its URL. */
export async function startBreakglass(
  folder: string,
  senders: Senders,
  { store, first, flags = [] }: { store: string; first: Base; flags?: readonly string[] },
): Promise<Target> {
  const config = join(await mkdtemp(join(folder, "bot-")), "breakglass.yaml");
  await writeFile(config, configFile(store));
  const args = [...flags, paths.breakglass, "serve", "--config", config];
  return start("breakglass", args, ourEnvironment(senders), folder, senders, first);
}

export const startBase = (folder: string, senders: Senders, base: Base): Promise<Target> =>
  start(base, [paths[base]], baseEnvironment(senders), folder, senders, base);

/** Bare frameworks that post `count` messages to each platform and wait to be stopped. */
export function startSends(
  folder: string,
  senders: Senders,
  { count, atOnce }: { count: number; atOnce: number },
): Promise<{ pid: number; stop(): Promise<void> }> {
  const child = startNode({
    args: [paths.sends],
    env: {
      ...baseEnvironment(senders),
      PLATFORMS: senders.platforms,
      COUNT: String(count),
      AT_ONCE: String(atOnce),
    },
    log: join(folder, "sends.log"),
    channel: true,
  });
  return Promise.resolve({ pid: child.pid, stop: () => stopProcess(child) });
}

const ourEnvironment = ({ platforms }: Senders) => ({
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_BOT_TOKEN: botToken,
  SLACK_API_URL: `${platforms}/api/`,
  ToBotFromChannelOpenIdMetadataUrl: `${platforms}/openidconfiguration`,
  ToBotFromChannelTokenIssuer: issuer,
  TEAMS_SERVICE_URLS: `${platforms}/`,
  ...identity(platforms),
});

const baseEnvironment = ({ platforms }: Senders) => ({
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_BOT_TOKEN: botToken,
  SLACK_API_URL: `${platforms}/api/`,
  APP_ID: appId,
  TENANT: tenant,
  OPENID_METADATA: `${platforms}/openidconfiguration`,
  ISSUER: issuer,
  ...identity(platforms),
});

const identity = (platforms: string) => ({ IDENTITY_ENDPOINT: `${platforms}/msi`, IDENTITY_HEADER: "bench" });

async function start(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  folder: string,
  senders: Senders,
  first: Base,
): Promise<Target> {
  const port = await freePort();
  const log = join(folder, `${name}.log`);
  const began = performance.now();
  const child = startNode({ args, env: { ...env, PORT: String(port) }, log });
  const stop = () => stopProcess(child);
  while (!(await answers(port, senders, first))) {
    if (child.exitCode === null && performance.now() - began < patience) continue;
    await stop();
    throw new Error(`${name} gave no answer; see ${log}`);
  }
  return { pid: child.pid, port, startMs: performance.now() - began, stop };
}

async function answers(port: number, senders: Senders, first: Base): Promise<boolean> {
  const bytes = first === "bolt" ? command("whoami", senders) : message("whoami", senders);
  try {
    const connection = await openConnection(port);
    const { status } = await connection.send(bytes);
    connection.end();
    return status === 200;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 3));
    return false;
  }
}
