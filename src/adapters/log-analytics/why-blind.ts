// Why Log Analytics could not be read, in words for an admin: never a token, a header, or a gateway's page.
import { z } from "zod";

/** Its message is such a reason; other errors may hold anything. `after`: seconds it asked not to be asked. */
export class Blind extends Error {
  readonly after: number | undefined;
  constructor(why: string, after?: number) {
    super(why);
    this.after = after;
  }
}

export const noTable = "Log Analytics answered with something that is no table, or was cut off";

/** What has to be switched on in Entra's diagnostic setting for each table. */
const categories: Readonly<Record<string, string>> = {
  SigninLogs: "SignInLogs",
  AADNonInteractiveUserSignInLogs: "NonInteractiveUserSignInLogs",
  AuditLogs: "AuditLogs",
};

const hints: Readonly<Record<number, string>> = {
  401: ": it does not take the token; is the address of this cloud right?",
  403: ": the identity may not read the workspace; give it the role Log Analytics Data Reader there",
  404: ": it knows no such workspace; is the workspace id right?",
  429: ": too many queries",
};

/** The client's error holds status, headers and the answer's JSON, each of them only sometimes. */
const errorSchema = z.object({
  statusCode: z.number().int().optional().catch(undefined),
  response: z
    .object({ headers: z.custom<{ get(name: string): string | undefined }>() })
    .optional()
    .catch(undefined),
  details: z.unknown(),
});

export function asBlind(error: unknown, now: Temporal.Instant): Blind {
  if (error instanceof Blind) return error;
  const { statusCode, response, details } = errorSchema.safeParse(error).data ?? {};
  const after = secondsOf(response?.headers.get("retry-after"), now);
  if (statusCode !== undefined && statusCode >= 300) {
    const missing = missingTable(details);
    return new Blind(
      missing ?? `Log Analytics answers ${statusCode}${codeIn(details)}${hints[statusCode] ?? ""}`,
      after,
    );
  }
  const code = networkCode(error);
  const isUnread = code === "PARSE_ERROR" || error instanceof SyntaxError || error instanceof TypeError;
  if (statusCode !== undefined || isUnread) return new Blind(noTable);
  return new Blind(code ? `Log Analytics cannot be reached (${code})` : "Log Analytics could not be read");
}

/** A workspace gets a table with its first row: without the category, the query has an unknown name in it. */
function missingTable(details: unknown): string | undefined {
  const words = JSON.stringify(details) ?? "";
  if (!/failed to resolve/i.test(words)) return undefined;
  const table = Object.keys(categories).find((name) => new RegExp(`\\b${name}\\b`).test(words));
  return (
    table &&
    `the workspace has no table ${table}: switch on the category ${categories[table]} in Entra's diagnostic settings, for this workspace`
  );
}

const codeSchema = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,80}$/) }) });

function codeIn(details: unknown): string {
  const { data } = codeSchema.safeParse(details);
  return data ? ` (${data.error.code})` : "";
}

/** `ECONNREFUSED`, from wherever in the chain of causes it lies. */
function networkCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const { code } = error as { code?: unknown };
  const isCode = typeof code === "string" && /^[A-Z][A-Z0-9_]{3,50}$/.test(code);
  return isCode ? code : networkCode(error.cause, depth + 1);
}

/** Retry-After is a number of seconds or a date. */
function secondsOf(header: string | undefined, now: Temporal.Instant): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header)
    ? Number(header)
    : (Date.parse(header) - now.epochMilliseconds) / 1_000;
  return seconds > 0 ? seconds : undefined;
}
