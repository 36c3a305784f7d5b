// Looks for secrets in the text of the configuration file, comments too. The file is read by many and kept in git.
import type { Finding, Path, Problem } from "./problem.ts";

/** `instead`: the environment variable it belongs in, where there is one. */
type Kind = { looks: RegExp; what: string; instead?: string };

const kinds: readonly Kind[] = [
  { looks: /\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}/, what: "a Slack token", instead: "SLACK_BOT_TOKEN" },
  { looks: /\bxapp-[\w-]{8,}/, what: "a Slack app token", instead: "SLACK_APP_TOKEN" },
  { looks: /(?:https:\/\/)?hooks\.slack\.com\/[\w/]{8,}/, what: "a Slack webhook address" },
  {
    looks: /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
    what: "a private key",
    instead: "TEAMS_CERTIFICATE_KEY_FILE or WATCH_CERTIFICATE_FILE",
  },
  { looks: /\beyJ[\w-]{8,500}\.eyJ/, what: "an access token" },
  // An Entra client secret: three characters, a digit, "Q~", and about thirty more.
  {
    looks: /[\w~.-]{3}\dQ~[\w~.-]{30,}/,
    what: "an Entra client secret",
    instead: "TEAMS_APP_PASSWORD or WATCH_CLIENT_SECRET",
  },
  {
    looks: /\b[a-z][a-z0-9+]{0,20}:\/\/[^\s/:@]{0,100}:[^\s/@]{1,200}@/i,
    what: "a password in an address",
    instead: "DATABASE_URL",
  },
  // Both are 32 hex digits; so is the middle of a Teams conversation id, which is none.
  {
    looks: /(?<![\w:-])[0-9a-f]{32}(?![\w@-])/,
    what: "what looks like a Slack signing secret or a PagerDuty routing key",
    instead: "SLACK_SIGNING_SECRET or PAGERDUTY_ROUTING_KEY",
  },
];

/** More than anybody revokes at once. */
const mostSecrets = 20;

/** Each line's first secret. The lengths in `kinds` are bounded so that no line takes long. */
export function secretsInText(text: string): Problem[] {
  const found = text.split("\n").flatMap((line, i) => {
    for (const { looks, what, instead } of kinds) {
      const match = looks.exec(line);
      if (match)
        return [{ line: i + 1, column: match.index + 1, path: "the file", ...sentence(what, instead) }];
    }
    return [];
  });
  return found.slice(0, mostSecrets);
}

/** Whether a setting of this name would hold a secret (`botToken`, `signing_secret`): none of ours does. */
export const isSecretName = (key: string): boolean =>
  /token|secret|password|passphrase|private_?key|routing_?key|credential/i.test(key);

export const secretSetting = (at: Finding["at"], key: string): Finding => ({
  at,
  ...sentence("a secret", environmentName(key, at[0])),
});

const sentence = (what: string, instead: string | undefined): { wrong: string; right: string } => ({
  wrong: `holds ${what}, and whoever reads the file has it`,
  right: instead
    ? `Revoke it now, make a new one, and set it as ${instead}`
    : "Revoke it now, and take it out of the file",
});

/** `block`: the top of the path to it. */
function environmentName(key: string, block: Path[number] | undefined): string {
  const known = blockSecrets[String(block)] ?? Object.values(blockSecrets).flat();
  return known.find(([looks]) => looks.test(key))?.[1] ?? "an environment variable";
}

const blockSecrets: Readonly<Record<string, readonly (readonly [looks: RegExp, variable: string])[]>> = {
  slack: [
    [/signing/i, "SLACK_SIGNING_SECRET"],
    [/bot/i, "SLACK_BOT_TOKEN"],
    [/app_?token/i, "SLACK_APP_TOKEN"],
  ],
  teams: [
    [/private_?key/i, "TEAMS_CERTIFICATE_KEY_FILE"],
    [/password|secret/i, "TEAMS_APP_PASSWORD"],
  ],
  watch: [
    [/private_?key/i, "WATCH_CERTIFICATE_FILE"],
    [/password|secret/i, "WATCH_CLIENT_SECRET"],
  ],
  azureMonitor: [[/secret/i, "AZURE_MONITOR_PATH_SECRET"]],
  fallback: [
    [/routing_?key/i, "PAGERDUTY_ROUTING_KEY"],
    [/secret/i, "FALLBACK_WEBHOOK_SECRET"],
  ],
  calendar: [[/secret/i, "BREAKGLASS_CALENDAR_SECRET"]],
};
