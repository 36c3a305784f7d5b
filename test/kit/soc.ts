// What the SOC sees in its channel of each chat, and what operators are told.
import type { Chats } from "./act.ts";
import { slackWords, teamsWords } from "./company.ts";

const channels = { slack: "C0SOC", teams: "19:soc@thread.tacv2" };

type Seen = { key: string; words: string };

/** Every message of the bot that stands there, oldest first, each with the key of its delivery. */
export const socSees = ({ slack, teams }: Chats): Record<"slack" | "teams", Seen[]> => ({
  slack: slack
    .all()
    .filter(({ channel, metadata }) => channel === channels.slack && metadata)
    .map((message) => ({
      key: String(message.metadata?.event_payload["key"]),
      words: slackWords(message),
    })),
  teams: teams
    .all()
    .filter(({ conversationId, by }) => conversationId === channels.teams && by === "bot")
    .map((message) => {
      const words = teamsWords(message);
      return { key: /"card":"((?:card|say)\/[^"]+)"/.exec(words)?.[1] ?? "", words };
    }),
});

/** Cards of alerts, by their number: `{ slack: ["AL-1"], teams: ["AL-1"] }`. `words`: only those that say them. */
export function socCards(chats: Chats, ...words: readonly string[]): Record<"slack" | "teams", string[]> {
  const { slack, teams } = socSees(chats);
  const ids = (seen: readonly Seen[]) =>
    seen
      .filter((one) => words.every((each) => one.words.includes(each)))
      .flatMap(({ key }) => /^card\/(AL-\d+)\//.exec(key)?.[1] ?? []);
  return { slack: ids(slack), teams: ids(teams) };
}

/** One message of each chat's SOC channel says all of these words. Resolves when both do; `patience`: milliseconds. */
export async function socHears(
  chats: Chats,
  words: readonly string[],
  patience: number,
  on: readonly ("slack" | "teams")[] = ["slack", "teams"],
): Promise<void> {
  const said = (chat: "slack" | "teams") =>
    socSees(chats)[chat].some((seen) => words.every((each) => seen.words.includes(each)));
  await Promise.all(on.map((chat) => chats[chat].until(() => said(chat), patience)));
}

/** What /readyz says of the watch, with its HTTP status. */
export async function watchOf(bot: {
  url: string;
}): Promise<{ status: number; ready: boolean; why?: string; since: string }> {
  const response = await fetch(`${bot.url}/readyz`);
  const { parts } = (await response.json()) as {
    parts: { watch: { ready: boolean; why?: string; since: string } };
  };
  return { status: response.status, ...parts.watch };
}

/** The value of a metric that has one line of this name. */
export async function metricOf(bot: { url: string }, line: string): Promise<number> {
  const text = await (await fetch(`${bot.url}/metrics`)).text();
  const found = text.split("\n").find((each) => each.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1));
}
