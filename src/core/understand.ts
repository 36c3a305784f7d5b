// Typed words to a wish: `/breakglass approve BG-12`, `@Breakglass approve 12`, `Approve bg-12` mean the same.
import { type AlertId, parseAlertId, parseDrillId, parseRotationId } from "./ids.ts";
import { named, parseClass, parseMinutes } from "./typed.ts";
import { attestRotation, understandOwed } from "./understand-owed.ts";
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
      return attestRotation(others) ?? { type: "attest", ...about, note: rest };
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
    case "status":
      return { type: "status", ...(statusOf(others[0]) ?? about) };
    case "accounts":
      return { type: "accounts" };
    case "runbook":
    case "runbooks":
      return runbook(others.join(" "));
    case "whoami":
      return { type: "whoami" };
    default:
      return understandOwed(first.toLowerCase(), others) ?? { type: "help", unknown: words };
  }
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

/** What else than a request somebody may ask after. */
function statusOf(word = ""): Omit<Extract<Wish, { type: "status" }>, "type"> | undefined {
  const alert = parseAlertId(word);
  const rotation = parseRotationId(word);
  const drill = parseDrillId(word);
  if (alert) return { alert };
  if (rotation) return { rotation };
  return drill && { drill };
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
