// The configuration file, read at the start and again when it changes: who may act is looked up when they act.
import { stat } from "node:fs/promises";
import { type Config, ConfigError, problemLine, type Read, readConfig } from "../adapters/config/config.ts";
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
  const read = await readConfig(path, env);
  const first = good(path, read);
  let { organisation } = first;
  let { files } = read;
  let changed = await changeTimes(path, files);
  let log: Log | undefined;

  async function reload(): Promise<void> {
    try {
      const anew = await readConfig(path, env);
      if (anew.files.length > 0 || !("problems" in anew)) files = anew.files; // else it does not say which
      organisation = good(path, anew).organisation;
      log?.info("configuration read anew; endpoints and secrets only change with a restart");
    } catch (error) {
      log?.error({ err: error }, "configuration not usable, the last good one stays in force");
    }
  }

  async function look(): Promise<void> {
    const now = await changeTimes(path, files);
    if (now === changed) return;
    changed = now; // before the reading: what changes during it is read at the next look
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

function good(path: string, read: Read): Config {
  if ("problems" in read) throw new ConfigError(path, read.problems);
  return read;
}

/** Of the file itself and of each that it names: a runbook may change alone. */
async function changeTimes(path: string, files: readonly string[]): Promise<string> {
  const times = await Promise.all([path, ...files].map(changeTime));
  return times.join(" ");
}

const changeTime = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
