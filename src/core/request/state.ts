// A request as its events have made it, and what that means.
import type { Class } from "../alert/events.ts";
import type { AccountId, AlertId, DrillId, PersonId, RequestId } from "../ids.ts";
import type { Quorum } from "../organisation.ts";
import type { Failure } from "../wish.ts";
import { type CleanUp, cleanUps } from "./events.ts";

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
  /** The drill that it rehearses; `known`: to the SOC too; `failed`: nobody signs it off. */
  drill: { id: DrillId; known: boolean; failed: boolean } | undefined;
  cleanUp: Readonly<Partial<Record<CleanUp, { by: PersonId | undefined; at: Temporal.Instant }>>>;
  reviewReminded: { number: number; at: Temporal.Instant } | undefined;
  reviewed: { by: PersonId; at: Temporal.Instant; class: Class; note: string } | undefined;
};

export type Declaration = {
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

/** It was used, it is over, and nobody has reviewed it. */
export const isUnreviewed = (request: Request): boolean =>
  isOver(request) && wasUsed(request) && !isSignedOffElsewhere(request) && !request.reviewed;

/** A drill has its own sign-off, unless it failed, or became a declaration. */
export const isSignedOffElsewhere = ({ drill, declaration }: Request): boolean =>
  drill !== undefined && !drill.failed && !declaration;

export const cleanUpLeft = ({ cleanUp }: Request): readonly CleanUp[] =>
  cleanUps.filter((item) => !cleanUp[item]);

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

/** It was allowed, and no sign-in was seen: worth a word to the SOC, for it may also mean that the log is silent. */
export const isUnseen = ({ window, signIns }: Request): boolean =>
  window !== undefined && signIns.length === 0;

/** Was the credential handed over, or the account signed in to? */
export const wasUsed = ({ releases, signIns }: Pick<Request, "releases" | "signIns">): boolean =>
  releases.length > 0 || signIns.length > 0;
