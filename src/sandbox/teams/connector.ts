// Teams' Bot Connector, as far as a bot like ours uses it: what it carries out, and every way it refuses.
import * as z from "zod";
import { type Answer, badSyntax, ok, refuse } from "./answer.ts";
import { type Directory, type Place, type Resident, splitConversation } from "./directory.ts";
import type { Messages } from "./messages.ts";
import { type Posted, readPosted } from "./outgoing.ts";
import type { TooOften } from "./rates.ts";

/** `bytes`: the size of the request's body. */
type Incoming = { body: unknown; bytes: number; targeted: boolean };

export type Connector = {
  createConversation(incoming: Incoming): Answer;
  /** `replyTo`: the activity to answer. */
  send(conversation: string, incoming: Incoming, replyTo: string | undefined): Answer;
  update(conversation: string, id: string, incoming: Incoming): Answer;
  remove(conversation: string, id: string, targeted: boolean): Answer;
  members(conversation: string): Answer;
  pagedMembers(conversation: string, pageSize: number, after: string | undefined): Answer;
  member(conversation: string, id: string): Answer;
};

type World = {
  tenant: string;
  directory: Directory;
  messages: Messages;
  tooOften: (key: string) => TooOften | undefined;
};

const creation = z.looseObject({
  isGroup: z.boolean().optional(),
  tenantId: z.string().optional(),
  members: z.array(z.looseObject({ id: z.string() })).optional(),
  activity: z.unknown().optional(),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: z.string() }).optional(),
      channel: z.looseObject({ id: z.string() }).optional(),
    })
    .optional(),
});

const noConversation = () => refuse(404, "ConversationNotFound", "Conversation not found.");
const noActivity = () =>
  refuse(404, "ActivityNotFoundInConversation", "Activity not found in the conversation.");

export function openConnector({ tenant, directory, messages, tooOften }: World): Connector {
  const throttled = (key: string): Answer | undefined => {
    const full = tooOften(key);
    if (!full) return undefined;
    const message = `API calls quota exceeded! maximum admitted ${full.rate.count} per ${full.rate.seconds}s.`;
    return refuse(429, "TooManyRequests", message, { "retry-after": String(full.retryAfter) });
  };

  const open = (conversation: string): { place: Place; root: string | undefined } | { refused: Answer } => {
    const { base, root } = splitConversation(conversation);
    const place = directory.places.get(base);
    if (!place) return { refused: noConversation() };
    if (!place.botIsIn) return { refused: place.team ? notInRoster() : blocked() };
    return { place, root };
  };

  /** Puts the posted activity there; `root`: the thread. */
  const put = (place: Place, root: string | undefined, posted: Posted, targeted: boolean): Answer => {
    const only = targeted ? recipientOf(place, posted, directory) : undefined;
    if (only && "refused" in only) return only.refused;
    if (place.team && root !== undefined) {
      const thread = messages.find(root);
      if (!thread || thread.place !== place || thread.message.rootId !== undefined) return noConversation();
      // A thread that one person sees can hold only what that person may see.
      const owner = thread.message.targetedFor;
      if (owner !== undefined && owner !== only?.objectId) return noConversation();
    }
    if (posted.typing) return ok({ id: "" }, 201);
    const message = messages.post(place, {
      ...posted.content,
      by: "bot",
      notify: !targeted && (!place.team || posted.alert || posted.mentions.length > 0),
      ...(place.team && root !== undefined ? { rootId: root } : {}),
      ...(only ? { targetedFor: only.objectId } : {}),
    });
    return ok({ id: message.id }, 201);
  };

  /** A message of the bot's own in this conversation that can still be changed. */
  const own = (conversation: string, id: string, targeted: boolean): Answer | undefined => {
    const opened = open(conversation);
    if ("refused" in opened) return opened.refused;
    const found = messages.find(id);
    if (!found || found.place !== opened.place || found.message.deleted) return noActivity();
    if (found.message.by !== "bot") return refuse(403, "NotEnoughPermissions", "Not a message of this bot.");
    return (found.message.targetedFor !== undefined) === targeted ? undefined : noActivity();
  };

  const send: Connector["send"] = (conversation, { body, bytes, targeted }, replyTo) => {
    const opened = open(conversation);
    if ("refused" in opened) return opened.refused;
    const read = readPosted(body, bytes);
    if ("refused" in read) return read.refused;
    if (targeted && !opened.place.team)
      return badSyntax("Targeted messages are for channels and group chats.");
    // A bot may answer an invoke or an event, which is no message: then it simply speaks in the conversation.
    const found = replyTo === undefined ? undefined : messages.find(replyTo);
    const answered = found?.place === opened.place ? found.message : undefined;
    const root = opened.root ?? answered?.rootId ?? answered?.id;
    return throttled(opened.place.id) ?? put(opened.place, root, read.posted, targeted);
  };

  return {
    createConversation: ({ body, bytes }) => {
      const parsed = creation.safeParse(body);
      if (!parsed.success) return badSyntax("Incorrect conversation creation parameters.");
      const { channelData, members, tenantId, activity } = parsed.data;
      const within = tenantId ?? channelData?.tenant?.id;
      if (channelData?.channel) {
        const opened = open(channelData.channel.id);
        if ("refused" in opened) return opened.refused;
        const read = readPosted(activity, bytes);
        if ("refused" in read) return read.refused;
        const slow = throttled(opened.place.id);
        if (slow) return slow;
        const answer = put(opened.place, undefined, read.posted, false);
        const { id } = answer.body as { id: string };
        return ok({ id: `${opened.place.id};messageid=${id}`, activityId: id }, 201);
      }
      const [only, ...others] = members ?? [];
      if (!only || others.length > 0) return badSyntax("members must name one person.");
      if (within === undefined) return badSyntax("channelData.tenant.id or tenantId is missing.");
      const person = directory.person(only.id);
      if (!person || within !== tenant)
        return badSyntax(`Cannot resolve member "${only.id}" in tenant "${within}".`);
      if (!directory.places.get(person.chat)?.botIsIn) return notInstalled();
      const slow = throttled(`create ${person.objectId}`);
      if (slow || activity === undefined) return slow ?? ok({ id: person.chat }, 201);
      const first = send(person.chat, { body: activity, bytes, targeted: false }, undefined);
      return first.status === 201 ? ok({ ...(first.body as object), id: person.chat }, 201) : first;
    },
    send,
    update: (conversation, id, { body, bytes, targeted }) => {
      const not = own(conversation, id, targeted);
      if (not) return not;
      const read = readPosted(body, bytes);
      if ("refused" in read) return read.refused;
      const slow = throttled(splitConversation(conversation).base);
      if (slow) return slow;
      messages.edit(id, read.posted.content);
      return ok({ id });
    },
    remove: (conversation, id, targeted) => {
      const not = own(conversation, id, targeted) ?? throttled(splitConversation(conversation).base);
      if (not) return not;
      messages.remove(id);
      return ok({});
    },
    members: (conversation) => {
      const opened = open(conversation);
      return "refused" in opened ? opened.refused : ok(opened.place.members.map(account));
    },
    pagedMembers: (conversation, pageSize, after) => {
      const opened = open(conversation);
      if ("refused" in opened) return opened.refused;
      const from = Number(after ?? 0);
      const page = opened.place.members.slice(from, from + pageSize).map(account);
      const next = from + pageSize < opened.place.members.length ? String(from + pageSize) : undefined;
      return ok({ members: page, ...(next ? { continuationToken: next } : {}) });
    },
    member: (conversation, id) => {
      const opened = open(conversation);
      if ("refused" in opened) return opened.refused;
      const person = directory.person(id);
      return person && opened.place.members.includes(person)
        ? ok(account(person))
        : refuse(404, "MemberNotFoundInConversation", "The member was not found in the conversation.");
    },
  };
}

const notInRoster = () =>
  refuse(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");
const blocked = () => refuse(403, "MessageWritesBlocked", "The user blocked or removed the bot.");
const notInstalled = () =>
  refuse(403, "ForbiddenOperationException", "The bot is not installed in the user's personal scope.");

function recipientOf(place: Place, posted: Posted, directory: Directory): Resident | { refused: Answer } {
  if (posted.recipient === undefined) return { refused: badSyntax("A targeted message needs a recipient.") };
  const person = directory.person(posted.recipient);
  if (person && place.members.includes(person)) return person;
  return { refused: badSyntax("The recipient of a targeted message must be in the conversation.") };
}

/** A person as the roster tells of them. */
function account(person: Resident): Record<string, unknown> {
  const [givenName = person.name, ...rest] = person.name.split(" ");
  const mail = `${person.name.toLowerCase().replace(/\s+/g, ".")}@contoso.example`;
  return {
    id: person.mri,
    objectId: person.objectId,
    name: person.name,
    givenName,
    surname: rest.join(" "),
    email: mail,
    userPrincipalName: person.isGuest ? `${mail.replace("@", "_")}#EXT#@contoso.onmicrosoft.com` : mail,
    tenantId: person.tenantId,
    userRole: person.isGuest ? "guest" : "user",
  };
}
