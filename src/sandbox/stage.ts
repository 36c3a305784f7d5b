// What the people of a story do and see, in the terminal's words. Whatever is not seen in time breaks the story.
import type { EntraFault } from "./entra/types.ts";
import { type ChangeAct, type SignInAct, toChange, toSignIn } from "./entra-acts.ts";
import type { Practice } from "./practice.ts";
import type { Leap } from "./practice-clock.ts";
import { slackWords, teamsWords } from "./screens.ts";
import type { Reaction as SlackReaction, WhichElement } from "./slack/types.ts";
import type { Reaction as TeamsReaction } from "./teams/types.ts";
import { type Colleague, channels } from "./world.ts";

export type ChannelName = (typeof channels)[number]["name"];

export class StoryBroke extends Error {
  override name = "StoryBroke";
}

export type Stage = ReturnType<typeof openStage>;

export type StageOptions = {
  print(line: string): void;
  /** What a person takes between two acts; also keeps the bot below what Teams lets it say in a second. */
  paceMs: number;
  /** Cards change within a second or two; what is seen later than this is not what we promise. */
  patienceMs: number;
};

export function openStage(
  { slack, teams, entra, clock }: Pick<Practice, "slack" | "teams" | "entra" | "clock">,
  { print, paceMs, patienceMs }: StageOptions,
) {
  const channel = (name: ChannelName) => {
    const found = channels.find((each) => each.name === name);
    if (!found) throw new Error(`There is no channel "${name}".`);
    return found;
  };
  const line = (mark: string, text: string) =>
    print(`${new Date(clock.now()).toTimeString().slice(0, 8)}  ${mark} ${text}`);

  const inSlack = (person: Colleague) => {
    const { channels: rooms, dms } = slack.seenBy(person.slack);
    return [...rooms, ...dms].flatMap(({ messages }) => messages);
  };
  const inTeams = (person: Colleague) => {
    const { channels: rooms, chat } = teams.seenBy(person.objectId);
    return [
      ...rooms.flatMap(({ threads }) => threads).flatMap(({ root, replies }) => [root, ...replies]),
      ...chat,
    ];
  };

  async function sees(what: string, platform: "slack" | "teams", look: () => boolean): Promise<void> {
    const until = platform === "slack" ? slack.until : teams.until;
    await until(look, patienceMs).catch(() => {
      throw new StoryBroke(`not seen within ${patienceMs / 1000} s: ${what}`);
    });
    line("   ✓", what);
  }

  return {
    scene: (title: string) => print(`\n── ${title}`),
    async does(who: Colleague, where: "Slack" | "Teams", what: string): Promise<void> {
      await pause(paceMs);
      line("●", `${who.name}, in ${where}: ${what}`);
    },

    /** Entra lets somebody in, or not; the row can be read at once. */
    async signsIn(who: string, wanted: SignInAct): Promise<void> {
      await pause(paceMs);
      line("●", `In Entra: ${who}`);
      entra.signIn(toSignIn(wanted));
    },

    /** Somebody changes an account; the row can be read at once. */
    async changes(what: string, wanted: ChangeAct): Promise<void> {
      await pause(paceMs);
      line("●", `In Entra: ${what}`);
      entra.change(toChange(wanted));
    },

    /** Log Analytics breaks, or is mended. */
    async logs(what: string, fault: EntraFault): Promise<void> {
      await pause(paceMs);
      line("●", `In Log Analytics: ${what}`);
      entra.fault("log-analytics", fault);
    },
    /** What is promised only after some time has passed. */
    async passes(seconds: number, why: string): Promise<void> {
      line("…", `${seconds} s pass: ${why}`);
      await pause(seconds * 1_000);
    },
    /** The practice clock runs ahead, and the bot does what it owes on the way. */
    async leaps(by: Leap, what: string): Promise<void> {
      await pause(paceMs);
      line("…", what);
      await clock.leap(by).catch((error: Error) => {
        throw new StoryBroke(`the clock did not leap a ${by}: ${error.message}`);
      });
    },

    /** A channel shows all of these words in one message, on both platforms. */
    async bothShow(name: ChannelName, ...words: readonly string[]): Promise<void> {
      const { slack: slackId, teams: teamsId, slackName, teamsName } = channel(name);
      const [reader] = channel(name).readers;
      if (!reader) throw new Error(`Nobody reads "${name}".`);
      await sees(`Slack #${slackName} shows: ${words.join(" … ")}`, "slack", () =>
        inSlack(reader).some((message) => message.channel === slackId && has(slackWords(message), words)),
      );
      await sees(`Teams ${teamsName} shows: ${words.join(" … ")}`, "teams", () =>
        inTeams(reader).some(
          (message) => message.conversationId === teamsId && has(teamsWords(message), words),
        ),
      );
    },
    async hearsInSlack(person: Colleague, ...words: readonly string[]): Promise<void> {
      await sees(`${person.name} reads in Slack: ${words.join(" … ")}`, "slack", () =>
        inSlack(person).some((message) => has(slackWords(message), words)),
      );
    },
    async hearsInTeams(person: Colleague, ...words: readonly string[]): Promise<void> {
      await sees(`${person.name} reads in Teams: ${words.join(" … ")}`, "teams", () =>
        inTeams(person).some((message) => has(teamsWords(message), words)),
      );
    },

    /** Wherever a card stands, in channels and private messages, it shows this and nothing older. `of`: its number. */
    async everyCopyShows(of: string, title: string): Promise<void> {
      const isStale = (words: string) => words.includes(`${of} · `) && !words.includes(`${of} · ${title}`);
      await sees(
        `every Slack copy of ${of} shows: ${title}`,
        "slack",
        () => !slack.all().map(slackWords).some(isStale),
      );
      await sees(
        `every Teams copy of ${of} shows: ${title}`,
        "teams",
        () => !teams.all().map(teamsWords).some(isStale),
      );
    },

    /** Types a slash command in the requests channel. */
    async types(person: Colleague, text: string): Promise<SlackReaction> {
      return heard("Slack", await slack.command(person.slack, text, channel("requests").slack));
    },
    /** Hands in the form that is open in front of them. */
    async fillsIn(person: Colleague, values: Readonly<Record<string, string>>): Promise<SlackReaction> {
      const modal = await slack
        .until(() => slack.seenBy(person.slack).modals.at(-1), patienceMs)
        .catch(() => undefined);
      if (!modal) throw new StoryBroke(`no form opened in front of ${person.name} in Slack`);
      const reaction = heard("Slack", await slack.submit(person.slack, modal.id, values));
      if (reaction.errors) throw new StoryBroke(`the form was refused: ${JSON.stringify(reaction.errors)}`);
      const open = slack.seenBy(person.slack).modals.at(-1);
      if (open) await slack.close(person.slack, open.id);
      return reaction;
    },
    /** Clicks the newest button with this label that they see. `where`: only in this channel. */
    async clicks(person: Colleague, label: string, where?: ChannelName): Promise<SlackReaction> {
      const isButton: WhichElement = (element) =>
        (element["text"] as { text?: string } | undefined)?.text === label;
      const message = await slack
        .until(
          () =>
            inSlack(person).findLast(
              ({ blocks, channel: at }) =>
                (where === undefined || at === channel(where).slack) &&
                JSON.stringify(blocks).includes(`"text":"${label}"`),
            ),
          patienceMs,
        )
        .catch(() => undefined);
      if (!message) throw new StoryBroke(`${person.name} sees no button "${label}" in Slack`);
      return heard("Slack", await slack.click(person.slack, message, isButton));
    },

    /** Says something to the bot in their own chat with it. */
    async says(person: Colleague, text: string): Promise<TeamsReaction> {
      return heard("Teams", await teams.say(person.objectId, "personal", text));
    },
    /** Presses the newest button with this title that they see. `where`: only in this channel. */
    async presses(
      person: Colleague,
      title: string,
      inputs: Readonly<Record<string, string>> = {},
      where?: ChannelName,
    ): Promise<TeamsReaction> {
      const message = await teams
        .until(
          () =>
            inTeams(person).findLast(
              ({ card, conversationId }) =>
                (where === undefined || conversationId === channel(where).teams) &&
                JSON.stringify(card ?? "").includes(`"title":"${title}"`),
            ),
          patienceMs,
        )
        .catch(() => undefined);
      if (!message) throw new StoryBroke(`${person.name} sees no button "${title}" in Teams`);
      await teams.show(person.objectId, message.id);
      return heard("Teams", await teams.execute(person.objectId, message.id, title, inputs));
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const has = (text: string, words: readonly string[]): boolean => words.every((word) => text.includes(word));

function heard<Reaction extends SlackReaction | TeamsReaction>(
  platform: string,
  reaction: Reaction,
): Reaction {
  if (!reaction.error) return reaction;
  throw new StoryBroke(`${platform} says: ${reaction.error} (${reaction.detail ?? "no detail"})`);
}
