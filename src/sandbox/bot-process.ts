// The bot as a child process, started as in production: its own command line, its own log, nothing of ours inside but
// the clock.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ClockMessage } from "./bot-clock.ts";

export type BotProcess = {
  pid: number;
  /** Why it ended; undefined while it runs. */
  dead(): string | undefined;
  /** Milliseconds that its clock is ahead of the machine's. Rejects with a sentence when it does not hold. */
  setClock(ahead: number): Promise<void>;
  /** SIGTERM, and after `graceMs` SIGKILL. Resolves when it is gone. */
  stop(): Promise<void>;
};

export type BotStart = {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  logFile: string;
  /** Each line of its log, as it comes. */
  onLine(line: string): void;
  /** It ended although nobody stopped it. */
  onDeath(why: string): void;
};

/** The bot drains on SIGTERM; longer than this it hangs. */
const graceMs = 10_000;
/** Milliseconds. A bot that does not even take the time by then hangs. */
const clockPatience = 5_000;
const cli = fileURLToPath(new URL("../cli/main.js", import.meta.url));
/** Before the clock, which has types: or each start would strip them anew. */
const keep = fileURLToPath(new URL("../cli/keep-compiled.js", import.meta.url));
const clock = fileURLToPath(new URL("./bot-clock.ts", import.meta.url));

export function startBot({ args, env, logFile, onLine, onDeath }: BotStart): BotProcess {
  const log = createWriteStream(logFile, { mode: 0o600 });
  // Not our environment: a developer's real tokens must never reach the practice bot.
  const child = spawn(process.execPath, ["--import", keep, "--import", clock, cli, ...args], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true, // Ctrl+C is for us: we stop the bot, and its end is then no surprise
  });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let ended: string | undefined;
  let stopping = false;
  const gone = new Promise<void>((resolve) => {
    const end = (why: string) => {
      if (ended) return;
      ended = why;
      process.off("exit", kill);
      log.end();
      if (!stopping) onDeath(why);
      resolve();
    };
    child.once("error", (error) => end(`it could not be started: ${error.message}`));
    child.once("close", (code, signal) =>
      end(signal ? `it was ended by ${signal}` : `it ended with code ${code}`),
    );
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    stream.pipe(log, { end: false });
    byLine(stream, onLine);
  }
  return {
    pid: child.pid ?? 0,
    dead: () => ended,
    setClock: async (ahead) => {
      if (ended) throw new Error("The bot is not running any more.");
      await setClock(child, ahead);
    },
    stop: () => {
      stopping = true;
      return stop(child, gone);
    },
  };
}

async function stop(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await gone;
  clearTimeout(timer);
}

async function setClock(child: ChildProcess, ahead: number): Promise<void> {
  const held = once(child, "message", { signal: AbortSignal.timeout(clockPatience) });
  child.send({ ahead } satisfies ClockMessage, () => {}); // what cannot be sent is not held either
  await held.catch(() => {
    throw new Error("The bot does not take the new time.");
  });
}

function byLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) onLine(line);
  });
}
