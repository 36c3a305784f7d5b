// Where something can be shown: a channel or one person's direct messages, on one platform.

export type Platform = "slack" | "teams";

/** `id`: a channel's or conversation's id, or a person's own id on that platform (Slack `U…`, Entra object id). */
export type Place = { platform: Platform; kind: "channel" | "person"; id: string };

/** The place as one text, for keys: `slack:channel:C0SOC`. */
export const placeKey = (place: Place): string => `${place.platform}:${place.kind}:${place.id}`;

/** The place of a text that `placeKey` made. */
export function parsePlaceKey(key: string): Place | undefined {
  const [, platform, kind, id] = /^(slack|teams):(channel|person):(.+)$/s.exec(key) ?? [];
  if (!platform || !kind || !id) return undefined;
  return { platform: platform as Platform, kind: kind as Place["kind"], id };
}
