// The scalar functions of the query language that a reader of these logs has use for.
import type { Bound } from "./bind.ts";
import { type Json, type Row, semanticError, type Type, text, ticksOf, type Value } from "./values.ts";

type Made = { least: number; most: number; bind: (args: readonly Bound[], now: bigint) => Bound };

const many = 64;
const fixed = (count: number, bind: Made["bind"]): Made => ({ least: count, most: count, bind });
/** A function of one value. */
const one = (type: Type, of: (value: Value, type: Type) => Value): Made =>
  fixed(1, ([arg = nothing]) => ({ type, of: (row) => of(arg.of(row), arg.type) }));
const nothing: Bound = { type: "dynamic", of: () => null };
const isEmpty = (value: Value): boolean => value === null || value === "";
const typeOf = (args: readonly Bound[]): Type => args.find((arg) => arg !== nothing)?.type ?? "dynamic";

const outermost = (args: readonly Bound[], pick: (a: Value, b: Value) => boolean): Bound => ({
  type: typeOf(args),
  of: (row: Row) => {
    const values = args.map((arg) => arg.of(row)).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((best, value) => (pick(value, best) ? value : best));
  },
});
const less = (a: Value, b: Value): boolean => a !== null && b !== null && a < b;

export const functions: Readonly<Record<string, Made>> = {
  ingestion_time: fixed(0, () => ({ type: "datetime", of: ({ ingested }) => ingested })),
  now: {
    least: 0,
    most: 1,
    bind: ([shift], now) => ({ type: "datetime", of: (row) => now + ticks(shift?.of(row) ?? 0n) }),
  },
  ago: fixed(1, ([span = nothing], now) => ({ type: "datetime", of: (row) => now - ticks(span.of(row)) })),
  tostring: one("string", (value, type) => text(value, type)),
  tolower: one("string", (value, type) => text(value, type).toLowerCase()),
  toupper: one("string", (value, type) => text(value, type).toUpperCase()),
  toint: one("long", number),
  tolong: one("long", number),
  todatetime: one("datetime", (value) => (typeof value === "string" ? (ticksOf(value) ?? null) : value)),
  tobool: one("bool", (value) => (typeof value === "boolean" ? value : value === "true" || value === 1)),
  todynamic: one("dynamic", parsed),
  parse_json: one("dynamic", parsed),
  isempty: one("bool", isEmpty),
  isnotempty: one("bool", (value) => !isEmpty(value)),
  isnull: one("bool", (value) => value === null),
  isnotnull: one("bool", (value) => value !== null),
  not: one("bool", (value) => value !== true),
  strlen: one("long", (value, type) => text(value, type).length),
  array_length: one("long", (value) => (Array.isArray(value) ? value.length : null)),
  strcat: {
    least: 1,
    most: many,
    bind: (args) => ({
      type: "string",
      of: (row) => args.map((arg) => text(arg.of(row), arg.type)).join(""),
    }),
  },
  coalesce: {
    least: 2,
    most: many,
    bind: (args) => ({
      type: typeOf(args),
      of: (row) => args.map((arg) => arg.of(row)).find((value) => !isEmpty(value)) ?? null,
    }),
  },
  iff: fixed(3, choose),
  iif: fixed(3, choose),
  case: { least: 3, most: many, bind: choose },
  min_of: { least: 2, most: many, bind: (args) => outermost(args, less) },
  max_of: { least: 2, most: many, bind: (args) => outermost(args, (a, b) => less(b, a)) },
};

const ticks = (value: Value): bigint => (typeof value === "bigint" ? value : 0n);

function number(value: Value): Value {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? Math.trunc(read) : null;
}

/** What is no JSON stays the text it is, as in the service. */
function parsed(value: Value): Value {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/** Pairs of condition and value, and what holds otherwise. */
function choose(args: readonly Bound[]): Bound {
  const otherwise = args.at(-1);
  if (!otherwise || args.length % 2 === 0) {
    throw semanticError(
      "case(): expects pairs of a condition and a value, and a value otherwise.",
      "SEM0219",
    );
  }
  return {
    type: otherwise.type,
    of: (row) => {
      for (let at = 0; at + 1 < args.length; at += 2) {
        if (args[at]?.of(row) === true) return args[at + 1]?.of(row) ?? null;
      }
      return otherwise.of(row);
    },
  };
}
