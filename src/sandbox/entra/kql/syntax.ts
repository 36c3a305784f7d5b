// What a query is made of, once it is read.
import type { Type, Value } from "./values.ts";

export type Expression =
  | { is: "literal"; type: Type; value: Value }
  | { is: "name"; name: string }
  | { is: "member"; of: Expression; key: string | number }
  | { is: "call"; name: string; args: readonly Expression[] }
  | { is: "two"; sign: string; left: Expression; right: Expression }
  /** `in`, `has_any` and their like. */
  | { is: "among"; sign: string; left: Expression; list: readonly Expression[] }
  | { is: "between"; not: boolean; left: Expression; low: Expression; high: Expression }
  | { is: "star" };

/** `Alias = expression`; without an alias, the column is named after the expression. */
export type Named = { alias: string | undefined; expression: Expression };
export type Order = { by: Expression; descending: boolean };

export type Operator =
  | { is: "where"; holds: Expression }
  | { is: "project" | "extend" | "distinct"; columns: readonly Named[] }
  | { is: "project-away"; names: readonly string[] }
  | { is: "summarize"; columns: readonly Named[]; by: readonly Named[] }
  | { is: "order"; by: readonly Order[] }
  | { is: "take"; count: Expression }
  | { is: "top"; count: Expression; by: readonly Order[] }
  | { is: "count" };

export type Union = { fuzzy: boolean; source: string | undefined; inputs: readonly Pipeline[] };
export type Pipeline = {
  from: { is: "table"; name: string } | ({ is: "union" } & Union) | { is: "within"; pipeline: Pipeline };
  steps: readonly Operator[];
};

export type Let = { name: string; value: Expression | Pipeline };
export type Query = { lets: readonly Let[]; answer: Pipeline };
