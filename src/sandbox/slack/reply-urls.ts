// Response URLs: how a bot answers a command or a click later, five times within thirty minutes.
import { z } from "zod";
import { readContent } from "./chat-methods.ts";
import { type Refused, refuse } from "./check-blocks.ts";
import type { Message } from "./types.ts";
import { edit, messageAt, newMessage, put, type ReplyUrl, type Workspace } from "./workspace.ts";

const replyUses = 5;
export const replyMinutes = 30;

const reply = z.looseObject({
  response_type: z.enum(["ephemeral", "in_channel"]).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});

/** `status` is HTTP's; a response URL speaks less JSON than the Web API. */
export function postReply(
  workspace: Workspace,
  id: string,
  given: unknown,
): { status: number; body: Record<string, unknown> } {
  const url = workspace.replyUrls.get(id);
  if (!url || workspace.now() > url.expires) return { status: 404, body: refuse("expired_url") };
  if (url.uses >= replyUses) return { status: 404, body: refuse("used_url") };
  url.uses += 1;
  const done = answer(workspace, url, given);
  return "error" in done ? { status: 400, body: done } : { status: 200, body: { ok: true } };
}

function answer(workspace: Workspace, url: ReplyUrl, given: unknown): { message: Message } | Refused {
  const wish = reply.safeParse(given);
  if (!wish.success) return refuse("invalid_payload");
  const original = url.on && messageAt(workspace, url.on);
  if (wish.data.delete_original) {
    if (!original || original.deleted) return refuse("message_not_found");
    return { message: put(workspace, { ...original, deleted: true }) };
  }
  const content = readContent(wish.data);
  if ("error" in content) return content;
  const shown = { text: content.text, blocks: content.blocks ?? [] };
  if (wish.data.replace_original && original) {
    if (original.deleted) return refuse("message_not_found");
    const metadata = content.metadata ?? original.metadata;
    return { message: edit(workspace, original, { ...shown, ...(metadata && { metadata }) }) };
  }
  return { message: postAnswer(workspace, url, shown, wish.data) };
}

/** Where the person is: also the place for what an acknowledgement itself says. */
export function postAnswer(
  workspace: Workspace,
  url: Pick<ReplyUrl, "user" | "channel">,
  shown: Pick<Message, "text" | "blocks">,
  how: Pick<z.infer<typeof reply>, "response_type" | "thread_ts">,
): Message {
  return put(
    workspace,
    newMessage(workspace, url.channel, {
      ...shown,
      ...(how.response_type !== "in_channel" && { ephemeralFor: url.user }),
      ...(how.thread_ts && { threadTs: how.thread_ts }),
    }),
  );
}
