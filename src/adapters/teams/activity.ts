// Reads a verified activity: who, where, and what was said or clicked. What cannot be read is undefined.
import { type Activity, TurnContext } from "botbuilder";
import { z } from "zod";
import { parseGuid } from "../../core/ids.ts";
import type { Standing } from "../../core/ports/desk.ts";
import { type ButtonAction, type FormName, formNames, type Typed } from "../../core/view.ts";
import { parseAction } from "./button-action.ts";

/** Where something was said, and by whom: enough to answer there. */
export type Scene = {
  serviceUrl: string;
  /** As Teams names it, with `;messageid=` in a channel's thread. */
  conversation: string;
  personal: boolean;
  /** The bot's own id: `28:…`. */
  bot: string;
  /** `29:…`, the person's id for this bot; another bot has another. */
  user: string;
  /** Entra object id; undefined where the channel itself speaks. */
  objectId: string | undefined;
  standing: Standing;
  activity: string;
};

export type Said = { scene: Scene } & (
  | { type: "words"; text: string }
  | ({ type: "action" } & Action)
  /** Someone came, went, installed or removed the app: `members` says that the roster changed. */
  | { type: "presence"; members: boolean }
  /** Nothing that this bot listens to. */
  | { type: "other" }
);

/** `way`: an invoke can be answered with a card in its place, a submit comes as a message. */
type Action = {
  way: "invoke" | "submit";
  /** The message the card is in. */
  message: string | undefined;
  /** False for a screen that refreshed by itself: it must never decide anything. */
  byHand: boolean;
  /** Undefined: a button that is not ours, or was tampered with. */
  deed: Deed | undefined;
};

/** The card's key and its stream come back from the client, and so are trusted for nothing. */
export type Deed = { card: string | undefined; stream: string | undefined } & (
  | { verb: "bg.view" }
  | { verb: "bg.click"; action: ButtonAction; typed: Typed }
  | { verb: "bg.submit"; form: FormName; about: ButtonAction | undefined; typed: Typed }
);

const text = z.string().max(20_000);
/** Half a sign cannot stand in an address, and we answer at addresses that are made of ids. */
const id = z
  .string()
  .min(1)
  .max(1_000)
  .refine((raw) => raw.isWellFormed());

const activitySchema = z.object({
  type: text,
  id: id.optional(),
  serviceUrl: id,
  name: text.optional(),
  from: z.object({
    id,
    aadObjectId: id.optional(),
    role: text.optional(),
    tenantId: text.optional(),
  }),
  conversation: z.object({ id, conversationType: text.optional(), tenantId: text.optional() }),
  recipient: z.object({ id }),
  replyToId: id.optional(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  entities: z.array(z.unknown()).nullish(),
  membersAdded: z.array(z.unknown()).nullish(),
  membersRemoved: z.array(z.unknown()).nullish(),
});
type Parsed = z.infer<typeof activitySchema>;

/** `tenant`: ours; a person of another one is external. */
export function parseActivity(raw: unknown, tenant: string): Said | undefined {
  const { data: activity } = activitySchema.safeParse(raw);
  if (!activity) return undefined;
  const { type, id: activityId } = activity;
  const isTurn = type === "message" || type === "invoke";
  if (isTurn && !activityId) return undefined;
  const scene = sceneOf(activity, tenant);
  if (type === "message") return { scene, ...message(activity) };
  if (type === "invoke")
    return activity.name === "adaptiveCard/action"
      ? { scene, type: "action", ...invoke(activity) }
      : undefined; // it waits for an answer that we do not have
  if (type === "conversationUpdate")
    return {
      scene,
      type: "presence",
      members: Boolean(activity.membersAdded?.length || activity.membersRemoved?.length),
    };
  if (type === "installationUpdate") return { scene, type: "presence", members: true };
  return { scene, type: "other" };
}

const sceneOf = (activity: Parsed, tenant: string): Scene => ({
  serviceUrl: activity.serviceUrl,
  conversation: activity.conversation.id,
  personal: activity.conversation.conversationType === "personal",
  bot: activity.recipient.id,
  user: activity.from.id,
  objectId: activity.from.aadObjectId && parseGuid(activity.from.aadObjectId),
  standing: standingOf(activity.from, tenant),
  activity: activity.id ?? "",
});

function standingOf(from: Parsed["from"], tenant: string): Standing {
  if (from.id.startsWith("28:") || (from.role && from.role !== "user")) return "bot";
  if (from.tenantId && parseGuid(from.tenantId) !== tenant) return "external";
  return "member";
}

function message(activity: Parsed): { type: "words"; text: string } | ({ type: "action" } & Action) {
  const words = wordsOf(activity);
  if (words || activity.value === undefined || activity.value === null) return { type: "words", text: words };
  const data = dataSchema.safeParse(activity.value).data;
  return {
    type: "action",
    way: "submit",
    message: activity.replyToId,
    byHand: true,
    deed: data && deedOf(data.verb, data),
  };
}

const mention = z.object({
  type: z.literal("mention"),
  mentioned: z.object({ id: z.string() }),
  text: z.string(),
});

/** What was typed, without the mention of the bot. */
function wordsOf({ text: raw, recipient, entities }: Parsed): string {
  const mentions = (entities ?? []).flatMap((entity) => mention.safeParse(entity).data ?? []);
  const bare = { text: raw ?? "", recipient, entities: mentions } as unknown as Activity;
  return decoded(TurnContext.removeRecipientMention(bare) ?? "").trim();
}

const entities: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "\u00a0": " ",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/** Teams writes typed words as it would write HTML. */
const decoded = (words: string): string =>
  words.replace(/&(?:nbsp|lt|gt|quot|#39|amp);|\u00a0/g, (entity) => entities[entity] ?? entity);

const dataSchema = z.looseObject({
  verb: z.string().optional(),
  card: z.string().max(500).optional(),
  stream: z.string().max(200).optional(),
  form: z.enum(formNames).optional(),
  action: z.unknown().optional(),
});
type Data = z.infer<typeof dataSchema>;

const invokeSchema = z.object({
  action: z.object({ verb: z.string(), data: dataSchema }),
  trigger: z.unknown().optional(),
});

function invoke({ value, replyToId }: Parsed): Action {
  const { data: read } = invokeSchema.safeParse(value);
  return {
    way: "invoke",
    message: replyToId,
    byHand: read?.trigger === undefined || read.trigger === "manual",
    deed: read && deedOf(read.action.verb, read.action.data),
  };
}

function deedOf(verb: string | undefined, data: Data): Deed | undefined {
  const from = { card: data.card, stream: data.stream };
  const action = data.action === undefined ? undefined : parseAction(data.action);
  const typed = typedOf(data);
  if (verb === "bg.view") return { verb, ...from };
  if (verb === "bg.click") return action && { verb, ...from, action, typed };
  if (verb !== "bg.submit" || !data.form) return undefined;
  if (data.action !== undefined && !action) return undefined; // a form about nothing we know
  return { verb, ...from, form: data.form, about: action, typed };
}

/** The inputs of a form are named after it, so that two forms of one card cannot be confused: `deny.reason`. */
function typedOf(data: Data): Typed {
  const prefix = `${data.form}.`;
  const fields = Object.entries(data).flatMap(([name, value]) =>
    data.form && name.startsWith(prefix) && typeof value === "string"
      ? [[name.slice(prefix.length), value] as const]
      : [],
  );
  return Object.fromEntries(fields);
}
