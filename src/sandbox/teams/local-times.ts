// {{DATE(…)}} and {{TIME(…)}} in a card become the viewer's own time. Microsoft's renderer would take the browser's time
// zone; on the practice page every person has one of their own.
import type { Card } from "./types.ts";

const moment =
  /\{\{(DATE|TIME)\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))(?:, ?(COMPACT|SHORT|LONG))?\)\}\}/g;

/** The card with its times filled in, wherever Teams would: texts, runs and facts. */
export const withLocalTimes = (card: Card, timeZone: string): Card => fill(card, timeZone) as Card;

function fill(value: unknown, timeZone: string): unknown {
  const here = (text: unknown): unknown => (typeof text === "string" ? localTimes(text, timeZone) : text);
  const deeper = (inner: unknown): unknown => fill(inner, timeZone);
  if (Array.isArray(value)) return value.map(deeper);
  if (typeof value !== "object" || value === null) return value;
  const part: Record<string, unknown> = { ...value };
  const type = part["type"];
  for (const [key, inner] of Object.entries(part)) {
    // Not shown: what goes back to the bot stays as it is.
    if (key === "data" || key === "choices") continue;
    if (key === "text" && (type === "TextBlock" || type === "TextRun")) part[key] = here(inner);
    else if (key === "inlines" && Array.isArray(inner))
      part[key] = inner.map((each) => (typeof each === "string" ? here(each) : deeper(each)));
    else if (key === "facts" && Array.isArray(inner))
      part[key] = inner.map(({ title, value: fact }) => ({ title: here(title), value: here(fact) }));
    else part[key] = deeper(inner);
  }
  return part;
}

const localTimes = (text: string, timeZone: string): string =>
  text.replace(moment, (whole, kind: string, when: string, length: string | undefined) => {
    const date = new Date(when);
    if (Number.isNaN(date.getTime())) return whole;
    if (kind === "TIME")
      return date.toLocaleTimeString("en-US", { timeZone, hour: "numeric", minute: "2-digit" });
    if (length === undefined || length === "COMPACT") return date.toLocaleDateString("en-US", { timeZone });
    const name = length === "LONG" ? "long" : "short";
    return date.toLocaleDateString("en-US", {
      timeZone,
      weekday: name,
      month: name,
      day: "numeric",
      year: "numeric",
    });
  });
