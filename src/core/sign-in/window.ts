// When an account may be used, and by whose word: what a sign-in is held against.
import type { AccountId, PersonId, RequestId } from "../ids.ts";
import { isOpen, type Request } from "../request/state.ts";

export type Window = {
  request: RequestId;
  account: AccountId;
  requester: PersonId;
  kind: "approved" | "declared" | "drill";
  askedAt: Temporal.Instant;
  /** When use began to be allowed, and ceased to be; undefined: never allowed (yet). */
  allowed: { from: Temporal.Instant; until: Temporal.Instant } | undefined;
  /** When nothing more could come of it; undefined while it lives. */
  over: Temporal.Instant | undefined;
};

export function windowOf(request: Request): Window {
  const { id, account, requester, askedAt, window, outcome, declaration } = request;
  return {
    request: id,
    account,
    requester,
    kind: declaration ? "declared" : "approved",
    askedAt,
    allowed: window && {
      from: window.from,
      until: outcome ? earlier(window.until, outcome.at) : window.until,
    },
    over: isOpen(request) ? undefined : outcome?.at,
  };
}

const earlier = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(a, b) < 0 ? a : b;
