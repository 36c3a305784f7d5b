// The same alert told again within seconds wakes nobody again, and no number of alerts wakes without end.

/** Azure repeats after five seconds at the soonest; the watch looks twice a minute anyway. */
const quiet = { seconds: 5 };
/** Wakes in that time; the looks that they cause see what came with the next ones too. */
const most = 50;

/** Whether this one may wake. */
export function createOnce(now: () => Temporal.Instant): (key: string) => boolean {
  const seen = new Map<string, Temporal.Instant>();
  return (key) => {
    const moment = now();
    for (const [old, at] of seen) if (!isWithin(at, moment)) seen.delete(old);
    if (seen.has(key) || seen.size >= most) return false;
    seen.set(key, moment);
    return true;
  };
}

/** A clock that was set back makes nothing quiet for longer. */
const isWithin = (at: Temporal.Instant, moment: Temporal.Instant): boolean =>
  Temporal.Instant.compare(at, moment) <= 0 && Temporal.Instant.compare(moment, at.add(quiet)) < 0;
