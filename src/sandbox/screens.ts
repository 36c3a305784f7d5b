// What stands on a person's screen, as plain words: for the story that is told without a browser.
import type { Message as SlackMessage } from "./slack/types.ts";
import type { Message as TeamsMessage } from "./teams/types.ts";
import { colleagues } from "./world.ts";

/** Everything a person reads in a Slack message, in its order. */
export const slackWords = ({ blocks, text }: Pick<SlackMessage, "blocks" | "text">): string =>
  named(blocks.length > 0 ? readable(blocks) : text);

/** Everything a person reads in a Teams message, in its order; with its card. */
export const teamsWords = ({ text, card }: Pick<TeamsMessage, "text" | "card">): string =>
  named(`${text} ${card ? readable(card) : ""}`);

const shown = new Set(["text", "title", "value", "label", "fallback", "user_id"]);
/** Buttons carry values that nobody reads; a card's refresh and data are for the bot. */
const unseen = new Set(["actions", "refresh", "data", "msteams"]);

function readable(part: unknown): string {
  if (Array.isArray(part)) return part.map(readable).join(" ");
  if (typeof part !== "object" || part === null) return "";
  return Object.entries(part)
    .filter(([name]) => !unseen.has(name))
    .map(([name, value]) => (typeof value === "string" ? (shown.has(name) ? value : "") : readable(value)))
    .filter(Boolean)
    .join(" ");
}

const named = (text: string): string =>
  colleagues.reduce(
    (words, { slack, name }) => words.replaceAll(`<@${slack}>`, name).replaceAll(slack, name),
    text.replaceAll(/<\/?at>/g, ""),
  );
