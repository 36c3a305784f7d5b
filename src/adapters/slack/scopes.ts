// What the Slack app was allowed to do, as Slack says with each answer, and what the manifest asks for.
import { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import { z } from "zod";
import { explained, notShown, slackWord } from "./failure.ts";
import { type SlackSettings, webOptions } from "./web.ts";

/** The bot scopes that the manifest asks for. */
export const scopes = [
  "chat:write",
  "commands",
  "im:write",
  "users:read",
  "channels:read",
  "groups:read",
  "metadata.message:read",
] as const;

/** In the shape of an answer: Slack's client puts the header `x-oauth-scopes` there. */
export const grantedSchema = z.object({ scopes: z.array(z.string()).optional() });

/** Undefined: Slack did not say. Rejects with why it could not be asked. */
export async function readScopes(
  settings: SlackSettings,
  log: Logger,
): Promise<readonly string[] | undefined> {
  const client = new WebClient(settings.botToken, webOptions(settings, log));
  const answer = await client.apiCall("auth.test").catch((error: unknown) => {
    throw new Error(whyNot(error));
  });
  const { data } = grantedSchema.safeParse(answer.response_metadata);
  return data?.scopes
    ?.filter(Boolean)
    .map((scope) => (/^[\w:.-]{1,80}$/.test(scope) ? scope : "(unreadable)"));
}

/** Why Slack did not answer a question, in words for an admin. */
export function whyNot(error: unknown): string {
  const word = slackWord(error);
  return word === undefined ? notShown(error).why : explained(word);
}
