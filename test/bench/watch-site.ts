// Our bot as in production, watching the practice tenant's Entra; both in processes of their own.
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, startNode, stopProcess } from "./process.ts";
import type { Last, Opened, Question, Told } from "./watch-stand-ins.ts";

export type Site = {
  pid: number;
  port: number;
  /** Signs what Slack would send. */
  secret: string;
  put(rows: Extract<Question, { ask: "put" }>["rows"], push: boolean): Promise<readonly number[]>;
  told(words: readonly string[]): Promise<readonly Told[]>;
  last(): Promise<Last>;
  stop(): Promise<void>;
};

export type SiteOptions = {
  folder: string;
  name: string;
  /** Seconds between two looks. */
  every: number;
  /** Where CPU profiles go. */
  profile: string | undefined;
};

const paths = {
  breakglass: fileURLToPath(import.meta.resolve("../../src/cli/main.js")),
  standIns: fileURLToPath(import.meta.resolve("./watch-stand-ins.ts")),
};

/** Milliseconds. */
const patience = 30_000;

export async function openSite({ folder, name, every, profile }: SiteOptions): Promise<Site> {
  const standIns = await startStandIns(join(folder, `${name}-stand-ins.log`));
  const store = `sqlite:${join(folder, `${name}.db`)}`;
  const { configFile, env, secret } = await standIns.ask<Opened>({ ask: "open", every: `${every}s`, store });
  const port = await freePort();
  const file = await readFile(configFile, "utf8");
  await writeFile(configFile, file.replace(/^( +port:) 0$/m, `$1 ${port}`));
  const log = join(folder, `${name}.log`);
  const flags = profile ? ["--cpu-prof", `--cpu-prof-dir=${resolve(profile, name)}`] : [];
  const args = [...flags, paths.breakglass, "serve", "--config", configFile];
  const bot = startNode({ args, env, log });
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  while (!(await isReady(url))) {
    if (bot.exitCode === null && performance.now() - began < patience) continue;
    await Promise.all([stopProcess(bot), standIns.stop()]);
    throw new Error(`the bot does not get ready; see ${log}`);
  }
  await standIns.ask({ ask: "join", bot: url });
  return {
    pid: bot.pid,
    port,
    secret,
    put: (rows, push) => standIns.ask({ ask: "put", rows, push }),
    told: (words) => standIns.ask({ ask: "told", words }),
    last: () => standIns.ask({ ask: "last" }),
    async stop() {
      await stopProcess(bot);
      await standIns.ask({ ask: "close" });
      await standIns.stop();
    },
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds from the moment when a row could be read, in each chat. Throws when one never told it. */
export const waits = (told: Told, readable = Number.NaN): number[] =>
  [told.slack, told.teams].map((at) => {
    if (at === undefined) throw new Error("a row was not told");
    return at - readable;
  });

async function isReady(url: string): Promise<boolean> {
  const { ok } = await fetch(`${url}/healthz`).catch(() => ({ ok: false }));
  if (!ok) await pause(20);
  return ok;
}

async function startStandIns(log: string) {
  const child = startNode({ args: [paths.standIns], env: {}, log, channel: true });
  await once(child, "message");
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on("message", ({ id, found, wrong }: { id: number; found?: unknown; wrong?: string }) => {
    const one = asked.get(id);
    asked.delete(id);
    if (wrong === undefined) one?.resolve(found);
    else one?.reject(new Error(wrong));
  });
  child.once("exit", () => {
    for (const one of asked.values()) one.reject(new Error(`the stand-ins ended; see ${log}`));
  });
  return {
    ask<Answer>(question: Question): Promise<Answer> {
      const one = Promise.withResolvers<unknown>();
      asked.set((last += 1), one);
      child.send({ id: last, question });
      return one.promise as Promise<Answer>;
    },
    stop: () => stopProcess(child),
  };
}
