// The rules of a request: a command and the state it meets, to events or a refusal.
import type { Class } from "../alert/events.ts";
import type { DrillId, PersonId, RequestId } from "../ids.ts";
import type { Part, Quorum, Role } from "../organisation.ts";
import type { Policy } from "../policy.ts";
import { isMet } from "../quorum.ts";
import type { Refusal } from "../refusal.ts";
import type { Wanted } from "../wish.ts";
import type { CleanUp, RequestEvent } from "./events.ts";
import type { Approval, Request } from "./state.ts";
import { whyNot, whyNotMinutes, whyNotWords } from "./why-not.ts";

/** Who acts, with the roles they have at this moment. `ids`: every id this human may stand under in the log. */
export type Actor = {
  person: PersonId;
  ids: readonly string[];
  roles: readonly Role[];
  groups: readonly string[];
};

export type RequestCommand = { by: Actor; at: Temporal.Instant } & (
  | ({ type: "ask" } & Opening)
  | ({ type: "declare" } & Opening)
  /** `minutes`: when the declaration says how long; else what the request asked for. */
  | { type: "declare-pending"; reason?: string; minutes?: number }
  | { type: "approve"; about?: number }
  | { type: "deny"; about?: number; reason: string }
  | { type: "withdraw" }
  | { type: "end" }
  | { type: "extend"; minutes: number; reason: string }
  | { type: "attest"; note: string }
  /** `parts`: those of the account, as the configuration says at this moment. */
  | { type: "release"; part: string; parts: readonly Part[] }
  | { type: "clean-up"; item: CleanUp }
  | { type: "review"; class: Class; note: string }
);

type Opening = {
  request: RequestId;
  wanted: Wanted;
  quorum: Quorum;
  /** Could the people who may approve today meet the quorum without the requester? */
  enough: boolean;
  /** The drill that this rehearses. */
  drill?: { id: DrillId; announced: boolean };
};

export type Decision = { events: readonly RequestEvent[] } | { refused: Refusal };

/** Decides on the request as it is at `command.at`: what time has already decided must be in it (see `act`). */
export function decide(command: RequestCommand, request: Request | undefined, policy: Policy): Decision {
  if (command.type === "ask" || command.type === "declare") return open(command, request, policy);
  if (!request) return { refused: "no-such-request" };
  const refused = whyNot(command, request, policy);
  if (refused) return { refused };
  const at = command.at;
  const by = command.by.person;
  switch (command.type) {
    case "approve":
      return { events: approve(command, request) };
    case "deny":
      return {
        events:
          request.status === "pending"
            ? [{ type: "denied", at, by, reason: command.reason }]
            : [
                {
                  type: "extension-denied",
                  at,
                  by,
                  reason: command.reason,
                  number: request.extension?.number ?? 0,
                },
              ],
      };
    case "withdraw":
      return { events: [{ type: "withdrawn", at, by }] };
    case "declare-pending":
      return { events: [declared(command, command.minutes ?? request.minutes, command.reason, policy)] };
    case "attest":
      return { events: [{ type: "attested", at, by, note: command.note }] };
    case "release":
      return { events: [{ type: "released", at, by, part: command.part }] };
    case "extend":
      return {
        events: [
          {
            type: "extension-asked",
            at,
            by,
            number: (request.extension?.number ?? 0) + 1,
            minutes: command.minutes,
            reason: command.reason,
            answerBy: at.add({ minutes: policy.answerWithin }),
          },
        ],
      };
    case "end":
      return { events: [{ type: "ended", at, by }] };
    case "clean-up":
      return { events: [{ type: "cleaned-up", at, by, item: command.item }] };
    case "review":
      return { events: [{ type: "reviewed", at, by, class: command.class, note: command.note }] };
  }
}

function open(
  command: Extract<RequestCommand, { type: "ask" | "declare" }>,
  request: Request | undefined,
  policy: Policy,
): Decision {
  const { by, at, wanted } = command;
  if (request) return { refused: "already-asked" };
  if (!by.roles.includes("responder")) return { refused: "not-a-responder" };
  const refused = whyNotWords(wanted.reason) ?? whyNotMinutes(wanted.minutes, policy);
  if (refused) return { refused };
  const requested: RequestEvent = {
    type: "requested",
    at,
    by: by.person,
    request: command.request,
    ...wanted,
    quorum: command.quorum,
    enough: command.enough,
    answerBy: at.add({ minutes: policy.answerWithin }),
    drill: command.drill,
  };
  return {
    events:
      command.type === "ask"
        ? [requested]
        : [requested, declared(command, wanted.minutes, undefined, policy)],
  };
}

const declared = (
  { at, by }: RequestCommand,
  minutes: number,
  reason: string | undefined,
  policy: Policy,
): RequestEvent => ({
  type: "declared",
  at,
  by: by.person,
  until: at.add({ minutes }),
  attestBy: at.add({ minutes: policy.attestWithin }),
  reason,
});

function approve({ by, at }: RequestCommand, request: Request): RequestEvent[] {
  const approval: Approval = { by: by.person, at, groups: by.groups };
  const extension = request.status === "pending" ? undefined : request.extension;
  if (extension) {
    const approved: RequestEvent = { type: "extension-approved", ...approval, number: extension.number };
    if (!isMet(request.quorum, [...extension.approvals, approval])) return [approved];
    const from = request.window?.until ?? at;
    return [
      approved,
      { type: "extended", at, number: extension.number, until: from.add({ minutes: extension.minutes }) },
    ];
  }
  const approved: RequestEvent = { type: "approved", ...approval };
  if (!isMet(request.quorum, [...request.approvals, approval])) return [approved];
  return [approved, { type: "granted", at, until: at.add({ minutes: request.minutes }) }];
}
