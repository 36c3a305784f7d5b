// Reads a whole query: its `let` statements, and the pipeline that answers.
import { nameOf, type Reader, readExpression, reader } from "./read-expression.ts";
import type { Let, Named, Operator, Order, Pipeline, Query } from "./syntax.ts";
import { tokens } from "./tokens.ts";
import { QueryError } from "./values.ts";

/** @throws QueryError in the service's words. */
export function readQuery(query: string): Query {
  const from = reader(query, tokens(query));
  const lets: Let[] = [];
  while (from.has("let")) {
    const name = nameOf(from);
    from.need("=");
    lets.push({ name, value: startsPipeline(from) ? readPipeline(from) : readExpression(from) });
    from.need(";");
  }
  const answer = readPipeline(from);
  from.has(";");
  if (from.peek().kind !== "end") throw from.fail();
  return { lets, answer };
}

const startsPipeline = (from: Reader): boolean => {
  const [first, second] = [from.peek(), from.peek(1)];
  return first.kind === "name" && (first.text === "union" || second.text === "|");
};

function readPipeline(from: Reader): Pipeline {
  const source = readSource(from);
  const steps: Operator[] = [];
  while (from.has("|")) steps.push(readOperator(from));
  return { from: source, steps };
}

function readSource(from: Reader): Pipeline["from"] {
  if (from.has("union")) {
    let fuzzy = false;
    let source: string | undefined;
    while (from.peek(1).text === "=") {
      const option = nameOf(from);
      from.need("=");
      if (option === "isfuzzy") fuzzy = nameOf(from) === "true";
      else if (option === "withsource") source = nameOf(from);
      else if (option !== "kind" || nameOf(from) !== "outer") throw from.fail();
    }
    const inputs = readAll(from, () => ({ from: readSource(from), steps: [] }));
    return { is: "union", fuzzy, source, inputs };
  }
  if (!from.has("(")) return { is: "table", name: nameOf(from) };
  const pipeline = readPipeline(from);
  from.need(")");
  return { is: "within", pipeline };
}

function readOperator(from: Reader): Operator {
  let name = nameOf(from);
  if (name === "project" && from.has("-")) name = `project-${nameOf(from)}`;
  switch (name) {
    case "where":
    case "filter":
      return { is: "where", holds: readExpression(from) };
    case "project":
    case "extend":
    case "distinct":
      return { is: name, columns: readAll(from, () => readNamed(from)) };
    case "project-away":
      return { is: name, names: readAll(from, () => nameOf(from)) };
    case "summarize": {
      const columns = from.peek().text === "by" ? [] : readAll(from, () => readNamed(from));
      return { is: name, columns, by: from.has("by") ? readAll(from, () => readNamed(from)) : [] };
    }
    case "order":
    case "sort":
      from.need("by");
      return { is: "order", by: readAll(from, () => readOrder(from)) };
    case "take":
    case "limit":
      return { is: "take", count: readExpression(from) };
    case "top": {
      const count = readExpression(from);
      from.need("by");
      return { is: "top", count, by: readAll(from, () => readOrder(from)) };
    }
    case "count":
      return { is: "count" };
    default:
      throw new QueryError("SyntaxError", "SYN0002", `This practice service has no operator '${name}'`);
  }
}

function readNamed(from: Reader): Named {
  const aliased = from.peek().kind === "name" && from.peek(1).text === "=";
  const alias = aliased ? nameOf(from) : undefined;
  if (aliased) from.need("=");
  return { alias, expression: from.has("*") ? { is: "star" } : readExpression(from) };
}

/** Descending, when nothing is said. */
function readOrder(from: Reader): Order {
  const by = readExpression(from);
  const descending = !from.has("asc");
  if (descending) from.has("desc");
  return { by, descending };
}

function readAll<T>(from: Reader, one: () => T): readonly T[] {
  const found = [one()];
  while (from.has(",")) found.push(one());
  return found;
}
