// Where something can be said: a channel or one person's direct messages in a chat, or the fallback webhook.

/** Where people talk, and click. */
export type Chat = "slack" | "teams";
/** `fallback`: the second road of a Sev 0, for the hour in which a chat does not take it. Nobody speaks there. */
export type Platform = Chat | "fallback";

/** `id`: a channel's or conversation's id, or a person's own id on that platform (Slack `U…`, Entra object id). */
export type Place = { platform: Platform; kind: "channel" | "person"; id: string };

/** The place as one text, for keys: `slack:channel:C0SOC`. */
export const placeKey = (place: Place): string => `${place.platform}:${place.kind}:${place.id}`;

/** Each once. */
export const distinct = (places: readonly Place[]): Place[] => [
  ...new Map(places.map((place) => [placeKey(place), place])).values(),
];

/** The place of a text that `placeKey` made. */
export function parsePlaceKey(key: string): Place | undefined {
  const [, platform, kind, id] = /^(slack|teams|fallback):(channel|person):(.+)$/s.exec(key) ?? [];
  if (!platform || !kind || !id) return undefined;
  return { platform: platform as Platform, kind: kind as Place["kind"], id };
}

/** The one place on the fallback road. */
export const fallbackPlace: Place = { platform: "fallback", kind: "channel", id: "webhook" };
