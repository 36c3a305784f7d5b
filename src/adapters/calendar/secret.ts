// The feed's address is its key: who asks for exactly this path may read, and a guess learns nothing.
import { createHash, timingSafeEqual } from "node:crypto";

/** What an address can carry as it is, and nobody guesses. */
const shape = /^[\w.~-]{32,200}$/;

/** Whether this URL, its query aside, is the feed's. Throws when the secret would let anybody in. */
export function createLock(secret: string): (url: string) => boolean {
  if (!shape.test(secret))
    throw new Error("the calendar feed needs a secret of 32 or more letters and digits");
  const right = digest(`/calendar/${secret}.ics`);
  return (url) => timingSafeEqual(digest(url.split("?", 1)[0] ?? ""), right);
}

/** Of equal length whatever was asked, so that the comparison takes the same time for every guess. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
