// Pieces of typed words, read one by one: an id, a length, a day, a class. What cannot be read is undefined, never guessed.
import { type Class, classes } from "./alert/events.ts";
import { parseRequestId, type RequestId } from "./ids.ts";

/** The request that words begin with, and the words behind it. */
export function named(words: readonly string[]): { request: RequestId | undefined; rest: string } {
  const request = parseRequestId(words[0] ?? "");
  return { request, rest: (request ? words.slice(1) : words).join(" ") };
}

/** The class that these words begin with, and the words behind it: `false alarm: the scanner again`. */
export function parseClass(words: string): { class: Class; rest: string } | undefined {
  const found = classes.find((one) =>
    new RegExp(`^${one.replace("-", "[ -]?")}(?=$|[\\s:,.;])`, "i").test(words.trim()),
  );
  if (!found) return undefined;
  const [, rest = ""] = /^(?:false[ -]?alarm|\w+)[\s:,.;]*(.*)$/is.exec(words.trim()) ?? [];
  return { class: found, rest };
}

/** `30`, `30m`, `30min`, `1h`, `1h30`: whole minutes, or undefined. */
export function parseMinutes(raw: string): number | undefined {
  const hours = /^(\d{1,3})h(?:(\d{1,2})m?)?$/i.exec(raw);
  if (hours) return Number(hours[1]) * 60 + Number(hours[2] ?? 0);
  const minutes = /^(\d{1,4})(?:m|min|minutes)?$/i.exec(raw);
  return minutes ? Number(minutes[1]) : undefined;
}

/** `2026-12-01`: a day that there is, and no other way of writing it, for 12/01 is two days. */
export function parseDay(raw: string): Temporal.PlainDate | undefined {
  const typed = raw.trim();
  const [, year, month, day] = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(typed) ?? [];
  if (year === undefined) return undefined;
  const date = Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) });
  return date.toString() === typed ? date : undefined; // the 30th of February became the 28th
}

/** Shorter than this, a word begins too many names. */
const shortestPrefix = 3;

/** The one name that the words begin: `two`, `two-paths` and `two paths work` mean two-paths. None or several: undefined. */
export function parseName<Name extends string>(
  words: readonly string[],
  names: readonly Name[],
): Name | undefined {
  for (let count = words.length; count > 0; count--) {
    const typed = words.slice(0, count).join("-").toLowerCase();
    const found = names.filter((name) => name.startsWith(typed));
    if (found.length === 1 && typed.length >= shortestPrefix) return found[0];
  }
  return undefined;
}
