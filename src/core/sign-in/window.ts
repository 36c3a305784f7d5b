// When an account may be used, and by whose word: what a sign-in is held against.
import type { AccountId, PersonId, RequestId } from "../ids.ts";
import { earlier, isAfter } from "../moments.ts";
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

/** Undefined while the SOC must not learn of it: a drill that was not announced is judged as if nobody had asked. */
export const knownWindow = (request: Request): Window | undefined =>
  request.drill && !request.drill.known ? undefined : windowOf(request);

export function windowOf(request: Request): Window {
  const { id, account, requester, askedAt, window, outcome, declaration, drill } = request;
  return {
    request: id,
    account,
    requester,
    kind: declaration ? "declared" : drill ? "drill" : "approved",
    askedAt,
    allowed: window && {
      from: window.from,
      until: outcome ? earlier(window.until, outcome.at) : window.until,
    },
    over: isOpen(request) ? undefined : outcome?.at,
  };
}

/** By the request alone: the judge of sign-ins minds besides that clocks differ. */
export function allowsAt(request: Request, at: Temporal.Instant): boolean {
  const { allowed } = windowOf(request);
  return allowed !== undefined && !isAfter(allowed.from, at) && !isAfter(at, allowed.until);
}
