// Private answers: in the acknowledgement, at a response URL, as an ephemeral message, or at last as a direct message.
import type { KnownBlock } from "@slack/types";
import type { Answer, From } from "../../core/ports/desk.ts";
import type { View } from "../../core/view.ts";
import { blocks } from "./blocks.ts";
import type { Kit } from "./kit.ts";
import { openForm } from "./open-form.ts";
import { postJson } from "./post-json.ts";
import { slackWords } from "./slack-words.ts";
import { text } from "./text.ts";

export type Private = {
  response_type: "ephemeral";
  replace_original: false;
  text: string;
  blocks: KnownBlock[];
};

export const privately = (view: View): Private => ({
  response_type: "ephemeral",
  replace_original: false,
  text: text(view),
  blocks: blocks(view),
});

/** Where somebody can be told something in private. */
export type Ear = { user: string; channel: string | undefined; reply: string | undefined };

/** The next way is taken when one fails: nobody who acted is left without an answer. */
export async function tell(kit: Kit, ear: Ear, view: View): Promise<void> {
  const message = privately(view);
  if (ear.reply !== undefined && (await atResponseUrl(kit, ear.reply, message))) return;
  const { text, blocks } = message;
  const { user, channel } = ear;
  if (channel !== undefined && (await post(kit, "chat.postEphemeral", { channel, user, text, blocks })))
    return;
  await kit.web.patient.apiCall("chat.postMessage", { channel: user, text, blocks });
}

/** The view to show; none when the answer is a form that opened by itself. */
export async function shown(
  kit: Kit,
  answer: Answer,
  at: { trigger: string; modal?: string | undefined },
  from?: From,
): Promise<{ view: View | undefined }> {
  if (answer.type !== "form") return { view: answer.view };
  return { view: (await openForm(kit, answer.form, at, from)) ? undefined : slackWords.formNotOpened };
}

const answerMs = 5_000;

async function atResponseUrl(kit: Kit, raw: string, message: Private): Promise<boolean> {
  const url = URL.parse(raw);
  if (!url || !isSlacks(url, kit.settings.apiUrl)) return false;
  try {
    const { status, begins } = await postJson(url, message, answerMs);
    return status >= 200 && status < 300 && !isPage(begins);
  } catch {
    return false;
  }
}

/** Whatever answers with a page of its own has passed nothing on: Slack says "ok". */
const isPage = (begins: string): boolean => begins.trimStart().startsWith("<");

/** Slack's own host, or the one the Web API is at: nothing is posted to an address that only a payload names. */
function isSlacks(url: URL, apiUrl: string): boolean {
  const hosts = ["https://hooks.slack.com", "https://hooks.slack-gov.com", new URL(apiUrl).origin];
  return hosts.includes(url.origin);
}

async function post(kit: Kit, method: string, body: Record<string, unknown>): Promise<boolean> {
  try {
    await kit.web.patient.apiCall(method, body);
    return true;
  } catch {
    return false;
  }
}
