// Why a command on a request comes to nothing: every rule of who may do what, and when.

import type { Role } from "../organisation.ts";
import { isBy } from "../people.ts";
import { longestReason, type Policy, shortestReason } from "../policy.ts";
import type { Refusal } from "../refusal.ts";
import type { Actor, RequestCommand } from "./decide.ts";
import type { CleanUp } from "./events.ts";
import {
  cleanUpLeft,
  isOpen,
  isOver,
  isUnreviewed,
  openQuestion,
  type Request,
  waitingExtension,
} from "./state.ts";

type Acting = Exclude<RequestCommand, { type: "ask" } | { type: "declare" }>;

export function whyNot(command: Acting, request: Request, policy: Policy): Refusal | undefined {
  switch (command.type) {
    case "approve":
      return whyNotAnswer(command, request) ?? whyNotAgain(command.by, request);
    case "deny":
      return whyNotAnswer(command, request) ?? whyNotWords(command.reason);
    case "withdraw":
      if (!isBy(command.by, request.requester)) return "not-the-requester";
      return whyNotPending(request);
    case "declare-pending":
      if (!isBy(command.by, request.requester)) return "not-the-requester";
      if (!command.by.roles.includes("responder")) return "not-a-responder";
      if (request.status === "declared") return "already-declared";
      return (
        whyNotPending(request) ??
        (command.reason === undefined ? undefined : whyNotWords(command.reason)) ??
        (command.minutes === undefined ? undefined : whyNotMinutes(command.minutes, policy))
      );
    case "attest":
      if (command.note.length > longestReason) return "reason-too-long";
      return whyNotAttest(command.by, request);
    case "release":
      return whyNotRelease(command, request);
    case "extend":
      if (!isBy(command.by, request.requester)) return "not-the-requester";
      if (!isOpen(request)) return notOpen(request);
      if (waitingExtension(request)) return "extension-open";
      return whyNotWords(command.reason) ?? whyNotMinutes(command.minutes, policy);
    case "end":
      if (!mayEnd(command.by, request)) return "not-yours-to-end";
      return isOpen(request) ? undefined : notOpen(request);
    case "clean-up":
      return whyNotReviewer(command.by, request) ?? whyNotTick(command.item, request);
    case "review":
      return (
        whyNotReviewer(command.by, request) ??
        (cleanUpLeft(request).length > 0 ? "clean-up-left" : whyNotWords(command.note))
      );
  }
}

/** The two-person rule stands first: who asked hears that, whatever else is also true. */
function whyNotAnswer({ by, about }: { by: Actor; about?: number }, request: Request): Refusal | undefined {
  if (isBy(by, request.requester)) return "same-person";
  if (!by.roles.includes("approver")) return "not-an-approver"; // who got the card is not who may approve
  const question = openQuestion(request);
  if (question === undefined) return request.status === "expired" ? "expired" : "already-decided";
  if (about !== undefined && about !== question) return "question-closed"; // a stale button
  return undefined;
}

function whyNotAgain(actor: Actor, request: Request): Refusal | undefined {
  const given = request.status === "pending" ? request.approvals : (request.extension?.approvals ?? []);
  return given.some(({ by }) => isBy(actor, by)) ? "already-answered" : undefined;
}

function whyNotPending(request: Request): Refusal | undefined {
  if (request.status === "pending") return undefined;
  return request.status === "expired" ? "expired" : "already-decided";
}

/** What nobody attests is reviewed all the same; so whoever did that does not attest it afterwards. */
function whyNotAttest(by: Actor, { declaration, requester, reviewed }: Request): Refusal | undefined {
  if (!declaration) return "nothing-to-attest";
  if (isBy(by, requester)) return "same-person";
  if (!by.roles.includes("approver")) return "not-an-approver";
  if (declaration.attested) return "already-attested";
  return reviewed && isBy(by, reviewed.by) ? "already-reviewed" : undefined;
}

function whyNotRelease(
  command: Extract<RequestCommand, { type: "release" }>,
  request: Request,
): Refusal | undefined {
  const part = command.parts.find(({ name }) => name === command.part);
  if (!part) return "no-such-part";
  if (!part.custodians.includes(command.by.person)) return "not-a-custodian";
  if (!command.by.roles.includes("custodian")) return "not-a-custodian";
  if (!isOpen(request)) return notOpen(request);
  return request.releases.some((release) => release.part === part.name) ? "already-released" : undefined;
}

/** Who may look over what was done, and put it right: never who asked, nor whoever alone let it happen. */
export function whyNotReviewer(by: Actor, request: Request): Refusal | undefined {
  if (isBy(by, request.requester)) return "same-person";
  if (isSoleVoice(by, request)) return "sole-approver";
  if (!by.roles.some((role) => reviewers.has(role))) return "not-a-reviewer";
  if (request.reviewed) return "already-reviewed";
  return isUnreviewed(request) ? undefined : "nothing-to-review";
}

const reviewers: ReadonlySet<Role> = new Set<Role>(["approver", "admin", "soc", "auditor"]);

/** Where it was declared, whoever attested it stands for an approver. */
export function isSoleVoice(by: Actor, { approvals, declaration }: Request): boolean {
  const voices = [...approvals, ...(declaration?.attested ? [declaration.attested] : [])];
  return voices.length > 0 && voices.every((voice) => isBy(by, voice.by));
}

function whyNotTick(item: CleanUp, { cleanUp }: Request): Refusal | undefined {
  if (item === "credential-rotated") return "seen-by-the-bot"; // a rotation's proof says so, not a person
  return cleanUp[item] ? "already-cleaned" : undefined;
}

const notOpen = (request: Request): Refusal => (isOver(request) ? "over" : "not-open");

/** The requester is done; an approver takes the word back; an admin cleans up. */
const mayEnd = (by: Actor, request: Request): boolean =>
  isBy(by, request.requester) || by.roles.includes("approver") || by.roles.includes("admin");

/** Signs that take no room, or leave it white: ten of them tell an approver nothing. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]|(?!\s)\p{Cc}/gu;

export function whyNotWords(reason: string): Refusal | undefined {
  if (reason.replace(unseen, "").trim().length < shortestReason) return "reason-missing";
  return reason.length > longestReason ? "reason-too-long" : undefined;
}

export const whyNotMinutes = (minutes: number, policy: Policy): Refusal | undefined =>
  Number.isInteger(minutes) && minutes >= 1 && minutes <= policy.longestWindow
    ? undefined
    : "duration-out-of-range";
