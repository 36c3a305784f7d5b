// The bot as an operator runs it: a process of its own, that can be killed, and says things on its output.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

export type Ended = { code: number | null; signal: NodeJS.Signals | null };

export type ChildBot = {
  url: string;
  pid: number;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
  /** All it wrote so far, to both outputs. */
  output(): string;
};

type Given = { configFile: string; env: Readonly<Record<string, string>> };

/** Resolves when it listens; rejects with all it said when it ends before that. */
export async function startChild({ configFile, env }: Given): Promise<ChildBot> {
  const child = launch(["serve", "--config", configFile], env);
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  child.process.stdout?.on("data", () => {
    const [, port] = /"port":(\d+),"msg":"listening"/.exec(child.output()) ?? [];
    if (port) resolve(`http://127.0.0.1:${port}`);
  });
  void child.ended.then((ended) => reject(new Error(`${JSON.stringify(ended)}: ${child.output()}`)));
  const url = await listening;
  return { ...child, url, pid: child.process.pid ?? 0, kill: (signal) => void child.process.kill(signal) };
}

/** Runs it until it ends by itself. */
export async function runChild(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended & { output: string }> {
  const child = launch(args, env);
  return { ...(await child.ended), output: child.output() };
}

export function launch(args: readonly string[], env: Readonly<Record<string, string>>) {
  // Not our environment: a developer's real tokens must never reach a bot under test.
  const child: ChildProcess = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => said.push(text));
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => {
      process.off("exit", kill);
      resolve({ code, signal });
    });
  });
  return { process: child, ended, output: () => said.join("") };
}
