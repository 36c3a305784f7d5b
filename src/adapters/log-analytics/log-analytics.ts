// Reads sign-ins and changes from Log Analytics: three queries side by side, all of them whole or nothing was seen.
import type { LogsQueryClientOptions } from "@azure/monitor-query";
import type { Logger } from "pino";
import { later } from "../../core/moments.ts";
import type { EntraLog, Look } from "../../core/ports/entra.ts";
import type { Row } from "../../core/sign-in/row.ts";
import { type Ask, createAsk } from "./ask.ts";
import { createCursor } from "./cursor.ts";
import { type Beats, heartbeatOf, newestOf, withAnswer } from "./heartbeat.ts";
import { type Page, readPage } from "./page.ts";
import { parseChanges } from "./parse-change.ts";
import { parseSignIns } from "./parse-sign-in.ts";
import { queryText } from "./query-text.ts";
import { createRest } from "./rest.ts";
import { audienceOf, getToken, type TokenCredential } from "./token.ts";
import type { Watched } from "./watched.ts";
import { asBlind } from "./why-blind.ts";

export type LogAnalyticsSettings = {
  /** The workspace's id, a GUID. */
  workspace: string;
  /** `https://api.loganalytics.io/v1`, or a sovereign cloud's. */
  url: string;
  credential: TokenCredential;
  accounts: () => Watched["accounts"];
  exclusionGroups: () => Watched["exclusionGroups"];
  log: Pick<Logger, "warn">;
  now?: () => Temporal.Instant;
  /** For tests: what sends the requests. */
  httpClient?: LogsQueryClientOptions["httpClient"];
};

/** Azure dates a row anew that is ingested later than this. */
const latest = { hours: 48 };

export function createLogAnalytics(settings: LogAnalyticsSettings): EntraLog {
  const { workspace, url, credential, log, now = () => Temporal.Now.instant() } = settings;
  const audience = audienceOf(url);
  const ask = createAsk(workspace, url, settings.httpClient);
  const rest = createRest(now);
  const cursor = createCursor(log);
  let beats: Beats = new Map();

  async function see(since: Temporal.Instant, signal: AbortSignal): Promise<Look> {
    const watched: Watched = { accounts: settings.accounts(), exclusionGroups: settings.exclusionGroups() };
    const from = cursor.begin(since);
    const token = await getToken(credential, audience, signal);
    const run = (query: string, start: Temporal.Instant): ReturnType<Ask> => {
      const until = later(now(), start).add({ hours: 24 });
      return ask(query, { from: start.subtract(latest), until }, token, signal);
    };

    const ids = watched.accounts.map(({ id }) => id);
    const upns = watched.accounts.map(({ upn }) => upn);
    const groups = watched.exclusionGroups;
    // Never further back than at first: a table that was switched off months ago must not make the question slow.
    const longAgo = since.subtract(latest);
    const beat = later(heartbeatOf(beats) ?? longAgo, longAgo);
    const [signIns, changes, heartbeat] = await Promise.all([
      readPage(async (size) => {
        const table = await run(queryText("sign-ins", { ids, upns, since: from, pageSize: size }), from);
        return parseSignIns(table, watched, now());
      }, from),
      readPage(async (size) => {
        const table = await run(queryText("audit", { ids, groups, since: from, pageSize: size }), from);
        return parseChanges(table, watched, now());
      }, from),
      run(queryText("heartbeat", { since: beat }), beat),
    ]);

    beats = withAnswer(beats, heartbeat);
    const end = endOf([signIns, changes]);
    return {
      type: "seen",
      rows: oldestFirst([...signIns.rows, ...changes.rows]),
      next: cursor.next(since, end, newestOf(beats)),
      heartbeat: heartbeatOf(beats),
      more: end !== undefined,
    };
  }

  return {
    source: "log-analytics",
    async look(since, signal) {
      const over = new AbortController();
      const end = () => over.abort();
      if (signal.aborted) end();
      signal.addEventListener("abort", end, { once: true });
      try {
        const resting = rest.why();
        if (resting) return { type: "blind", why: resting };
        return await see(since, over.signal);
      } catch (error) {
        const { message, after } = asBlind(error, now());
        if (after !== undefined) rest.begin(after, message);
        return { type: "blind", why: message };
      } finally {
        signal.removeEventListener("abort", end);
        end(); // one query that fails ends the others
      }
    },
  };
}

/** How far all rows were read: to the end of the page that reaches the least far. Undefined: to the end. */
const endOf = (pages: readonly Page[]): Temporal.Instant | undefined =>
  pages
    .flatMap(({ end }) => end ?? [])
    .toSorted(Temporal.Instant.compare)
    .at(0);

const oldestFirst = (rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
