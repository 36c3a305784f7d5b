// Rows of Entra's logs, as every source tells them: a sign-in, or a change to what the accounts depend on.
import type { AccountId } from "../ids.ts";

/** What a row could not tell is undefined; a row is never dropped for what it lacks. */
type RowOf<Kind extends string> = {
  kind: Kind;
  /** The log's own `Id`, the same in every source; where it has none, a digest of the row. */
  id: string;
  /** When it happened. Where the row does not say, when it became readable. */
  at: Temporal.Instant;
  /** When it became readable; undefined where the source does not say (Graph). */
  readable: Temporal.Instant | undefined;
};

/** One row of the sign-in log for an account. */
export type SignIn = RowOf<"sign-in"> & {
  /** Undefined: the row matched one of the accounts, but no longer says which. */
  account: AccountId | undefined;
  interactive: boolean | undefined;
  /** `interrupted`: neither let in nor refused yet (MFA asked, keep me signed in). Judged like a success: doubt alarms. */
  outcome: "success" | "interrupted" | "failed";
  /** AADSTS number as text; "0" is success. */
  code: string | undefined;
  /** In Entra's words. */
  why: string | undefined;
  ip: string | undefined;
  /** Two letters, upper case. */
  country: string | undefined;
  city: string | undefined;
  application: string | undefined;
  /** Browser, or the protocol of an older client. */
  client: string | undefined;
  userAgent: string | undefined;
};

/** One row of the audit log that names an account, is an account's doing, or concerns what lets it in. */
export type Change = RowOf<"change"> & {
  /** The operation's name as logged: `Reset user password`. */
  operation: string;
  /** Undefined: the row does not say. */
  succeeded: boolean | undefined;
  /** Accounts and exclusion groups that it names as targets, anywhere in them: lower-case GUIDs. */
  touches: readonly string[];
  /** Names of the properties that it changed. */
  properties: readonly string[];
  by: { id: string | undefined; name: string | undefined; ip: string | undefined };
};

export type Row = SignIn | Change;
