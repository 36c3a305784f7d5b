// The tick: asks which streams owe something, and lets time decide on each.
import { parseAlertId, parseDrillId, parseRotationId } from "../core/ids.ts";
import type { Organisation } from "../core/organisation.ts";
import type { Store } from "../core/ports/store.ts";
import { catchUpAlert } from "./alerts.ts";
import { catchUpDrill } from "./drills.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";
import { type Left, leftToNewer } from "./newer.ts";
import { catchUp } from "./requests.ts";
import { catchUpRotation } from "./rotations.ts";

/** Milliseconds between looks: nobody notices a reminder that is a second late. */
const interval = 1_000;
/** Streams of one look; the rest come at the next. */
const most = 100;

type TickParts = { store: Store; organisation: () => Organisation; now: () => Temporal.Instant; log: Log };

export function startTick(parts: TickParts): Loop {
  const left = leftToNewer(parts);
  return startLoop({ name: "tick", interval, log: parts.log, work: () => tick(parts, left) });
}

/** Owes nothing new when run twice; several nodes may run it, for only one append wins. */
export async function tick(parts: TickParts, left: Left = leftToNewer(parts)): Promise<boolean> {
  const { store, organisation, now, log } = parts;
  const leave = left.streams();
  const streams = await store.due(now(), most + leave.size);
  for (const stream of streams.filter((one) => !leave.has(one))) {
    try {
      await catchUpOf(stream)(store, organisation(), stream, now()).catch((error: unknown) =>
        left.leave(stream, error),
      );
    } catch (error) {
      log.error({ err: error, stream }, "could not catch up");
    }
  }
  return false;
}

function catchUpOf(stream: string): typeof catchUp {
  if (parseAlertId(stream)) return catchUpAlert;
  if (parseRotationId(stream)) return catchUpRotation;
  return parseDrillId(stream) ? catchUpDrill : catchUp;
}
