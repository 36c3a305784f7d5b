// Every event as the log holds it: JSON, with moments as ISO text. Its types are checked against the core's.
import { z } from "zod";
import { classes } from "../../core/alert/events.ts";
import type { Event } from "../../core/ports/store.ts";
import type { Refusal } from "../../core/refusal.ts";
import { cleanUps } from "../../core/request/events.ts";
import { failures } from "../../core/wish.ts";
import { alertSchemas } from "./alert-schema.ts";
import { drillSchemas } from "./drill-schema.ts";
import {
  account,
  alert,
  drill,
  event,
  maybe,
  moment,
  number,
  person,
  request,
  texts,
} from "./event-parts.ts";
import { rotationSchemas } from "./rotation-schema.ts";

const quorum = z.object({ approvals: number, mix: texts });

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
  "not-soc": true,
  "no-such-alert": true,
  "which-alert": true,
  "own-use": true,
  "already-acknowledged": true,
  "already-classified": true,
  "already-closed": true,
  "not-classified": true,
  "nothing-to-review": true,
  "sole-approver": true,
  "not-a-reviewer": true,
  "clean-up-left": true,
  "already-cleaned": true,
  "already-reviewed": true,
  "not-a-keeper": true,
  "no-such-rotation": true,
  "which-rotation": true,
  "already-renewed": true,
  "not-proved": true,
  "proved-already": true,
  "nothing-to-renew": true,
  "not-an-admin": true,
  "no-such-drill": true,
  "which-drill": true,
  "which-account": true,
  "drill-open": true,
  "drill-not-running": true,
  "drill-started": true,
  "drill-over": true,
  "account-in-use": true,
  "own-drill": true,
  "not-of-the-drill": true,
  "seen-by-the-bot": true,
  "already-ticked": true,
  "steps-left": true,
  "no-such-day": true,
  "drill-put-off": true,
  "which-person": true,
  "foreign-card": true,
};
const refusal = z.enum(Object.keys(refusals) as [Refusal, ...Refusal[]]);

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
    drill: maybe(z.object({ id: drill, announced: z.boolean() })),
  }),
  event("approved", { by: person, groups: texts }),
  event("granted", { until: moment }),
  event("denied", { by: person, reason: z.string() }),
  event("withdrawn", { by: person }),
  event("expired", {}),
  event("declared", { by: person, until: moment, attestBy: moment, reason: maybe(z.string()) }),
  event("attested", { by: person, note: z.string() }),
  event("released", { by: person, part: z.string() }),
  event("extension-asked", { by: person, number, minutes: number, reason: z.string(), answerBy: moment }),
  event("extension-approved", { by: person, groups: texts, number }),
  event("extended", { number, until: moment }),
  event("extension-denied", { by: person, number, reason: z.string() }),
  event("extension-expired", { number }),
  event("next-tier-asked", {}),
  event("approvers-reminded", {}),
  event("closing-noticed", {}),
  event("attestation-overdue", {}),
  event("signed-in", { alert, signedInAt: moment, from: z.string() }),
  event("lapsed", {}),
  event("ended", { by: maybe(person) }),
  event("drill-revealed", {}),
  event("rehearsal-failed", {}),
  event("cleaned-up", { item: z.enum(cleanUps), by: maybe(person) }),
  event("review-reminded", { number }),
  event("reviewed", { by: person, class: z.enum(classes), note: z.string() }),
  event("refused", { by: person, wish: z.string(), why: refusal }),
  event("turned-away", {
    platform: z.enum(["slack", "teams"]),
    who: z.string(),
    wish: z.string(),
    why: refusal,
  }),
  event("unreachable", { where: z.string(), why: z.string() }),
  event("reachable", { where: z.string() }),
  ...alertSchemas,
  ...rotationSchemas,
  ...drillSchemas,
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
