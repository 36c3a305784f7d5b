// The values of the query language: their types, moments and spans in ticks of 100 ns, and how they go over the wire.

export type Type = "string" | "datetime" | "timespan" | "long" | "real" | "bool" | "dynamic";

/** datetime and timespan: ticks of 100 ns, a datetime since 1970. A string is never null, it is empty. */
export type Value = string | number | boolean | bigint | null | Dynamic;
/** What JSON can say. */
export type Dynamic = readonly Json[] | { readonly [key: string]: Json };
export type Json = string | number | boolean | null | Dynamic;

export type Column = { name: string; type: Type };
/** `ingested`: what ingestion_time() answers; lost where a row is no longer a table's own. */
export type Row = { ingested: bigint | null; cells: Readonly<Record<string, Value>> };
export type Table = { columns: readonly Column[]; rows: readonly Row[] };

const ticksPerMs = 10_000n;

export const ticksOfMs = (ms: number): bigint => BigInt(Math.trunc(ms)) * ticksPerMs;

/** Seven digits, as the service keeps them; `undefined` when the text is no moment. */
export function ticksOf(text: string): bigint | undefined {
  const [, whole, fraction = "", zone] = /^(.+?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/.exec(text.trim()) ?? [];
  const iso = `${whole}${whole?.includes("T") || whole?.includes(" ") ? "" : "T00:00:00"}`.replace(" ", "T");
  const ms = Date.parse(`${iso}${zone ?? "Z"}`);
  return Number.isNaN(ms) ? undefined : ticksOfMs(ms) + BigInt(fraction.padEnd(7, "0").slice(0, 7));
}

export function momentText(ticks: bigint): string {
  const second = 1000n * ticksPerMs;
  const rest = ((ticks % second) + second) % second;
  const seconds = new Date(Number((ticks - rest) / ticksPerMs)).toISOString().slice(0, 19);
  return `${seconds}.${String(rest).padStart(7, "0")}Z`;
}

function spanText(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const two = (n: bigint) => String(n).padStart(2, "0");
  const seconds = size / 10_000_000n;
  const fraction = size % 10_000_000n;
  const days = seconds / 86_400n;
  return [
    ticks < 0n ? "-" : "",
    days > 0n ? `${days}.` : "",
    `${two((seconds / 3600n) % 24n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`,
    fraction > 0n ? `.${String(fraction).padStart(7, "0")}` : "",
  ].join("");
}

/** As tostring() writes it: text stays as it is, what is structured becomes JSON. */
export function text(value: Value | Json, type: Type): string {
  if (value === null) return "";
  if (typeof value === "bigint") return type === "timespan" ? spanText(value) : momentText(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A cell of the answer: numbers and truth as JSON, everything else as text. */
export function wire(value: Value, type: Type): string | number | boolean | null {
  if (value === null || type === "dynamic" || typeof value === "bigint" || typeof value === "object") {
    return value === null ? null : text(value, type);
  }
  return value;
}

/** Why the service does not run a query, in its words. */
export class QueryError extends Error {
  readonly kind: "SyntaxError" | "SemanticError";
  readonly code: string;
  constructor(kind: "SyntaxError" | "SemanticError", code: string, message: string) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

export const semanticError = (message: string, code = "SEM0100"): QueryError =>
  new QueryError("SemanticError", code, message);
