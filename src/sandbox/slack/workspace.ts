// What this Slack remembers: people, channels, messages, open modals, triggers. Kept in memory only.
import { randomBytes } from "node:crypto";
import type {
  Block,
  Message,
  Metadata,
  Modal,
  SlackChannel,
  SlackOptions,
  SlackPerson,
  Version,
  View,
} from "./types.ts";

/** One method of the Web API: what came in, decoded; what goes out, `ok` and all. */
export type Method = (workspace: Workspace, given: Record<string, unknown>) => Record<string, unknown>;

/** A trigger opens one modal, within three seconds. */
type Trigger = { user: string; expires: number; used: boolean; view?: string };
/** Where a reply to a command or a click may still be posted. */
export type ReplyUrl = {
  user: string;
  channel: string;
  expires: number;
  uses: number;
  /** The message that was clicked. */
  on: { channel: string; ts: string } | undefined;
};

export type Workspace = {
  options: SlackOptions;
  appId: string;
  now: () => number;
  people: Map<string, SlackPerson>;
  channels: Map<string, SlackChannel>;
  /** By DM id. */
  dms: Map<string, string>;
  /** By channel and ts, oldest first. */
  messages: Map<string, Message>;
  /** By person; the last is on top. */
  modals: Map<string, Modal[]>;
  homes: Map<string, View>;
  triggers: Map<string, Trigger>;
  replyUrls: Map<string, ReplyUrl>;
  lastTs: number;
  listeners: Set<() => void>;
  /** Tells the bot of metadata in a message; its delivery and retries are events.ts's. */
  announce: (
    event: "message_metadata_posted" | "message_metadata_updated",
    message: Message,
    previous?: Metadata,
  ) => void;
};

export function newWorkspace(options: SlackOptions): Workspace {
  return {
    options,
    appId: options.appId ?? "A0BREAKGLASS",
    now: options.clock ?? Date.now,
    people: new Map(options.people.map((person) => [person.id, person])),
    channels: new Map(options.channels.map((channel) => [channel.id, channel])),
    dms: new Map(),
    messages: new Map(),
    modals: new Map(),
    homes: new Map(),
    triggers: new Map(),
    replyUrls: new Map(),
    lastTs: 0,
    listeners: new Set(),
    announce: () => {},
  };
}

export const changed = (workspace: Workspace): void => {
  for (const heard of workspace.listeners) heard();
};

export const randomId = (prefix: string): string => prefix + randomBytes(6).toString("hex").toUpperCase();

/** Slack's timestamps are ids: never twice the same, never backwards. */
export function nextTs(workspace: Workspace): string {
  workspace.lastTs = Math.max(workspace.now() * 1000, workspace.lastTs + 100);
  const micros = Math.floor(workspace.lastTs);
  return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
}

export function newTrigger(workspace: Workspace, user: string, view?: string): string {
  const id = `${workspace.now()}.${workspace.triggers.size + 1}.${randomBytes(16).toString("hex")}`;
  const trigger = { user, expires: workspace.now() + 3000, used: false };
  workspace.triggers.set(id, view === undefined ? trigger : { ...trigger, view });
  return id;
}

/** The DM between the bot and a person; one each. */
export function dmOf(workspace: Workspace, userId: string): string {
  const id = `D${userId.slice(1)}`;
  workspace.dms.set(id, userId);
  return id;
}

export const teamOf = (workspace: Workspace, person: SlackPerson): string =>
  person.teamId ?? workspace.options.team.id;

export function isIn(workspace: Workspace, userId: string, channelId: string): boolean {
  const { bot } = workspace.options;
  const inDm = workspace.dms.get(channelId);
  if (inDm !== undefined) return userId === inDm || userId === bot.userId;
  const channel = workspace.channels.get(channelId);
  if (!channel) return false;
  if (userId === bot.userId) return channel.botIsIn !== false;
  if (channel.members !== "all") return channel.members.includes(userId);
  const person = workspace.people.get(userId);
  return person !== undefined && (person.teamId === undefined || channel.isExtShared === true);
}

export const messageAt = (workspace: Workspace, at: { channel: string; ts: string }): Message | undefined =>
  workspace.messages.get(`${at.channel} ${at.ts}`);

export function put(workspace: Workspace, message: Message): Message {
  workspace.messages.set(`${message.channel} ${message.ts}`, message);
  changed(workspace);
  return message;
}

export const newMessage = (
  workspace: Workspace,
  channel: string,
  content: Version & Partial<Pick<Message, "metadata" | "threadTs" | "ephemeralFor">>,
): Message => ({
  ts: nextTs(workspace),
  channel,
  by: workspace.options.bot.userId,
  updates: 0,
  earlier: [],
  ...content,
  blocks: named(content.blocks),
});

/** An edit keeps what was shown before, for clicks on what a phone still shows. */
export function edit(
  workspace: Workspace,
  message: Message,
  to: Version & Pick<Message, "metadata">,
): Message {
  const { metadata: _, ...rest } = message;
  return put(workspace, {
    ...rest,
    ...to,
    blocks: named(to.blocks),
    editedAt: nextTs(workspace),
    updates: message.updates + 1,
    earlier: [...message.earlier, { text: message.text, blocks: message.blocks }],
  });
}

/** Slack gives blocks and elements that have no id one of its own. */
export const named = (blocks: readonly Block[]): Block[] =>
  blocks.map((block) => {
    const withId: Block = { block_id: randomBytes(3).toString("base64url"), ...block };
    if (block.type === "actions")
      return { ...withId, elements: (block.elements as object[]).map(namedElement) };
    if (block.type === "input") return { ...withId, element: namedElement(block.element as object) };
    if (block.type === "section" && block.accessory)
      return { ...withId, accessory: namedElement(block.accessory) };
    return withId;
  });
const namedElement = (element: object) => ({ action_id: randomBytes(4).toString("base64url"), ...element });

export const canSee = (workspace: Workspace, userId: string, message: Message): boolean =>
  !message.deleted &&
  isIn(workspace, userId, message.channel) &&
  (message.ephemeralFor === undefined || message.ephemeralFor === userId);
