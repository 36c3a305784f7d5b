// Log Analytics asked not to be asked for a while: until then it is not.

export type Rest = {
  begin(seconds: number, why: string): void;
  /** Why it must not be asked now. */
  why(): string | undefined;
};

/** However long a rest is asked for: nobody is blind for hours because of one header. */
const longest = 600;

export function createRest(now: () => Temporal.Instant): Rest {
  let until: Temporal.Instant | undefined;
  let reason = "";
  return {
    begin(seconds, why) {
      until = now().add({ milliseconds: Math.ceil(Math.min(seconds, longest) * 1_000) });
      reason = why;
    },
    why() {
      const left = until ? Math.ceil(now().until(until).total("seconds")) : 0;
      // more than was ever asked for: the clock was set back
      return left > 0 && left <= longest ? `${reason}; it is not asked for another ${left} s` : undefined;
    },
  };
}
