// A request as its events have made it.
import type { AccountId, AlertId, PersonId, RequestId } from "../ids.ts";
import type { Quorum } from "../organisation.ts";
import type { Failure } from "../wish.ts";
import type { RequestEvent } from "./events.ts";

export type Status =
  | "pending"
  | "approved"
  | "declared"
  | "denied"
  | "withdrawn"
  | "expired"
  | "lapsed"
  | "ended";

export type Approval = { by: PersonId; at: Temporal.Instant; groups: readonly string[] };

export type Request = {
  id: RequestId;
  status: Status;
  account: AccountId;
  requester: PersonId;
  failure: Failure;
  reason: string;
  ticket: string | undefined;
  minutes: number;
  askedAt: Temporal.Instant;
  answerBy: Temporal.Instant;
  quorum: Quorum;
  enough: boolean;
  approvals: readonly Approval[];
  nextTierAsked: boolean;
  remindedAt: Temporal.Instant | undefined;
  window: { from: Temporal.Instant; until: Temporal.Instant } | undefined;
  closingNoticed: boolean;
  declaration: Declaration | undefined;
  releases: readonly { part: string; by: PersonId; at: Temporal.Instant }[];
  /** One for each burst of sign-ins that belongs to it: when its first one was, and from where. */
  signIns: readonly { alert: AlertId; at: Temporal.Instant; from: string }[];
  /** The newest extension. */
  extension: Extension | undefined;
  /** Who brought it to its end, when, and with what words. */
  outcome: { by: PersonId | undefined; at: Temporal.Instant; reason: string | undefined } | undefined;
};

type Declaration = {
  at: Temporal.Instant;
  reason: string | undefined;
  attestBy: Temporal.Instant;
  overdueToldAt: Temporal.Instant | undefined;
  attested: { by: PersonId; at: Temporal.Instant; note: string } | undefined;
};

export type Extension = {
  number: number;
  minutes: number;
  reason: string;
  askedAt: Temporal.Instant;
  answerBy: Temporal.Instant;
  approvals: readonly Approval[];
  /** Undefined while it waits. */
  answer:
    | { type: "extended" | "denied" | "expired"; by: PersonId | undefined; reason: string | undefined }
    | undefined;
};

/** The account may be in use: its credential may be handed over. */
export const isOpen = (request: Request): boolean =>
  request.status === "approved" || request.status === "declared";

/** It was declared, and no second person has attested it. */
export const isUnattested = ({ declaration }: Request): boolean =>
  declaration !== undefined && !declaration.attested;

/** Nothing more can happen to it, except that a declaration is still attested. */
export const isOver = (request: Request): boolean => request.status !== "pending" && !isOpen(request);

/** The extension that waits for its answer, if one does. */
export const waitingExtension = (request: Request): Extension | undefined =>
  isOpen(request) && request.extension && !request.extension.answer ? request.extension : undefined;

/** Which question waits for an approver: 0 the request, n its n-th extension; undefined: none. */
export function openQuestion(request: Request): number | undefined {
  if (request.status === "pending") return 0;
  return waitingExtension(request)?.number;
}

/** Never refuses: the event is already true. Undefined only before the first `requested`. */
export function evolve(request: Request | undefined, event: RequestEvent): Request | undefined {
  if (event.type === "requested") return requested(event);
  return request && changed(request, event);
}

const requested = (event: Extract<RequestEvent, { type: "requested" }>): Request => ({
  id: event.request,
  status: "pending",
  account: event.account,
  requester: event.by,
  failure: event.failure,
  reason: event.reason,
  ticket: event.ticket,
  minutes: event.minutes,
  askedAt: event.at,
  answerBy: event.answerBy,
  quorum: event.quorum,
  enough: event.enough,
  approvals: [],
  nextTierAsked: false,
  remindedAt: undefined,
  window: undefined,
  closingNoticed: false,
  declaration: undefined,
  releases: [],
  signIns: [],
  extension: undefined,
  outcome: undefined,
});

function changed(request: Request, event: Exclude<RequestEvent, { type: "requested" }>): Request {
  const { at } = event;
  const over = (status: Status, by?: PersonId, reason?: string): Request => ({
    ...request,
    status,
    outcome: { by, at, reason },
  });
  switch (event.type) {
    case "approved":
      return { ...request, approvals: [...request.approvals, approvalOf(event)] };
    case "granted":
      return { ...request, status: "approved", window: { from: at, until: event.until } };
    case "denied":
      return over("denied", event.by, event.reason);
    case "withdrawn":
      return over("withdrawn", event.by);
    case "expired":
      return over("expired");
    case "declared":
      return {
        ...request,
        status: "declared",
        window: { from: at, until: event.until },
        declaration: {
          at,
          reason: event.reason,
          attestBy: event.attestBy,
          overdueToldAt: undefined,
          attested: undefined,
        },
      };
    case "attested":
      return withDeclaration(request, { attested: { by: event.by, at, note: event.note } });
    case "attestation-overdue":
      return withDeclaration(request, { overdueToldAt: at });
    case "released":
      return { ...request, releases: [...request.releases, { part: event.part, by: event.by, at }] };
    case "extension-asked":
      return {
        ...request,
        remindedAt: undefined,
        extension: {
          number: event.number,
          minutes: event.minutes,
          reason: event.reason,
          askedAt: at,
          answerBy: event.answerBy,
          approvals: [],
          answer: undefined,
        },
      };
    case "extension-approved":
      return withExtension(request, {
        approvals: [...(request.extension?.approvals ?? []), approvalOf(event)],
      });
    case "extended":
      return {
        ...withExtension(request, { answer: { type: "extended", by: undefined, reason: undefined } }),
        window: request.window && { ...request.window, until: event.until },
        closingNoticed: false,
      };
    case "extension-denied":
      return withExtension(request, { answer: { type: "denied", by: event.by, reason: event.reason } });
    case "extension-expired":
      return withExtension(request, { answer: { type: "expired", by: undefined, reason: undefined } });
    case "next-tier-asked":
      return { ...request, nextTierAsked: true };
    case "approvers-reminded":
      return { ...request, remindedAt: at };
    case "closing-noticed":
      return { ...request, closingNoticed: true };
    case "signed-in":
      return signedIn(request, event);
    case "lapsed":
      return over("lapsed");
    case "ended":
      return over("ended", event.by);
    case "refused":
      return request;
  }
}

/** A row may come a day late: what had lapsed unused was used after all. */
const signedIn = (
  request: Request,
  { alert, signedInAt, from }: Extract<RequestEvent, { type: "signed-in" }>,
): Request => ({
  ...request,
  status: request.status === "lapsed" ? "ended" : request.status,
  signIns: [...request.signIns, { alert, at: signedInAt, from }],
});

const approvalOf = ({ by, at, groups }: Approval): Approval => ({ by, at, groups });

/** It was allowed, and no sign-in was seen: worth a word to the SOC, for it may also mean that the log is silent. */
export const isUnseen = ({ window, signIns }: Request): boolean =>
  window !== undefined && signIns.length === 0;

/** Was the credential handed over, or the account signed in to? */
export const wasUsed = ({ releases, signIns }: Pick<Request, "releases" | "signIns">): boolean =>
  releases.length > 0 || signIns.length > 0;

const withDeclaration = (request: Request, change: Partial<Declaration>): Request => ({
  ...request,
  declaration: request.declaration && { ...request.declaration, ...change },
});

const withExtension = (request: Request, change: Partial<Extension>): Request => ({
  ...request,
  extension: request.extension && { ...request.extension, ...change },
});
