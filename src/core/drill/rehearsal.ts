// The request that rehearses a drill: let go when it came to nothing, and taken up again if it was used after all.
import { isOver, wasUsed } from "../request/state.ts";
import type { DrillEvent } from "./events.ts";
import { type Facts, milestonesOf } from "./milestones.ts";
import { type Drill, triesOf } from "./state.ts";

/**
 * What is true of the last request and was not noted yet. Of one that came to nothing no milestone counts; but its
 * sign-in may be read hours late, and a drill that is kept from the SOC is the only one to know whose it was.
 */
export function newsOf(drill: Drill, facts: Facts, now: Temporal.Instant): readonly DrillEvent[] {
  const { request } = facts;
  if (drill.status !== "running" || !request || triesOf(drill).at(-1) !== request.id) return [];
  const isOwn = drill.request === request.id;
  const seen = milestonesOf(drill, facts, now);
  const isUsed = wasUsed(request) || isSignedIn(drill, seen);
  if (isOver(request) && !isUsed)
    return isOwn ? [{ type: "rehearsal-over", at: now, request: request.id }] : [];
  return isOwn ? seen : [{ type: "drill-asked", at: now, request: request.id }, ...seen];
}

const isSignedIn = (drill: Drill, news: readonly DrillEvent[]): boolean =>
  drill.seen["signed-in"] !== undefined ||
  news.some((event) => event.type === "milestone-seen" && event.milestone === "signed-in");
