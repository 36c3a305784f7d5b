// The .kql files beside this one, and how their parameters get their real values.
import { readFileSync } from "node:fs";

export type QueryName = "sign-ins" | "audit" | "heartbeat";

type Value = readonly string[] | Temporal.Instant | number;

const read = (name: QueryName): string => readFileSync(new URL(`./${name}.kql`, import.meta.url), "utf8");

const files: Readonly<Record<QueryName, string>> = {
  "sign-ins": read("sign-ins"),
  audit: read("audit"),
  heartbeat: read("heartbeat"),
};

/** The file's text with `let name = …;` given these values. Throws when the file has no such parameter. */
export function queryText(name: QueryName, values: Readonly<Record<string, Value>>): string {
  let query = files[name];
  for (const [parameter, value] of Object.entries(values)) {
    const line = new RegExp(`^let ${parameter} = .*;$`, "m");
    if (!line.test(query)) throw new Error(`${name}.kql has no parameter ${parameter}`);
    query = query.replace(line, () => `let ${parameter} = ${literal(value)};`);
  }
  return query;
}

function literal(value: Value): string {
  if (typeof value === "number") return String(value);
  if (!(value instanceof Temporal.Instant)) return `dynamic([${value.map(quoted).join(", ")}])`;
  // Kusto takes no more than seven digits, and the client reads no more than three.
  return `datetime(${value.round({ smallestUnit: "millisecond", roundingMode: "floor" }).toString()})`;
}

/** JSON inside dynamic(): whatever is no plain character is written as its number, so that no value ends the text. */
const quoted = (text: string): string =>
  `"${text.replace(/[^\w@. +-]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
