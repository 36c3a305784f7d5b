// Reads an expression of the query language: what binds weakest first, down to literals and names.
import type { Expression } from "./syntax.ts";
import { syntaxError, type Token } from "./tokens.ts";
import { type Json, semanticError, ticksOf, type Value } from "./values.ts";

/** Where reading stands. */
export type Reader = {
  peek(ahead?: number): Token;
  take(): Token;
  /** Takes the next word if it is this one. */
  has(text: string): boolean;
  need(text: string): void;
  fail(): Error;
};

export function reader(query: string, words: readonly Token[]): Reader {
  let at = 0;
  const end: Token = { kind: "end", text: "", at: query.length };
  const peek = (ahead = 0): Token => words[at + ahead] ?? end;
  const is = (text: string) => /^(name|sign)$/.test(peek().kind) && peek().text === text;
  const fail = () => syntaxError(query, peek().at);
  const has = (text: string): boolean => {
    if (!is(text)) return false;
    at += 1;
    return true;
  };
  const need = (text: string): void => {
    if (!has(text)) throw fail();
  };
  const take = (): Token => {
    at += 1;
    return words[at - 1] ?? end;
  };
  return { peek, take, has, need, fail };
}

export const readExpression = (from: Reader): Expression => readTwo(from, 0);

const texts = [
  "has",
  "contains",
  "startswith",
  "endswith",
  "hasprefix",
  "hassuffix",
  "has_cs",
  "contains_cs",
];
const levels: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["==", "!=", "=~", "!~", "<", "<=", ">", ">=", ...texts, ...texts.map((text) => `!${text}`)],
  ["+", "-"],
  ["*", "/", "%"],
];
const comparing = 2;
const lists = ["in", "!in", "in~", "!in~", "has_any", "has_all"];

function readTwo(from: Reader, level: number): Expression {
  const signs = levels[level];
  if (!signs) return readOne(from);
  let left = readTwo(from, level + 1);
  for (;;) {
    const next = from.peek();
    const known = next.kind === "sign" || next.kind === "name";
    if (known && signs.includes(next.text)) {
      from.take();
      left = { is: "two", sign: next.text, left, right: readTwo(from, level + 1) };
    } else if (known && level === comparing && lists.includes(next.text)) {
      from.take();
      left = { is: "among", sign: next.text, left, list: readList(from) };
    } else if (known && level === comparing && /^!?between$/.test(next.text)) {
      from.take();
      from.need("(");
      const low = readTwo(from, comparing + 1);
      from.need("..");
      const high = readTwo(from, comparing + 1);
      from.need(")");
      left = { is: "between", not: next.text.startsWith("!"), left, low, high };
    } else return left;
  }
}

function readList(from: Reader): readonly Expression[] {
  from.need("(");
  const found: Expression[] = [];
  if (from.has(")")) return found;
  do found.push(from.has("*") ? { is: "star" } : readExpression(from));
  while (from.has(","));
  from.need(")");
  return found;
}

function readOne(from: Reader): Expression {
  if (from.has("-")) {
    return { is: "two", sign: "-", left: { is: "literal", type: "long", value: 0 }, right: readOne(from) };
  }
  let found = readFirst(from);
  for (;;) {
    if (from.has(".")) found = { is: "member", of: found, key: nameOf(from) };
    else if (from.has("[")) {
      const key = from.take();
      if (key.kind !== "text" && key.kind !== "number") throw from.fail();
      from.need("]");
      found = { is: "member", of: found, key: key.kind === "number" ? Number(key.text) : key.text };
    } else return found;
  }
}

function readFirst(from: Reader): Expression {
  if (from.has("(")) {
    const inner = readExpression(from);
    from.need(")");
    return inner;
  }
  const next = from.peek();
  switch (next.kind) {
    case "number":
      from.take();
      return { is: "literal", type: next.text.includes(".") ? "real" : "long", value: Number(next.text) };
    case "text":
      from.take();
      return { is: "literal", type: "string", value: next.text };
    case "timespan":
      from.take();
      return { is: "literal", type: "timespan", value: spanOf(next.text) };
    case "datetime":
      from.take();
      return { is: "literal", type: "datetime", value: momentOf(next.text) };
    case "dynamic":
      from.take();
      return { is: "literal", type: "dynamic", value: jsonOf(next.text) };
    case "name": {
      const name = nameOf(from);
      if (from.peek().text === "(") return { is: "call", name, args: readList(from) };
      if (name === "true" || name === "false") return { is: "literal", type: "bool", value: name === "true" };
      return { is: "name", name };
    }
    default:
      throw from.fail();
  }
}

export function nameOf(from: Reader): string {
  if (from.peek().kind !== "name" || from.peek().text.startsWith("!")) throw from.fail();
  return from.take().text;
}

const ticksOfUnit: Record<string, number> = {
  d: 864e9,
  h: 36e9,
  m: 6e8,
  s: 1e7,
  ms: 1e4,
  microsecond: 10,
  tick: 1,
};

function spanOf(literal: string): bigint {
  const [, count = "0", unit = "tick"] = /^([\d.]+)([a-z]+)$/.exec(literal) ?? [];
  return BigInt(Math.round(Number(count) * (ticksOfUnit[unit] ?? 0)));
}

function momentOf(literal: string): bigint | null {
  if (literal === "null") return null;
  const ticks = ticksOf(literal);
  if (ticks === undefined) throw semanticError(`Invalid datetime literal '${literal}'`, "SEM0000");
  return ticks;
}

function jsonOf(literal: string): Value {
  try {
    return JSON.parse(literal) as Json;
  } catch {
    throw semanticError(`Invalid dynamic literal '${literal.slice(0, 40)}'`, "SEM0000");
  }
}
