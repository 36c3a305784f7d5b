// Does the watch see? Blindness is said; "could not look" is never "nothing found".
import { isBefore } from "../moments.ts";
import type { Watch } from "../organisation.ts";
import { missedBeforeBlind } from "../policy.ts";

/** What is known after a look: when the last good one was, and the newest row of anybody that it told of. */
export type Sight = {
  lookedAt: Temporal.Instant;
  /** Undefined while no row of anybody was ever seen. */
  heartbeat: Temporal.Instant | undefined;
  /** When the watch first looked at all: a log without any row is silent since then. */
  since: Temporal.Instant;
};

export type Blindness = { since: Temporal.Instant; cause: "unreadable" | "silent" };

/** Blind: no good look, or no row of anybody, for three intervals. */
export function blindness(sight: Sight, now: Temporal.Instant, watch: Watch): Blindness | undefined {
  if (isOlder(sight.lookedAt, watch.every, now)) return { since: sight.lookedAt, cause: "unreadable" };
  const newest = sight.heartbeat ?? sight.since;
  return isOlder(newest, watch.heartbeat, now) ? { since: newest, cause: "silent" } : undefined;
}

/** Nobody looked between these two looks for too long: the process was down, say. */
export const wasAway = (before: Temporal.Instant, now: Temporal.Instant, { every }: Watch): boolean =>
  isOlder(before, every, now);

const isOlder = (moment: Temporal.Instant, seconds: number, now: Temporal.Instant): boolean =>
  isBefore(moment.add({ seconds: seconds * missedBeforeBlind }), now);
