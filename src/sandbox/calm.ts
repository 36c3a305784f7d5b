// When to let the clock leap: not while the bot is in the middle of something, which would then take a day.
import { setTimeout as pause } from "node:timers/promises";

type Talk = {
  /** Changes whenever the bot says something to anybody. */
  last(): readonly unknown[];
  /** It spoke too often, and will try again in a second. */
  isHeldUp(): boolean;
};

/** Milliseconds without a word are calm: what the bot was told it has written down by then. */
const quiet = { usually: 250, heldUp: 1_500 };
/** A bot that is never calm (somebody broke something, and it tries again) is not waited for any longer. */
const patience = 6_000;

export async function untilCalm({ last, isHeldUp }: Talk): Promise<void> {
  const begun = performance.now();
  let heard = last();
  let since = begun;
  const isCalm = () => performance.now() - since >= (isHeldUp() ? quiet.heldUp : quiet.usually);
  while (!isCalm() && performance.now() - begun < patience) {
    await pause(25);
    const now = last();
    if (now.some((each, i) => each !== heard[i])) since = performance.now();
    heard = now;
  }
}
