// What only a newer version can read is left to its nodes: this one goes on with everything else.
import { isBefore } from "../core/moments.ts";
import { Unreadable } from "../core/unreadable.ts";
import type { Log } from "./log.ts";

/** Seconds until it is tried again: what could not be read may have been another stream, and not matter any more. */
const again = 60;

export type Left = {
  /** Streams that are left alone for now. */
  streams(): ReadonlySet<string>;
  /** Leaves this stream alone when that is why it failed; throws any other error. */
  leave(stream: string, error: unknown): void;
};

export function leftToNewer({ now, log }: { now: () => Temporal.Instant; log: Log }): Left {
  const until = new Map<string, Temporal.Instant>();
  return {
    streams() {
      for (const [stream, end] of until) if (!isBefore(now(), end)) until.delete(stream);
      return new Set(until.keys());
    },
    leave(stream, error) {
      if (!(error instanceof Unreadable)) throw error;
      log.warn({ stream, why: error.message }, "left to a newer version of breakglass");
      until.set(stream, now().add({ seconds: again }));
    },
  };
}

/** Those that can be read here; `left`: why the others cannot. */
export async function readable<One>(
  ids: readonly string[],
  read: (id: string) => Promise<One | undefined>,
): Promise<{ found: One[]; left: Unreadable | undefined }> {
  let left: Unreadable | undefined;
  const found = await Promise.all(
    ids.map((id) =>
      read(id).catch((error: unknown) => {
        if (!(error instanceof Unreadable)) throw error;
        left = error;
        return undefined;
      }),
    ),
  );
  return { found: found.filter((one) => one !== undefined), left };
}
