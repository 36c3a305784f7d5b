// Secrets come from the environment, or from files that the environment names (`…_FILE`), as containers mount them.
import { createReadStream } from "node:fs";
import type { Finding } from "./problem.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const secretNames = [
  "SLACK_BOT_TOKEN",
  "SLACK_SIGNING_SECRET",
  "SLACK_APP_TOKEN",
  "TEAMS_APP_PASSWORD",
  "TEAMS_CERTIFICATE_KEY",
  "DATABASE_URL",
  "WATCH_CLIENT_SECRET",
  "WATCH_CERTIFICATE",
  "AZURE_MONITOR_PATH_SECRET",
  "FALLBACK_WEBHOOK_SECRET",
  "PAGERDUTY_ROUTING_KEY",
  "BREAKGLASS_CALENDAR_SECRET",
] as const;
export type SecretName = (typeof secretNames)[number];

/** Right in shape and nothing else: with them a file is checked where its secrets are not. */
export const standIns: Readonly<Record<Exclude<SecretName, "DATABASE_URL">, string>> = {
  SLACK_BOT_TOKEN: "xoxb-stand-in",
  SLACK_SIGNING_SECRET: "stand-in-stand-in",
  SLACK_APP_TOKEN: "xapp-stand-in",
  TEAMS_APP_PASSWORD: "stand-in",
  TEAMS_CERTIFICATE_KEY: "-----BEGIN PRIVATE KEY-----\nstand-in\n-----END PRIVATE KEY-----",
  WATCH_CLIENT_SECRET: "stand-in",
  WATCH_CERTIFICATE:
    "-----BEGIN CERTIFICATE-----\nstand-in\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nstand-in\n-----END PRIVATE KEY-----",
  AZURE_MONITOR_PATH_SECRET: "stand-in-".repeat(4),
  FALLBACK_WEBHOOK_SECRET: "stand-in-".repeat(4),
  PAGERDUTY_ROUTING_KEY: "0".repeat(32),
  BREAKGLASS_CALENDAR_SECRET: "stand-in-".repeat(4),
};

const longestSecret = 64 * 1024;

/** The environment with each `…_FILE` read in. Never rejects. */
export async function readSecretFiles(env: Environment): Promise<{ env: Environment; findings: Finding[] }> {
  const findings: Finding[] = [];
  const read: Record<string, string> = {};
  for (const name of secretNames) {
    const variable = `${name}_FILE`;
    const path = env[variable];
    if (!path) continue;
    if (env[name]) {
      findings.push({ at: [], variable, wrong: `is set, and so is ${name}`, right: "Keep one of the two" });
      continue;
    }
    try {
      read[name] = (await readText(path, longestSecret)).replace(/\r?\n$/, "");
    } catch (error) {
      findings.push({
        at: [],
        variable,
        wrong: `names a file that ${cannot(error)}`,
        right: "Check the path and who may read it",
      });
    }
  }
  return { env: { ...env, ...read }, findings };
}

/** The whole file as UTF-8. Rejects when it cannot be read, is longer than `most` bytes, or is no UTF-8. */
export async function readText(path: string, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: most })) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (bytes.length > most) throw Object.assign(new Error("too long"), { code: "ERR_TOO_LONG" });
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** Why a file could not be read, as the end of a sentence. */
export function cannot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Record<string, string> = {
    ENOENT: "does not exist",
    ENOTDIR: "does not exist",
    EACCES: "may not be read by this user",
    EPERM: "may not be read by this user",
    EISDIR: "is a folder",
    ERR_TOO_LONG: "is too long",
    ERR_ENCODING_INVALID_ENCODED_DATA: "is no UTF-8 text",
  };
  return reasons[code] ?? "cannot be read";
}
