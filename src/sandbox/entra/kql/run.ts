// Runs a query over tables: one operator after the other, each checked before a row is touched.
import { type Bound, bind, constant, type Scope } from "./bind.ts";
import { readQuery } from "./read-query.ts";
import { compare, summarize } from "./summarize.ts";
import type { Expression, Named, Operator, Order, Pipeline, Union } from "./syntax.ts";
import { type Column, type Row, semanticError, type Table, type Type, type Value } from "./values.ts";

type World = { tables: ReadonlyMap<string, Table>; lets: Map<string, Bound>; now: bigint };

/** @throws QueryError in the service's words. */
export function runQuery(query: string, tables: ReadonlyMap<string, Table>, now: bigint): Table {
  const { lets, answer } = readQuery(query);
  const known = new Map(tables);
  const world: World = { tables: known, lets: new Map(), now };
  for (const { name, value } of lets) {
    if ("from" in value) known.set(name, runPipeline(value, world));
    else world.lets.set(name, settled(bind(value, scopeOf("let", [], world))));
  }
  return runPipeline(answer, world);
}

/** A `let` has one value for the whole query. */
const settled = ({ type, of }: Bound): Bound => constant(type, of({ ingested: null, cells: {} }));

const runPipeline = (pipeline: Pipeline, world: World): Table =>
  pipeline.steps.reduce(
    (table, operator) => runOperator(table, operator, world),
    runSource(pipeline.from, world, pipeline.steps[0]?.is ?? "query"),
  );

function runSource(from: Pipeline["from"], world: World, operator: string): Table {
  if (from.is === "within") return runPipeline(from.pipeline, world);
  if (from.is === "union") return union(from, world);
  const table = world.tables.get(from.name);
  if (table) return table;
  throw semanticError(
    `'${operator}' operator: Failed to resolve table or column expression named '${from.name}'`,
  );
}

function union({ inputs, fuzzy, source }: Union, world: World): Table {
  const tables = inputs.flatMap((input): (Table & { name: string })[] => {
    const name = input.from.is === "table" ? input.from.name : "";
    const missing = input.from.is === "table" && !world.tables.has(input.from.name);
    return fuzzy && missing ? [] : [{ name, ...runSource(input.from, world, "union") }];
  });
  if (tables.length === 0) throw semanticError("'union' operator: no table of the union could be resolved.");
  // A column that has one type here and another there becomes two columns, named after their types.
  const types = new Map<string, Set<Type>>();
  for (const { columns } of tables) {
    for (const { name, type } of columns) types.set(name, (types.get(name) ?? new Set()).add(type));
  }
  const named = ({ name, type }: Column) => ((types.get(name)?.size ?? 1) > 1 ? `${name}_${type}` : name);
  const columns: Column[] = [...types].flatMap(([name, all]) =>
    [...all].map((type) => ({ name: named({ name, type }), type })),
  );
  const rows = tables.flatMap((table) =>
    table.rows.map(({ ingested, cells }): Row => {
      const renamed = Object.fromEntries(
        table.columns.map((column): [string, Value] => [named(column), cells[column.name] ?? null]),
      );
      return { ingested, cells: source ? { ...renamed, [source]: table.name } : renamed };
    }),
  );
  return { columns: source ? [{ name: source, type: "string" }, ...columns] : columns, rows };
}

function runOperator(table: Table, operator: Operator, world: World): Table {
  const scope = scopeOf(operator.is, table.columns, world);
  switch (operator.is) {
    case "where": {
      const holds = bind(operator.holds, scope);
      if (holds.type !== "bool")
        throw semanticError("'where' operator: the predicate is not a bool.", "SEM0000");
      return { ...table, rows: table.rows.filter((row) => holds.of(row) === true) };
    }
    case "project":
      return project(table, operator.columns, scope);
    case "extend": {
      const added = new Set(operator.columns.map(nameOf));
      const kept = table.columns.filter(({ name }) => !added.has(name)).map(asItIs);
      const all = project(table, [...kept, ...operator.columns], scope);
      return {
        ...all,
        rows: all.rows.map((row, at) => ({ ...row, ingested: table.rows[at]?.ingested ?? null })),
      };
    }
    case "distinct":
      return summarize(table, { is: "summarize", columns: [], by: operator.columns }, scope, nameOf);
    case "project-away": {
      for (const name of operator.names) bind({ is: "name", name }, scope);
      const columns = table.columns.filter(({ name }) => !operator.names.includes(name));
      return { ...table, columns };
    }
    case "summarize":
      return summarize(table, operator, scope, nameOf);
    case "order":
      return { ...table, rows: sort(table.rows, operator.by, scope) };
    case "take":
      return { ...table, rows: table.rows.slice(0, count(operator.count, scope)) };
    case "top":
      return { ...table, rows: sort(table.rows, operator.by, scope).slice(0, count(operator.count, scope)) };
    case "count":
      return {
        columns: [{ name: "Count", type: "long" }],
        rows: [{ ingested: null, cells: { Count: table.rows.length } }],
      };
  }
}

const scopeOf = (operator: string, columns: readonly Column[], { lets, now }: World): Scope => ({
  operator,
  columns: new Map(columns.map(({ name, type }) => [name, type])),
  lets,
  now,
});

const asItIs = ({ name }: Column): Named => ({ alias: undefined, expression: { is: "name", name } });

/** The service's own name for a column that was given none. */
function nameOf({ alias, expression }: Named): string {
  if (alias) return alias;
  if (expression.is === "name") return expression.name;
  if (expression.is === "member") return `${nameOf({ alias, expression: expression.of })}_${expression.key}`;
  if (expression.is !== "call") return "Column1";
  const [first] = expression.args;
  return `${expression.name}_${first?.is === "name" || first?.is === "member" ? nameOf({ alias, expression: first }) : ""}`;
}

function project(table: Table, columns: readonly Named[], scope: Scope): Table {
  const made = columns.map((each) => ({ name: nameOf(each), ...bind(each.expression, scope) }));
  return {
    columns: made.map(({ name, type }) => ({ name, type })),
    rows: table.rows.map((row) => ({
      ingested: null,
      cells: Object.fromEntries(made.map(({ name, of }): [string, Value] => [name, of(row)])),
    })),
  };
}

function sort(rows: readonly Row[], by: readonly Order[], scope: Scope): Row[] {
  const orders = by.map(({ by: of, descending }) => ({ bound: bind(of, scope), turn: descending ? -1 : 1 }));
  return rows.toSorted((a, b) => {
    for (const { bound, turn } of orders) {
      const order = compare(bound.of(a), bound.of(b)) * turn;
      if (order !== 0) return order;
    }
    return 0;
  });
}

const count = (expression: Expression, scope: Scope): number =>
  Number(bind(expression, scope).of({ ingested: null, cells: {} }));
