// Moments as the database keeps them, and whether this machine's clock can be believed.

/** Rounded up, so that nothing is due or free before its time. */
export const ceilMs = (moment: Temporal.Instant): number =>
  moment.round({ smallestUnit: "millisecond", roundingMode: "ceil" }).epochMilliseconds;

/** Leases last 15-30 s: with clocks further apart than this, two nodes may hold one. */
const furthestApartMs = 5_000;

/** Why leases and deadlines would be wrong here, or undefined when they would not. */
export function whyNotClock(ours: Temporal.Instant, database: Temporal.Instant): string | undefined {
  const ahead = ours.epochMilliseconds - database.epochMilliseconds;
  if (Math.abs(ahead) <= furthestApartMs) return undefined;
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return `this machine's clock is ${seconds} s ${ahead > 0 ? "ahead of" : "behind"} the database's: set it by NTP`;
}
