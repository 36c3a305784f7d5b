// The two loops that see: one reads Entra's log, one follows our own: what changed is judged anew, and owed.
import type { Config } from "../adapters/config/config.ts";
import { createEntraLog } from "./entra-log.ts";
import { startFollow } from "./follow.ts";
import type { Loop } from "./loop.ts";
import { countRows } from "./metrics.ts";
import { type SightNow, startWatch } from "./watch.ts";

type Watching = { loops: readonly Loop[]; look(): void; follow(): void; read(): SightNow | undefined };
type WatchingParts = Omit<Parameters<typeof startWatch>[0], "entraLog" | "watch" | "onRows">;

export function createWatch(
  { service, organisation: { watch } }: Config,
  parts: WatchingParts,
  metrics: Parameters<typeof countRows>[0],
): Watching {
  const follow = startFollow(parts);
  if (!service.watch || !watch) {
    return { loops: [follow], look: () => undefined, follow: follow.wake, read: () => undefined };
  }
  const entraLog = createEntraLog(service.watch, parts);
  const loop = startWatch({ ...parts, entraLog, watch, onRows: (rows) => countRows(metrics, rows) });
  return { loops: [loop, follow], look: loop.wake, follow: follow.wake, read: loop.read };
}
