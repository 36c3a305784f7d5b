// What every listener of Slack needs: the desk, the people, the way back to Slack.
import type { Logger } from "pino";
import type { Organisation } from "../../core/organisation.ts";
import type { Desk } from "../../core/ports/desk.ts";
import type { Audience } from "./audience.ts";
import type { Background } from "./background.ts";
import type { Callers } from "./callers.ts";
import type { Homes } from "./homes.ts";
import type { Setup } from "./setup.ts";
import type { SlackSettings, Web } from "./web.ts";

export type Kit = {
  settings: SlackSettings;
  desk: Desk;
  organisation: () => Organisation;
  log: Logger;
  web: Web;
  callers: Callers;
  audience: Audience;
  background: Background;
  homes: Homes;
  setup: Setup;
};

/** Slack waits three seconds for an acknowledgement; what takes longer is said later. */
export const answerMs = 2_500;
