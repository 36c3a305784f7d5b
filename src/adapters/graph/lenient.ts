// Reads what a row says, and takes what it cannot read for unsaid: no column ever stops the watch.
import { createHash } from "node:crypto";
import { z } from "zod";

/** Cut to `most` characters: the sender chooses some of them. */
export const text = (most: number) =>
  z
    .union([z.string(), z.number()])
    .transform((raw) => cut(String(raw).trim().toWellFormed(), most))
    .optional()
    .catch(undefined);

function cut(words: string, most: number): string | undefined {
  if (words === "") return undefined;
  return words.length > most ? `${words.slice(0, most - 1).toWellFormed()}…` : words;
}

export const flag = z
  .preprocess((raw) => (raw === "true" ? true : raw === "false" ? false : raw), z.boolean())
  .optional()
  .catch(undefined);

/** An empty moment is the year 1 in some of Microsoft's systems, and 1970 in others: neither is one of Entra's. */
const earliest = Date.UTC(2010);

export const moment = z
  .string()
  .transform((raw) => instant(raw) ?? instant(`${raw}Z`)) // Entra's logs are in UTC, said or not
  .refine((at) => at !== undefined && at.epochMilliseconds >= earliest)
  .optional()
  .catch(undefined);

function instant(raw: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(raw);
  } catch {
    return undefined;
  }
}

/** An object, or its JSON text; anything else is an empty one. */
export const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(asObject, z.object(shape));

/** A list, or its JSON text; one object alone is a list of one. */
export const list = z.preprocess((raw) => {
  const value = unfold(raw);
  if (Array.isArray(value)) return value;
  return isObject(value) ? [value] : [];
}, z.array(z.unknown()));

function asObject(raw: unknown): object {
  const value = unfold(raw);
  return isObject(value) ? value : {};
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function unfold(raw: unknown): unknown {
  if (typeof raw !== "string") return raw;
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** Longer is no id of Entra's, and a cut one might be another row's. */
const longestId = 100;

/** The row's own id; where it has none, a digest: the same row, the same name. */
export function rowId(id: unknown, raw: unknown): string {
  const own = typeof id === "string" ? id.trim() : "";
  if (own !== "" && own.length <= longestId) return own;
  return `sha256-${createHash("sha256")
    .update(JSON.stringify(raw) ?? "")
    .digest("hex")}`;
}
