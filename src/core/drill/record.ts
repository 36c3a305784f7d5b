// What one batch of a drill's events puts on record: the events, and all that follows from them.

import { toShow } from "../hearing.ts";
import { farFuture } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import type { Append, Span } from "../ports/store.ts";
import type { DrillEvent } from "./events.ts";
import { drillHearers } from "./hearers.ts";
import { nextDueOnDrill } from "./owed.ts";
import { type Drill, isOverDrill } from "./state.ts";

/** `version`: the one that was read. `drill`: as the events leave it. */
export function recordDrill(
  events: readonly [DrillEvent, ...DrillEvent[]],
  drill: Drill,
  version: number,
  key: string,
  organisation: Organisation,
): Append {
  return {
    stream: drill.id,
    expected: version,
    key,
    events,
    due: nextDueOnDrill(drill, organisation),
    holds: isOverDrill(drill) ? undefined : `drill/${drill.account}`, // one at a time for each account
    span: spanOfDrill(drill),
    ...toShow(drillHearers(events, drill, organisation), version),
  };
}

const drillSpan = "drill";

/** From the moment it was scheduled until it was over. */
const spanOfDrill = ({ scheduledAt, outcome }: Drill): Span => ({
  name: drillSpan,
  from: scheduledAt,
  until: outcome?.at ?? farFuture,
});

/** To ask for the drills that were open since then; also those that a clock, set back since, calls tomorrow's. */
export const drillsFrom = (from: Temporal.Instant): Span => ({ name: drillSpan, from, until: farFuture });
