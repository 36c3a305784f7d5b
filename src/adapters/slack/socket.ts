// Socket Mode: Slack speaks over a connection that we open, so no signature is needed; kept open, and said when it is not.
import { createRequire } from "node:module";
import type { Receiver, SocketModeReceiver } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import type { Logger } from "pino";
import { z } from "zod";
import { explained, notShown, slackWord } from "./failure.ts";
import { type SlackSettings, slackLogger, webOptions } from "./web.ts";
import { within } from "./within.ts";

export type Socket = {
  receiver: Receiver;
  /** Connects, and connects again whenever it is lost, until `close`. */
  open(): void;
  close(): Promise<void>;
  /** What is wrong with the connection; undefined while it stands. */
  problem(): string | undefined;
};

const socketMode = createRequire(import.meta.url)("@slack/bolt/dist/receivers/SocketModeReceiver.js") as {
  default: typeof SocketModeReceiver;
};

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const mostClosingMs = 2_000;

export function createSocket(settings: SlackSettings, log: Logger): Socket {
  const { appToken } = settings;
  if (!appToken)
    throw new Error("Slack's Socket Mode needs an app-level token: set SLACK_APP_TOKEN (xapp-…)");
  // Its own reconnecting throws where nobody can catch it once a token is revoked: that would end the process.
  const receiver = new socketMode.default({
    appToken,
    autoReconnectEnabled: false,
    logger: slackLogger(log),
  });
  const { client } = receiver;
  // It takes no client options (Bolt 5.1.0), and its stock client repeats a call a hundred times.
  Object.assign(client, { webClient: new WebClient(appToken, webOptions(settings, log)) });
  readStrictly(client, log);
  let problem: string | undefined = "not connected yet";
  let closing = false;
  let wake = () => {};
  let loop: Promise<void> | undefined;

  async function keepOpen(): Promise<void> {
    for (let wait = firstWaitMs; !closing; wait = Math.min(wait * 2, longestWaitMs)) {
      try {
        await client.start();
        problem = undefined;
        wait = firstWaitMs;
        const lost = new Promise((resolve) => client.once("disconnected", resolve));
        if (closing) await receiver.stop(); // it was asked to stop before there was anything to stop
        await lost;
        problem = "the connection was lost";
      } catch (error) {
        const word = slackWord(error);
        problem = word === undefined ? notShown(error).why : explained(word);
        log.error({ problem }, "no connection to Slack");
      }
      if (!closing) await pause(wait);
    }
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    receiver,
    open() {
      loop ??= keepOpen();
    },
    async close() {
      closing = true;
      wake();
      await receiver.stop();
      await within(mostClosingMs, loop ?? Promise.resolve()); // a peer may never say goodbye
    },
    problem: () => problem && `Socket Mode: ${problem}`,
  };
}

const envelope = { envelope_id: z.string() };
const messageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello") }),
  z.object({ type: z.literal("disconnect") }),
  z.object({ ...envelope, type: z.enum(["slash_commands", "interactive"]), payload: z.looseObject({}) }),
  z.object({
    ...envelope,
    type: z.literal("events_api"),
    payload: z.looseObject({ event: z.looseObject({ type: z.string() }) }),
  }),
]);

/**
 * Only what can be read reaches the client (3.1.0). It throws at the rest where nobody can catch it, which would end the
 * process, and takes a kind such as "disconnected" for its own event.
 */
function readStrictly(client: SocketModeReceiver["client"], log: Logger): void {
  const takers = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", (...message: unknown[]) => {
    if (isReadable(message[0])) for (const take of takers) take(...message);
    else log.warn("a message of Slack's cannot be read: nothing came of it");
  });
}

function isReadable(text: unknown): boolean {
  try {
    return messageSchema.safeParse(JSON.parse(String(text))).success;
  } catch {
    return false;
  }
}
