// The Web API's chat.*: post, update, delete, and messages for one person's eyes.
import { z } from "zod";
import { checkMessageBlocks, checkMetadata, type Refused, refuse } from "./check-blocks.ts";
import type { Block, Message, Metadata } from "./types.ts";
import { dmOf, edit, isIn, type Method, messageAt, newMessage, put, type Workspace } from "./workspace.ts";

/** Past this Slack cuts a posted text. */
const longestPost = 40_000;
/** Past this chat.update refuses. */
const longestUpdate = 4_000;

export const chatMethods: Record<string, Method> = {
  "chat.postMessage": (workspace, given) => {
    const place = whereTo(workspace, given.channel);
    if ("error" in place) return place;
    const content = readContent(given);
    if ("error" in content) return content;
    const thread = threadOf(workspace, place.channel, given.thread_ts);
    if (typeof thread === "object") return thread;
    const message = put(
      workspace,
      newMessage(workspace, place.channel, {
        text: content.text.slice(0, longestPost),
        blocks: content.blocks ?? [],
        ...(content.metadata && { metadata: content.metadata }),
        ...(thread && { threadTs: thread }),
      }),
    );
    if (message.metadata) workspace.announce("message_metadata_posted", message);
    return { ok: true, channel: message.channel, ts: message.ts, message: wireMessage(workspace, message) };
  },

  "chat.update": (workspace, given) => {
    const found = ownMessage(workspace, given, "cant_update_message");
    if ("error" in found) return found;
    const content = readContent(given);
    if ("error" in content) return content;
    if (content.text.length > longestUpdate) return refuse("msg_too_long");
    const before = found.message;
    const message = edit(workspace, before, {
      text: content.text,
      blocks: content.blocks ?? [],
      ...keptMetadata(before, given, content.metadata),
    });
    if (given.metadata !== undefined && message.metadata)
      workspace.announce("message_metadata_updated", message, before.metadata);
    return {
      ok: true,
      channel: message.channel,
      ts: message.ts,
      text: message.text,
      message: wireMessage(workspace, message),
    };
  },

  "chat.delete": (workspace, given) => {
    const found = ownMessage(workspace, given, "cant_delete_message");
    if ("error" in found) return found;
    put(workspace, { ...found.message, deleted: true });
    return { ok: true, channel: found.message.channel, ts: found.message.ts };
  },

  "chat.postEphemeral": (workspace, given) => {
    const place = whereTo(workspace, given.channel);
    if ("error" in place) return place;
    const user = z.string().safeParse(given.user).data ?? "";
    if (!isIn(workspace, user, place.channel)) return refuse("user_not_in_channel");
    const content = readContent(given);
    if ("error" in content) return content;
    if (content.text.length > longestPost) return refuse("msg_too_long");
    const thread = threadOf(workspace, place.channel, given.thread_ts);
    if (typeof thread === "object") return thread;
    const message = put(
      workspace,
      newMessage(workspace, place.channel, {
        text: content.text,
        blocks: content.blocks ?? [],
        ephemeralFor: user,
        ...(thread && { threadTs: thread }),
      }),
    );
    return { ok: true, message_ts: message.ts };
  },
};

export type Content = { text: string; blocks: Block[] | undefined; metadata: Metadata | undefined };

/** What a message shall show; used by the methods and by response URLs. */
export function readContent(given: Record<string, unknown>): Content | Refused {
  const text = z.string().safeParse(given.text).data ?? "";
  let blocks: Block[] | undefined;
  if (given.blocks !== undefined) {
    const checked = checkMessageBlocks(given.blocks);
    if ("error" in checked) return checked;
    blocks = checked.blocks;
  }
  if (text === "" && (blocks ?? []).length === 0) return refuse("no_text");
  let metadata: Metadata | undefined;
  if (given.metadata !== undefined) {
    const checked = checkMetadata(given.metadata);
    if ("error" in checked) return checked;
    metadata = checked.metadata;
  }
  return { text, blocks, metadata };
}

/** A message as Slack sends it in answers and in the payload of a click. */
export const wireMessage = (workspace: Workspace, message: Message): Record<string, unknown> => ({
  type: "message",
  user: message.by,
  ts: message.ts,
  bot_id: workspace.options.bot.id,
  app_id: workspace.appId,
  team: workspace.options.team.id,
  text: message.text,
  blocks: message.blocks,
  ...(message.threadTs && { thread_ts: message.threadTs, parent_user_id: workspace.options.bot.userId }),
  ...(message.metadata && { metadata: message.metadata }),
  ...(message.editedAt && { edited: { user: workspace.options.bot.userId, ts: message.editedAt } }),
});

/** A channel that the bot is in, or the DM with a person. */
function whereTo(workspace: Workspace, given: unknown): { channel: string } | Refused {
  const id = z.string().safeParse(given).data ?? "";
  const person = workspace.people.get(id);
  if (person?.isBot) return refuse("cannot_dm_bot");
  if (person && !person.deleted) return { channel: dmOf(workspace, id) };
  if (workspace.dms.has(id)) return { channel: id };
  if (!workspace.channels.has(id)) return refuse("channel_not_found");
  if (!isIn(workspace, workspace.options.bot.userId, id)) return refuse("not_in_channel");
  return { channel: id };
}

/** The thread asked for. Slack silently posts outside when the parent does not exist; we refuse, louder. */
function threadOf(workspace: Workspace, channel: string, given: unknown): string | undefined | Refused {
  const ts = z.string().min(1).safeParse(given).data;
  if (ts === undefined) return undefined;
  const parent = messageAt(workspace, { channel, ts });
  if (!parent || parent.ephemeralFor) return refuse("thread_not_found");
  return parent.threadTs ?? parent.ts;
}

/** Ephemeral messages are not found, a DM wants its D-id, and other people's messages are theirs. */
function ownMessage(
  workspace: Workspace,
  given: Record<string, unknown>,
  notOurs: string,
): { message: Message } | Refused {
  const at = z.object({ channel: z.string(), ts: z.string() }).safeParse(given);
  if (!at.success) return refuse("message_not_found");
  const { channel } = at.data;
  if (!workspace.channels.has(channel) && !workspace.dms.has(channel)) return refuse("channel_not_found");
  const message = messageAt(workspace, at.data);
  if (!message || message.deleted || message.ephemeralFor) return refuse("message_not_found");
  if (message.by !== workspace.options.bot.userId) return refuse(notOurs);
  return { message };
}

/** An update that says nothing of metadata keeps it; `{}` takes it away. */
function keptMetadata(before: Message, given: Record<string, unknown>, next: Metadata | undefined) {
  if (given.metadata !== undefined) return next ? { metadata: next } : {};
  return before.metadata ? { metadata: before.metadata } : {};
}
