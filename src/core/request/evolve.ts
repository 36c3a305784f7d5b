// How each event changes a request.
import type { PersonId } from "../ids.ts";
import { isAfter } from "../moments.ts";
import type { RequestEvent } from "./events.ts";
import type { Approval, Declaration, Extension, Request, Status } from "./state.ts";

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
  drill: event.drill && { id: event.drill.id, known: event.drill.announced, failed: false },
  cleanUp: {},
  reviewReminded: undefined,
  reviewed: undefined,
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
    case "rehearsal-failed":
      return { ...request, drill: request.drill && { ...request.drill, failed: true } };
    case "drill-revealed":
      return { ...request, drill: request.drill && { ...request.drill, known: true } };
    case "cleaned-up":
      return { ...request, cleanUp: { ...request.cleanUp, [event.item]: { by: event.by, at } } };
    case "review-reminded":
      return { ...request, reviewReminded: { number: event.number, at } };
    case "reviewed":
      return { ...request, reviewed: { by: event.by, at, class: event.class, note: event.note } };
    case "refused":
      return request;
  }
}

/** A row may come a day late: what had lapsed unused was used after all, and what was reviewed was not all of it. */
const signedIn = (
  request: Request,
  { alert, signedInAt, from }: Extract<RequestEvent, { type: "signed-in" }>,
): Request => ({
  ...request,
  status: request.status === "lapsed" ? "ended" : request.status,
  signIns: [...request.signIns, { alert, at: signedInAt, from }],
  cleanUp: undoneBy(signedInAt, request.cleanUp),
  reviewed: undefined,
});

/** A use after the credential was renewed makes it known again. */
function undoneBy(use: Temporal.Instant, cleanUp: Request["cleanUp"]): Request["cleanUp"] {
  const { "credential-rotated": rotated, ...others } = cleanUp;
  return rotated && isAfter(use, rotated.at) ? others : cleanUp;
}

const approvalOf = ({ by, at, groups }: Approval): Approval => ({ by, at, groups });

const withDeclaration = (request: Request, change: Partial<Declaration>): Request => ({
  ...request,
  declaration: request.declaration && { ...request.declaration, ...change },
});

const withExtension = (request: Request, change: Partial<Extension>): Request => ({
  ...request,
  extension: request.extension && { ...request.extension, ...change },
});
