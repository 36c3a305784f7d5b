// The outer parts that every card of ours is made of.
import type { Element } from "./paint.ts";

export const frame = {
  type: "AdaptiveCard",
  $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
  version: "1.5",
  msteams: { width: "Full" },
} as const;

export const title = (text: string): Element => ({
  type: "TextBlock",
  text,
  style: "heading",
  size: "large",
  weight: "bolder",
  wrap: true,
});

type Look = { title: string; style?: string; data: Element };

export const execute = (verb: string, { data, ...look }: Look): Element => ({
  type: "Action.Execute",
  ...look,
  verb,
  data: given({ verb, ...data }),
});

/** For clients that do not know Execute: it comes back as a message, with the same data. */
export const submit = (verb: string, { data, ...look }: Look): Element => ({
  type: "Action.Submit",
  ...look,
  data: given({ verb, ...data }),
});

const given = (data: Element): Element =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
