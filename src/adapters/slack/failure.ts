// Why Slack did not do what it was asked: throttled, gone, or not possible as things are, and what to do about it.
import { SlackError, WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import type { Sent } from "../../core/ports/messenger.ts";

export type NotShown = Exclude<Sent, { type: "shown" }>;

/** The message is not there, or cannot be edited any more. */
const gone = new Set(["message_not_found", "cant_update_message", "edit_window_closed", "is_inactive"]);
/** Slack's own trouble. */
const passing = new Set([
  "ratelimited",
  "rate_limited",
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "team_added_to_org",
]);

const whatToDo: Readonly<Record<string, string>> = {
  channel_not_found: "the channel id is wrong, or the channel is private and the bot was not invited",
  not_in_channel: "invite the bot into the channel: /invite @breakglass",
  is_archived: "the channel is archived: unarchive it, or name another in breakglass.yaml",
  account_inactive: "the app was removed or its bot user was disabled: install it again",
  invalid_auth: "the bot token is wrong: set SLACK_BOT_TOKEN anew",
  not_authed: "the bot token is missing: set SLACK_BOT_TOKEN",
  token_revoked: "the bot token was revoked: install the app again and set SLACK_BOT_TOKEN",
  token_expired: "the bot token has expired: turn token rotation off for this app",
  missing_scope: "the app lacks a scope: install it again with the manifest of this version",
  user_not_found: "nobody in this workspace has that Slack id: mend it in breakglass.yaml",
  user_disabled: "this person's Slack account is deactivated: mend it in breakglass.yaml",
  messages_tab_disabled: "people cannot be written to: turn the app's Messages tab on",
};

/** Slack's word for a failed call; undefined when it never answered in its own words. */
export const slackWord = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError && /^[a-z0-9_]+$/.test(error.data.error)
    ? error.data.error
    : undefined;

export function notShown(error: unknown): NotShown {
  const word = slackWord(error);
  if (word !== undefined && !passing.has(word))
    return { type: gone.has(word) ? "gone" : "refused", why: explained(word) };
  if (error instanceof WebAPIRateLimitedError)
    return { type: "later", after: error.retryAfter, why: "Slack asks to wait (429)" };
  if (error instanceof WebAPIHTTPError && error.statusCode >= 400 && error.statusCode < 500)
    return {
      type: "refused",
      why: `Slack answered with HTTP ${error.statusCode}: is the API address right?`,
    };
  return { type: "later", after: undefined, why: word ?? unreachable(error) };
}

/** For the log. Slack's client puts whole answers into its errors, and a gateway's page may repeat what it was sent. */
export const inWords = (error: unknown): object =>
  error instanceof SlackError ? { why: notShown(error).why } : { err: error };

/**
 * For the log, of what Bolt threw at a request of a shape that it does not know: the message may repeat the request, so
 * only the kind and the place are told.
 */
export function withoutWords(error: unknown): object {
  const thrown = error instanceof Error && "original" in error ? error.original : error;
  if (!(thrown instanceof Error)) return {};
  const { name, message, stack = "" } = thrown;
  const found = stack.indexOf(message);
  return { type: name, at: found < 0 ? "" : stack.slice(found + message.length).trim() };
}

export const explained = (word: string): string =>
  whatToDo[word] === undefined ? word : `${word}: ${whatToDo[word]}`;

function unreachable(error: unknown): string {
  if (error instanceof WebAPIHTTPError) return `Slack answered with HTTP ${error.statusCode}`;
  if (error instanceof WebAPIPlatformError) return "Slack's answer was not JSON";
  return `Slack could not be reached: ${error instanceof Error ? error.message : "unknown error"}`.slice(
    0,
    200,
  );
}
