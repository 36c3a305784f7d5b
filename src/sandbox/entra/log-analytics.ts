// The query endpoint of Log Analytics: runs the query over what can be read, and answers as the service does.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Answer, ok } from "./answer.ts";
import { throttled } from "./faults.ts";
import { runQuery } from "./kql/run.ts";
import { QueryError, type Row, type Table, ticksOfMs, wire } from "./kql/values.ts";
import type { Log } from "./log.ts";
import type { Login } from "./login.ts";
import type { EntraFault, TableName } from "./types.ts";

export type LogAnalytics = {
  query(workspace: string, authorization: string | undefined, body: string, fault: EntraFault): Answer;
};
type Options = {
  log: Log;
  login: Login;
  workspace: string;
  /** What a token must be for: one of these. */
  resources: () => readonly string[];
  tables: readonly TableName[];
  limits: { rows: number; bytes: number };
  wait: () => number | undefined;
  clock: () => number;
};

/** learn.microsoft.com/azure/azure-monitor/service-limits: rows, and raw bytes of one answer. */
export const serviceLimits = { rows: 500_000, bytes: 104_857_600 };

const asked = z.object({ query: z.string().min(1), timespan: z.string().optional() });

export function openLogAnalytics(options: Options): LogAnalytics {
  const { log, login, workspace, resources, tables, limits, wait, clock } = options;
  return {
    query: (id, authorization, body, fault) => {
      if (fault === "refused") return unauthorized;
      if (fault === "throttled") return throttled(tooMany);
      const access = login.check(authorization, resources());
      if (access === "none") return unauthorized;
      if (access === "invalid")
        return refuse(403, "InvalidAuthenticationToken", "The access token is invalid.");
      if (access === "foreign") return wrongAudience;
      const seconds = wait();
      if (seconds !== undefined) return throttled(tooMany, seconds);
      if (id !== workspace) return refuse(404, "WorkspaceNotFoundError", "The workspace could not be found");
      const wanted = asked.safeParse(parseJson(body));
      if (!wanted.success) return badRequest(undefined);
      try {
        const now = lastOf(clock());
        const within = readSpan(wanted.data.timespan, clock());
        const rows = within ? cutToSpan(log.tables(tables), within) : log.tables(tables);
        return answerOf(runQuery(wanted.data.query, rows, now), limits, fault === "partial");
      } catch (error) {
        if (error instanceof QueryError) return badRequest(error);
        throw error;
      }
    },
  };
}

const refuse = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message, correlationId: randomUUID() } },
});
const unauthorized = refuse(
  401,
  "AuthenticationFailed",
  "Authentication failed. The 'Authorization' header is missing.",
);
const wrongAudience = refuse(
  403,
  "InvalidAuthenticationTokenAudience",
  "The access token has been obtained from wrong audience or resource.",
);
const tooMany = { error: { code: "ThrottledError", message: "Rate limit is exceeded. Try again later." } };

const badRequest = (error: QueryError | undefined): Answer => ({
  status: 400,
  body: {
    error: {
      message: "The request had some invalid properties",
      code: "BadArgumentError",
      correlationId: randomUUID(),
      ...(error && {
        innererror: {
          code: error.kind,
          message:
            error.kind === "SyntaxError"
              ? "A recognition error occurred in the query."
              : "A semantic error occurred.",
          innererror: { code: error.code, message: error.message },
        },
      }),
    },
  },
});

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Rows are dated finer than a clock of milliseconds: what is of this one is not to come. */
const lastOf = (ms: number): bigint => ticksOfMs(ms + 1) - 1n;

type Span = { from: bigint; until: bigint };

/** `PT1H`, or two of moment and duration around a slash; undefined when none is asked for. */
function readSpan(timespan: string | undefined, now: number): Span | undefined {
  if (timespan === undefined) return undefined;
  const [first = "", second] = timespan.split("/");
  const isDuration = (part: string) => part.startsWith("P");
  const ms = (part: string) =>
    Temporal.Duration.from(part).total({ unit: "milliseconds", relativeTo: "1970-01-01" });
  try {
    const end = second === undefined ? now : isDuration(second) ? undefined : Date.parse(second);
    const start = isDuration(first) ? (end ?? now) - ms(first) : Date.parse(first);
    const until = end ?? start + ms(second ?? "PT0S");
    return { from: ticksOfMs(start), until: lastOf(until) };
  } catch {
    throw new QueryError("SyntaxError", "SYN0000", `Invalid timespan: ${timespan}`);
  }
}

/** The service lets a query see only rows whose TimeGenerated lies in the timespan that came with it. */
const cutToSpan = (tables: ReadonlyMap<string, Table>, { from, until }: Span): ReadonlyMap<string, Table> =>
  new Map(
    [...tables].map(([name, table]) => {
      const inside = ({ cells: { TimeGenerated: at } }: Row) =>
        typeof at === "bigint" && at >= from && at <= until;
      return [name, { ...table, rows: table.rows.filter(inside) }];
    }),
  );

function answerOf({ columns, rows }: Table, limits: Options["limits"], partial: boolean): Answer {
  const cells = rows.map(({ cells }) =>
    columns.map(({ name, type }) => wire(cells[name] ?? (type === "string" ? "" : null), type)),
  );
  let bytes = 0;
  const fitting = cells.slice(0, limits.rows).filter((row) => {
    bytes += JSON.stringify(row).length;
    return bytes <= limits.bytes;
  });
  const kept = partial ? fitting.slice(0, Math.floor(fitting.length / 2)) : fitting;
  const tables = [{ name: "PrimaryResult", columns, rows: kept }];
  if (!partial && kept.length === cells.length) return ok({ tables });
  const message = partial
    ? "Partial query failure: a part of the data could not be reached."
    : `The results of this query exceed the set limit of ${limits.rows} records or ${limits.bytes} bytes, so not all records were returned (E_QUERY_RESULT_SET_TOO_LARGE, 0x80DA0003).`;
  return ok({
    tables,
    error: {
      code: "PartialError",
      message: "There were some errors when processing your query.",
      details: [
        {
          code: "EngineError",
          message: "Something went wrong processing your query on the server.",
          innererror: { code: "-2133196797", message, severity: 2, severityName: "Error" },
        },
      ],
    },
  });
}
