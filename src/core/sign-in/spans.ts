// Which time a request or an alert concerns, so that the store finds those that matter to some rows, and no others.
import type { Alert } from "../alert/state.ts";
import { earlier, isAfter } from "../moments.ts";
import type { Policy } from "../policy.ts";
import type { Span } from "../ports/store.ts";
import type { Request } from "../request/state.ts";
import { windowOf } from "./window.ts";

const requestSpan = "request";
const alertSpan = "alert";

/** Every moment at which it can have a say in what a row means. */
export function spanOfRequest(request: Request, policy: Policy): Span {
  const { askedAt, allowed, over, kind } = windowOf(request);
  const begins = allowed && kind === "declared" ? minus(allowed.from, policy.declareAfterwards) : askedAt;
  const ends = allowed?.until ?? over ?? request.answerBy;
  const remembered = Math.max(policy.outsideWindowFor, policy.renewWithin, policy.clockTolerance);
  return {
    name: requestSpan,
    from: minus(earlier(begins, askedAt), policy.clockTolerance),
    until: ends.add({ minutes: remembered }),
  };
}

/** From its first row to its last; undefined while it has none, as blindness never has. */
export function spanOfAlert({ signIns, changes }: Alert): Span | undefined {
  const moments = momentsOf([...signIns, ...changes]);
  return moments && { name: alertSpan, ...moments };
}

/** To ask for the requests that rows between these moments are judged by. */
export const requestsAround = (from: Temporal.Instant, until: Temporal.Instant): Span => ({
  name: requestSpan,
  from,
  until,
});

/** To ask for the alerts that rows between these moments may join, or make graver. */
export function alertsAround(from: Temporal.Instant, until: Temporal.Instant, policy: Policy): Span {
  const reach = Math.max(policy.burstGap, policy.failuresRemembered);
  return { name: alertSpan, from: minus(from, reach), until: until.add({ minutes: reach }) };
}

/** The same for these rows; undefined of none. */
export function nearOf(rows: readonly { at: Temporal.Instant }[], policy: Policy): Span | undefined {
  const moments = momentsOf(rows);
  return moments && alertsAround(moments.from, moments.until, policy);
}

/** To ask for the alerts whose rows mean something else when this request changes, and for all that belong to it. */
export const alertsOfRequest = (request: Request, policy: Policy): Span => ({
  ...spanOfRequest(request, policy),
  name: alertSpan,
});

/** The first moment and the last; undefined of nothing. */
export function momentsOf(
  rows: readonly { at: Temporal.Instant }[],
): { from: Temporal.Instant; until: Temporal.Instant } | undefined {
  const [first, ...others] = rows;
  if (!first) return undefined;
  let from = first.at;
  let until = first.at;
  for (const { at } of others) {
    from = earlier(from, at);
    if (isAfter(at, until)) until = at;
  }
  return { from, until };
}

const minus = (moment: Temporal.Instant, minutes: number): Temporal.Instant => moment.subtract({ minutes });
