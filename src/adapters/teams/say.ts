// The messages of this bot, as Teams takes them.
import type { Element } from "./paint.ts";

/** `summary`: what a notification shows and a screen reader says. */
export const cardActivity = (card: Element, summary: string): object => ({
  type: "message",
  summary,
  attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content: card }],
});

export const textActivity = (text: string): object => ({ type: "message", textFormat: "plain", text });

/** The answers to an invoke: HTTP 200 always, or Teams shows its own error in place of ours. */
export const cardAnswer = (card: Element): object => ({
  statusCode: 200,
  type: "application/vnd.microsoft.card.adaptive",
  value: card,
});

export const toastAnswer = (text: string): object => ({
  statusCode: 200,
  type: "application/vnd.microsoft.activity.message",
  value: text,
});
