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
] as const;
export type SecretName = (typeof secretNames)[number];

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
