// One query to Log Analytics with Microsoft's client: no retry, no redirect, and whatever is not whole is a reason.
import { createRequire } from "node:module";
import type * as azure from "@azure/monitor-query";
import { z } from "zod";
import { inTime } from "./in-time.ts";
import type { Table } from "./table.ts";
import { type AccessToken, audienceOf } from "./token.ts";
import { Blind, noTable } from "./why-blind.ts";

type Span = { from: Temporal.Instant; until: Temporal.Instant };

/** Rejects with what `asBlind` can tell. `span`: of the rows' TimeGenerated; the API asks for one. */
export type Ask = (query: string, span: Span, token: AccessToken, signal: AbortSignal) => Promise<Table>;

/** Seconds after which the server gives up; it may keep a query waiting for minutes otherwise. */
const serverTimeout = 15;

const tableSchema = z.object({
  columnDescriptors: z.array(z.object({ name: z.string() })),
  rows: z.array(z.unknown()),
});

/** The client keeps `/v1` and drops any other path of the address. */
export function createAsk(
  workspace: string,
  url: string,
  httpClient: azure.LogsQueryClientOptions["httpClient"],
): Ask {
  let held: AccessToken | null = null;
  let opened: Promise<azure.LogsQueryClient> | undefined;

  async function open(): Promise<azure.LogsQueryClient> {
    // Only who reads Log Analytics pays for it; by `require`, whose copies of Azure's core botbuilder has loaded.
    const library = createRequire(import.meta.url)("@azure/monitor-query") as typeof azure;
    const credential = { getToken: async () => held }; // the look got it already, in time
    return new library.LogsQueryClient(credential, {
      endpoint: url,
      audience: audienceOf(url),
      retryOptions: { maxRetries: 0 },
      redirectOptions: { maxRetries: 0 },
      ...(httpClient && { httpClient }),
    });
  }

  return async (query, { from, until }, token, signal) => {
    held = token;
    opened ??= open();
    const client = await opened;
    const timespan = {
      startTime: new Date(from.epochMilliseconds),
      endTime: new Date(until.epochMilliseconds),
    };
    const asked = client.queryWorkspace(workspace, query, timespan, {
      serverTimeoutInSeconds: serverTimeout,
      abortSignal: signal,
    });
    const answer = await inTime(asked, signal, "Log Analytics did not answer in time");
    if (answer.status !== "Success") throw new Blind("Log Analytics answers only in part (PartialError)");
    const { data } = tableSchema.safeParse(answer.tables[0]);
    if (!data) throw new Blind(noTable);
    return { columns: data.columnDescriptors.map(({ name }) => name), rows: data.rows };
  };
}
