// What the bot's answer to a command or to a form means, and what Slack then shows.
import { z } from "zod";
import type { Answered } from "./bot-line.ts";
import { readContent } from "./chat-methods.ts";
import { checkView } from "./check-blocks.ts";
import { postAnswer } from "./reply-urls.ts";
import type { Message, Modal, Reaction } from "./types.ts";
import { newModal, replaceModal, setModal } from "./view-methods.ts";
import { changed, type Workspace } from "./workspace.ts";

export type Shown = Pick<Reaction, "error" | "detail" | "message" | "errors">;

export function failure(answered: Answered): Shown | undefined {
  if (answered.failed === "http_timeout") return { error: "operation_timeout" };
  if (answered.failed) return { error: "dispatch_failed", detail: `HTTP ${answered.status || "no answer"}` };
  return undefined;
}

const commandReply = z.looseObject({ response_type: z.enum(["ephemeral", "in_channel"]).optional() });

/** A command's answer is nothing, a plain text, or a message in JSON. */
export function commandAnswered(
  workspace: Workspace,
  user: string,
  channel: string,
  answered: Answered,
): Shown {
  if (answered.body === "") return {};
  const json = decode(answered.body);
  const reply = commandReply.safeParse(json ?? { text: answered.body });
  if (!reply.success) return invalid("the answer to a command is a text or a message in JSON");
  if (Object.keys(reply.data).length === 0) return {};
  const content = readContent(reply.data);
  if ("error" in content) return invalid(JSON.stringify(content));
  const shown: Pick<Message, "text" | "blocks"> = { text: content.text, blocks: content.blocks ?? [] };
  return { message: postAnswer(workspace, { user, channel }, shown, reply.data) };
}

const submissionReply = z.discriminatedUnion("response_action", [
  z.object({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string().min(1)) }),
  z.object({ response_action: z.literal("update"), view: z.unknown() }),
  z.object({ response_action: z.literal("push"), view: z.unknown() }),
  z.object({ response_action: z.literal("clear") }),
]);

/** Nothing closes the form; otherwise it is corrected, changed, covered by another, or all are closed. */
export function submissionAnswered(
  workspace: Workspace,
  modal: Modal,
  answered: Answered,
  trigger: string,
): Shown {
  if (answered.body === "" || answered.body === "{}") {
    closeModal(workspace, modal);
    return {};
  }
  const reply = submissionReply.safeParse(decode(answered.body));
  if (!reply.success) return invalid("the answer to a form is empty or a response_action");
  switch (reply.data.response_action) {
    case "errors": {
      const { errors } = reply.data;
      const inputs = modal.blocks.filter((block) => block.type === "input").map((block) => block.block_id);
      const stray = Object.keys(errors).find((id) => !inputs.includes(id));
      if (stray !== undefined) return invalid(`errors are keyed by the block_id of an input, not "${stray}"`);
      setModal(workspace, { ...modal, errors });
      return { errors };
    }
    case "clear":
      workspace.modals.delete(modal.user);
      changed(workspace);
      return {};
    default: {
      const checked = checkView(reply.data.view, "modal");
      if ("error" in checked) return invalid(JSON.stringify(checked.response_metadata));
      if (reply.data.response_action === "update") replaceModal(workspace, modal, checked.view, trigger);
      else push(workspace, newModal(checked.view, modal.user, trigger));
      return {};
    }
  }
}

/** The form goes, and the one below shows again. */
export function closeModal(workspace: Workspace, modal: Modal): void {
  const stack = workspace.modals.get(modal.user) ?? [];
  const left = stack.filter((one) => one.id !== modal.id);
  workspace.modals.set(modal.user, left);
  changed(workspace);
}

function push(workspace: Workspace, modal: Modal): void {
  workspace.modals.set(modal.user, [...(workspace.modals.get(modal.user) ?? []), modal]);
  changed(workspace);
}

const invalid = (detail: string): Shown => ({ error: "invalid_response", detail });

function decode(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
