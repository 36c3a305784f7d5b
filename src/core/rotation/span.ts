// Which time a rotation concerns, so that the store finds those that explain a change.
import { farFuture } from "../moments.ts";
import type { Span } from "../ports/store.ts";
import type { Rotation } from "./state.ts";

const name = "rotation";

/** From its opening to its end. */
export const spanOfRotation = ({ openedAt, closed }: Rotation): Span => ({
  name,
  from: openedAt,
  until: closed?.at ?? farFuture,
});

/** To ask for those that were open since then; also those that a clock, set back since, calls tomorrow's. */
export const rotationsFrom = (from: Temporal.Instant): Span => rotationsAround(from, farFuture);

/** To ask for the rotations that were open at some time between these moments. */
export const rotationsAround = (from: Temporal.Instant, until: Temporal.Instant): Span => ({
  name,
  from,
  until,
});
