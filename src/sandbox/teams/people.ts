// The simulated people: they type, click and look, and see what Teams would show them of the bot's answers.
import * as z from "zod";
import {
  installActivities,
  invokeActivity,
  messageActivity,
  type Sender,
  submitActivity,
} from "./activities.ts";
import type { BotAnswer, BotLine } from "./bot-line.ts";
import { fillIn, pick } from "./card-actions.ts";
import { whyNotCard } from "./card-rules.ts";
import { type Directory, type Place, type Resident, splitConversation } from "./directory.ts";
import type { Messages } from "./messages.ts";
import { cardType, mostBytes } from "./outgoing.ts";
import type { Card, Message, Reaction, SayOptions, TeamsStandIn } from "./types.ts";

export type People = Pick<TeamsStandIn, "say" | "execute" | "show" | "activity" | "install" | "setInstalled">;

type World = {
  sender: Sender;
  directory: Directory;
  messages: Messages;
  line: BotLine;
  retryInvokes: boolean;
  changed: () => void;
};

/** What the Teams client says, whatever the reason. */
const unreachable = "Unable to reach app. Please try again.";
const wentWrong = "Something went wrong. Please try again.";

export function openPeople(world: World): People {
  const { sender, directory, messages, line } = world;

  const placeFor = (person: Resident, where: string) => {
    const { base, root } = splitConversation(where === "personal" ? person.chat : where);
    const place = directory.places.get(base);
    if (!place?.members.includes(person))
      throw new Error(`${person.name} is not in a conversation "${where}".`);
    if (!place.team && !place.botIsIn)
      throw new Error(`${person.name} has no chat with the bot: it is not installed.`);
    return { place, root };
  };
  /** The message as this person sees it, and where. */
  const mustSee = (person: Resident, id: string) => {
    const message = messages.seen(id, person);
    const place = messages.find(id)?.place;
    if (!message || !place || message.deleted) throw new Error(`${person.name} sees no message "${id}".`);
    return { message, place, root: place.team ? (message.rootId ?? message.id) : undefined };
  };

  const write = (person: Resident, where: string, text: string, options: SayOptions) => {
    const { place, root } = placeFor(person, where);
    if (options.slash && !place.team)
      throw new Error("Slash commands are for channels, not for the personal chat.");
    const message = messages.post(place, {
      text: options.slash || !hears(place, options) ? text : spoken(place, options, sender, text),
      textFormat: "plain",
      by: person.objectId,
      notify: false,
      ...(place.team && root !== undefined ? { rootId: root } : {}),
      ...(options.slash ? { targetedFor: person.objectId } : {}),
    });
    const thread = place.team ? (root ?? message.id) : undefined;
    return {
      place,
      activity: messageActivity(sender, person, place, { id: message.id, root: thread, text, options }),
    };
  };

  const deliver = async (person: Resident, place: Place, activity: unknown): Promise<Reaction> => {
    const since = messages.posted();
    const answer = await line.deliver(activity, false);
    const replies = messages.saidSince(since, place, person);
    const failed = answer.status < 200 || answer.status > 299;
    return { ...plain(answer, replies), ...(failed ? { error: unreachable } : {}) };
  };

  /** The whole of an invoke: out, back, and on this person's screen. */
  const invoke = async (
    person: Resident,
    seen: { message: Message; place: Place; root: string | undefined },
    action: Record<string, unknown>,
    trigger: "manual" | "automatic",
  ): Promise<Reaction> => {
    const { message, place, root } = seen;
    const since = messages.posted();
    const click = { root, messageId: message.id, action, trigger };
    const answer = await line.deliver(invokeActivity(sender, person, place, click), world.retryInvokes);
    const shown = readInvoke(answer);
    const now = messages.seen(message.id, person);
    // A refresh that was under way while the message was edited is about the old card.
    const stale = trigger === "automatic" && now?.edits !== message.edits;
    if (shown.card && now && !now.deleted && !stale) messages.showTo(message.id, person, shown.card);
    return { ...plain(answer, messages.saidSince(since, place, person)), ...shown };
  };

  const tell = async (place: Place, person: Resident, added: boolean): Promise<Reaction> => {
    const [update, installation] = installActivities(sender, person, place, added);
    const first = await deliver(person, place, update);
    const second = await deliver(person, place, installation);
    return first.error ? first : second;
  };

  return {
    say: async (objectId, where, text, options = {}) => {
      const person = directory.mustKnow(objectId);
      const { place, activity } = write(person, where, text, options);
      if (!place.botIsIn || !hears(place, options)) return { status: 0, ms: 0, replies: [], body: undefined };
      return deliver(person, place, activity);
    },
    execute: async (objectId, messageId, which, inputs = {}) => {
      const person = directory.mustKnow(objectId);
      const seen = mustSee(person, messageId);
      if (!seen.message.card) throw new Error(`Message "${messageId}" has no card.`);
      const offer = pick(seen.message.card, which);
      const filled = fillIn(offer, inputs);
      if ("invalid" in filled)
        return { status: 0, ms: 0, replies: [], body: undefined, invalid: filled.invalid };
      const { type, title, verb } = offer.action;
      const id = offer.action["id"];
      if (type === "Action.Submit") {
        const click = { id: `f:${crypto.randomUUID()}`, root: seen.root, messageId, data: filled.data };
        return deliver(person, seen.place, submitActivity(sender, person, seen.place, click));
      }
      const action = { type, title, verb, ...(id ? { id } : {}), data: filled.data };
      return invoke(person, seen, action, "manual");
    },
    show: async (objectId, messageId) => {
      const person = directory.mustKnow(objectId);
      const seen = mustSee(person, messageId);
      const action = refreshFor(messages.find(messageId)?.message.card, person, seen.place);
      return action ? invoke(person, seen, action, "automatic") : undefined;
    },
    activity: (objectId, where, text, options = {}) => {
      const person = directory.mustKnow(objectId);
      const { place, root } = placeFor(person, where);
      const id = String(sender.clock());
      return messageActivity(sender, person, place, {
        id,
        root: place.team ? (root ?? id) : undefined,
        text,
        options,
      });
    },
    install: async () => {
      const reactions: Reaction[] = [];
      for (const place of directory.places.values()) {
        const [someone] = place.members;
        const tellHere = place.team ? place.id === place.team.id : true;
        if (someone && tellHere && place.botIsIn) reactions.push(await tell(place, someone, true));
      }
      return reactions;
    },
    setInstalled: async (id, installed) => {
      const place = directory.places.get(directory.person(id)?.chat ?? id);
      const [someone] = place?.members ?? [];
      if (!place || !someone) throw new Error(`"${id}" is no person and no team of the practice Teams.`);
      for (const each of directory.places.values()) {
        if (each === place || (place.team && each.team === place.team)) each.botIsIn = installed;
      }
      world.changed();
      return tell(place, someone, installed);
    },
  };
}

/** In a channel a bot hears only what is meant for it. */
const hears = (place: Place, options: SayOptions): boolean =>
  !place.team || options.slash === true || (options.mention ?? true);

const spoken = (place: Place, options: SayOptions, sender: Sender, text: string): string =>
  (options.mention ?? place.team !== undefined) ? `@${sender.botName} ${text}` : text;

const plain = (answer: BotAnswer, replies: readonly Message[]): Reaction => ({
  status: answer.status,
  ms: answer.ms,
  body: answer.body,
  replies,
  ...(answer.why ? { detail: answer.why } : {}),
});

/** The card's refresh, if this person is one of those it is for. */
export function refreshFor(
  card: Card | undefined,
  person: Resident,
  place: Place,
): Record<string, unknown> | undefined {
  const refresh = card?.["refresh"] as
    | { action: Record<string, unknown>; userIds?: readonly string[] }
    | undefined;
  if (!refresh) return undefined;
  const meant = refresh.userIds ? refresh.userIds.includes(person.mri) : place.members.length <= 60;
  return meant ? refresh.action : undefined;
}

const invokeResponse = z.object({ statusCode: z.number(), type: z.string(), value: z.unknown() });
const invokeError = z.object({ code: z.string(), message: z.string() });

/** What the client makes of the answer to an invoke: anything but the documented shape is an error. */
function readInvoke({ status, body, why }: BotAnswer): Pick<Reaction, "card" | "toast" | "error" | "detail"> {
  const wrong = (detail: string) => ({ error: wentWrong, detail });
  if (status === 0) return { error: unreachable, detail: why ?? "" };
  if (status !== 200) return wrong(`The HTTP status is ${status}; it must be 200, whatever statusCode says.`);
  const parsed = invokeResponse.safeParse(body);
  if (!parsed.success) return wrong("The body is not {statusCode, type, value}.");
  const { statusCode, type, value } = parsed.data;
  if (statusCode === 200 && type === cardType) {
    const bytes = Buffer.byteLength(JSON.stringify(value));
    const not = bytes > mostBytes ? `The card has ${bytes} bytes, at most ${mostBytes}.` : whyNotCard(value);
    return not ? wrong(not) : { card: value as Card };
  }
  if (statusCode === 200 && type === "application/vnd.microsoft.activity.message")
    return typeof value === "string" ? { toast: value } : wrong("The value of a message must be text.");
  const error = invokeError.safeParse(value);
  if (
    type === "application/vnd.microsoft.error" &&
    (statusCode === 400 || statusCode === 500) &&
    error.success
  )
    return wrong(`${error.data.code}: ${error.data.message}`);
  return wrong(`statusCode ${statusCode} with type "${type}" is nothing that Teams knows.`);
}
