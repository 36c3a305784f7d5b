// One node of the bot: a process that is killed, frozen or asked to leave, and that a supervisor starts again.
import { execFileSync } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type ChildBot, startChild } from "../kit/child-bot.ts";
import type { Seeing } from "../kit/surroundings.ts";
import { until } from "../kit/until.ts";
import type { Balancer } from "./balancer.ts";

const leap = fileURLToPath(new URL("../kit/leap.ts", import.meta.url));
/** Milliseconds between two starts that fail: the database may still be away. */
const supervisorPause = 400;
/** Milliseconds. */
const readyWithin = 60_000;

export type Node = {
  name: string;
  /** Resolves when it is ready. `ahead`: seconds that its clock is ahead of everybody's. */
  start(ahead: number): Promise<void>;
  /** Resolves when its process has ended; SIGTERM lets it finish first, and gives why it did not end well. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<string | undefined>;
  /** For so many milliseconds the disk takes nothing that it writes: an I/O error, not a full disk. */
  failToWrite(ms: number): Promise<void>;
  /** Its process does nothing at all for so many milliseconds, and then goes on as if nothing had been. */
  freeze(ms: number): Promise<void>;
  isListening(): boolean;
  isReady(): boolean;
  /** How often it ended though nobody ended it, and its last words. */
  deaths: string[];
  /** Everything it wrote, of all its lives. */
  output(): string;
};

export function createNode(name: string, around: Seeing, balancer: Balancer): Node {
  const lives: ChildBot[] = [];
  const deaths: string[] = [];
  let bot: ChildBot | undefined;

  async function born(ahead: number): Promise<ChildBot> {
    const env = { ...around.env, NODE_OPTIONS: `--import ${leap}`, AHEAD: `${ahead}` };
    const started = await startChild({ configFile: around.configFile, env });
    lives.push(started);
    bot = started;
    void started.ended.then((ended) => {
      if (bot !== started) return; // we ended it
      deaths.push(`${name} ended by itself: ${JSON.stringify(ended)}: ${started.output().slice(-500)}`);
      balancer.setNode(name, undefined);
      void supervise(ahead);
    });
    return started;
  }

  /** As systemd or Kubernetes would: until it stays. */
  async function supervise(ahead: number): Promise<void> {
    let why: unknown;
    const starts = async () => {
      try {
        return await born(ahead);
      } catch (error) {
        why = error;
        await wait(supervisorPause);
        return undefined;
      }
    };
    const started = await until(`${name} starts`, starts, readyWithin).catch((error: unknown) => {
      throw new Error(`${String(error)}; ${String(why).slice(-500)}`);
    });
    balancer.setNode(name, started.url);
  }

  return {
    name,
    deaths,
    async start(ahead) {
      await supervise(ahead);
      await until(`${name} is ready`, () => balancer.isReady(name), readyWithin);
    },
    async end(signal) {
      const ending = bot;
      bot = undefined;
      balancer.setNode(name, undefined);
      ending?.kill(signal);
      const ended = await ending?.ended;
      if (signal === "SIGKILL" || !ended || ended.code === 0) return undefined;
      return `${name} did not end well: ${JSON.stringify(ended)}: ${ending?.output().slice(-500)}`;
    },
    async failToWrite(ms) {
      const failing = bot;
      if (failing) limitFiles(failing, "1");
      await wait(ms);
      if (failing && bot === failing) limitFiles(failing, "unlimited");
    },
    async freeze(ms) {
      const frozen = bot;
      frozen?.kill("SIGSTOP");
      await wait(ms);
      frozen?.kill("SIGCONT");
    },
    isListening: () => bot !== undefined,
    isReady: () => balancer.isReady(name),
    output: () => lives.map((life) => life.output()).join("\n— the next life —\n"),
  };
}

/** Bytes a file of this process may have. It hears of it as a failed write: Node ignores the signal. */
function limitFiles({ pid }: ChildBot, bytes: string): void {
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:unlimited`]);
}
