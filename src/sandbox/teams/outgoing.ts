// What a bot posts: the parts of an activity that Teams reads, and why Teams would not take it.
import * as z from "zod";
import { type Answer, badSyntax, refuse } from "./answer.ts";
import { whyNotCard } from "./card-rules.ts";
import type { Card } from "./types.ts";

/** Older pages of Teams' documentation say 28 KB, newer ones 100: a card that keeps the small one always fits. */
export const mostBytes = 28 * 1024;
export const cardType = "application/vnd.microsoft.card.adaptive";

const schema = z.looseObject({
  type: z.enum(["message", "typing"]),
  text: z.string().optional(),
  textFormat: z.enum(["markdown", "plain", "xml"]).optional(),
  summary: z.string().optional(),
  recipient: z.looseObject({ id: z.string() }).optional(),
  attachments: z
    .array(z.looseObject({ contentType: z.string(), content: z.unknown().optional() }))
    .optional(),
  entities: z
    .array(
      z.looseObject({
        type: z.string(),
        text: z.string().optional(),
        mentioned: z.looseObject({ id: z.string() }).optional(),
      }),
    )
    .optional(),
  channelData: z
    .looseObject({ notification: z.looseObject({ alert: z.boolean().optional() }).optional() })
    .optional(),
});

export type Posted = {
  typing: boolean;
  content: { text: string; textFormat: "markdown" | "plain" | "xml"; summary?: string; card?: Card };
  recipient: string | undefined;
  alert: boolean;
  /** Teams ids of the people it mentions. */
  mentions: readonly string[];
};

export function readPosted(body: unknown, bytes: number): { posted: Posted } | { refused: Answer } {
  if (bytes > mostBytes) {
    const message = `Request is too large: ${bytes} bytes, at most ${mostBytes}.`;
    return { refused: refuse(413, "MessageSizeTooBig", message) };
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = z.core.toDotPath(issue?.path ?? []) || "the activity";
    return { refused: badSyntax(`Activity, ${where}: ${issue?.message}`) };
  }
  const activity = parsed.data;
  const why = whyNotActivity(activity);
  if (why) return { refused: badSyntax(why) };
  const card = activity.attachments?.[0]?.content as Card | undefined;
  return {
    posted: {
      typing: activity.type === "typing",
      content: {
        text: activity.text ?? "",
        textFormat: activity.textFormat ?? "markdown",
        ...(activity.summary ? { summary: activity.summary } : {}),
        ...(card ? { card } : {}),
      },
      recipient: activity.recipient?.id,
      alert: activity.channelData?.notification?.alert === true,
      mentions: (activity.entities ?? [])
        .filter((entity) => entity.type === "mention")
        .flatMap((entity) => entity.mentioned?.id ?? []),
    },
  };
}

function whyNotActivity(activity: z.infer<typeof schema>): string | undefined {
  if (activity.type === "typing") return undefined;
  const attachments = activity.attachments ?? [];
  if (!activity.text && attachments.length === 0) return "Activity must have a text or an attachment.";
  if (attachments.length > 1) return "Activity, attachments: the practice Teams shows one card per message.";
  for (const { contentType, content } of attachments) {
    if (contentType !== cardType) return `Activity, attachments: ${contentType} is not known here.`;
    const why = whyNotCard(content);
    if (why) return why;
  }
  const lost = (activity.entities ?? []).find(
    (entity) => entity.type === "mention" && !(entity.text && activity.text?.includes(entity.text)),
  );
  return lost ? `Activity, entities: the text has no "${lost.text}" for this mention.` : undefined;
}
