// A place or a whole platform that cannot be reached: who must hear of it, so that somebody mends it.
import type { Organisation } from "./organisation.ts";
import { channels } from "./people.ts";
import { type Place, type Platform, parsePlaceKey, placeKey } from "./place.ts";
import type { Append } from "./ports/store.ts";

/** `where`: a platform that does not answer (`slack`), or one place of it that refuses (`slack:channel:C0SOC`). */
export type ReachEvent = { at: Temporal.Instant; where: string } & (
  | { type: "unreachable"; why: string }
  | { type: "reachable" }
);

/** Tries in vain after which a platform counts as unreachable: about half a minute of waiting. */
export const triesInVain = 5;
/** The same for one that asks to wait: it answers, and takes other messages meanwhile. A storm of redrawn cards is no outage. */
export const triesPutOff = 30;

export const reachStream = (where: string): string => `reach:${where}`;

/** What one such event puts on record: the admins hear it wherever they can still be reached. */
export function recordReach(event: ReachEvent, version: number, organisation: Organisation): Append {
  const stream = reachStream(event.where);
  return {
    stream,
    expected: version,
    key: `${stream}/${version}`,
    events: [event],
    due: undefined,
    holds: event.type === "unreachable" ? stream : undefined,
    redraw: false,
    cards: [],
    announcements: hearers(event, organisation).map((place) => ({
      place,
      version: version + 1,
      urgent: false,
    })),
  };
}

function hearers({ where }: ReachEvent, organisation: Organisation): Place[] {
  return channels(organisation, "admins").filter(
    (place) => place.platform !== (where as Platform) && placeKey(place) !== where,
  );
}

/** The place or platform in words an admin knows. */
export function nameOf(where: string, organisation: Organisation): string {
  const place = parsePlaceKey(where);
  if (where === "fallback" || place?.platform === "fallback") return "the fallback webhook";
  if (!place) return where === "slack" ? "Slack" : "Teams";
  const platform = place.platform === "slack" ? "Slack" : "Teams";
  if (place.kind === "person") {
    const person = organisation.people.find(({ id, slack }) => place.id === id || place.id === slack);
    return `${person?.name ?? place.id} in ${platform}`;
  }
  const known = organisation[place.platform]?.channels;
  const kind = (["requests", "soc", "admins"] as const).find((name) => known?.[name] === place.id);
  return `the ${kind ?? place.id} channel in ${platform}`;
}
