// Token buckets: so many at once, then one more every few seconds. In bounded memory, and nobody empties another's.

export type Limit = {
  /** How many an untouched bucket holds. */
  atOnce: number;
  /** Seconds until there is one more. */
  every: number;
};

export type Buckets = {
  /** Whether there was one left, which is taken then. `now`: seconds since 1970. */
  take(name: string, now: number): boolean;
};

/**
 * `beyond`: what becomes of new names while `most` buckets are in use: they all share one, or are free. A bucket is let
 * go only when it is full again, so that many new names take nothing from the old ones and give nobody a second helping.
 */
type Room = { most: number; beyond: "shared" | "free" };

type Bucket = { left: number; at: number };

export function createBuckets({ atOnce, every }: Limit, { most, beyond }: Room): Buckets {
  const untilFull = atOnce * every;
  /** Whose turn was longest ago comes first. */
  const buckets = new Map<string, Bucket>();
  const shared: Bucket = { left: atOnce, at: 0 };

  /** A clock that was set back, or far ahead, keeps nobody waiting. */
  const isFull = ({ at }: Bucket, now: number): boolean => Math.abs(now - at) >= untilFull;

  function bucketOf(name: string, now: number): Bucket | undefined {
    const known = buckets.get(name);
    if (known) buckets.delete(name);
    else if (buckets.size >= most) return beyond === "shared" ? shared : undefined;
    const bucket = known ?? { left: atOnce, at: now };
    buckets.set(name, bucket);
    return bucket;
  }

  return {
    take(name, now) {
      for (const [old, bucket] of buckets) {
        if (!isFull(bucket, now)) break;
        buckets.delete(old);
      }
      const bucket = bucketOf(name, now);
      if (!bucket) return true;
      bucket.left = Math.min(atOnce, bucket.left + Math.abs(now - bucket.at) / every);
      bucket.at = now;
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
  };
}
