// Rows and windows for these tests: minutes count from nine o'clock, the account is the first one unless said.
import type { AccountId, RequestId } from "../../../src/core/ids.ts";
import type { Account } from "../../../src/core/organisation.ts";
import { defaultPolicy, type Policy } from "../../../src/core/policy.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import { judge } from "../../../src/core/sign-in/judge.ts";
import type { Change, SignIn } from "../../../src/core/sign-in/row.ts";
import { type Window, windowOf } from "../../../src/core/sign-in/window.ts";
import { indexWindows } from "../../../src/core/sign-in/window-index.ts";
import { ada, after, alice, first, people, second } from "../../kit/cast.ts";
import { stateOf } from "../../kit/given.ts";

let rows = 0;

export function signIn(minute: number, more: Partial<SignIn> = {}): SignIn {
  rows += 1;
  const at = after(minute);
  return {
    kind: "sign-in",
    id: `row-${rows}`,
    at,
    readable: at.add({ minutes: 3 }),
    account: first.id,
    interactive: true,
    outcome: "success",
    code: "0",
    why: undefined,
    ip: "203.0.113.7",
    country: "DE",
    city: "Berlin",
    application: "Azure Portal",
    client: "Edge 140",
    userAgent: "Mozilla/5.0",
    ...more,
  };
}

export const failed = (minute: number, more: Partial<SignIn> = {}): SignIn =>
  signIn(minute, { outcome: "failed", code: "50126", why: "Invalid username or password", ...more });

export function change(minute: number, operation: string, more: Partial<Change> = {}): Change {
  rows += 1;
  const at = after(minute);
  return {
    kind: "change",
    id: `row-${rows}`,
    at,
    readable: at.add({ minutes: 3 }),
    operation,
    succeeded: true,
    touches: [first.id],
    properties: [],
    by: { id: ada.id, name: "ada@contoso.com", ip: "198.51.100.7" },
    ...more,
  };
}

export const bg = (number: number): RequestId => `BG-${number}` as RequestId;

/** The window of the request that these events make. */
export const windowAfter = (...events: readonly RequestEvent[]): Window => windowOf(stateOf(...events));

/** Asked at the minute that its use is allowed from; over when that is over, if it is to be over. */
export function window(
  number: number,
  from: number,
  until: number,
  more: { kind?: Window["kind"]; account?: AccountId; over?: boolean } = {},
): Window {
  return {
    request: bg(number),
    account: more.account ?? first.id,
    requester: alice.id,
    kind: more.kind ?? "approved",
    askedAt: after(from),
    allowed: { from: after(from), until: after(until) },
    over: more.over ? after(until) : undefined,
  };
}

/** `approved BG-1`, or the verdict alone. */
export function verdictOf(row: SignIn, windows: readonly Window[], policy: Policy = defaultPolicy): string {
  const { verdict, request } = judge(row, indexWindows(windows, policy));
  return request ? `${verdict} ${request}` : verdict;
}

export const accounts: readonly Account[] = [first, second];
export const exclusionGroup = "00000000-0000-4000-8000-000000000800";
export const guarded = { accounts, people, exclusionGroups: [exclusionGroup] };
