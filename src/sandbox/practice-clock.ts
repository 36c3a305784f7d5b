// The one clock of the practice tenant, and how it leaps: only forward, and for the bot and all it speaks to at once,
// or they would not believe each other's signatures and tokens.

export type PracticeClock = {
  /** Milliseconds since 1970. */
  now(): number;
  state(): ClockState;
  /**
   * A day at a time, so that the bot says what it owes on each of them. Resolves when it has had the time to; rejects
   * with a sentence when the clock is moving already, or the bot does not go along.
   */
  leap(by: Leap): Promise<void>;
};

/** `ahead`: milliseconds, of the machine's own clock. */
export type ClockState = { ahead: number; isMoving: boolean };

export type Leap = keyof typeof leaps;
const leaps = {
  hour: [{ hours: 1 }],
  day: [{ days: 1 }],
  week: Array.from({ length: 7 }, () => ({ days: 1 })),
};
export const leapNames = Object.keys(leaps) as [Leap, ...Leap[]];

type Followers = {
  /** IANA name: the next day begins at the same time of its clocks. */
  timeZone: string;
  /** Resolves when nobody is in the middle of something. */
  calm(): Promise<void>;
  /** Right before each step; milliseconds since 1970. */
  leaves(from: number, to: number): void;
  /** Right after each step; milliseconds. The next one waits for it. */
  arrives(ahead: number): Promise<void>;
  /** Something is to be seen: the time, or that it moves or stands. */
  changed(): void;
};

export function startPracticeClock({ timeZone, calm, leaves, arrives, changed }: Followers): PracticeClock {
  let ahead = 0;
  let isMoving = false;
  const now = () => Date.now() + ahead;

  async function step(by: Temporal.DurationLike): Promise<void> {
    await calm();
    const from = now();
    const zoned = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
    const to = zoned.add(by).epochMilliseconds;
    leaves(from, to);
    ahead += to - from;
    changed();
    await arrives(ahead);
  }

  return {
    now,
    state: () => ({ ahead, isMoving }),
    async leap(by) {
      if (isMoving) throw new Error("The clock is moving already.");
      isMoving = true;
      changed();
      try {
        for (const each of leaps[by]) await step(each);
      } finally {
        isMoving = false;
        changed();
      }
    },
  };
}
