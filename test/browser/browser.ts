// A real browser, if this machine has one, and the practice tenant in front of it.
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { companyOf } from "../../src/sandbox/main.ts";
import { type Practice, startPractice } from "../../src/sandbox/practice.ts";
import { startPageServer } from "../../src/sandbox/server.ts";

const known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env["CHROMIUM"] ?? known.find((path) => existsSync(path));

/** Without a browser these suites are skipped; REQUIRE_BROWSER=1 makes that a failure. */
export const mayRun = executablePath !== undefined || process.env["REQUIRE_BROWSER"] === "1";

export const launch = (): Promise<Browser> => {
  if (!executablePath) throw new Error(`REQUIRE_BROWSER=1, and there is no browser at ${known.join(", ")}.`);
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
};

export type Tenant = { practice: Practice; url: string; stop(): Promise<void> };

export async function startTenant(): Promise<Tenant> {
  const practice = await startPractice({ onWarning: () => {}, onDeath: () => {} });
  const page = await startPageServer({ ...practice, company: companyOf(practice) }, 0);
  return {
    practice,
    url: page.url,
    stop: async () => {
      await page.stop();
      await practice.stop();
      await rm(dirname(practice.logFile), { recursive: true, force: true }); // kept when the bot died
    },
  };
}

/** Whatever the page complains of on its console. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(error.message));
  return heard;
}
