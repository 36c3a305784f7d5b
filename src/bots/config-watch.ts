// The configuration file, read at the start and again when it changes: who may act is looked up when they act.
import { stat } from "node:fs/promises";
import { type Config, ConfigError, problemLine, readConfig } from "../adapters/config/config.ts";
import type { Organisation } from "../core/organisation.ts";
import type { Log } from "./log.ts";

/** Milliseconds: a person taken off the list is refused after this at the latest. SIGHUP makes it at once. */
const interval = 5_000;

export type Watched = {
  first: Config;
  organisation: () => Organisation;
  useLog(log: Log): void;
  stop(): void;
};

/** Rejects with a ConfigError at the start. Later, a file that cannot be read keeps the last good one, and says so. */
export async function watchConfig(path: string, env: NodeJS.ProcessEnv): Promise<Watched> {
  const first = await read(path, env);
  let { organisation } = first;
  let changed = await changeTime(path);
  let log: Log | undefined;

  async function reload(): Promise<void> {
    try {
      organisation = (await read(path, env)).organisation;
      log?.info("configuration read anew; endpoints and secrets only change with a restart");
    } catch (error) {
      log?.error({ err: error }, "configuration not usable, the last good one stays in force");
    }
  }

  async function look(): Promise<void> {
    const now = await changeTime(path);
    if (now === changed) return;
    changed = now;
    await reload();
  }

  const timer = setInterval(() => void look(), interval).unref();
  const onSignal = () => void reload();
  process.on("SIGHUP", onSignal);
  return {
    first,
    organisation: () => organisation,
    useLog(given) {
      log = given;
      for (const warning of first.warnings) log.warn(problemLine(path, warning, "warning: "));
    },
    stop() {
      clearInterval(timer);
      process.off("SIGHUP", onSignal);
    },
  };
}

async function read(path: string, env: NodeJS.ProcessEnv): Promise<Config> {
  const result = await readConfig(path, env);
  if ("problems" in result) throw new ConfigError(path, result.problems);
  return result;
}

const changeTime = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
