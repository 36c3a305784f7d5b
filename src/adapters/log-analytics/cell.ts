// Reads one cell of a row, and takes what it cannot read for unsaid: no column ever stops the watch.
// By hand and not with zod: a schema judges a row as a whole, and a flood of a million rows must not hold up the
// alert about the one that counts.
import { createHash } from "node:crypto";

/** A text, or a number or truth value as one; cut to `most` characters. */
export function text(cell: unknown, most: number): string | undefined {
  if (typeof cell === "number" || typeof cell === "boolean") return String(cell);
  if (typeof cell !== "string") return undefined;
  const whole = cell.trim().toWellFormed();
  if (whole === "") return undefined;
  return whole.length > most ? `${whole.slice(0, most - 1).toWellFormed()}…` : whole;
}

export function flag(cell: unknown): boolean | undefined {
  if (typeof cell === "boolean") return cell;
  const word = typeof cell === "string" ? cell.toLowerCase() : cell;
  return word === "true" || word === 1 ? true : word === "false" || word === 0 ? false : undefined;
}

/** The client reads an empty moment as 1970, and Kusto's own smallest is the year 1: neither is one of Entra's. */
const earliest = Date.UTC(2010);

export function moment(cell: unknown): Temporal.Instant | undefined {
  const milliseconds = cell instanceof Date ? cell.getTime() : typeof cell === "string" ? parsed(cell) : NaN;
  return milliseconds >= earliest ? Temporal.Instant.fromEpochMilliseconds(milliseconds) : undefined;
}

/** Some exports leave out the zone: it is always UTC. */
function parsed(raw: string): number {
  try {
    const hasZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(raw);
    return Temporal.Instant.from(hasZone ? raw : `${raw}Z`).epochMilliseconds;
  } catch {
    return NaN;
  }
}

/** An object, or its JSON text; anything else is an empty one. */
export function object(cell: unknown): Readonly<Record<string, unknown>> {
  const value = unfolded(cell, "{");
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A list, or its JSON text; one object alone is a list of one. */
export function list(cell: unknown): readonly unknown[] {
  const value = unfolded(cell, "[{");
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null ? [value] : [];
}

function unfolded(cell: unknown, starts: string): unknown {
  if (typeof cell !== "string") return cell;
  const raw = cell.trim();
  if (raw === "" || !starts.includes(raw.charAt(0))) return undefined;
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** Longer is no id of Entra's, and a cut one might be another row's. */
const longestId = 100;

/** The row's own id; where it has none, a digest: the same row, the same name. */
export function rowId(cell: unknown, row: unknown): string {
  const id = typeof cell === "string" ? cell.trim() : "";
  if (id !== "" && id.length <= longestId) return id;
  return `sha256-${createHash("sha256")
    .update(JSON.stringify(row) ?? "")
    .digest("hex")}`;
}
