// Moments beside each other, in words.
type Moment = Temporal.Instant;

export const isBefore = (a: Moment, b: Moment): boolean => Temporal.Instant.compare(a, b) < 0;
export const isAfter = (a: Moment, b: Moment): boolean => Temporal.Instant.compare(a, b) > 0;

export const earlier = (a: Moment, b: Moment): Moment => (isAfter(a, b) ? b : a);
export const later = (a: Moment, b: Moment): Moment => (isBefore(a, b) ? b : a);
