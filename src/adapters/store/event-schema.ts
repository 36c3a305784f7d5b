// Every event as the log holds it: JSON, with moments as ISO text. Its types are checked against the core's.
import { z } from "zod";
import {
  type AccountId,
  type PersonId,
  parseAccountId,
  parsePersonId,
  parseRequestId,
  type RequestId,
} from "../../core/ids.ts";
import type { Event } from "../../core/ports.ts";
import type { Refusal } from "../../core/refusal.ts";
import { failures } from "../../core/wish.ts";

const is = <Id extends string>(parse: (raw: string) => Id | undefined) =>
  z.custom<Id>((raw) => typeof raw === "string" && parse(raw) === raw);

const person = is<PersonId>(parsePersonId);
const account = is<AccountId>(parseAccountId);
const request = is<RequestId>(parseRequestId);

const moment = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue("not a moment");
    return z.NEVER;
  }
});

/** Left out of the JSON when it is undefined. The types say that the key is there, as the core's do. */
const maybe = <Type extends z.ZodType>(type: Type) => type.optional().transform((value) => value);

const number = z.number().int();
const groups = z.array(z.string()).readonly();
const quorum = z.object({ approvals: number, mix: groups });

/** A refusal that is retired from the core stays here: old logs hold it. */
const refusals: Record<Refusal, true> = {
  "unknown-person": true,
  "ambiguous-person": true,
  "foreign-tenant": true,
  guest: true,
  external: true,
  bot: true,
  disabled: true,
  "standing-unknown": true,
  "not-a-responder": true,
  "not-an-approver": true,
  "not-a-custodian": true,
  "not-the-requester": true,
  "not-yours-to-end": true,
  "same-person": true,
  "no-such-request": true,
  "no-such-account": true,
  "no-such-part": true,
  "which-request": true,
  "which-part": true,
  "none-of-yours": true,
  "reason-missing": true,
  "reason-too-long": true,
  "duration-out-of-range": true,
  "already-asked": true,
  "already-answered": true,
  "already-decided": true,
  "already-released": true,
  "already-attested": true,
  "already-declared": true,
  "extension-open": true,
  "question-closed": true,
  expired: true,
  over: true,
  "not-open": true,
  "nothing-to-attest": true,
  "foreign-card": true,
};
const refusal = z.enum(Object.keys(refusals) as [Refusal, ...Refusal[]]);

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: moment, ...shape });

const events = [
  event("requested", {
    request,
    by: person,
    account,
    failure: z.enum(failures),
    reason: z.string(),
    ticket: maybe(z.string()),
    minutes: number,
    quorum,
    enough: z.boolean(),
    answerBy: moment,
  }),
  event("approved", { by: person, groups }),
  event("granted", { until: moment }),
  event("denied", { by: person, reason: z.string() }),
  event("withdrawn", { by: person }),
  event("expired", {}),
  event("declared", { by: person, until: moment, attestBy: moment, reason: maybe(z.string()) }),
  event("attested", { by: person, note: z.string() }),
  event("released", { by: person, part: z.string() }),
  event("extension-asked", { by: person, number, minutes: number, reason: z.string(), answerBy: moment }),
  event("extension-approved", { by: person, groups, number }),
  event("extended", { number, until: moment }),
  event("extension-denied", { by: person, number, reason: z.string() }),
  event("extension-expired", { number }),
  event("next-tier-asked", {}),
  event("approvers-reminded", {}),
  event("closing-noticed", {}),
  event("attestation-overdue", {}),
  event("lapsed", {}),
  event("ended", { by: maybe(person) }),
  event("refused", { by: person, wish: z.string(), why: refusal }),
  event("turned-away", {
    platform: z.enum(["slack", "teams"]),
    who: z.string(),
    wish: z.string(),
    why: refusal,
  }),
  event("unreachable", { where: z.string(), why: z.string() }),
  event("reachable", { where: z.string() }),
] as const;

const typed = z.object({ type: z.string() });
const schema = z.discriminatedUnion("type", events);
const types: ReadonlySet<unknown> = new Set(events.map(({ shape }) => shape.type.value));

export type WrittenEvent = z.output<typeof schema>;

/** Throws with what is wrong when this is no event that this version knows. */
export function parseEvent(raw: unknown): Event {
  const { type } = typed.parse(raw);
  if (!types.has(type)) {
    throw new Error(
      `an event of type "${type}" was written by a newer version of breakglass: start that one`,
    );
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success)
    throw new Error(`an event of type "${type}" is not readable: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
