// One act at the page: its shape is checked, it is done, and what went wrong becomes words for the person there.
import { z } from "zod";
import type { EntraStandIn } from "./entra/types.ts";
import type { Outages } from "./outages.ts";
import type { BotState, Company, Outcome } from "./page/state.ts";
import type { PagerStandIn } from "./pager/types.ts";
import type { PracticeClock } from "./practice-clock.ts";
import type { SlackStandIn } from "./slack/types.ts";
import type { TeamsStandIn } from "./teams/types.ts";

export type PageWorld = {
  slack: SlackStandIn;
  teams: TeamsStandIn;
  entra: EntraStandIn;
  pager: PagerStandIn;
  outages: Outages;
  clock: PracticeClock;
  company: Company;
  /** Rejects with a sentence. */
  fireAlert(): Promise<void>;
  bot(): BotState;
  /** Called when somebody could see something new. Returns how to stop listening. */
  onChange(heard: () => void): () => void;
};

export type Said = Outcome & { status: number };
export type Act = (world: PageWorld, body: unknown) => Promise<Said>;

/** Never rejects. */
export function act<T>(
  shape: z.ZodType<T>,
  run: (world: PageWorld, wanted: T) => Outcome | Promise<Outcome>,
): Act {
  return async (world, body) => {
    const read = shape.safeParse(body);
    if (!read.success) return { status: 400, error: z.prettifyError(read.error) };
    try {
      return { status: 200, ...(await run(world, read.data)) };
    } catch (error) {
      return { status: 409, error: error instanceof Error ? error.message : String(error) };
    }
  };
}
