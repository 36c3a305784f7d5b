// The bot as a child process, started as in production: its own command line, its own log, nothing of ours inside.
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { fileURLToPath } from "node:url";

export type BotProcess = {
  pid: number;
  /** Why it ended; undefined while it runs. */
  dead(): string | undefined;
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
const cli = fileURLToPath(new URL("../cli/main.ts", import.meta.url));

export function startBot({ args, env, logFile, onLine, onDeath }: BotStart): BotProcess {
  const log = createWriteStream(logFile, { mode: 0o600 });
  // Not our environment: a developer's real tokens must never reach the practice bot.
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
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
    stream.pipe(log, { end: false });
    byLine(stream, onLine);
  }
  return {
    pid: child.pid ?? 0,
    dead: () => ended,
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

function byLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) onLine(line);
  });
}
