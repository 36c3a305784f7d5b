// When an account is drilled next: by the calendar, because somebody left, or on the day that somebody names.
import type { DrillId, PersonId } from "../ids.ts";
import { isBefore } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import type { Policy } from "../policy.ts";
import type { AccountRecord } from "../readiness.ts";
import type { Refusal } from "../refusal.ts";
import type { Actor } from "../request/decide.ts";
import { beginOf } from "../working-hours.ts";
import { decideDrill } from "./decide.ts";
import type { DrillEvent, DrillReason } from "./events.ts";
import { stageBegins } from "./reminders.ts";
import { type Drill, isOverDrill } from "./state.ts";

/** `drill`: the open one that it moves; undefined: it schedules a new one. */
type Planned = { drill: Drill | undefined; event: DrillEvent };

/** One whose day is further away is asked for when it is nearer. */
const furthest = { years: 1 };

/**
 * When the next drill of the account is due, whether or not it is scheduled yet. It is read from our own record alone:
 * a log that forgets after 30 days makes no drill undone.
 */
export function drillDue({ drills, knownSince }: AccountRecord, policy: Policy): Temporal.Instant {
  const open = openDrill(drills);
  if (open) return open.due;
  const finished = newestEnd(drills, "finished");
  const failed = newestEnd(drills, "failed");
  const byCalendar = (finished ?? knownSince).add({ minutes: policy.drillEvery });
  if (!failed || (finished && isBefore(failed, finished))) return byCalendar;
  const again = failed.add({ minutes: policy.drillAfterFailure });
  return isBefore(again, byCalendar) ? again : byCalendar;
}

/** The event that schedules it on the day of its first reminder; undefined while one is open, or it is not yet time. */
export function scheduledByCalendar(
  record: AccountRecord,
  id: DrillId,
  now: Temporal.Instant,
  organisation: Organisation,
): DrillEvent | undefined {
  if (openDrill(record.drills)) return undefined;
  const due = drillDue(record, organisation.policy);
  if (isBefore(now, stageBegins("14-days", due, organisation))) return undefined;
  return scheduled(record, id, now, { kind: "calendar" }, due);
}

/**
 * Somebody left: a new drill, or the open one, if nobody began it, moved forward. Undefined: it is due early enough, or
 * is being run with those who are left.
 */
export function hastened(
  record: AccountRecord,
  id: DrillId,
  person: PersonId,
  now: Temporal.Instant,
  organisation: Organisation,
): Planned | undefined {
  const { policy } = organisation;
  const drill = openDrill(record.drills);
  const due = now.add({ minutes: policy.drillAfterStaffChange });
  if (drill && drill.status !== "scheduled") return undefined;
  if (!isBefore(due, drillDue(record, policy))) return undefined;
  const reason: DrillReason = { kind: "staff-change", person };
  const event: DrillEvent = drill
    ? { type: "drill-moved", at: now, reason, due }
    : scheduled(record, id, now, reason, due);
  return { drill, event };
}

/** By a person: on that day, from the beginning of its working hours; without a day, now. */
export function planned(
  by: Actor,
  record: AccountRecord,
  day: Temporal.PlainDate | undefined,
  id: DrillId,
  at: Temporal.Instant,
  organisation: Organisation,
): Planned | { refused: Refusal } {
  if (!by.roles.includes("admin")) return { refused: "not-an-admin" };
  const drill = openDrill(record.drills);
  if (drill && drill.status !== "scheduled") return { refused: "drill-open" };
  const due = day ? dueOn(day, at, organisation) : at;
  if (!due) return { refused: "no-such-day" };
  if (!drill) {
    const reason: DrillReason = { kind: "planned", by: by.person };
    return { drill, event: scheduled(record, id, at, reason, due) };
  }
  const decision = decideDrill({ type: "move", by, at, due }, drill, organisation.policy);
  if ("refused" in decision) return decision;
  const [event] = decision.events;
  return event ? { drill, event } : { refused: "drill-open" };
}

/** Undefined: the day is past, or too far away. */
function dueOn(
  day: Temporal.PlainDate,
  at: Temporal.Instant,
  organisation: Organisation,
): Temporal.Instant | undefined {
  const today = at.toZonedDateTimeISO(organisation.timeZone).toPlainDate();
  const isTooEarly = Temporal.PlainDate.compare(day, today) < 0;
  if (isTooEarly || Temporal.PlainDate.compare(day, today.add(furthest)) > 0) return undefined;
  const begin = beginOf(day, organisation);
  return isBefore(begin, at) ? at : begin;
}

const scheduled = (
  { account }: AccountRecord,
  drill: DrillId,
  at: Temporal.Instant,
  reason: DrillReason,
  due: Temporal.Instant,
): DrillEvent => ({ type: "drill-scheduled", at, drill, account: account.id, reason, due });

const openDrill = (drills: readonly Drill[]): Drill | undefined =>
  drills.find((drill) => !isOverDrill(drill));

const newestEnd = (drills: readonly Drill[], status: "finished" | "failed"): Temporal.Instant | undefined =>
  drills
    .flatMap((drill) => (drill.status === status && drill.outcome ? [drill.outcome.at] : []))
    .toSorted(Temporal.Instant.compare)
    .at(-1);
