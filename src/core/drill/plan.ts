// When an account is drilled next: by the calendar, because somebody left, or on the day that somebody names.
import type { DrillId, PersonId } from "../ids.ts";
import { earlier, isBefore, later } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import type { Policy } from "../policy.ts";
import type { AccountRecord } from "../readiness.ts";
import type { Refusal } from "../refusal.ts";
import type { Actor } from "../request/decide.ts";
import { beginOf, isWorkingMoment } from "../working-hours.ts";
import { decideDrill } from "./decide.ts";
import type { DrillEvent, DrillReason } from "./events.ts";
import { owedOnDrill } from "./owed.ts";
import { stageBegins } from "./reminders.ts";
import { type Drill, foldDrill, isOverDrill } from "./state.ts";

/** `drill`: the open one that it moves; undefined: it schedules a new one. */
export type Planned = { drill: Drill | undefined; events: readonly DrillEvent[] };
/** `lastDay`: the last one that would do, where a later one was named. */
export type NotPlanned = { refused: Refusal; lastDay?: Temporal.PlainDate };

/**
 * When the next drill of the account is due, whether or not it is scheduled yet. It is read from our own record alone:
 * a log that forgets after 30 days makes no drill undone. One that is scheduled later than it is owed puts nothing off.
 */
export function drillDue(record: AccountRecord, policy: Policy): Temporal.Instant {
  const open = openDrill(record.drills);
  if (!open) return latestDue(record, policy);
  return open.status === "running" ? open.due : earlier(open.due, latestDue(record, policy));
}

/** The last moment for it, whatever anybody plans: by the calendar, after a failure, or because somebody left. */
function latestDue({ drills, knownSince }: AccountRecord, policy: Policy): Temporal.Instant {
  const finished = newestEnd(drills, "finished");
  const failed = newestEnd(drills, "failed");
  const hastenedTo = openDrill(drills)?.hastenedTo;
  const moments = [(finished ?? knownSince).add({ minutes: policy.drillEvery })];
  if (failed && !(finished && isBefore(failed, finished)))
    moments.push(failed.add({ minutes: policy.drillAfterFailure }));
  if (hastenedTo) moments.push(hastenedTo);
  return moments.reduce(earlier);
}

/**
 * What schedules it, when people are at work, on the day of its first reminder: the new card and the reminder come
 * together. Nothing while one is open, or it is not yet time.
 */
export function scheduledByCalendar(
  record: AccountRecord,
  id: DrillId,
  now: Temporal.Instant,
  organisation: Organisation,
): readonly DrillEvent[] {
  if (openDrill(record.drills) || !isWorkingMoment(now, organisation)) return [];
  const due = drillDue(record, organisation.policy);
  if (isBefore(now, stageBegins("14-days", due, organisation))) return [];
  const event = scheduled(record, id, now, { kind: "calendar" }, due);
  const drill = foldDrill([event]);
  return [event, ...(drill ? owedOnDrill(drill, now, organisation) : [])];
}

/**
 * Somebody left: a new drill, or the open one, if it does not run yet, moved forward. Undefined: it is due early
 * enough, or is being run with those who are left.
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
  if (drill?.status === "running") return undefined;
  if (!isBefore(due, drill?.due ?? drillDue(record, policy))) return undefined;
  const reason: DrillReason = { kind: "staff-change", person };
  const event: DrillEvent = drill
    ? { type: "drill-moved", at: now, reason, due }
    : scheduled(record, id, now, reason, due);
  return { drill, events: [event] };
}

/** By a person: on that day, from the beginning of its working hours; without a day, now. Never later than it is owed. */
export function planned(
  by: Actor,
  record: AccountRecord,
  day: Temporal.PlainDate | undefined,
  id: DrillId,
  at: Temporal.Instant,
  organisation: Organisation,
): Planned | NotPlanned {
  if (!by.roles.includes("admin")) return { refused: "not-an-admin" };
  const drill = openDrill(record.drills);
  if (drill && drill.status !== "scheduled") return { refused: "drill-open" };
  const due = day ? dueOn(day, record, at, organisation) : at;
  if ("refused" in due) return due;
  if (!drill) {
    const reason: DrillReason = { kind: "planned", by: by.person };
    return { drill, events: [scheduled(record, id, at, reason, due)] };
  }
  const decision = decideDrill({ type: "move", by, at, due }, drill, organisation.policy);
  return "refused" in decision ? decision : { drill, events: decision.events };
}

/** Today always does: what is overdue can still be planned. */
function dueOn(
  day: Temporal.PlainDate,
  record: AccountRecord,
  at: Temporal.Instant,
  { policy, timeZone, workingHours }: Organisation,
): Temporal.Instant | NotPlanned {
  const dayOf = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(timeZone).toPlainDate();
  const latest = latestDue(record, policy);
  const lastDay = dayOf(later(latest, at));
  if (Temporal.PlainDate.compare(day, dayOf(at)) < 0) return { refused: "no-such-day" };
  if (Temporal.PlainDate.compare(day, lastDay) > 0) return { refused: "drill-put-off", lastDay };
  return later(at, earlier(beginOf(day, { timeZone, workingHours }), latest));
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
