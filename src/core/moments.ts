// Moments beside each other, in words.
type Moment = Temporal.Instant;

/** The end of what is not over: further than anything that is asked for. */
export const farFuture = Temporal.Instant.from("9999-12-31T23:59:59Z");

export const isBefore = (a: Moment, b: Moment): boolean => Temporal.Instant.compare(a, b) < 0;
export const isAfter = (a: Moment, b: Moment): boolean => Temporal.Instant.compare(a, b) > 0;

export const earlier = (a: Moment, b: Moment): Moment => (isAfter(a, b) ? b : a);
export const later = (a: Moment, b: Moment): Moment => (isBefore(a, b) ? b : a);
