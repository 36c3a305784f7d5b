// The part of OData that the audit log endpoints of Graph take in $filter: `and`, `or`, parentheses, comparisons of the
// documented properties, and any() over a list. Anything else is an invalid filter clause, as in Graph.

export type Matches = (body: object) => boolean;
/** By path: which comparisons it takes. `date`: compared as a moment. `items` is a list that any() looks into. */
export type Filterable = Readonly<Record<string, { operators: readonly string[]; date?: true }>>;

export class InvalidFilter extends Error {}
const invalid = () => new InvalidFilter("Invalid filter clause");

/** Graph's parser counts names, signs and values, and gives up after so many. */
const mostNodes = 100;

const word = /\s*(?:(\()|(\))|(:)|'((?:[^']|'')*)'|([A-Za-z_][\w/]*)|(-?\d[\w:.+-]*))/y;

/** @throws InvalidFilter */
export function readFilter(filter: string, known: Filterable): Matches {
  const words = cut(filter);
  const nodes = words.filter(({ kind }) => kind !== "sign").length;
  if (nodes > mostNodes) throw new InvalidFilter(`The node count limit of '${mostNodes}' has been exceeded.`);
  let at = 0;
  const peek = () => words[at];
  const take = () => {
    const next = words[at];
    if (!next) throw invalid();
    at += 1;
    return next;
  };
  const need = (text: string) => {
    if (take().text !== text) throw invalid();
  };
  const any = (sign: string, one: () => Matches, both: (a: Matches, b: Matches) => Matches): Matches => {
    let found = one();
    while (peek()?.text === sign && peek()?.kind === "word") {
      take();
      found = both(found, one());
    }
    return found;
  };
  const or = (): Matches => any("or", and, (a, b) => (body) => a(body) || b(body));
  const and = (): Matches => any("and", one, (a, b) => (body) => a(body) && b(body));
  const one = (): Matches => {
    if (peek()?.text === "(" && peek()?.kind === "sign") {
      take();
      const inner = or();
      need(")");
      return inner;
    }
    const path = take();
    if (path.kind !== "word") throw invalid();
    if (!path.text.endsWith("/any")) return comparison(path.text, (text) => text);
    // `list/any(x:x/id eq '…')`
    const list = path.text.slice(0, -"/any".length);
    need("(");
    const variable = take().text;
    need(":");
    const inside = take().text;
    if (!inside.startsWith(`${variable}/`)) throw invalid();
    const matches = comparison(inside, (text) => `${list}/items${text.slice(variable.length)}`);
    need(")");
    return (body) => {
      const items = valueAt(body, list);
      return Array.isArray(items) && items.some((item: object) => matches({ [list]: { items: item } }));
    };
  };
  const comparison = (path: string, named: (path: string) => string): Matches => {
    const name = named(path);
    const property = Object.hasOwn(known, name) ? known[name] : undefined;
    const operator = take();
    const literal = take();
    const fits = property?.date
      ? literal.kind === "bare"
      : literal.kind !== "sign" && literal.kind !== "word";
    if (!property?.operators.includes(operator.text) || !fits) throw invalid();
    const wanted = property.date
      ? Date.parse(literal.text)
      : literal.kind === "bare"
        ? Number(literal.text)
        : literal.text;
    if (Number.isNaN(wanted)) throw invalid();
    return (body) => {
      const found = valueAt(body, name);
      const value = property.date ? Date.parse(String(found)) : found;
      if (operator.text === "eq") return value === wanted;
      return operator.text === "ge" ? Number(value) >= Number(wanted) : Number(value) <= Number(wanted);
    };
  };
  const matches = or();
  if (at < words.length) throw invalid();
  return matches;
}

type Word = { kind: "sign" | "text" | "word" | "bare"; text: string };

function cut(filter: string): readonly Word[] {
  const found: Word[] = [];
  word.lastIndex = 0;
  const whole = filter.trim();
  while (word.lastIndex < whole.length) {
    const match = word.exec(whole);
    if (!match) throw invalid();
    const [, open, close, colon, text, name, bare] = match;
    const sign = open ?? close ?? colon;
    if (sign) found.push({ kind: "sign", text: sign });
    else if (text !== undefined) found.push({ kind: "text", text: text.replaceAll("''", "'") });
    else if (name) found.push({ kind: "word", text: name });
    else found.push({ kind: "bare", text: bare ?? "" });
  }
  return found;
}

const valueAt = (body: object, path: string): unknown =>
  path
    .split("/")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], body);
