// What can happen to a request, as it is written in the log.
import type { AccountId, AlertId, PersonId, RequestId } from "../ids.ts";
import type { Quorum } from "../organisation.ts";
import type { Refusal } from "../refusal.ts";
import type { Failure } from "../wish.ts";

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
  /** Somebody tried, and was told why not. Changes nothing; the record keeps it. */
  | { type: "refused"; by: PersonId; wish: string; why: Refusal }
);
