// What can happen to an alert, as it is written in the log.
import type { AccountId, AlertId, PersonId, RequestId } from "../ids.ts";
import type { LogSource } from "../organisation.ts";
import type { Chat } from "../place.ts";
import type { Change, SignIn } from "../sign-in/row.ts";

/** What a sign-in means. */
export const verdicts = [
  "approved",
  "declared",
  "drill",
  "unmatched",
  "outside-window",
  "wrong-account",
  "failed",
] as const;
export type Verdict = (typeof verdicts)[number];

/** What a sign-in is held against, and what came of it. `request`: the one it belongs to, or comes nearest to. */
export type Judgement = { verdict: Verdict; request: RequestId | undefined };

/** What a change is about, by the name of its operation. */
export const topics = [
  "credential",
  "method",
  "role",
  "group",
  "policy",
  "account",
  "sight",
  "other",
] as const;
export type Topic = (typeof topics)[number];

/** How people judge an alert afterwards: planned drill, actual emergency, misuse, false alarm. */
export const classes = ["drill", "emergency", "misuse", "false-alarm"] as const;
export type Class = (typeof classes)[number];

/** What an alert is about. One alert gathers rows of one subject, no further apart than `policy.burstGap`. */
export type Subject =
  | ({ kind: "sign-in"; account: AccountId | undefined } & Judgement)
  /** `expected`: an open window, or the renewal after a use, explains it; `request` says which. */
  | {
      kind: "change";
      account: AccountId | undefined;
      topic: Topic;
      expected: boolean;
      request: RequestId | undefined;
    }
  /** The log cannot be read, or brings nothing. */
  | { kind: "blind"; source: LogSource; since: Temporal.Instant; why: string };

/** Why an alert is graver than its verdict says. */
export type Flag =
  /** A success after failed attempts that nothing explains. `count`: how many. */
  | { type: "after-failures"; count: number }
  /** Successes of one window come from several countries: two letters each, in the order they were seen. */
  | { type: "second-country"; countries: readonly string[] };

export type AlertEvent = { at: Temporal.Instant } & (
  | { type: "alert-raised"; alert: AlertId; subject: Subject }
  /** Rows that belong to it, in the same append as `alert-raised` or later. */
  | { type: "sign-ins-seen"; rows: readonly SignIn[] }
  | { type: "changes-seen"; rows: readonly Change[] }
  /** These rows of it mean something else than was said before: a request, a declaration or another row came. */
  | ({ type: "alert-rejudged"; rows: readonly string[] } & Judgement)
  | { type: "alert-flagged"; flag: Flag }
  /** Its request became something else since, which changes what its card says: it is drawn anew. */
  | { type: "request-changed"; request: RequestId }
  /** The log can be read again. `rows`: how many were caught up. Closes the alert. */
  | { type: "sight-regained"; rows: number }
  | { type: "alert-acknowledged"; by: PersonId }
  | { type: "alert-classified"; by: PersonId; class: Class; note: string }
  | { type: "alert-closed"; by: PersonId }
  /** Nobody acknowledged it: said again, the n-th time. */
  | { type: "alert-repeated"; number: number }
  /** Every chat has taken it. */
  | { type: "alert-taken" }
  /** These chats have not taken it in time: the fallback webhook is called. */
  | { type: "fallback-called"; silent: readonly Chat[] }
);
