// Reads sign-ins and changes from Microsoft Graph, for tenants without Log Analytics. Graph v1.0 tells interactive
// sign-ins only, and needs Entra ID P1 for them.

import type { TokenCredential } from "@azure/identity";
import type { Logger } from "pino";
import { earlier, later } from "../../core/moments.ts";
import type { EntraLog, Look } from "../../core/ports/entra.ts";
import type { Row } from "../../core/sign-in/row.ts";
import { Blind, whyBlind } from "./blind.ts";
import { type Ask, openClient } from "./client.ts";
import { createPace } from "./pace.ts";
import { readPages } from "./pages.ts";
import { parseChange } from "./parse-change.ts";
import { momentOf, parseSignIn } from "./parse-sign-in.ts";
import { type Asked, auditsOf, newestSignIn, signInsOf, type Watched } from "./questions.ts";
import { createRest } from "./rest.ts";
import { getToken } from "./token.ts";

export type GraphSettings = {
  /** `https://graph.microsoft.com`, or a sovereign cloud's. */
  url: string;
  credential: TokenCredential;
  accounts: () => Watched["accounts"];
  exclusionGroups: () => Watched["exclusionGroups"];
  log: Pick<Logger, "warn" | "debug">;
  now?: () => Temporal.Instant;
  /** Requests in ten seconds. Graph lets an app ask its audit logs five times. */
  perTenSeconds?: number;
};

/** All that this reader needs: an application permission, read-only. */
export const permissions = ["AuditLog.Read.All"] as const;

const hints = { 403: "AuditLog.Read.All is not granted, or the tenant has no Entra ID P1" };

/** Entra may publish a row this long after it happened. */
const latest = { hours: 24 };
/** Entra keeps rows this long; asking further back is refused. */
const kept = { hours: 24 * 30 };

export function createGraph(settings: GraphSettings): EntraLog {
  const { url, credential, log, now = () => Temporal.Now.instant() } = settings;
  const base = new URL(url);
  const turn = createPace(settings.perTenSeconds ?? 5);
  const rest = createRest(now);

  async function see(since: Temporal.Instant, signal: AbortSignal): Promise<Look> {
    const resting = rest.why();
    if (resting) throw new Blind(resting);
    const began = now();
    const watched: Watched = { accounts: settings.accounts(), exclusionGroups: settings.exclusionGroups() };
    const token = await getToken(credential, `${base.origin}/.default`, signal);
    const ask = await openClient(base, token, turn, rest, hints);
    const from = askFrom(since, began);

    const one = new AbortController(); // one that fails ends the others
    const either = AbortSignal.any([signal, one.signal]);
    try {
      const [newest, signIns, changes] = await Promise.all([
        readPages(ask, newestSignIn, base, 1, either),
        readAll(ask, signInsOf(watched, from), either),
        readAll(ask, auditsOf(watched, from), either),
      ]);
      const rows = [
        ...signIns.map((raw) => parseSignIn(raw, watched, began)),
        ...changes.map((raw) => parseChange(raw, watched, began)),
      ];
      const heartbeat = momentOf(newest.rows);
      const next = later(since, earlier(heartbeat ?? since, began));
      return { type: "seen", rows: inOrder(rows), next, heartbeat, more: false };
    } finally {
      one.abort();
    }
  }

  async function readAll(ask: Ask, asked: readonly Asked[], signal: AbortSignal): Promise<unknown[]> {
    const answers = await Promise.all(asked.map((each) => readOne(ask, each, signal)));
    return answers.flat();
  }

  /** Who floods the log with failures must not hide a success: then what matters most is asked for by itself. */
  async function readOne(ask: Ask, { all, most }: Asked, signal: AbortSignal): Promise<unknown[]> {
    const newest = await readPages(ask, all, base, mostPages, signal);
    if (newest.whole) return newest.rows;
    log.warn(
      { path: all.path, rows: newest.rows.length },
      "too many rows: only the newest, and what matters",
    );
    const mattering = await readPages(ask, most, base, mostPages, signal);
    if (!mattering.whole) throw new Blind(`Graph has too many rows to read (${all.path})`);
    return [...newest.rows, ...mattering.rows];
  }

  return {
    source: "graph",
    async look(since, signal) {
      try {
        return await see(since, signal);
      } catch (error) {
        const why = whyBlind(error, signal);
        log.debug({ error }, "Graph could not be read"); // whoever looks says why
        return { type: "blind", why };
      }
    },
  };
}

/** A page holds 1,000 rows; more pages than this would use up what Graph allows in ten seconds. */
const mostPages = 2;

/**
 * Graph does not say when a row became readable, so "since" cannot be asked for. But what became readable since then
 * happened at most 24 h before: everything from there on is read again, each time, and the caller leaves out what it
 * knows. `next` goes no further than the newest row of anybody: when Entra's own pipeline stands still for a day and
 * more, what comes afterwards is as old as that. A `since` in the future (a clock was wrong) asks from now.
 */
function askFrom(since: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  return later(earlier(since, now).subtract(latest), now.subtract(kept));
}

/** Oldest first, each once: a row that arrives between two pages moves another one onto both. */
function inOrder(rows: readonly (Row | undefined)[]): Row[] {
  const byId = new Map(rows.flatMap((row) => (row ? [[`${row.kind}/${row.id}`, row] as const] : [])));
  return [...byId.values()].sort((a, b) => Temporal.Instant.compare(a.at, b.at));
}
