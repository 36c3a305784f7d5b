// What a person wants, in words or by a click, before we know whether they may.
import type { Class } from "./alert/events.ts";
import type { DrillStep } from "./drill/events.ts";
import type { AccountId, AlertId, DrillId, RequestId, RotationId } from "./ids.ts";
import type { CleanUp } from "./request/events.ts";
import type { ButtonAction, FormName } from "./view.ts";

/** What an emergency is about; it decides whether break-glass helps at all (words.ts says so for each). */
export const failures = [
  "conditional-access-lockout",
  "mfa-outage",
  "federation-outage",
  "last-administrator-lost",
  "administrators-compromised",
  "subscription-ownership-lost",
  "directory-sync-failure",
  "other",
] as const;
export type Failure = (typeof failures)[number];

/** What the request form asks for. `minutes` is the length of the window. */
export type Wanted = {
  account: AccountId;
  failure: Failure;
  reason: string;
  ticket: string | undefined;
  minutes: number;
};

/**
 * `request` may be missing where somebody types without naming one: their only open request is meant, or they
 * are asked which. `about` comes from a button: which question it was drawn for (0 the request, n its extension),
 * or how often the alert had become graver.
 */
export type Wish =
  | { type: "help"; unknown?: string }
  | { type: "form"; form: FormName; about?: ButtonAction; words?: string }
  /** `drill`: asked by the drill's own button, and so its rehearsal. */
  | { type: "ask"; wanted: Wanted; drill?: DrillId }
  | { type: "declare"; wanted: Wanted }
  | { type: "declare-pending"; request?: RequestId; reason?: string }
  | { type: "approve"; request?: RequestId; about?: number }
  | { type: "deny"; request?: RequestId; about?: number; reason: string }
  | { type: "withdraw"; request?: RequestId }
  | { type: "end"; request?: RequestId }
  | { type: "extend"; request?: RequestId; minutes: number; reason: string }
  | { type: "attest"; request?: RequestId; note: string }
  | { type: "release"; request?: RequestId; part?: string }
  | { type: "status"; request?: RequestId; alert?: AlertId; rotation?: RotationId; drill?: DrillId }
  /** What happened from the first word to the last, for whoever reviews it. */
  | { type: "timeline"; request?: RequestId }
  | { type: "clean-up"; request?: RequestId; item?: CleanUp }
  | { type: "review"; request?: RequestId; class: Class; note: string }
  | { type: "confirm-rotation"; rotation?: RotationId }
  | { type: "attest-rotation"; rotation?: RotationId; note: string }
  /** Somebody may know the credential who should not. */
  | { type: "suspect"; account?: AccountId; note: string }
  /** `who`: a name, a mention or an object id, as it was typed. */
  | { type: "staff-change"; who: string }
  | { type: "drills" }
  /** `day`: undefined is now. An account may be left out where it is clear. */
  | { type: "plan-drill"; account?: AccountId; day?: Temporal.PlainDate }
  | { type: "start"; drill?: DrillId; announced: boolean }
  | { type: "witness"; drill?: DrillId }
  | { type: "tick"; drill?: DrillId; step?: DrillStep }
  | { type: "sign-off"; drill?: DrillId; note: string }
  | { type: "fail"; drill?: DrillId; reason: string }
  | { type: "calendar" }
  | { type: "alerts" }
  | { type: "acknowledge"; alert?: AlertId; about?: number }
  | { type: "classify"; alert?: AlertId; about?: number; class: Class; note: string }
  | { type: "close"; alert?: AlertId; about?: number }
  | { type: "accounts" }
  | { type: "runbook"; failure?: Failure; unknown?: string }
  | { type: "whoami" };
