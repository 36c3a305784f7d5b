// What one batch of a rotation's events puts on record: the events, and all that follows from them.
import { toShow } from "../hearing.ts";
import type { Organisation } from "../organisation.ts";
import type { Append } from "../ports/store.ts";
import type { RotationEvent } from "./events.ts";
import { rotationHearers } from "./hearers.ts";
import { nextDueOnRotation } from "./owed.ts";
import { spanOfRotation } from "./span.ts";
import { isOpenRotation, type Rotation } from "./state.ts";

/** `version`: the one that was read. `rotation`: as the events leave it. `takes`: facts that they take in. */
export function recordRotation(
  events: readonly [RotationEvent, ...RotationEvent[]],
  rotation: Rotation,
  version: number,
  key: string,
  organisation: Organisation,
  takes: readonly string[] = [],
): Append {
  return {
    stream: rotation.id,
    expected: version,
    key,
    events,
    due: nextDueOnRotation(rotation, organisation),
    holds: isOpenRotation(rotation) ? `rotation/${rotation.account}` : undefined, // one for each account
    ...(takes.length > 0 && { takes }),
    span: spanOfRotation(rotation),
    ...toShow(rotationHearers(events, rotation, organisation), version),
  };
}
