// Log Analytics as the client meets it, without a network: what it is asked, and whatever it is told to answer.
import { readFileSync } from "node:fs";
import { heartbeatColumns } from "../../../src/adapters/log-analytics/heartbeat.ts";
import {
  createLogAnalytics,
  type LogAnalyticsSettings,
} from "../../../src/adapters/log-analytics/log-analytics.ts";
import { changeColumns } from "../../../src/adapters/log-analytics/parse-change.ts";
import { signInColumns } from "../../../src/adapters/log-analytics/parse-sign-in.ts";
import type { EntraLog, Look } from "../../../src/core/ports/entra.ts";
import { contoso, nine } from "../../kit/cast.ts";

export const group = "00000000-0000-4000-8000-000000000951";
export const watched = { accounts: contoso.accounts, exclusionGroups: [group] };

type Query = "sign-ins" | "audit" | "heartbeat";
type Cells = Readonly<Record<string, unknown>>;
type HttpClient = NonNullable<LogAnalyticsSettings["httpClient"]>;
type Request = Parameters<HttpClient["sendRequest"]>[0];
type Response = Awaited<ReturnType<HttpClient["sendRequest"]>>;

export type Reply = { status?: number; headers?: Record<string, string>; body: unknown };
export type Asked = { query: Query; text: string; timespan: string; url: string; headers: Cells };

const datetimes = new Set(["Ingested", "TimeGenerated", "CreatedDateTime", "ActivityDateTime", "Newest"]);
const columnsOf = { "sign-ins": signInColumns, audit: changeColumns, heartbeat: heartbeatColumns };

/** A table as the query API answers it. */
export const table = (query: Query, rows: readonly Cells[]) => ({
  tables: [
    {
      name: "PrimaryResult",
      columns: columnsOf[query].map((name) => ({ name, type: datetimes.has(name) ? "datetime" : "string" })),
      rows: rows.map((row) => columnsOf[query].map((name: string) => row[name] ?? null)),
    },
  ],
});

export const empty = ({ query }: Asked): Reply => ({ body: table(query, []) });

export const rowsOf =
  (rows: Partial<Record<Query, readonly Cells[]>>) =>
  ({ query }: Asked): Reply => ({ body: table(query, rows[query] ?? []) });

export type Beat = Partial<
  Record<"SigninLogs" | "AADNonInteractiveUserSignInLogs" | "AuditLogs", Temporal.Instant>
>;

/** What heartbeat.kql answers: a row for each table, empty where nothing is new. */
export const beat = (newest: Beat): Cells[] =>
  (["SigninLogs", "AADNonInteractiveUserSignInLogs", "AuditLogs"] as const).map((table) => ({
    Table: table,
    Newest: newest[table]?.toString(),
  }));

/** In all tables. */
export const beatAt = (moment: Temporal.Instant): Cells[] =>
  beat({ SigninLogs: moment, AADNonInteractiveUserSignInLogs: moment, AuditLogs: moment });

export type Scene = {
  log: EntraLog;
  asked: Asked[];
  /** Scopes that a token was asked for. */
  scopes: string[];
  warned: string[];
  answer: (asked: Asked, request: Request) => Reply | Promise<Reply>;
  now: Temporal.Instant;
};

export function stage(answer: Scene["answer"], more: Partial<LogAnalyticsSettings> = {}): Scene {
  const scene: Scene = { log: undefined as never, asked: [], scopes: [], warned: [], answer, now: nine };
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const asked = askedIn(request);
      scene.asked.push(asked);
      return responseOf(request, await scene.answer(asked, request));
    },
  };
  scene.log = createLogAnalytics({
    workspace: "00000000-0000-4000-8000-000000009100",
    url: "https://api.loganalytics.io/v1",
    credential: {
      async getToken(scope) {
        scene.scopes.push(String(scope));
        return { token: "secret-token", expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    accounts: () => watched.accounts,
    exclusionGroups: () => watched.exclusionGroups,
    log: { warn: (_: unknown, message?: string) => scene.warned.push(message ?? "") },
    now: () => scene.now,
    httpClient,
    ...more,
  });
  return scene;
}

/** What a parameter of the query is given. */
export const parameter = (asked: Asked | undefined, name: string): string | undefined =>
  new RegExp(`^let ${name} = (.*);$`, "m").exec(asked?.text ?? "")?.[1];

export const patient = (): AbortSignal => AbortSignal.timeout(10_000);

export async function seen(look: Promise<Look>) {
  const answer = await look;
  if (answer.type !== "seen") throw new Error(`blind: ${answer.why}`);
  return answer;
}

export async function blind(look: Promise<Look>): Promise<string> {
  const answer = await look;
  if (answer.type !== "blind") throw new Error("it saw");
  return answer.why;
}

function askedIn(request: Request): Asked {
  const body: { query: string; timespan: string } = JSON.parse(
    typeof request.body === "string" ? request.body : "",
  );
  const text = body.query;
  const hasSignIns = /\bSigninLogs\b/.test(text);
  const hasAudits = /\bAuditLogs\b/.test(text);
  const query = hasSignIns && hasAudits ? "heartbeat" : hasSignIns ? "sign-ins" : "audit";
  return { query, text, timespan: body.timespan, url: request.url, headers: request.headers.toJSON() };
}

function responseOf(request: Request, { status = 200, headers = {}, body }: Reply): Response {
  const sent = new Headers({ "content-type": "application/json", ...headers });
  return {
    request,
    status,
    bodyAsText: typeof body === "string" ? body : JSON.stringify(body),
    headers: {
      get: (name) => sent.get(name) ?? undefined,
      has: (name) => sent.has(name),
      set: (name, value) => sent.set(name, String(value)),
      delete: (name) => sent.delete(name),
      toJSON: () => Object.fromEntries(sent),
      [Symbol.iterator]: () => sent.entries(),
    },
  };
}

export const sample = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../samples/${path}`, import.meta.url), "utf8"));
