// Everything that was said, and how each person sees it: cards that were refreshed for one viewer, messages that only
// one may see, edits and deletions.
import type { Directory, Place, Resident } from "./directory.ts";
import type { Card, Message, SeenChannel } from "./types.ts";

type Kept = { message: Message; place: Place; views: Map<string, Card> };
type Content = Pick<Message, "text" | "textFormat"> & { summary?: string; card?: Card };
type Post = Content & Pick<Message, "by" | "notify"> & { rootId?: string; targetedFor?: string };

export type Messages = {
  post(place: Place, message: Post): Message;
  edit(id: string, content: Content): void;
  remove(id: string): void;
  find(id: string): { message: Message; place: Place } | undefined;
  /** As this person sees it; undefined when they do not. */
  seen(id: string, person: Resident): Message | undefined;
  seenBy(person: Resident): { channels: readonly SeenChannel[]; chat: readonly Message[] };
  /** What the bot has said here after `since` (a count of `posted`) that this person sees. */
  saidSince(since: number, place: Place, person: Resident): readonly Message[];
  posted(): number;
  all(): readonly Message[];
  /** This person's client shows `card` in its place until the message is edited. */
  showTo(id: string, person: Resident, card: Card): void;
};

export function openMessages(directory: Directory, clock: () => number, changed: () => void): Messages {
  const kept = new Map<string, Kept>();
  let lastId = 0;
  const nextId = () => {
    lastId = Math.max(lastId + 1, clock());
    return String(lastId);
  };
  const mustKeep = (id: string): Kept => {
    const found = kept.get(id);
    if (!found) throw new Error(`There is no message "${id}" in the practice Teams.`);
    return found;
  };
  const visible = ({ message, place }: Kept, person: Resident): boolean =>
    place.members.includes(person) && (message.targetedFor ?? person.objectId) === person.objectId;
  const asSeen = ({ message, views }: Kept, person: Resident): Message => {
    const card = views.get(person.objectId);
    return card ? { ...message, card } : message;
  };
  const seenIn = (place: Place, person: Resident): readonly Message[] =>
    [...kept.values()]
      .filter((each) => each.place === place && visible(each, person))
      .map((each) => asSeen(each, person));

  return {
    post: (place, post) => {
      const message: Message = { ...post, id: nextId(), conversationId: place.id, edits: 0 };
      kept.set(message.id, { message, place, views: new Map() });
      changed();
      return message;
    },
    edit: (id, content) => {
      const one = mustKeep(id);
      const { summary: _old, card: _gone, ...rest } = one.message;
      const editedAt = new Date(clock()).toISOString();
      one.message = { ...rest, ...content, editedAt, edits: rest.edits + 1 };
      one.views.clear();
      changed();
    },
    remove: (id) => {
      const one = mustKeep(id);
      const { summary: _old, card: _gone, ...rest } = one.message;
      one.message = { ...rest, text: "", deleted: true };
      one.views.clear();
      changed();
    },
    find: (id) => kept.get(id),
    seen: (id, person) => {
      const one = kept.get(id);
      return one && visible(one, person) ? asSeen(one, person) : undefined;
    },
    seenBy: (person) => {
      const chat = directory.places.get(person.chat);
      const channels = [...directory.places.values()]
        .filter((place) => place.team && place.members.includes(person))
        .map((place) => toChannel(place, seenIn(place, person)))
        .filter((channel) => channel.threads.length > 0 || directory.places.get(channel.id)?.listed);
      return { channels, chat: chat ? seenIn(chat, person) : [] };
    },
    saidSince: (since, place, person) =>
      [...kept.values()]
        .slice(since)
        .filter((each) => each.place === place && each.message.by === "bot" && visible(each, person))
        .map((each) => asSeen(each, person)),
    posted: () => kept.size,
    all: () => [...kept.values()].map((each) => each.message).filter((message) => !message.deleted),
    showTo: (id, person, card) => {
      mustKeep(id).views.set(person.objectId, card);
      changed();
    },
  };
}

function toChannel(place: Place, messages: readonly Message[]): SeenChannel {
  const threads = messages
    .filter((message) => message.rootId === undefined)
    .map((root) => ({ root, replies: messages.filter((reply) => reply.rootId === root.id) }));
  return { id: place.id, name: place.name, team: place.team?.name ?? "", threads };
}
