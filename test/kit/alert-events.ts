// What happened to AL-7, as the log has it, and rows as the watch reads them: minutes count from nine o'clock.
import type { AlertEvent, Class, Flag, Judgement, Subject } from "../../src/core/alert/events.ts";
import { type Alert, foldAlert } from "../../src/core/alert/state.ts";
import type { AlertId } from "../../src/core/ids.ts";
import type { Person } from "../../src/core/organisation.ts";
import type { Chat } from "../../src/core/place.ts";
import type { Change, SignIn } from "../../src/core/sign-in/row.ts";
import { ada, after, first, sam } from "./cast.ts";
import { id as request } from "./events.ts";

export const alert = "AL-7" as AlertId;
export const note = "I called Alice, it was her";

let rows = 0;

export function signIn(at = 0, more: Partial<SignIn> = {}): SignIn {
  rows += 1;
  return {
    kind: "sign-in",
    id: `sign-in-${rows}`,
    at: after(at),
    readable: after(at + 3),
    account: first.id,
    interactive: true,
    outcome: "success",
    code: "0",
    why: undefined,
    ip: "203.0.113.9",
    country: "DE",
    city: "Berlin",
    application: "Azure Portal",
    client: "Browser",
    userAgent:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    ...more,
  };
}

export const failedRow = (at = 0, code = "50126", more: Partial<SignIn> = {}): SignIn =>
  signIn(at, { outcome: "failed", code, why: "Invalid username or password", ...more });

export function change(at = 0, more: Partial<Change> = {}): Change {
  rows += 1;
  return {
    kind: "change",
    id: `change-${rows}`,
    at: after(at),
    readable: after(at + 3),
    operation: "Reset user password",
    succeeded: true,
    touches: [first.id],
    properties: [],
    by: { id: ada.id, name: "ada@contoso.com", ip: "198.51.100.7" },
    ...more,
  };
}

export const unmatched: Judgement = { verdict: "unmatched", request: undefined };
export const outside: Judgement = { verdict: "outside-window", request };
export const wrongAccount: Judgement = { verdict: "wrong-account", request };
export const failed: Judgement = { verdict: "failed", request: undefined };
export const asApproved: Judgement = { verdict: "approved", request };
export const asDrill: Judgement = { verdict: "drill", request };
export const asDeclared: Judgement = { verdict: "declared", request };

export const ofSignIn = (judgement: Judgement): Subject => ({
  kind: "sign-in",
  account: first.id,
  ...judgement,
});
export const ofChange = (more: Partial<Extract<Subject, { kind: "change" }>> = {}): Subject => ({
  kind: "change",
  account: first.id,
  topic: "credential",
  expected: false,
  request: undefined,
  ...more,
});
export const ofBlindness = (since = -2): Subject => ({
  kind: "blind",
  source: "log-analytics",
  since: after(since),
  why: "Log Analytics answered 503.",
});

export const raised = (subject: Subject = ofSignIn(unmatched), at = 5): AlertEvent => ({
  type: "alert-raised",
  at: after(at),
  alert,
  subject,
});
export const seen = (signIns: readonly SignIn[] = [signIn()], at = 5): AlertEvent => ({
  type: "sign-ins-seen",
  at: after(at),
  rows: signIns,
});
export const changesSeen = (changes: readonly Change[] = [change()], at = 5): AlertEvent => ({
  type: "changes-seen",
  at: after(at),
  rows: changes,
});
export const flagged = (flag: Flag, at = 6): AlertEvent => ({ type: "alert-flagged", at: after(at), flag });
export const rejudged = (judgement: Judgement, of: readonly SignIn[], at = 20): AlertEvent => ({
  type: "alert-rejudged",
  at: after(at),
  rows: of.map(({ id }) => id),
  ...judgement,
});
export const acknowledged = (by: Person = sam, at = 10): AlertEvent => ({
  type: "alert-acknowledged",
  at: after(at),
  by: by.id,
});
export const classified = (as: Class = "false-alarm", by: Person = sam, at = 15): AlertEvent => ({
  type: "alert-classified",
  at: after(at),
  by: by.id,
  class: as,
  note,
});
export const closed = (by: Person = sam, at = 30): AlertEvent => ({
  type: "alert-closed",
  at: after(at),
  by: by.id,
});
export const repeated = (number = 1, at = 10): AlertEvent => ({
  type: "alert-repeated",
  at: after(at),
  number,
});
export const taken = (at = 5.5): AlertEvent => ({ type: "alert-taken", at: after(at) });
export const fallbackCalled = (silent: readonly Chat[] = ["teams"], at = 5.5): AlertEvent => ({
  type: "fallback-called",
  at: after(at),
  silent,
});
export const regained = (count = 14, at = 31): AlertEvent => ({
  type: "sight-regained",
  at: after(at),
  rows: count,
});

/** Raised at five past nine, with one row of nine o'clock. */
export const alertOf = (judgement: Judgement, ...signIns: readonly SignIn[]): AlertEvent[] => [
  raised(ofSignIn(judgement)),
  seen(signIns.length > 0 ? signIns : [signIn()]),
];

export function alertFrom(...events: readonly AlertEvent[]): Alert {
  const found = foldAlert(events);
  if (!found) throw new Error("no alert: the events must begin with raised()");
  return found;
}
