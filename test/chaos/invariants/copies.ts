// What stands in both chats is what the record says, to the letter: every copy of every card, and nothing twice.
import { text } from "../../../src/adapters/slack/text.ts";
import { plain } from "../../../src/adapters/teams/plain.ts";
import { shownTwice } from "../../kit/act.ts";
import type { Books, Shown } from "../books.ts";
import type { World } from "../world.ts";

export function checkCopies(
  { around }: World,
  { shown, organisation }: Books,
): { stale: string[]; doubled: string[] } {
  const messages = messagesOf(around);
  const inChats = shown.filter(({ place }) => place.platform !== "fallback");
  return {
    stale: inChats.flatMap((one) => whyNotShown(one, messages, organisation.timeZone)),
    doubled: [...strays(messages, inChats), ...shownTwice(around).map((key) => `${key} is shown twice`)],
  };
}

/** Messages that were doubled, because an answer of the platform was lost, and that the bot took away again. */
export const takenAway = ({ slack, teams }: World["around"]): number =>
  slack.calls.filter(({ method, ok }) => method === "chat.delete" && ok).length +
  teams.calls.filter(({ operation, status }) => operation === "delete" && status === 200).length;

type Message = { key: string; words: string };

/** By conversation and message: what carries a key of the bot's. */
function messagesOf({ slack, teams }: World["around"]): ReadonlyMap<string, Message> {
  const inSlack = slack.all().flatMap(({ channel, ts, metadata, text: words }) => {
    const key = metadata?.event_payload["key"];
    return typeof key === "string" ? [[`${channel} ${ts}`, { key, words }] as const] : [];
  });
  const inTeams = teams.all().flatMap(({ conversationId, id, card, summary = "" }) => {
    const [, key] = /"card":"((?:card|say)\/[^"]+)"/.exec(JSON.stringify(card ?? {})) ?? [];
    return key === undefined ? [] : [[`${conversationId} ${id}`, { key, words: summary }] as const];
  });
  return new Map([...inSlack, ...inTeams]);
}

const nameOf = ({ conversation, message }: { conversation: string; message: string }): string =>
  `${conversation.split(";")[0]} ${message}`;

function whyNotShown(
  { key, what, at, view, place }: Shown,
  messages: ReadonlyMap<string, Message>,
  timeZone: string,
): string[] {
  const message = at && messages.get(nameOf(at));
  if (!message) return [`${key} stands nowhere`];
  if (!sameKey(message.key, key)) return [`${key} is noted where ${message.key} stands`];
  if (what === "announcement") return [];
  const right = view && (place.platform === "slack" ? text(view) : plain(view, timeZone));
  return message.words === right ? [] : [`${key}: ${difference(message.words, right ?? "nothing")}`];
}

/** The first line that is not as it should be. */
function difference(words: string, right: string): string {
  const lines = right.split("\n");
  const at = words.split("\n").findIndex((line, index) => line !== lines[index]);
  const shown = at < 0 ? "" : words.split("\n")[at];
  return `says "${shown}", and should say "${lines[at < 0 ? words.split("\n").length : at] ?? ""}"`;
}

/** In Teams a key is sealed: its seal follows it. */
const sameKey = (carried: string, key: string): boolean => carried.split("#")[0] === key;

function strays(messages: ReadonlyMap<string, Message>, shown: readonly Shown[]): string[] {
  const known = new Set(shown.flatMap(({ at }) => (at ? [nameOf(at)] : [])));
  return [...messages]
    .filter(([at]) => !known.has(at))
    .map(([at, { key }]) => `${key} stands at ${at}, unknown to the record`);
}
