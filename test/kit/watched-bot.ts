// A bot of its own process that sees: born, killed, born again, with a clock that a test may set ahead.
import { fileURLToPath } from "node:url";
import { colleagues } from "../../src/sandbox/world.ts";
import { shownTwice } from "./act.ts";
import { quiet } from "./aside.ts";
import { type ChildBot, startChild } from "./child-bot.ts";
import type { WatchOptions } from "./sight.ts";
import { type Options, pointAt, type Seeing, surround } from "./surroundings.ts";
import { until } from "./until.ts";

const leap = fileURLToPath(new URL("./leap.ts", import.meta.url));

type Clock = {
  /** Seconds that its clock is ahead from the start. */
  ahead?: number;
  /** Seconds that it goes ahead at each SIGUSR2. */
  leap?: number;
};

export type Life = { around: Seeing; born(clock?: Clock): Promise<ChildBot>; end(): Promise<void> };

/** Slack repeats an event after 0, 60 and 300 seconds: here a bot is away more often, and never for long. */
const eventRetrySeconds = Array.from({ length: 90 }, () => 0.7);

/** The surroundings, and no bot yet. `end`: kills whatever was born. */
export async function openLife(options: Options & { watch: WatchOptions }): Promise<Life> {
  const around = await surround({ ...options, slack: { eventRetrySeconds, ...options.slack } });
  const bots: ChildBot[] = [];
  return {
    around,
    async born({ ahead = 0, leap: by = 0 } = {}) {
      const bot = await startChild({
        configFile: around.configFile,
        env: { ...around.env, NODE_OPTIONS: `--import ${leap}`, AHEAD: `${ahead}`, LEAP: `${by}` },
      });
      bots.push(bot);
      pointAt(around, bot);
      return bot;
    },
    async end() {
      for (const bot of bots) bot.kill("SIGKILL");
      await Promise.all(bots.map(({ ended }) => ended));
      await around.remove();
    },
  };
}

/** Resolves when everything is shown, and nothing of it twice: doubled messages have made themselves known. */
export async function allIsShown(around: Seeing, patience = 40_000): Promise<void> {
  await quiet(around, patience);
  const { teams } = around;
  for (const { objectId } of colleagues) // whoever does not see a message does not show it
    for (const { id } of teams.all()) await teams.show(objectId, id).catch(() => undefined);
  await until("nothing is shown twice", () => shownTwice(around).length === 0, patience);
}
