// What can happen to a request, as it is written in the log.
import type { Class } from "../alert/events.ts";
import type { AccountId, AlertId, DrillId, PersonId, RequestId } from "../ids.ts";
import type { Quorum } from "../organisation.ts";
import type { Refusal } from "../refusal.ts";
import type { Failure } from "../wish.ts";

/** What must be put right after a use before anybody signs it off. */
export const cleanUps = [
  "policies-restored",
  "roles-removed",
  "parts-returned",
  "credential-rotated",
] as const;
export type CleanUp = (typeof cleanUps)[number];

export type RequestEvent = { at: Temporal.Instant } & (
  | {
      type: "requested";
      request: RequestId;
      by: PersonId;
      account: AccountId;
      failure: Failure;
      reason: string;
      ticket: string | undefined;
      minutes: number;
      quorum: Quorum;
      enough: boolean;
      answerBy: Temporal.Instant;
      /** The drill that this rehearses; the SOC knows of it only when it was announced. */
      drill: { id: DrillId; announced: boolean } | undefined;
    }
  | { type: "approved"; by: PersonId; groups: readonly string[] }
  /** The last approval needed is there: the window is open. */
  | { type: "granted"; until: Temporal.Instant }
  | { type: "denied"; by: PersonId; reason: string }
  | { type: "withdrawn"; by: PersonId }
  | { type: "expired" }
  | {
      type: "declared";
      by: PersonId;
      until: Temporal.Instant;
      attestBy: Temporal.Instant;
      reason: string | undefined;
    }
  | { type: "attested"; by: PersonId; note: string }
  | { type: "released"; by: PersonId; part: string }
  | {
      type: "extension-asked";
      by: PersonId;
      number: number;
      minutes: number;
      reason: string;
      answerBy: Temporal.Instant;
    }
  | { type: "extension-approved"; by: PersonId; groups: readonly string[]; number: number }
  | { type: "extended"; number: number; until: Temporal.Instant }
  | { type: "extension-denied"; by: PersonId; number: number; reason: string }
  | { type: "extension-expired"; number: number }
  | { type: "next-tier-asked" }
  | { type: "approvers-reminded" }
  | { type: "closing-noticed" }
  | { type: "attestation-overdue" }
  /** The account was signed in to, as this request allows; `alert` has the rows. `from`: where the first one came from. */
  | { type: "signed-in"; alert: AlertId; signedInAt: Temporal.Instant; from: string }
  /** The window is over, nothing was released and no sign-in was seen. */
  | { type: "lapsed" }
  /** `by` is missing when the window simply was over. */
  | { type: "ended"; by: PersonId | undefined }
  /** Its drill need not be hidden from the SOC any more. */
  | { type: "drill-revealed" }
  /** Its drill failed, and nobody signs that off: what was done is reviewed like every use. */
  | { type: "rehearsal-failed" }
  /** `by` is missing where the bot saw it itself. */
  | { type: "cleaned-up"; item: CleanUp; by: PersonId | undefined }
  /** The review is still owed, said the n-th time. */
  | { type: "review-reminded"; number: number }
  /** A person who neither asked nor alone approved has looked at all of it. */
  | { type: "reviewed"; by: PersonId; class: Class; note: string }
  /** Somebody tried, and was told why not. Changes nothing; the record keeps it. */
  | { type: "refused"; by: PersonId; wish: string; why: Refusal }
);
