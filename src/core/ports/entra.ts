// Entra: its log and its directory, as we read them; and how that fails.
import type { AccountId } from "../ids.ts";
import type { LogSource } from "../organisation.ts";
import type { Row } from "../sign-in/row.ts";

declare global {
  /** The platform's own, of which the core knows the name only. */
  interface AbortSignal {
    readonly aborted: boolean;
  }
}

/** A reader of sign-in and audit rows. One per deployment. */
export interface EntraLog {
  readonly source: LogSource;
  /**
   * Rows that became readable after `since`, oldest first; some that were read before may come again. Never rejects,
   * and answers before `signal` is aborted or soon after: a token, a retry, a hanging socket never outlive it.
   */
  look(since: Temporal.Instant, signal: AbortSignal): Promise<Look>;
}

export type Look =
  | {
      type: "seen";
      rows: readonly Row[];
      /** Where to look from the next time: what became readable before it is among `rows`, or was before. */
      next: Temporal.Instant;
      /**
       * When the newest row of anybody in the tenant became readable; of several tables of sign-ins, in the one that is
       * furthest behind. Undefined: there is none.
       */
      heartbeat: Temporal.Instant | undefined;
      /** There is more to read: look again at once. */
      more: boolean;
    }
  /** Could not look, or not everywhere: never "nothing there". `why`: for an admin, without secrets. */
  | { type: "blind"; why: string };

/** Reads what Entra itself says of an account. Advisory: nothing that people decide waits for it. */
export interface Directory {
  /** Never rejects, and answers before `signal` is aborted or soon after. */
  credential(account: AccountId, signal: AbortSignal): Promise<CredentialLook>;
}

export type CredentialLook =
  /** Undefined: the account has no password, or Entra does not say. */
  | { type: "seen"; passwordChangedAt: Temporal.Instant | undefined }
  /** Could not look. `why`: for an admin, without secrets. */
  | { type: "blind"; why: string };
