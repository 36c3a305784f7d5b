// The tick: asks which requests and alerts owe something, and lets time decide on each.
import { parseAlertId } from "../core/ids.ts";
import type { Organisation } from "../core/organisation.ts";
import type { Store } from "../core/ports.ts";
import { catchUpAlert } from "./alerts.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";
import { catchUp } from "./requests.ts";

/** Milliseconds between looks: nobody notices a reminder that is a second late. */
const interval = 1_000;
/** Streams of one look; the rest come at the next. */
const most = 100;

type TickParts = { store: Store; organisation: () => Organisation; now: () => Temporal.Instant; log: Log };

export const startTick = (parts: TickParts): Loop =>
  startLoop({ name: "tick", interval, log: parts.log, work: () => tick(parts) });

/** Owes nothing new when run twice; several nodes may run it, for only one append wins. */
export async function tick({ store, organisation, now, log }: TickParts): Promise<boolean> {
  const streams = await store.due(now(), most);
  for (const stream of streams) {
    try {
      await (parseAlertId(stream) ? catchUpAlert : catchUp)(store, organisation(), stream, now());
    } catch (error) {
      log.error({ err: error, stream }, "could not catch up");
    }
  }
  return false;
}
