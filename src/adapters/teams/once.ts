// The same message heard twice is handled once: whoever repeats it waits for the first.

/** Teams repeats within seconds; a token that could carry a replay lives about an hour. */
const kept = { minutes: 90 };
const most = 10_000;

type Entry = { until: Temporal.Instant; work: Promise<void> };

/** `work` runs once for a `key`; a failure is forgotten, so that a repetition may do better. */
export function createOnce(now: () => Temporal.Instant) {
  const seen = new Map<string, Entry>();
  return async (key: string, work: () => Promise<void>): Promise<void> => {
    const moment = now();
    for (const [old, { until }] of seen) {
      if (seen.size < most && Temporal.Instant.compare(moment, until) < 0) break;
      seen.delete(old);
    }
    const known = seen.get(key);
    if (known) return known.work;
    const entry: Entry = { until: moment.add(kept), work: work() };
    seen.set(key, entry);
    return entry.work.catch((error: unknown) => {
      if (seen.get(key) === entry) seen.delete(key);
      throw error;
    });
  };
}
