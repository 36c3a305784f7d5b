// A PostgreSQL of its own: crashed, restarted and starved at will, without touching the one of the machine.
import { type ChildProcess, execFileSync, type StdioOptions, spawn } from "node:child_process";
import { chownSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { freePort } from "../bench/process.ts";
import { until } from "./until.ts";

export type OwnPostgres = {
  /** Of a database that is empty at first. */
  url: string;
  /** "fast" as an operator does it, "immediate" as a crash. */
  stop(how: "fast" | "immediate"): Promise<void>;
  /** Resolves when it answers; starts it again when it died on the way. `patience`: milliseconds. */
  start(patience?: number): Promise<void>;
};

const signals = { fast: "SIGINT", immediate: "SIGQUIT" } as const;

/** Small, so that it fits a disk that is to be filled; as durable as any. */
const settings = {
  listen_addresses: "127.0.0.1",
  shared_buffers: "16MB",
  max_wal_size: "16MB",
  min_wal_size: "2MB",
  max_connections: "60",
};

/** Undefined: it can be started here. */
export function whyNoOwnPostgres(): string | undefined {
  try {
    execFileSync("initdb", ["--version"], { stdio: "ignore" });
    execFileSync("postgres", ["--version"], { stdio: "ignore" });
    owner();
    return undefined;
  } catch (error) {
    return `no PostgreSQL of our own: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** `folder`: exists, and may be a small disk. `log`: a file on another one. Rejects with what initdb said. */
export async function ownPostgres(folder: string, log: string): Promise<OwnPostgres> {
  const as = owner();
  const data = join(folder, "postgres");
  mkdirSync(data);
  chownSync(folder, as.uid, as.gid); // to make its lock files beside its data
  chownSync(data, as.uid, as.gid);
  const made = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--wal-segsize=1"];
  execFileSync("initdb", [...made, "--no-sync"], { ...as, cwd: folder, stdio: "pipe" });
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const set = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = openSync(log, "a");
  let server: ChildProcess | undefined;
  const end = () => void server?.kill(signals.immediate);
  process.once("exit", end);

  function spawned(): ChildProcess {
    const args = ["-D", data, "-p", String(port), "-k", data, ...set];
    const stdio: StdioOptions = ["ignore", output, output];
    return spawn("postgres", args, { ...as, cwd: folder, stdio, env: { PATH: process.env["PATH"] } });
  }
  return {
    url,
    async stop(how) {
      if (!isRunning(server)) return;
      const ended = new Promise((resolve) => server?.once("exit", resolve));
      server?.kill(signals[how]);
      await ended;
    },
    async start(patience = 30_000) {
      await until(
        "PostgreSQL answers",
        () => {
          if (!isRunning(server)) server = spawned();
          return answers(url);
        },
        patience,
      );
    },
  };
}

const isRunning = (child: ChildProcess | undefined): child is ChildProcess =>
  child !== undefined && child.exitCode === null && child.signalCode === null;

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whoever may run it: it refuses root. Throws when root finds nobody else. */
function owner(): { uid: number; gid: number } {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (uid !== 0) return { uid, gid };
  const [, user, group] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8")) ?? [];
  if (!user || !group) throw new Error("PostgreSQL refuses root, and there is no user postgres");
  return { uid: Number(user), gid: Number(group) };
}
