// The same two chats, with a stopwatch on every act of a person.
import type { Reaction as SlackReaction, SlackStandIn } from "../../src/sandbox/slack/types.ts";
import type { Reaction as TeamsReaction, TeamsStandIn } from "../../src/sandbox/teams/types.ts";

export type Timed = {
  slack: SlackStandIn;
  teams: TeamsStandIn;
  /** Milliseconds of the slowest answer so far; throws when nobody did anything. */
  within(): number;
};

export function timed({ slack, teams }: { slack: SlackStandIn; teams: TeamsStandIn }): Timed {
  const times: number[] = [];
  const noted = async <Reaction extends SlackReaction | TeamsReaction>(act: Promise<Reaction>) => {
    const reaction = await act;
    times.push(reaction.status === 200 ? reaction.ms : Number.POSITIVE_INFINITY);
    return reaction;
  };
  return {
    slack: {
      ...slack,
      command: (...given) => noted(slack.command(...given)),
      click: (...given) => noted(slack.click(...given)),
      submit: (...given) => noted(slack.submit(...given)),
    },
    teams: {
      ...teams,
      say: (...given) => noted(teams.say(...given)),
      execute: (...given) => noted(teams.execute(...given)),
    },
    within() {
      if (times.length === 0) throw new Error("nobody did anything: there is nothing to time");
      return Math.max(...times);
    },
  };
}
