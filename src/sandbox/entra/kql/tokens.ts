// Cuts a query into words: names, numbers, texts, moments, JSON literals and signs; comments fall away.
import { QueryError } from "./values.ts";

export type Token = {
  kind: "name" | "number" | "timespan" | "text" | "datetime" | "dynamic" | "sign" | "end";
  /** The name or sign; of a literal, what it says. */
  text: string;
  at: number;
};

const signs = ["==", "!=", "=~", "!~", "<=", ">=", ".."];
const units = /^(d|h|m|s|ms|microsecond|tick)$/;

export function tokens(query: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  const add = (kind: Token["kind"], text: string, end: number) => {
    found.push({ kind, text, at });
    at = end;
  };
  while (at < query.length) {
    const rest = query.slice(at, at + 300);
    const gap = /^(\s+|\/\/[^\n]*)/.exec(rest)?.[0];
    const number = /^(\d+(?:\.\d+)?)([a-z]+)?/i.exec(rest);
    const name = /^(?:!?[A-Za-z_]\w*~?|\$\w+)/.exec(rest)?.[0];
    const sign = signs.find((each) => rest.startsWith(each));
    if (gap) at += gap.length;
    else if (/^@?["']/.test(rest)) {
      const end = endOfText(query, at);
      add("text", textOf(query.slice(at, end)), end);
    } else if (number) {
      const unit = number[2] ?? "";
      if (unit && !units.test(unit)) throw syntaxError(query, at);
      add(unit ? "timespan" : "number", number[0], at + number[0].length);
    } else if (sign) add("sign", sign, at + sign.length);
    else if (name) {
      const literal = name === "datetime" || name === "dynamic" ? name : undefined;
      const open = literal ? /^\w+\s*\(/.exec(rest)?.[0].length : undefined;
      if (literal && open !== undefined) {
        const end = endOfParentheses(query, at + open);
        add(literal, query.slice(at + open, end - 1).trim(), end);
      } else add("name", name, at + name.length);
    } else add("sign", rest.charAt(0), at + 1);
  }
  found.push({ kind: "end", text: "", at });
  return found;
}

export function syntaxError(query: string, at: number): QueryError {
  const before = query.slice(0, at).split("\n");
  const place = `[line:position=${before.length}:${before.at(-1)?.length ?? 0}]`;
  const near = query.slice(at, at + 20).split("\n")[0];
  return new QueryError("SyntaxError", "SYN0002", `Query could not be parsed at '${near}' on line ${place}`);
}

/** The end of the text that begins at `from`, after its closing quotation mark. */
function endOfText(query: string, from: number): number {
  const verbatim = query[from] === "@";
  const quote = query[from + (verbatim ? 1 : 0)];
  for (let at = from + (verbatim ? 2 : 1); at < query.length && query[at] !== "\n"; at += 1) {
    if (query[at] === quote) return at + 1;
    if (query[at] === "\\" && !verbatim) at += 1;
  }
  throw syntaxError(query, from);
}

function textOf(quoted: string): string {
  if (quoted.startsWith("@")) return quoted.slice(2, -1);
  const inner = quoted.slice(1, -1);
  const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r" };
  return inner.replace(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign);
}

function endOfParentheses(query: string, from: number): number {
  let depth = 1;
  for (let at = from; at < query.length; at += 1) {
    const sign = query.charAt(at);
    if (sign === '"' || sign === "'") at = endOfText(query, at) - 1;
    else if (sign === "(") depth += 1;
    else if (sign === ")") depth -= 1;
    if (depth === 0) return at + 1;
  }
  throw syntaxError(query, from);
}
