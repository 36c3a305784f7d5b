// Why a command on a drill comes to nothing: who may do what in it, and when.

import type { PersonId } from "../ids.ts";
import { isAfter } from "../moments.ts";
import type { Role } from "../organisation.ts";
import { isBy } from "../people.ts";
import { longestReason } from "../policy.ts";
import type { Refusal } from "../refusal.ts";
import type { Actor } from "../request/decide.ts";
import type { Request } from "../request/state.ts";
import { isSoleVoice, whyNotWords } from "../request/why-not.ts";
import type { DrillCommand } from "./decide.ts";
import { type DrillStep, stepOfMilestone } from "./events.ts";
import { type Drill, isOverDrill, stepsLeft } from "./state.ts";

/** The two-person rule stands first: whose drill it is hears that, whatever else is also true. */
export function whyNotOnDrill(command: DrillCommand, drill: Drill): Refusal | undefined {
  const { by, at } = command;
  switch (command.type) {
    case "start":
      if (!by.roles.includes("admin")) return "not-an-admin";
      return whyNotScheduled(drill) ?? (command.inUse ? "account-in-use" : undefined);
    case "witness":
      if (hasPart(by, drill.leader)) return "own-drill";
      if (!hasOneOf(by, witnesses)) return "not-of-the-drill";
      return whyNotWaiting(drill);
    case "tick":
      if (!isOfDrill(by, drill)) return "not-of-the-drill";
      return whyNotRunning(drill, at) ?? whyNotTick(command.step, drill);
    case "sign-off":
      if (hasPart(by, drill.leader)) return "own-drill"; // who led it does not say that it went well
      if (command.user && isBy(by, command.user)) return "own-drill"; // nor who used the account: it has no other review
      if (command.soleVoice) return "sole-approver"; // nor who alone let them, as in any review
      if (!hasPart(by, drill.witness) && !hasOneOf(by, signers)) return "not-of-the-drill";
      if (command.note.length > longestReason) return "reason-too-long";
      return whyNotRunning(drill, at) ?? whyNotDone(command, drill);
    case "fail":
      if (!isOfDrill(by, drill)) return "not-of-the-drill";
      return whyNotBegun(drill, at) ?? whyNotWords(command.reason);
    case "move":
      if (!by.roles.includes("admin")) return "not-an-admin";
      return whyNotScheduled(drill);
  }
}

/** What somebody has to do with the use that they would sign off. `rehearsal`: the request of this drill. */
export const shareIn = (rehearsal: Request | undefined, by: Actor) =>
  rehearsal ? { user: rehearsal.requester, soleVoice: isSoleVoice(by, rehearsal) } : {};

/** They know the process, and the SOC is not among them: it may be what is tested. */
const witnesses: readonly Role[] = ["admin", "approver", "custodian", "auditor"];
const signers: readonly Role[] = ["admin", "approver", "auditor"];

const hasOneOf = ({ roles }: Actor, wanted: readonly Role[]): boolean =>
  wanted.some((role) => roles.includes(role));

/** One human has several Entra accounts, and which of them comes first in the file may change while a drill runs. */
const hasPart = (by: Actor, part: { by: PersonId } | undefined): boolean =>
  part !== undefined && isBy(by, part.by);

const isOfDrill = (by: Actor, { leader, witness }: Drill): boolean =>
  hasPart(by, leader) || hasPart(by, witness) || by.roles.includes("admin");

function whyNotScheduled(drill: Drill): Refusal | undefined {
  if (isOverDrill(drill)) return "drill-over";
  return drill.status === "scheduled" ? undefined : "drill-started";
}

function whyNotWaiting(drill: Drill): Refusal | undefined {
  if (drill.status === "scheduled") return "drill-not-running";
  if (isOverDrill(drill)) return "drill-over";
  return drill.status === "started" ? undefined : "drill-started";
}

function whyNotBegun(drill: Drill, at: Temporal.Instant): Refusal | undefined {
  if (drill.status === "scheduled") return "drill-not-running";
  return isOverDrill(drill) || isOutOfTime(drill, at) ? "drill-over" : undefined;
}

/** What was seen and ticked must still be true: the account may have been used again since. */
function whyNotDone(
  { inUse, unrenewed }: Extract<DrillCommand, { type: "sign-off" }>,
  drill: Drill,
): Refusal | undefined {
  if (stepsLeft(drill).length > 0) return "steps-left";
  if (inUse) return "account-in-use";
  return unrenewed ? "not-proved" : undefined;
}

const whyNotRunning = (drill: Drill, at: Temporal.Instant): Refusal | undefined =>
  drill.status === "started" ? "drill-not-running" : whyNotBegun(drill, at);

/** A click after its time meets a drill that is over, whether or not the tick came first. */
const isOutOfTime = ({ status, until }: Drill, at: Temporal.Instant): boolean =>
  status === "running" && until !== undefined && !isAfter(until, at);

function whyNotTick(step: DrillStep, { steps }: Drill): Refusal | undefined {
  if (seenByTheBot.has(step)) return "seen-by-the-bot";
  return steps[step] ? "already-ticked" : undefined;
}

const seenByTheBot: ReadonlySet<DrillStep> = new Set(Object.values(stepOfMilestone));
