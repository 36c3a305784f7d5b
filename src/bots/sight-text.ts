// How far the watch has come, as the store keeps it between two looks.
import { z } from "zod";
import type { Sight } from "../core/sign-in/sight.ts";

const moment = z.string().transform((text) => Temporal.Instant.from(text));
const schema = z.object({
  next: moment,
  lookedAt: moment,
  heartbeat: moment.optional(),
  since: moment,
});

/** `next`: where to look from the next time. */
export type KnownSight = Sight & { next: Temporal.Instant };

export const sightText = ({ next, lookedAt, heartbeat, since }: KnownSight): string =>
  JSON.stringify({ next, lookedAt, heartbeat, since });

/** Undefined: there is none yet. Throws when what is kept is not ours. */
export function parseSight(text: string | undefined): KnownSight | undefined {
  if (text === undefined) return undefined;
  const { next, lookedAt, heartbeat, since } = schema.parse(JSON.parse(text));
  return { next, lookedAt, heartbeat, since };
}
