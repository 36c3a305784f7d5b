// Slack, whole: what comes in by Bolt goes to the desk, what goes out is the messenger's. No other file knows Bolt.
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { App, Receiver } from "@slack/bolt";
import type { Logger } from "pino";
import type { Organisation } from "../../core/organisation.ts";
import type { Desk } from "../../core/ports/desk.ts";
import type { Messenger } from "../../core/ports/messenger.ts";
import { createAudience } from "./audience.ts";
import { createBackground } from "./background.ts";
import { createCallers } from "./callers.ts";
import { inWords, withoutWords } from "./failure.ts";
import { createGate } from "./gate.ts";
import { createHomes } from "./homes.ts";
import type { Kit } from "./kit.ts";
import { createMessenger } from "./messenger.ts";
import { answerModal } from "./modal.ts";
import { onClick } from "./on-click.ts";
import { onCommand } from "./on-command.ts";
import { onEvent } from "./on-event.ts";
import { onSubmission } from "./on-submission.ts";
import { type Course, createDoor } from "./receiver.ts";
import { privately } from "./reply.ts";
import { createSetup } from "./setup.ts";
import { slackWords } from "./slack-words.ts";
import { createSocket, type Socket } from "./socket.ts";
import { createWeb, type SlackSettings, slackLogger } from "./web.ts";

/** Bolt's index would load Express and AWS Lambda as well: 0.05 s and 5 MB for nothing. */
const bolt = createRequire(import.meta.url)("@slack/bolt/dist/App.js") as { default: typeof App };

export type { SlackSettings } from "./web.ts";

export type SlackOptions = {
  settings: SlackSettings;
  desk: Desk;
  organisation: () => Organisation;
  log: Logger;
  now: () => Temporal.Instant;
};

export type SlackAdapter = {
  messenger: Messenger;
  /** POST /slack/events. Never rejects; always answers. In Socket Mode there is nothing here: 404. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Returns at once: nothing waits for a Slack that is down. `check` says how it is. */
  start(): Promise<void>;
  /** Resolves when the private answers on their way have arrived or failed. */
  stop(): Promise<void>;
  /** Rejects with everything that is wrong and what to do about it. */
  check(): Promise<void>;
};

export function createSlack({ settings, desk, organisation, log, now }: SlackOptions): SlackAdapter {
  const way = settings.mode === "socket" ? overSocket(settings, log) : overHttp(settings, log, now);
  const web = createWeb(settings, log);
  const audience = createAudience(web, now);
  const setup = createSetup(web, organisation, way.problem);
  const callers = createCallers(web, () => organisation().slack?.team, now);
  const background = createBackground(log);
  const homes = createHomes({ desk, callers, web, background });
  listen(
    { settings, desk, organisation, log, web, callers, audience, background, homes, setup },
    way.receiver,
  );
  return {
    messenger: createMessenger(web, audience),
    handle: way.handle,
    start: () => Promise.resolve(way.open()),
    async stop() {
      await way.close();
      await background.settled();
    },
    check: () => setup.check(),
  };
}

/** How Slack reaches us. */
type Way = Socket & Pick<SlackAdapter, "handle">;

const overSocket = (settings: SlackSettings, log: Logger): Way => ({
  ...createSocket(settings, log),
  handle: async (req, res) => {
    req.resume();
    res.writeHead(404).end();
  },
});

const overHttp = ({ signingSecret }: SlackSettings, log: Logger, now: () => Temporal.Instant): Way => ({
  ...createDoor(createGate({ signingSecret, now, log }), log),
  open: () => {},
  close: () => Promise.resolve(),
  problem: () => undefined,
});

/** One listener for each kind of thing: Bolt runs all that match, at the same time. */
function listen(kit: Kit, receiver: Receiver): void {
  const { settings, log } = kit;
  const app = new bolt.default({
    receiver,
    convoStore: false, // the default keeps something of every conversation for ever
    ignoreSelf: false, // our own messages' metadata is what we want to hear of
    logger: slackLogger(log),
    clientOptions: { slackApiUrl: settings.apiUrl, retryConfig: { retries: 0 }, allowAbsoluteUrls: false },
    // With a token instead, Bolt asks Slack in its constructor, and a refusal there ends the process.
    // Who may do what is the desk's to say: it refuses other workspaces, tells them and keeps it on record.
    authorize: () =>
      Promise.resolve({ botToken: settings.botToken, teamId: kit.organisation().slack?.team ?? "" }),
  });
  // ours fail nowhere: what comes here is Bolt's own
  app.error((error) => Promise.resolve(log.error(withoutWords(error), "a listener of Slack's failed")));
  app.command(/.*/, async ({ body, ack }) => {
    const view = await onCommand(kit, body).catch(failed(kit));
    await (view ? ack(privately(view)) : ack());
  });
  app.action(/.*/, async ({ body, ack }) => {
    await onClick(kit, body).catch(failed(kit));
    await ack();
  });
  app.view(/.*/, async ({ body, ack }) => {
    const broken = () => ({ response_action: "update" as const, view: answerModal(slackWords.failed) });
    const answer = await onSubmission(kit, body).catch((error: unknown) => {
      failed(kit)(error);
      return broken();
    });
    await ack(answer);
  });
  app.event(/.*/, async ({ body, context }) => {
    await onEvent(kit, body).catch((error: unknown) => {
      failed(kit)(error);
      if (context["course"]) (context["course"] as Course).failed = true;
    });
  });
}

const failed = (kit: Kit) => (error: unknown) => {
  kit.log.error(inWords(error), "a request of Slack's failed inside the bot");
  return slackWords.failed;
};
