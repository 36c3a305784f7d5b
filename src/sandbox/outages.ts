// The hour when a chat is down: the bot's messages are not taken there, until somebody ends it.
import type { SlackStandIn } from "./slack/types.ts";
import type { TeamsStandIn } from "./teams/types.ts";

type Platform = "slack" | "teams";

export type Outages = {
  set(platform: Platform, isDown: boolean): void;
  state(): Readonly<Record<Platform, boolean>>;
};

const page = "<html><body><h1>503 Service Unavailable</h1></body></html>";

export function planOutages(
  { slack, teams }: { slack: Pick<SlackStandIn, "faults">; teams: Pick<TeamsStandIn, "faults"> },
  changed: () => void,
): Outages {
  const down = { slack: false, teams: false };
  const breaks: Record<Platform, () => void> = {
    slack: () => slack.faults.set("*", { status: 503, body: page }),
    teams: () => teams.faults.set("connector", { status: 503, html: page }),
  };
  const mends: Record<Platform, () => void> = {
    slack: () => slack.faults.clear(),
    teams: () => teams.faults.clear(),
  };
  return {
    set: (platform, isDown) => {
      down[platform] = isDown;
      if (isDown) breaks[platform]();
      else mends[platform]();
      changed();
    },
    state: () => ({ ...down }),
  };
}
