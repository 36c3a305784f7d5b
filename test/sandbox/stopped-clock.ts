// A practice clock for tests that need none: it is the machine's, and does not leap.
import type { PracticeClock } from "../../src/sandbox/practice-clock.ts";

export const stoppedClock: PracticeClock = {
  now: Date.now,
  state: () => ({ ahead: 0, isMoving: false }),
  leap: () => Promise.reject(new Error("This clock does not leap.")),
};
