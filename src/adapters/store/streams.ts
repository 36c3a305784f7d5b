// Streams as events. Those read lately are kept: an entry never changes, so only what came since is read anew.
import type { StoredEvent } from "../../core/ports/store.ts";
import { decode } from "./codec.ts";
import type { Ledger, Line } from "./ledger.ts";

/** Together about 10 MB of memory. */
const mostKept = { events: 5_000, characters: 2_000_000 };
/** A stream that would push out more than a quarter of the others is not kept. */
const largest = 1 / 4;

type Size = typeof mostKept;
/** `hash`: of the newest event's entry. It covers all before it, so where it still stands nothing was changed. */
type Kept = { events: readonly StoredEvent[]; hash: string; size: Size };

/**
 * Asks the database each time, so that another node's events are never missed; and sees, by the hash, when it was put
 * back to an older state.
 */
export function streamReader(
  ledger: Pick<Ledger, "lines">,
  most: Size = mostKept,
): (stream: string) => Promise<readonly StoredEvent[]> {
  /** The one that was read longest ago comes first. */
  const kept = new Map<string, Kept>();
  let held: Size = { events: 0, characters: 0 };

  function forget(stream: string): void {
    const { size } = kept.get(stream) ?? {};
    if (!size) return;
    held = { events: held.events - size.events, characters: held.characters - size.characters };
    kept.delete(stream);
  }

  const isTooMuch = ({ events, characters }: Size, part = 1): boolean =>
    events > most.events * part || characters > most.characters * part;

  function keep(stream: string, one: Kept): void {
    forget(stream);
    if (one.size.events === 0 || isTooMuch(one.size, largest)) return;
    held = { events: held.events + one.size.events, characters: held.characters + one.size.characters };
    kept.set(stream, one);
    for (const [oldest] of kept) {
      if (!isTooMuch(held)) return;
      forget(oldest);
    }
  }

  return async (stream) => {
    const before = kept.get(stream);
    const [last, ...since] = before ? await ledger.lines(stream, before.size.events) : [];
    const grown =
      before && last?.hash === before.hash
        ? withLines(before, since)
        : withLines(nothing, await ledger.lines(stream, 1));
    keep(stream, grown);
    return grown.events;
  };
}

const nothing: Kept = { events: [], hash: "", size: { events: 0, characters: 0 } };

function withLines(before: Kept, lines: readonly Line[]): Kept {
  const newest = lines.at(-1);
  if (!newest) return before;
  const { characters } = before.size;
  return {
    events: [...before.events, ...lines.map(decode)],
    hash: newest.hash,
    size: {
      events: newest.version,
      characters: lines.reduce((sum, { text }) => sum + text.length, characters),
    },
  };
}
