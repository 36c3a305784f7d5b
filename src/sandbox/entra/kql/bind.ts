// Ties an expression to the columns it speaks of: gives its type, and its value for a row. What the service would not
// accept (an unknown name, a comparison of unlike types) is refused in its words.
import { functions } from "./functions.ts";
import type { Expression } from "./syntax.ts";
import { type Json, type Row, semanticError, type Type, text, type Value } from "./values.ts";

export type Bound = { type: Type; of: (row: Row) => Value };
export type Scope = {
  /** The operator that asks: named in complaints. */
  operator: string;
  columns: ReadonlyMap<string, Type>;
  lets: ReadonlyMap<string, Bound>;
  now: bigint;
};

export function bind(expression: Expression, scope: Scope): Bound {
  switch (expression.is) {
    case "literal":
      return constant(expression.type, expression.value);
    case "name":
      return bindName(expression.name, scope);
    case "member":
      return bindMember(bind(expression.of, scope), expression.key, scope);
    case "call": {
      const made = functions[expression.name];
      if (!made) throw complaint(scope, `Unknown function: '${expression.name}'.`, "SEM0260");
      if (expression.args.length < made.least || expression.args.length > made.most) {
        throw complaint(scope, `${expression.name}(): function expects other arguments.`, "SEM0219");
      }
      return made.bind(
        expression.args.map((arg) => bind(arg, scope)),
        scope.now,
      );
    }
    case "two":
      return bindTwo(expression.sign, bind(expression.left, scope), bind(expression.right, scope), scope);
    case "among": {
      const { sign, list } = expression;
      return bindAmong(
        sign,
        bind(expression.left, scope),
        list.map((each) => bind(each, scope)),
        scope,
      );
    }
    case "between": {
      const { not, left, low, high } = expression;
      const value = bind(left, scope);
      const from = bindTwo(">=", value, bind(low, scope), scope);
      const to = bindTwo("<=", value, bind(high, scope), scope);
      return truth((row) => (from.of(row) && to.of(row)) !== not);
    }
    case "star":
      throw complaint(scope, "'*' cannot be used here.", "SEM0000");
  }
}

export const constant = (type: Type, value: Value): Bound => ({ type, of: () => value });
const truth = (of: (row: Row) => boolean): Bound => ({ type: "bool", of });
const complaint = ({ operator }: Scope, message: string, code?: string) =>
  semanticError(`'${operator}' operator: ${message}`, code);

function bindName(name: string, scope: Scope): Bound {
  const type = scope.columns.get(name);
  if (type) return { type, of: ({ cells }) => cells[name] ?? (type === "string" ? "" : null) };
  const given = scope.lets.get(name);
  if (given) return given;
  throw complaint(scope, `Failed to resolve column or scalar expression named '${name}'`);
}

function bindMember(of: Bound, key: string | number, scope: Scope): Bound {
  if (of.type !== "dynamic") {
    throw complaint(scope, `'${key}': only a dynamic value has members, not ${of.type}.`, "SEM0101");
  }
  return {
    type: "dynamic",
    of: (row) => {
      const value = of.of(row);
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
      return (value as Record<string | number, Json>)[key] ?? null;
    },
  };
}

function bindTwo(sign: string, left: Bound, right: Bound, scope: Scope): Bound {
  if (sign === "and") return truth((row) => left.of(row) === true && right.of(row) === true);
  if (sign === "or") return truth((row) => left.of(row) === true || right.of(row) === true);
  if (/^[+\-*/%]$/.test(sign)) return bindSum(sign, left, right, scope);
  const compare = comparisons[sign];
  if (compare) {
    if (family(left.type) !== family(right.type) && left.type !== "dynamic" && right.type !== "dynamic") {
      const unlike = `Cannot compare values of types ${left.type} and ${right.type}. Try adding explicit casts`;
      throw complaint(scope, unlike, "SEM0064");
    }
    return truth((row) => {
      const [a, b] = [left.of(row), right.of(row)];
      return a !== null && b !== null && compare(a, b);
    });
  }
  const not = sign.startsWith("!");
  const finds = textFinders[sign.replace("!", "")];
  if (!finds) throw complaint(scope, `Unknown operator '${sign}'.`, "SEM0000");
  return truth((row) => finds(text(left.of(row), left.type), text(right.of(row), right.type)) !== not);
}

const family = (type: Type): string => (type === "real" ? "long" : type);

const lower = (value: Value): Value => (typeof value === "string" ? value.toLowerCase() : value);
const comparisons: Record<string, (a: NonNullable<Value>, b: NonNullable<Value>) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "=~": (a, b) => lower(a) === lower(b),
  "!~": (a, b) => lower(a) !== lower(b),
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

const has = (whole: string, part: string, before = "(?<![\\p{L}\\p{N}])", behind = "(?![\\p{L}\\p{N}])") =>
  part === "" || new RegExp(`${before}${RegExp.escape(part)}${behind}`, "iu").test(whole);
const textFinders: Record<string, (whole: string, part: string) => boolean> = {
  has: (whole, part) => has(whole, part),
  hasprefix: (whole, part) => has(whole, part, undefined, ""),
  hassuffix: (whole, part) => has(whole, part, ""),
  contains: (whole, part) => whole.toLowerCase().includes(part.toLowerCase()),
  contains_cs: (whole, part) => whole.includes(part),
  startswith: (whole, part) => whole.toLowerCase().startsWith(part.toLowerCase()),
  endswith: (whole, part) => whole.toLowerCase().endsWith(part.toLowerCase()),
};

function bindAmong(sign: string, left: Bound, list: readonly Bound[], scope: Scope): Bound {
  // A dynamic array in the list stands for its items.
  const items = (row: Row): readonly (Json | Value)[] =>
    list.flatMap((each): readonly (Json | Value)[] => {
      const value = each.of(row);
      return Array.isArray(value) ? value : [value];
    });
  const one = sign.replace("!", "");
  const not = sign.startsWith("!");
  if (one === "in" || one === "in~") {
    const same = comparisons[one === "in" ? "==" : "=~"];
    for (const each of list) if (each.type !== "dynamic") bindTwo("==", left, each, scope);
    return truth((row) => {
      const value = left.of(row);
      const found = items(row).some((item) => value !== null && item !== null && same?.(value, item));
      return found !== not;
    });
  }
  const whole = (row: Row) => text(left.of(row), left.type);
  const parts = (row: Row) => items(row).map((item) => text(item, "dynamic"));
  return one === "has_any"
    ? truth((row) => parts(row).some((part) => has(whole(row), part)))
    : truth((row) => parts(row).every((part) => has(whole(row), part)));
}

function bindSum(sign: string, left: Bound, right: Bound, scope: Scope): Bound {
  const pair = `${left.type} ${sign} ${right.type}`;
  const moments: Record<string, Type> = {
    "datetime - datetime": "timespan",
    "datetime - timespan": "datetime",
    "datetime + timespan": "datetime",
    "timespan + datetime": "datetime",
    "timespan + timespan": "timespan",
    "timespan - timespan": "timespan",
    "long - timespan": "timespan", // a minus before a span
  };
  const number = /^(long|real) . (long|real)$/.exec(pair);
  const type = moments[pair] ?? (number && (pair.includes("real") ? "real" : "long"));
  if (!type)
    throw complaint(scope, `Cannot apply operator '${sign}' to ${left.type} and ${right.type}.`, "SEM0256");
  return {
    type,
    of: (row) => {
      const [a, b] = [left.of(row), right.of(row)];
      if (a === null || b === null) return null;
      if (typeof b === "bigint") {
        const from = typeof a === "bigint" ? a : 0n;
        return sign === "+" ? from + b : from - b;
      }
      return calculate(sign, Number(a), Number(b), type);
    },
  };
}

function calculate(sign: string, a: number, b: number, type: Type): number {
  if (sign === "+") return a + b;
  if (sign === "-") return a - b;
  if (sign === "*") return a * b;
  if (sign === "%") return a % b;
  return type === "long" ? Math.trunc(a / b) : a / b;
}
