// What people were told, and what that promises: by the bot's own words, as they stood on their screens.
import type { Message as SlackMessage } from "../../../src/sandbox/slack/types.ts";
import type { Message as TeamsMessage } from "../../../src/sandbox/teams/types.ts";
import { colleagues } from "../../../src/sandbox/world.ts";
import { slackWords, teamsWords } from "../../kit/company.ts";
import type { World } from "../world.ts";

/** `again`: it does not count, or not yet. */
export type Meaning = { type: "done"; event: string; id: string } | { type: "refused" } | { type: "again" };

/** What is said of what was done, and as what it stands in the log. */
const done: readonly (readonly [RegExp, string])[] = [
  [/\b(BG-\d+): asked/, "requested"],
  [/\b(BG-\d+): declared/, "declared"],
  [/\b(BG-\d+): (?:approved|your approval counts)/, "approved"],
  [/\b(BG-\d+): denied/, "denied"],
  [/\b(BG-\d+): withdrawn/, "withdrawn"],
  [/\b(BG-\d+): attested/, "attested"],
  [/\b(BG-\d+): handing over confirmed/, "released"],
  [/\b(BG-\d+): ended/, "ended"],
  [/\b(AL-\d+): you have it/, "alert-acknowledged"],
  [/\b(AL-\d+): false alarm/i, "alert-classified"],
];
const refused = /Nothing was done/;
const again = /Not recorded|Still working|takes longer than it should|did not open/;

/** Undefined: words that promise nothing, as help or a form. */
export function meaning(words: string): Meaning | undefined {
  for (const [pattern, event] of done) {
    const [, id] = pattern.exec(words) ?? [];
    if (id !== undefined) return { type: "done", event, id };
  }
  if (refused.test(words)) return { type: "refused" };
  return again.test(words) ? { type: "again" } : undefined;
}

/** `who`: Entra object id. */
export type Told = { who: string; platform: "slack" | "teams"; words: string };

/** Everything that was said to one person alone, in either chat, and is no card and no announcement. */
export function privateAnswers({ slack, teams }: World["around"]): readonly Told[] {
  const chats = new Map(teams.people.map(({ chat, objectId }) => [chat, objectId]));
  return [
    ...slack.all().flatMap((message) => (message.metadata ? [] : toldInSlack(message))),
    ...teams.all().flatMap((message) => toldInTeams(message, chats)),
  ];
}

function toldInSlack(message: SlackMessage): Told[] {
  const own = message.channel.startsWith("D") ? `U${message.channel.slice(1)}` : undefined;
  const who = message.ephemeralFor ?? own;
  return who === undefined ? [] : [{ who: objectIdOf(who), platform: "slack", words: slackWords(message) }];
}

function toldInTeams(message: TeamsMessage, chats: ReadonlyMap<string, string>): Told[] {
  const who = message.targetedFor ?? chats.get(message.conversationId);
  const words = teamsWords(message);
  const isAnswer = message.by === "bot" && !/"card":"(card|say)\//.test(words);
  return who === undefined || !isAnswer ? [] : [{ who, platform: "teams", words }];
}

/** `who`: of either chat. */
export const objectIdOf = (who: string): string =>
  colleagues.find(({ slack }) => slack === who)?.objectId ?? who;
export const nameOf = (who: string): string =>
  colleagues.find(({ objectId }) => objectId === objectIdOf(who))?.name ?? who;
