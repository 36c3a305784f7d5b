// Typed words to a wish: `/breakglass approve BG-12`, `@Breakglass approve 12`, `Approve bg-12` mean the same.
import { type Class, classes } from "./alert/events.ts";
import { type AlertId, parseAlertId, parseRequestId, type RequestId } from "./ids.ts";
import { whichFailure } from "./which-failure.ts";
import type { Wish } from "./wish.ts";

export function understand(text: string): Wish {
  const words = text
    .trim()
    .replace(/^\//, "")
    .replace(/^breakglass\b/i, "")
    .trim();
  const [first = "", ...others] = words.split(/\s+/);
  const { request, rest } = named(others);
  const about = request ? { request } : {};
  switch (first.toLowerCase()) {
    case "":
    case "help":
      return { type: "help" };
    case "request":
    case "ask":
      return { type: "form", form: "request", words: others.join(" ") };
    case "declare":
      // "3 admins are locked out" is a reason, not BG-3: nobody is held up by a number that names nothing
      return request && (!rest || /^bg-/i.test(others[0] ?? ""))
        ? { type: "declare-pending", request, ...(rest ? { reason: rest } : {}) }
        : { type: "form", form: "declare", words: others.join(" ") };
    case "approve":
      return { type: "approve", ...about };
    case "deny":
      return request && !rest
        ? { type: "form", form: "deny", about: { verb: "deny", request } }
        : { type: "deny", ...about, reason: rest };
    case "withdraw":
      return { type: "withdraw", ...about };
    case "end":
    case "done":
      return { type: "end", ...about };
    case "extend":
      return extend(others);
    case "attest":
      return { type: "attest", ...about, note: rest };
    case "release":
      return { type: "release", ...about, ...(rest ? { part: rest } : {}) };
    case "alerts":
      return { type: "alerts" };
    case "ack":
    case "acknowledge":
      return { type: "acknowledge", ...onAlert(others[0]) };
    case "classify":
      return classify(others);
    case "close":
      return { type: "close", ...onAlert(others[0]) };
    case "status": {
      const alert = parseAlertId(others[0] ?? "");
      return { type: "status", ...(alert ? { alert } : about) };
    }
    case "accounts":
      return { type: "accounts" };
    case "runbook":
    case "runbooks":
      return runbook(others.join(" "));
    case "whoami":
      return { type: "whoami" };
    default:
      return { type: "help", unknown: words };
  }
}

function named(words: readonly string[]): { request: RequestId | undefined; rest: string } {
  const request = parseRequestId(words[0] ?? "");
  return { request, rest: (request ? words.slice(1) : words).join(" ") };
}

/**
 * `extend`, `extend BG-12`, `extend 30m and why`, `extend BG-12 30m and why`; what is missing, the form asks.
 * A bare number is a length here.
 */
function extend(words: readonly string[]): Wish {
  const { request, rest } = /^bg-/i.test(words[0] ?? "")
    ? named(words)
    : { request: undefined, rest: words.join(" ") };
  const about = request ? { request } : {};
  const [, length, reason] = /^(\S+)\s+(.+)$/s.exec(rest) ?? [];
  const minutes = length === undefined ? undefined : parseMinutes(length);
  if (minutes === undefined || reason === undefined) {
    const opened = request ? { about: { verb: "extend" as const, request } } : {};
    return { type: "form", form: "extend", ...opened, words: rest };
  }
  return { type: "extend", ...about, minutes, reason };
}

/** These words are about alerts only, so that a bare number is an alert's. */
function onAlert(word = ""): { alert?: AlertId } {
  const alert = parseAlertId(word) ?? parseAlertId(`AL-${word}`);
  return alert ? { alert } : {};
}

/** `classify AL-7 misuse and why`; what is missing, the form asks. */
function classify(words: readonly string[]): Wish {
  const { alert } = onAlert(words[0]);
  const about = alert ? { alert } : {};
  const rest = (alert ? words.slice(1) : words).join(" ");
  const typed = parseClass(rest);
  if (typed?.rest) return { type: "classify", ...about, class: typed.class, note: typed.rest };
  const opened = alert ? { about: { verb: "classify" as const, alert } } : {};
  return { type: "form", form: "classify", ...opened, words: rest };
}

/** `runbook`, `runbook mfa`, `runbook conditional access`; what names no kind is answered with the list. */
function runbook(words: string): Wish {
  const failure = whichFailure(words);
  if (failure) return { type: "runbook", failure };
  return { type: "runbook", ...(words ? { unknown: words } : {}) };
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
