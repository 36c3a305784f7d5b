// One case of correlating, in a heap of its own: pages of rows go through, as from the log, and none is kept.
import { parentPort, workerData } from "node:worker_threads";
import { parseSignIns } from "../../src/adapters/log-analytics/parse-sign-in.ts";
import type { AlertEvent } from "../../src/core/alert/events.ts";
import { type Alert, foldAlert } from "../../src/core/alert/state.ts";
import { alertId } from "../../src/core/ids.ts";
import { type Gathered, gather } from "../../src/core/sign-in/gather.ts";
import { subjectOf } from "../../src/core/sign-in/judge.ts";
import type { SignIn } from "../../src/core/sign-in/row.ts";
import { alertsAround, momentsOf, spanOfAlert } from "../../src/core/sign-in/spans.ts";
import type { Window } from "../../src/core/sign-in/window.ts";
import { indexWindows, type WindowIndex } from "../../src/core/sign-in/window-index.ts";
import { contoso, nine } from "../kit/cast.ts";
import type { CorrelateCase, Correlated } from "./correlate.ts";
import { answer, tableOf, windows } from "./correlate-rows.ts";
import { median } from "./stats.ts";

/** Rows of a look: never the same number twice, or the collector would always come at the same place. */
const pageOf = (n: number): number => 7_000 + ((n * 3_701) % 6_007);

const { accounts, people, policy } = contoso;
const guarded = { accounts, people, exclusionGroups: [] };

const parse = (text: string): SignIn[] => parseSignIns(tableOf(text), guarded, nine);

const correlate = (text: string, index: WindowIndex, near: readonly Alert[]): readonly Gathered[] =>
  gather(
    parse(text).map((row) => ({ row, subject: subjectOf(row, index, guarded) })),
    near,
    policy,
  );

/** Milliseconds of the processor that this thread needed. */
function timed<Result>(work: () => Result): { ms: number; result: Result } {
  const began = process.threadCpuUsage();
  const result = work();
  const { user, system } = process.threadCpuUsage(began);
  return { ms: (user + system) / 1_000, result };
}

/** The index with all its lines laid out, which the first rows would do otherwise. */
function laidOut(all: readonly Window[]): WindowIndex {
  const index = indexWindows(all, policy);
  for (const { id } of accounts) {
    index.of(id).meaning(0);
    index.of(id).allowing(0);
  }
  return index;
}

/** Pages alternate which goes first, so that the collector's pauses count for both. */
function run({ rows, windows: count }: CorrelateCase): Correlated {
  const all = windows(count);
  const { ms: laying, result: index } = timed(() => laidOut(all));
  const took = { parsed: 0, correlated: 0 };
  let alerts: Alert[] = [];
  let raised = 0;
  let told = 0;
  let heap = 0;
  for (let from = 0, n = 0; from < rows; from += pageOf(n), n++) {
    const read = answer(from, Math.min(rows, from + pageOf(n)), rows, count);
    const near = nearBy(alerts, read);
    const before = n % 2 === 0 ? timed(() => parse(read).length) : undefined;
    const { ms, result: found } = timed(() => correlate(read, index, near));
    const parsed = before ?? timed(() => parse(read).length);
    took.parsed += parsed.ms;
    took.correlated += ms;
    const touched = found.map((gathered) => appended(gathered, () => alertId(++raised)));
    const ids = new Set(touched.map(({ id }) => id));
    alerts = [...near.filter(({ id }) => !ids.has(id)), ...touched];
    told += found.reduce((sum, { signIns }) => sum + signIns.length, 0);
    heap = Math.max(heap, process.memoryUsage().heapUsed);
  }
  return { ...took, laying, told, alerts: raised, heap };
}

function nearBy(alerts: readonly Alert[], read: string): Alert[] {
  const moments = momentsOf(parse(read));
  const around = moments && alertsAround(moments.from, moments.until, policy);
  return alerts.filter((alert) => {
    const span = spanOfAlert(alert);
    return span && around && Temporal.Instant.compare(span.until, around.from) >= 0;
  });
}

function appended({ into, subject, signIns }: Gathered, next: () => Alert["id"]): Alert {
  const seen: AlertEvent = { type: "sign-ins-seen", at: nine, rows: signIns };
  const raised: AlertEvent = { type: "alert-raised", at: nine, alert: into?.id ?? next(), subject };
  const alert = foldAlert(into ? [seen] : [raised, seen], into);
  if (!alert) throw new Error("no alert");
  return alert;
}

const { rows, windows: count } = workerData as CorrelateCase;
run({ rows: 30_000, windows: count }); // warm
const rounds = Math.max(1, Math.round(500_000 / rows));
const all = Array.from({ length: rounds }, () => run({ rows, windows: count }));
parentPort?.postMessage({
  parsed: median(all.map(({ parsed }) => parsed)),
  correlated: median(all.map(({ correlated }) => correlated)),
  laying: median(all.map(({ laying }) => laying)),
  told: Math.min(...all.map(({ told }) => told)),
  alerts: Math.max(...all.map(({ alerts }) => alerts)),
  heap: Math.max(...all.map(({ heap }) => heap)),
} satisfies Correlated);
