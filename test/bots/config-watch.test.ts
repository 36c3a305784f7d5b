// The configuration while the bot runs: a runbook that changes alone is read anew, a broken one keeps the last good one.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Watched, watchConfig } from "../../src/bots/config-watch.ts";
import { environment, valid } from "../adapters/config/file.ts";

let folder = "";
let watched: Watched;
const config = () => join(folder, "breakglass.yaml");
const runbook = () => join(folder, "mfa.md");

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  folder = await mkdtemp(join(tmpdir(), "breakglass-watch-"));
  await writeFile(runbook(), "1. Before.");
  await writeFile(config(), `${valid}runbooks:\n  mfa-outage: mfa.md\n`);
  watched = await watchConfig(config(), environment);
});
afterEach(async () => {
  watched.stop();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const shown = () => watched.organisation().runbooks["mfa-outage"];

/** The next look, and all that follows from it. */
async function until(reached: () => boolean) {
  await vi.waitFor(
    () => {
      vi.advanceTimersByTime(5_000);
      expect(reached()).toBe(true);
    },
    { timeout: 5_000, interval: 20 },
  );
}

test("a runbook that changes alone is shown within seconds", async () => {
  expect(shown()).toBe("1. Before.");
  await writeFile(runbook(), "1. After.");
  await until(() => shown() === "1. After.");
});

test("a runbook that cannot be used keeps the last good one, says so, and the mended one counts", async () => {
  const errors: unknown[] = [];
  const log = { debug() {}, info() {}, warn() {}, fatal() {}, error: (of: object) => void errors.push(of) };
  watched.useLog(log);
  await rm(runbook());
  await until(() => errors.length > 0);
  expect((errors[0] as { err: Error }).err.message).toContain(
    "runbooks.mfa-outage names a file that does not exist",
  );
  expect(shown()).toBe("1. Before.");
  await writeFile(runbook(), "1. Mended.");
  await until(() => shown() === "1. Mended.");
});

test("a runbook that the file names before it exists is taken when it comes", async () => {
  await writeFile(config(), `${valid}runbooks:\n  mfa-outage: mfa.md\n  other: new.md\n`);
  await writeFile(runbook(), "1. Later.");
  vi.advanceTimersByTime(5_000);
  await writeFile(join(folder, "new.md"), "1. New.");
  await until(() => watched.organisation().runbooks.other === "1. New.");
  expect(shown()).toBe("1. Later.");
});
