// The practice tenant as a person starts it: a process that says loudly what it is, and leaves nothing behind.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { State } from "../../src/sandbox/page/state.ts";

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGTERM");
});

function start(...args: string[]) {
  const child = spawn(process.execPath, ["src/cli/main.js", "sandbox", ...args]);
  started.push(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const says = async (pattern: RegExp): Promise<string> => {
    for (let tries = 0; tries < 300; tries++) {
      const found = pattern.exec(said);
      if (found) return found[1] ?? found[0];
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`It never said ${pattern}. It said:\n${said}`);
  };
  return { child, ended, says };
}

const botPattern = /The bot is process (\d+)/;
const logPattern = /Its log: (\S+bot\.log)/;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it("says loudly that it is practice, serves its page, and stops everything on SIGTERM with code 0", async () => {
  const { child, ended, says } = start("--port", "0");
  const url = await says(/(http:\/\/127\.0\.0\.1:\d+\/)/);
  await says(/PRACTICE TENANT - nothing here is real/);
  const logFile = await says(logPattern);
  const bot = Number(await says(botPattern));
  expect(isAlive(bot)).toBe(true);
  expect(await (await fetch(url)).text()).toContain("Breakglass practice tenant");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(isAlive(bot)).toBe(false);
  expect(existsSync(logFile)).toBe(false);
});

it("a bot that dies is not started again in silence: the terminal and the page say it, and its log is kept", async () => {
  const { child, ended, says } = start("--port", "0");
  const url = await says(/(http:\/\/127\.0\.0\.1:\d+\/)/);
  const logFile = await says(logPattern);
  process.kill(Number(await says(botPattern)), "SIGKILL");
  await says(/THE BOT DIED: it was ended by SIGKILL/);
  const state = (await (await fetch(new URL("/api/state", url))).json()) as State;
  expect(state.bot.dead).toBe("it was ended by SIGKILL");
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(existsSync(logFile)).toBe(true);
  rmSync(dirname(logFile), { recursive: true });
});

it("a port in use is a sentence and code 1, and no bot is left behind", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => holder.once("listening", resolve));
  const { port } = holder.address() as { port: number };
  const { ended, says } = start("--port", String(port));
  await says(new RegExp(`Port ${port} on 127.0.0.1 is in use`));
  expect(await ended).toBe(1);
  expect(isAlive(Number(await says(botPattern)))).toBe(false);
  holder.close();
});

it.runIf(existsSync("/proc/self/environ"))(
  "what the developer's own environment holds never reaches the practice bot",
  async () => {
    process.env["SLACK_BOT_TOKEN"] = "xoxb-a-real-one";
    const { says } = start("--port", "0");
    delete process.env["SLACK_BOT_TOKEN"];
    const environment = readFileSync(`/proc/${await says(botPattern)}/environ`, "utf8");
    expect(environment).toContain("SLACK_BOT_TOKEN=xoxb-practice-");
    expect(environment).not.toContain("xoxb-a-real-one");
  },
);
