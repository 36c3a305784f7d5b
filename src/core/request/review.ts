// When a use must be reviewed, and when somebody is reminded of it: at half of the time, when it is due, then daily.
import { isAfter } from "../moments.ts";
import { type Policy, remindAgainAfter } from "../policy.ts";
import { isUnreviewed, type Request } from "./state.ts";

/** Undefined: no review is owed. */
export function reviewDue(request: Request, policy: Policy): Temporal.Instant | undefined {
  if (!isUnreviewed(request) || !request.outcome) return undefined;
  return request.outcome.at.add({ minutes: policy.reviewWithin });
}

/** The reminder on the second day after it was due, and every later one, is also for the admins and the SOC. */
export const isEscalated = (number: number): boolean => number >= 4;

/**
 * The next reminder, and which number it has if it is said at a moment. Those that were missed are not made up for: the
 * number is that of the newest one, and it grows even where the policy became longer meanwhile.
 */
export function reviewReminder(
  request: Request,
  policy: Policy,
): { due: Temporal.Instant; numberAt: (now: Temporal.Instant) => number } | undefined {
  const due = reviewDue(request, policy);
  if (!due) return undefined;
  const last = request.reviewReminded;
  const passed = (now: Temporal.Instant) => remindersUpTo(now, due, policy);
  return {
    due: momentOf((last ? passed(last.at) : 0) + 1, due, policy),
    numberAt: (now) => Math.max(passed(now), (last?.number ?? 0) + 1),
  };
}

/** 1 is at half of the time, 2 when it is due, 3 a day later. */
function momentOf(number: number, due: Temporal.Instant, { reviewWithin }: Policy): Temporal.Instant {
  if (number === 1) return due.subtract({ seconds: reviewWithin * 30 });
  return due.add({ minutes: (number - 2) * remindAgainAfter });
}

function remindersUpTo(now: Temporal.Instant, due: Temporal.Instant, policy: Policy): number {
  const isReached = (moment: Temporal.Instant) => !isAfter(moment, now);
  if (isReached(due)) return 2 + Math.floor(due.until(now).total("minutes") / remindAgainAfter);
  return isReached(momentOf(1, due, policy)) ? 1 : 0;
}
