// An event to its canonical JSON text, and back. The text is what is hashed, so it is written one way only.
import type { Event, StoredEvent } from "../../core/ports/store.ts";
import { Unreadable } from "../../core/unreadable.ts";
import { parseEvent, type WrittenEvent } from "./event-schema.ts";
import type { Entry } from "./tables.ts";

/** Throws when the event could not be read back: what nobody can read must not enter a log that never forgets. */
export function encode(event: Event): string {
  const text = canonical(event satisfies WrittenEvent);
  parseEvent(JSON.parse(text));
  return text;
}

/** Throws `Unreadable`, naming the entry, when a newer version wrote it or it is damaged. */
export function decode({ seq, stream, version, text }: Omit<Entry, "prev" | "hash">): StoredEvent {
  try {
    return { seq, stream, version, event: parseEvent(JSON.parse(text)) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Unreadable(stream, `entry ${seq} of the log (${stream}, version ${version}): ${why}`, {
      cause: error,
    });
  }
}

/** Sorted keys, no undefined, no spaces; U+0000 and lone surrogates come out as escapes. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Text from outside as every database takes it, different for different texts: U+0000 and lone surrogates escaped. */
export const storable = (text: string): string =>
  text.replace(/[\0\\\p{Surrogate}]/gu, (bad) => `\\u{${bad.charCodeAt(0).toString(16)}}`);
