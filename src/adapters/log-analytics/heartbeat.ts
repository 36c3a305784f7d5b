// Whether the logs arrive at all: the newest row of anybody in each table that was ever seen.
import { isBefore } from "../../core/moments.ts";
import { moment, text } from "./cell.ts";
import { cellsOf, places, type Table } from "./table.ts";

/** What heartbeat.kql returns, and all that is read of it. */
export const heartbeatColumns = ["Table", "Newest"] as const;

const signInTables = ["SigninLogs", "AADNonInteractiveUserSignInLogs"] as const;

/** By the table's name. */
export type Beats = ReadonlyMap<string, Temporal.Instant>;

export function withAnswer(known: Beats, answer: Table): Beats {
  const at = places(answer.columns, heartbeatColumns);
  const beats = new Map(known);
  for (const row of answer.rows) {
    const cells = cellsOf(row);
    const table = text(cells[at.Table], 100);
    const newest = moment(cells[at.Newest]);
    const before = table === undefined ? undefined : beats.get(table);
    if (table && newest && !(before && isBefore(newest, before))) beats.set(table, newest);
  }
  return beats;
}

/**
 * The older of the two tables of sign-ins: each category of the diagnostic setting can be switched off by itself, and
 * must not go unnoticed because the others flow. Undefined while one of them has shown no row at all.
 */
export function heartbeatOf(beats: Beats): Temporal.Instant | undefined {
  const [one, other] = signInTables.map((table) => beats.get(table));
  if (!one || !other) return undefined;
  return isBefore(one, other) ? one : other;
}

/** Of anybody, in any table. */
export const newestOf = (beats: Beats): Temporal.Instant | undefined =>
  [...beats.values()].toSorted(Temporal.Instant.compare).at(-1);
