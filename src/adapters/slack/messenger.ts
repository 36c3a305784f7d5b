// Posts, edits and takes away messages in Slack, and says how that went in the core's words.
import { z } from "zod";
import type { MessageRef, Messenger, Outgoing, Sent } from "../../core/ports/messenger.ts";
import type { Audience } from "./audience.ts";
import { blocks } from "./blocks.ts";
import { notShown, slackWord } from "./failure.ts";
import { text } from "./text.ts";
import type { Web } from "./web.ts";

export const metadataType = "breakglass";

const posted = z.object({ channel: z.string(), ts: z.string() });

/** The message to answer below is gone: then it is said in the channel. */
const noThread = new Set(["thread_not_found", "message_not_found", "cannot_reply_to_message"]);

export const createMessenger = (web: Web, audience: Audience): Messenger => ({
  platform: "slack",
  send: (message) => send(web, audience, message),
  remove: (ref) => remove(web, ref),
});

async function send(web: Web, audience: Audience, message: Outgoing): Promise<Sent> {
  const { place, update, thread } = message;
  try {
    const whyNot = place.kind === "channel" ? await audience.whyNot(place.id) : undefined;
    if (whyNot) return whyNot;
    const body = drawn(message);
    if (update)
      return await call(web, "chat.update", {
        ...body,
        channel: update.conversation,
        ts: update.message,
        parse: "none", // its own default turns names and addresses into links
        link_names: false,
      });
    const post = { ...body, unfurl_links: false, unfurl_media: false };
    if (!thread) return await call(web, "chat.postMessage", { ...post, channel: place.id });
    return await call(web, "chat.postMessage", {
      ...post,
      channel: thread.conversation,
      thread_ts: thread.message,
    }).catch((error: unknown) => {
      if (!noThread.has(slackWord(error) ?? "")) throw error;
      return call(web, "chat.postMessage", { ...post, channel: place.id });
    });
  } catch (error) {
    return notShown(error);
  }
}

/** The metadata is readable by everybody in the workspace: it holds the key and nothing else. */
const drawn = ({ view, key }: Outgoing) => ({
  text: text(view),
  blocks: blocks(view, { key }),
  metadata: { event_type: metadataType, event_payload: { key } },
});

async function call(web: Web, method: string, body: Record<string, unknown>): Promise<Sent> {
  const { channel, ts } = posted.parse(await web.patient.apiCall(method, body));
  return { type: "shown", ref: { conversation: channel, message: ts } };
}

async function remove(web: Web, ref: MessageRef): Promise<Sent> {
  try {
    await web.patient.apiCall("chat.delete", { channel: ref.conversation, ts: ref.message });
    return { type: "shown", ref };
  } catch (error) {
    return slackWord(error) === "message_not_found" ? { type: "shown", ref } : notShown(error);
  }
}
