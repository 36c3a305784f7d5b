// The way to Slack's Web API: never retries or waits by itself, always ends in time, logs nothing that anybody said.
import { LogLevel, type Logger as SlackLogger, WebClient, type WebClientOptions } from "@slack/web-api";
import type { Logger } from "pino";

export type SlackSettings = {
  signingSecret: string;
  botToken: string;
  /** `xapp-…`, for Socket Mode. */
  appToken?: string;
  mode: "http" | "socket";
  /** Ends with `/api/`. */
  apiUrl: string;
};

export type Web = {
  /** For looking up who clicked, before the click is heard. */
  brief: WebClient;
  /** For what must happen before Slack's three seconds are over. */
  quick: WebClient;
  /** For deliveries; they are repeated by whoever keeps them. */
  patient: WebClient;
};

const briefMs = 1_400; // leaves time to decide within Slack's three seconds
const quickMs = 2_300; // a trigger and an acknowledgement live 3 s
const patientMs = 8_000;

export const createWeb = (settings: SlackSettings, log: Logger): Web => ({
  brief: new WebClient(settings.botToken, webOptions(settings, log, briefMs)),
  quick: new WebClient(settings.botToken, webOptions(settings, log, quickMs)),
  patient: new WebClient(settings.botToken, webOptions(settings, log, patientMs)),
});

/** The stock client repeats for 30 minutes, never gives up on a silent server, and one 429 stops all its calls. */
export const webOptions = (settings: SlackSettings, log: Logger, timeout = patientMs): WebClientOptions => ({
  slackApiUrl: settings.apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout,
  allowAbsoluteUrls: false,
  logger: slackLogger(log),
});

/** The libraries' debug lines hold whole messages: they are dropped. */
export const slackLogger = (log: Logger): SlackLogger => ({
  debug: () => {},
  info: (...words) => log.debug(words.map(String).join(" ")),
  warn: (...words) => log.warn(words.map(String).join(" ")),
  error: (...words) => log.error(words.map(String).join(" ")),
  setLevel: () => {},
  getLevel: () => LogLevel.INFO,
  setName: () => {},
});
