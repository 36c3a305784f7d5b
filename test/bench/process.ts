// Child processes: started with little of our environment, measured through /proc, and ended by their own id.
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";

/** The kernel counts CPU in hundredths of a second. */
const tickMs = 10;
const graceMs = 5_000;

type Start = {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** What it prints goes here. */
  log: string;
  channel?: boolean;
};

export function startNode({ args, env, log, channel = false }: Start): ChildProcess & { pid: number } {
  const output = openSync(log, "a");
  const stdio: StdioOptions = ["ignore", output, output, ...(channel ? (["ipc"] as const) : [])];
  const own = { PATH: process.env["PATH"] ?? "", TZ: "UTC", NODE_ENV: "production", NODE_NO_WARNINGS: "1" };
  const child = spawn(process.execPath, args, { stdio, env: { ...own, ...env } });
  closeSync(output);
  if (child.pid === undefined) throw new Error(`could not start ${args.join(" ")}`);
  return Object.assign(child, { pid: child.pid });
}

/** Runs until its end. Milliseconds. Rejects when it fails. */
export async function runNode(start: Omit<Start, "channel">): Promise<number> {
  const began = performance.now();
  const child = startNode(start);
  await new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode !== 0) throw new Error(`${start.args.join(" ")} failed; see ${start.log}`);
  return performance.now() - began;
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await gone;
  clearTimeout(timer);
}

/** User and system time of a process so far, all its threads, in milliseconds. */
export function cpuMs(pid: number): number {
  const line = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** What all processes of the machine used so far, in milliseconds. */
export function machineMs(): number {
  const [first = ""] = readFileSync("/proc/stat", "latin1").split("\n");
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = first.split(/\s+/).slice(1).map(Number);
  return (user + nice + system + irq + softirq) * tickMs;
}

/** Resident memory in megabytes. */
export function memory(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
  return Number(kilobytes) / 1024;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
