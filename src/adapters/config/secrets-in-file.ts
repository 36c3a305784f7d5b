// Looks for secrets in the text of the configuration file, comments too. The file is read by many and kept in git.
import type { Finding, Problem } from "./problem.ts";

/** `instead`: the environment variable it belongs in, where there is one. */
type Kind = { looks: RegExp; what: string; instead?: string };

const kinds: readonly Kind[] = [
  { looks: /\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}/, what: "a Slack token", instead: "SLACK_BOT_TOKEN" },
  { looks: /\bxapp-[\w-]{8,}/, what: "a Slack app token", instead: "SLACK_APP_TOKEN" },
  { looks: /(?:https:\/\/)?hooks\.slack\.com\/[\w/]{8,}/, what: "a Slack webhook address" },
  {
    looks: /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
    what: "a private key",
    instead: "TEAMS_CERTIFICATE_KEY_FILE",
  },
  { looks: /\beyJ[\w-]{8,500}\.eyJ/, what: "an access token" },
  // An Entra client secret: three characters, a digit, "Q~", and about thirty more.
  { looks: /[\w~.-]{3}\dQ~[\w~.-]{30,}/, what: "an Entra client secret", instead: "TEAMS_APP_PASSWORD" },
  {
    looks: /\b[a-z][a-z0-9+]{0,20}:\/\/[^\s/:@]{0,100}:[^\s/@]{1,200}@/i,
    what: "a password in an address",
    instead: "DATABASE_URL",
  },
  // Slack's signing secret is 32 hex digits; so is the middle of a Teams conversation id, which is none.
  {
    looks: /(?<![\w:-])[0-9a-f]{32}(?![\w@-])/,
    what: "what looks like a Slack signing secret",
    instead: "SLACK_SIGNING_SECRET",
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
  /token|secret|password|passphrase|private_?key|credential/i.test(key);

export const secretSetting = (at: Finding["at"], key: string): Finding => ({
  at,
  ...sentence("a secret", environmentName(key)),
});

const sentence = (what: string, instead: string | undefined): { wrong: string; right: string } => ({
  wrong: `holds ${what}, and whoever reads the file has it`,
  right: instead
    ? `Revoke it now, make a new one, and set it as ${instead}`
    : "Revoke it now, and take it out of the file",
});

function environmentName(key: string): string {
  if (/signing/i.test(key)) return "SLACK_SIGNING_SECRET";
  if (/bot/i.test(key)) return "SLACK_BOT_TOKEN";
  if (/private_?key/i.test(key)) return "TEAMS_CERTIFICATE_KEY_FILE";
  if (/app_?token/i.test(key)) return "SLACK_APP_TOKEN";
  if (/app_?password|client_?secret/i.test(key)) return "TEAMS_APP_PASSWORD";
  return "an environment variable";
}
