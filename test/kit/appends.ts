// Appends as a request would make them, with all that a test does not care about filled in.
import type { Place } from "../../src/core/place.ts";
import type { Append, Event } from "../../src/core/ports/store.ts";
import { bob, nine } from "./cast.ts";

export const requests: Place = { platform: "slack", kind: "channel", id: "C0REQUESTS" };
export const soc: Place = { platform: "teams", kind: "channel", id: "19:soc@thread.tacv2" };
export const toBob: Place = { platform: "slack", kind: "person", id: "U0BOB" };

export const approved: Event = { type: "approved", at: nine, by: bob.id, groups: [] };

let keys = 0;

/** One `approved`, at any version, with a key of its own, holding the stream's own name; changes nothing else. */
export function anAppend(stream: string, more: Partial<Append> = {}): Append {
  keys += 1;
  return {
    stream,
    expected: "any",
    key: `key-${keys}`,
    events: [approved],
    due: undefined,
    holds: stream,
    redraw: false,
    cards: [],
    announcements: [],
    ...more,
  };
}
