// What happened to BG-1, as the log has it: minutes count from nine o'clock.
import type { Class } from "../../src/core/alert/events.ts";
import type { AlertId, DrillId, PersonId, RequestId } from "../../src/core/ids.ts";
import type { Person, Quorum } from "../../src/core/organisation.ts";
import { defaultPolicy } from "../../src/core/policy.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import { type CleanUp, cleanUps, type RequestEvent } from "../../src/core/request/events.ts";
import type { Wanted } from "../../src/core/wish.ts";
import { after, alice, bob, dave, first, tina } from "./cast.ts";

export const id = "BG-1" as RequestId;
export const reason = "All admins are locked out";

export const wanted = (more: Partial<Wanted> = {}): Wanted => ({
  account: first.id,
  failure: "conditional-access-lockout",
  reason,
  ticket: "INC-42",
  minutes: 60,
  ...more,
});

/** What `asked` may say otherwise. */
export type Asked = Partial<Wanted> & { quorum?: Quorum; enough?: boolean; at?: number; drill?: Drilled };
type Drilled = { id: DrillId; announced: boolean };

export function asked(
  by: Person = alice,
  { at = 0, quorum, enough, drill, ...more }: Asked = {},
): RequestEvent {
  return {
    type: "requested",
    at: after(at),
    request: id,
    by: by.id,
    ...wanted(more),
    quorum: quorum ?? first.quorum,
    enough: enough ?? true,
    answerBy: after(at + defaultPolicy.answerWithin),
    drill,
  };
}

export const drill = (announced: boolean): Drilled => ({ id: "DR-4" as DrillId, announced });

const voice = ({ id: by, groups }: Person): { by: PersonId; groups: readonly string[] } => ({ by, groups });

export const approved = (by: Person, at = 1): RequestEvent => ({
  type: "approved",
  at: after(at),
  ...voice(by),
});
export const granted = (at = 1, until = at + 60): RequestEvent => ({
  type: "granted",
  at: after(at),
  until: after(until),
});
export const denied = (by: Person, at = 1, why = "Call me first please"): RequestEvent => ({
  type: "denied",
  at: after(at),
  by: by.id,
  reason: why,
});
export const signedIn = (at = 10, alert = "AL-1"): RequestEvent => ({
  type: "signed-in",
  at: after(at + 3),
  alert: alert as AlertId,
  signedInAt: after(at),
  from: "203.0.113.7, Berlin DE",
});
export const withdrawn = (by: Person = alice, at = 1): RequestEvent => ({
  type: "withdrawn",
  at: after(at),
  by: by.id,
});
export const expired = (at = 30): RequestEvent => ({ type: "expired", at: after(at) });
export const declared = (by: Person = alice, at = 1, why?: string): RequestEvent => ({
  type: "declared",
  at: after(at),
  by: by.id,
  until: after(at + 60),
  attestBy: after(at + defaultPolicy.attestWithin),
  reason: why,
});
export const attested = (by: Person = bob, at = 2, note = "I called Alice"): RequestEvent => ({
  type: "attested",
  at: after(at),
  by: by.id,
  note,
});
export const released = (by: Person, part: string, at = 2): RequestEvent => ({
  type: "released",
  at: after(at),
  by: by.id,
  part,
});
export const extensionAsked = (at = 10, { number = 1, minutes = 30, by = alice } = {}): RequestEvent => ({
  type: "extension-asked",
  at: after(at),
  by: by.id,
  number,
  minutes,
  reason,
  answerBy: after(at + defaultPolicy.answerWithin),
});
export const extensionApproved = (by: Person, at = 11, number = 1): RequestEvent => ({
  type: "extension-approved",
  at: after(at),
  ...voice(by),
  number,
});
export const extended = (at = 11, until = 91, number = 1): RequestEvent => ({
  type: "extended",
  at: after(at),
  number,
  until: after(until),
});
export const extensionDenied = (by: Person, at = 11, number = 1): RequestEvent => ({
  type: "extension-denied",
  at: after(at),
  by: by.id,
  number,
  reason: "Call me first please",
});
export const extensionExpired = (at = 40, number = 1): RequestEvent => ({
  type: "extension-expired",
  at: after(at),
  number,
});
export const nextTierAsked = (at = 5): RequestEvent => ({ type: "next-tier-asked", at: after(at) });
export const approversReminded = (at = 10): RequestEvent => ({ type: "approvers-reminded", at: after(at) });
export const closingNoticed = (at = 51): RequestEvent => ({ type: "closing-noticed", at: after(at) });
export const attestationOverdue = (at = 241): RequestEvent => ({
  type: "attestation-overdue",
  at: after(at),
});
export const lapsed = (at = 61): RequestEvent => ({ type: "lapsed", at: after(at) });
export const ended = (by?: Person, at = 61): RequestEvent => ({ type: "ended", at: after(at), by: by?.id });
export const drillRevealed = (at = 20): RequestEvent => ({ type: "drill-revealed", at: after(at) });
/** `by`: undefined where the bot saw it itself. */
export const cleanedUp = (item: CleanUp, by: Person | undefined = tina, at = 70): RequestEvent => ({
  type: "cleaned-up",
  at: after(at),
  item,
  by: item === "credential-rotated" ? undefined : by?.id,
});
/** The whole clean-up list, ticked. */
export const allCleanedUp = (by: Person = tina, at = 70): RequestEvent[] =>
  cleanUps.map((item) => cleanedUp(item, by, at));
export const reviewReminded = (number = 1, at = 20 + 36 * 60): RequestEvent => ({
  type: "review-reminded",
  at: after(at),
  number,
});
export const findings = "Only the policies of INC-42 were changed, and are back";
export const reviewed = (by: Person = tina, as: Class = "emergency", at = 90): RequestEvent => ({
  type: "reviewed",
  at: after(at),
  by: by.id,
  class: as,
  note: findings,
});
export const refusedTo = (by: Person, wish: string, why: Refusal, at = 1): RequestEvent => ({
  type: "refused",
  at: after(at),
  by: by.id,
  wish,
  why,
});

/** Alice has used it, and is done at 20. */
const used: RequestEvent[] = [
  asked(),
  approved(bob),
  granted(),
  released(dave, "envelope A"),
  ended(alice, 20),
];

/** Each state by a short story. Bob approves at 1, so the window is from 1 to 61; a declaration at 1 opens the same one. */
export const stories = {
  pending: [asked()],
  approved: [asked(), approved(bob), granted()],
  declared: [asked(), declared()],
  attested: [asked(), declared(), attested()],
  "extension asked": [asked(), approved(bob), granted(), extensionAsked()],
  extended: [asked(), approved(bob), granted(), extensionAsked(), extensionApproved(bob), extended()],
  denied: [asked(), denied(bob)],
  withdrawn: [asked(), withdrawn()],
  expired: [asked(), nextTierAsked(), expired()],
  lapsed: [asked(), approved(bob), granted(), lapsed()],
  ended: [asked(), approved(tina), granted(), ended(alice, 20)],
  "ended and not attested": [asked(), declared(), ended(undefined, 61)],
  used,
  "cleaned up": [...used, ...allCleanedUp()],
  reviewed: [...used, ...allCleanedUp(), reviewed()],
  "a drill used": [asked(alice, { drill: drill(true) }), ...used.slice(1)],
  "a hidden drill used": [asked(alice, { drill: drill(false) }), ...used.slice(1)],
} satisfies Record<string, readonly RequestEvent[]>;

/** Nothing more can happen to these. */
export const overStories = ["denied", "withdrawn", "expired", "lapsed", "ended", "reviewed"] as const;
