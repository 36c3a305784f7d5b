// Starts the practice tenant with its page: a small company, a Slack, a Teams, an Entra and the real bot, all on
// 127.0.0.1.
import { spawn } from "node:child_process";
import { entraChoices } from "./entra-acts.ts";
import type { Company } from "./page/state.ts";
import { type Practice, startPractice } from "./practice.ts";
import { startPageServer } from "./server.ts";
import { accounts, colleagues, slackBot, slackTeam, timeZone } from "./world.ts";

export type SandboxOptions = {
  /** The page's port on 127.0.0.1; 0 takes any free one. Default 3978. */
  port?: number;
  /** Opens the page in the browser of this desktop. */
  open?: boolean;
  print?: (line: string) => void;
};

/** Resolves after SIGINT or SIGTERM, when everything is stopped. Rejects, with a sentence, when it cannot start. */
export async function runSandbox({
  port = 3978,
  open = false,
  print = console.log,
}: SandboxOptions = {}): Promise<void> {
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        stopping.abort(new Error(`Stopped by ${signal}.`));
        resolve();
      });
    }
  });
  print("Starting the practice tenant …");
  const practice = await startPractice({
    signal: stopping.signal,
    onWarning: (line) => print(`bot: ${line}`),
    onDeath: (why) =>
      print(
        loud(
          `THE BOT DIED: ${why}.`,
          "Nothing on the page reaches it any more. Stop this (Ctrl+C)",
          "and start it again.",
        ),
      ),
  });
  print(`The bot is process ${practice.botPid}. Its log: ${practice.logFile}`);
  try {
    const page = await startPageServer({ ...practice, company: companyOf(practice) }, port);
    print(
      loud(
        "PRACTICE TENANT - nothing here is real",
        "",
        page.url,
        "",
        "Play Contoso's people in Slack and in Teams. Ctrl+C ends it.",
      ),
    );
    if (open) openInBrowser(page.url);
    await stopped;
    print("Stopping …");
    await page.stop();
  } finally {
    await practice.stop();
  }
}

export const companyOf = ({
  configFile,
  logFile,
  calendarUrl,
}: Pick<Practice, "configFile" | "logFile" | "calendarUrl">): Company => ({
  name: "Contoso",
  timeZone,
  people: colleagues.map(({ name, job, roles, tier, groups, timeZone, slack, objectId }) => ({
    name,
    job,
    roles: [roles.join(", "), tier === 2 && "second tier", ...groups].filter(Boolean).join(" · "),
    timeZone,
    slack,
    teams: objectId,
  })),
  accounts: accounts.map(({ label, upn, custody, quorum }) => ({
    label,
    upn,
    custody: custody.kind,
    parts: custody.parts.map(
      ({ name, place, custodians }) =>
        `${name}, ${place} (${custodians.map((person) => person.name).join(" or ")})`,
    ),
    approvals:
      quorum.mix.length > 0
        ? `${quorum.approvals} approvals: ${quorum.mix.join(" and ")}`
        : `${quorum.approvals} approval`,
  })),
  slack: { name: slackTeam.name, bot: slackBot.name, botUser: slackBot.userId },
  teams: { bot: "Breakglass" },
  entra: entraChoices,
  places: { config: configFile, log: logFile, calendar: calendarUrl },
});

function loud(...lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = "═".repeat(width + 4);
  return [`\n╔${edge}╗`, ...lines.map((line) => `║  ${line.padEnd(width)}  ║`), `╚${edge}╝\n`].join("\n");
}

/** A desktop without a browser is no error: the address was printed. */
function openInBrowser(url: string): void {
  const opener = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  const child = spawn(opener, [url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
