// A chat that remembers what it shows, and fails when a test says so. One of these for each platform.
import type { Person } from "../../src/core/organisation.ts";
import { fallbackPlace, type Place, type Platform, placeKey } from "../../src/core/place.ts";
import type { Caller, Standing } from "../../src/core/ports/desk.ts";
import type { MessageRef, Messenger, Outgoing, Sent } from "../../src/core/ports/messenger.ts";
import type { View } from "../../src/core/view.ts";
import { contoso } from "./cast.ts";

export type Message = {
  ref: MessageRef;
  place: Place;
  key: string;
  view: View;
  /** The message that it stands below. */
  below: MessageRef | undefined;
};

/** What the platform answers instead of showing; undefined: it shows. */
type Mood = (outgoing: Outgoing) => Sent | undefined | Promise<Sent | undefined>;

export type Chat = Messenger & {
  messages(): readonly Message[];
  /** Everything that was sent, shown or not, in order. */
  readonly sent: Outgoing[];
  at(place: Place): readonly Message[];
  /** The card in a channel or with a person; throws when there is none, or more than one. */
  card(where: Person | "requests" | "soc" | "admins"): Message;
  lose(ref: MessageRef): void;
  /** Puts a message up that nobody notes, as a crash right after posting does. */
  post(message: Pick<Outgoing, "place" | "key" | "view" | "thread">): Message;
  mood: Mood;
};

export function createChat(platform: Platform): Chat {
  const messages = new Map<string, Message>();
  const sent: Outgoing[] = [];
  let number = 0;
  const nameOf = ({ conversation, message }: MessageRef) => `${conversation}/${message}`;

  function post({ place, key, view, thread }: Parameters<Chat["post"]>[0]): Message {
    number += 1;
    const conversation = place.kind === "channel" ? place.id : `with ${place.id}`;
    const ref = { conversation, message: `m${number}` };
    const message: Message = { ref, place, key, view, below: thread };
    messages.set(nameOf(ref), message);
    return message;
  }

  function show(outgoing: Outgoing): Sent {
    const { update, view, place } = outgoing;
    if (place.platform !== platform) throw new Error(`${placeKey(place)} is not on ${platform}`);
    if (!update) return { type: "shown", ref: post(outgoing).ref };
    const old = messages.get(nameOf(update));
    if (!old) return { type: "gone", why: "message_not_found" };
    messages.set(nameOf(update), { ...old, view });
    return { type: "shown", ref: update };
  }

  const chat: Chat = {
    platform,
    sent,
    mood: () => undefined,
    messages: () => [...messages.values()],
    async send(outgoing) {
      sent.push(outgoing);
      return (await chat.mood(outgoing)) ?? show(outgoing);
    },
    async remove(ref) {
      messages.delete(nameOf(ref));
      return { type: "shown", ref };
    },
    at: (place) => chat.messages().filter((message) => placeKey(message.place) === placeKey(place)),
    card(where) {
      const cards = chat.at(placeOf(platform, where)).filter(({ key }) => key.startsWith("card/"));
      const [card, another] = cards;
      if (!card || another) throw new Error(`${cards.length} cards where one should stand`);
      return card;
    },
    lose: (ref) => void messages.delete(nameOf(ref)),
    post,
  };
  return chat;
}

export function placeOf(platform: Platform, where: Person | "requests" | "soc" | "admins"): Place {
  if (platform === "fallback") return fallbackPlace;
  if (typeof where === "string") {
    return { platform, kind: "channel", id: contoso[platform]?.channels[where] ?? "" };
  }
  return { platform, kind: "person", id: platform === "slack" ? (where.slack ?? "") : where.id };
}

export const inSlack = (person: Person, standing: Standing = "member"): Caller => ({
  platform: "slack",
  team: "T0CONTOSO",
  user: person.slack ?? "",
  standing,
});

/** `account`: which of the person's Entra accounts speaks. */
export const inTeams = (person: Person, standing: Standing = "member", account = 0): Caller => ({
  platform: "teams",
  tenant: contoso.tenant,
  objectId: person.objectIds[account] ?? "",
  standing,
});
