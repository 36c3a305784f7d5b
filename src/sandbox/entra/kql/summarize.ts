// The `summarize` operator: groups rows, and makes one of each group.
import { type Bound, bind, type Scope } from "./bind.ts";
import type { Expression, Named, Operator } from "./syntax.ts";
import {
  type Column,
  type Json,
  type Row,
  semanticError,
  type Table,
  type Type,
  type Value,
} from "./values.ts";

type Aggregate = { type: Type; of: (rows: readonly Row[]) => Value };

export function summarize(
  table: Table,
  { columns, by }: Operator & { is: "summarize" },
  scope: Scope,
  nameOf: (named: Named) => string,
): Table {
  const keys = by.map((each) => ({ name: nameOf(each), bound: bind(each.expression, scope) }));
  const made = columns.map((each) => ({ name: nameOf(each), ...bindAggregates(each.expression, scope) }));

  const groups = new Map<string, { key: readonly Value[]; rows: Row[] }>();
  if (by.length === 0) groups.set("[]", { key: [], rows: [...table.rows] });
  else {
    for (const row of table.rows) {
      const key = keys.map(({ bound }) => bound.of(row));
      const name = JSON.stringify(key.map((value) => (typeof value === "bigint" ? `${value}n` : value)));
      const group = groups.get(name) ?? { key, rows: [] };
      groups.set(name, group);
      group.rows.push(row);
    }
  }
  const typed: Column[] = [
    ...keys.map(({ name, bound }) => ({ name, type: bound.type })),
    ...made.map(({ name, bound }) => ({ name, type: bound.type })),
  ];
  const rows = [...groups.values()].map(({ key, rows: of }): Row => {
    const cells: Record<string, Value> = {};
    for (const [index, { name }] of keys.entries()) cells[name] = key[index] ?? null;
    for (const { name, bound, aggregates } of made) {
      const results = Object.fromEntries(aggregates.map((each, index) => [resultName(index), each.of(of)]));
      cells[name] = bound.of({ ingested: null, cells: results });
    }
    return { ingested: null, cells };
  });
  return { columns: typed, rows };
}

const resultName = (index: number): string => `$result${index}`;

/** The aggregates of an expression are worked out first; what stands around them then reads their results. */
function bindAggregates(expression: Expression, scope: Scope): { bound: Bound; aggregates: Aggregate[] } {
  const aggregates: Aggregate[] = [];
  const without = (part: Expression): Expression => {
    if (part.is === "two") return { ...part, left: without(part.left), right: without(part.right) };
    if (part.is === "member") return { ...part, of: without(part.of) };
    if (part.is !== "call") return part;
    const make = makers[part.name];
    if (!make) return { ...part, args: part.args.map(without) };
    aggregates.push(make(part.args.map((arg) => bind(arg, scope))));
    return { is: "name", name: resultName(aggregates.length - 1) };
  };
  const rest = without(expression);
  const columns = new Map(aggregates.map(({ type }, index) => [resultName(index), type]));
  return { bound: bind(rest, { ...scope, columns }), aggregates };
}

const makers: Record<string, (args: readonly Bound[]) => Aggregate> = {
  count: () => ({ type: "long", of: (rows) => rows.length }),
  countif: ([holds]) => ({
    type: "long",
    of: (rows) => rows.filter((row) => holds?.of(row) === true).length,
  }),
  dcount: (args) => ({ type: "long", of: (rows) => new Set(values(args, rows)).size }),
  max: (args) => ({ type: typeOf(args), of: (rows) => values(args, rows).toSorted(compare).at(-1) ?? null }),
  min: (args) => ({ type: typeOf(args), of: (rows) => values(args, rows).toSorted(compare).at(0) ?? null }),
  take_any: (args) => ({ type: typeOf(args), of: (rows) => values(args, rows).at(0) ?? null }),
  make_set: (args) => ({ type: "dynamic", of: (rows) => [...new Set(values(args, rows))] as Json[] }),
  percentile: ([of, part]) => ({
    type: of?.type ?? "real",
    of: (rows) => {
      const sorted = values(of ? [of] : [], rows).toSorted(compare);
      const [first] = rows;
      const wanted = Number((first && part?.of(first)) ?? 50) / 100;
      return sorted[Math.max(0, Math.ceil(wanted * sorted.length) - 1)] ?? null;
    },
  }),
};

function typeOf([arg]: readonly Bound[]): Type {
  if (!arg) throw semanticError("'summarize' operator: the function expects an argument.", "SEM0219");
  return arg.type;
}
const values = ([arg]: readonly Bound[], rows: readonly Row[]): Value[] =>
  rows.map((row) => arg?.of(row) ?? null).filter((value) => value !== null);

export function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1; // nulls come first when ascending
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
