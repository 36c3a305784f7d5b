// The Events API: an event goes out at once, and again up to three times while the bot does not take it.
import type { BotLine } from "./bot-line.ts";
import type { Message, Metadata } from "./types.ts";
import type { Forgery } from "./wire.ts";
import { dmOf, nextTs, randomId, type Workspace } from "./workspace.ts";

/** Seconds before each redelivery: "nearly immediately", after a minute, after five. */
const slackRetries = [0, 60, 300];

export function newEvents(workspace: Workspace, line: BotLine) {
  const waiting = new Set<() => void>();
  let stopped = false;

  /** `first` settles with the first attempt, `done` when the event was taken or given up. */
  function deliver(event: Record<string, unknown>, forgery: Forgery = {}) {
    const body = JSON.stringify(envelope(workspace, event, forgery));
    const firstTry = attempt(body, forgery, undefined);
    return { first: firstTry.then(() => {}), done: retry(body, forgery, firstTry) };
  }

  /** Says whether the bot took it, and after how many attempts. */
  async function retry(body: string, forgery: Forgery, firstTry: ReturnType<typeof attempt>) {
    let answered = await firstTry;
    let attempts = 1;
    for (const seconds of workspace.options.eventRetrySeconds ?? slackRetries) {
      if (!answered.failed || !answered.retryAllowed || stopped) break;
      await pause(seconds);
      if (stopped) break;
      answered = await attempt(body, forgery, { num: attempts, reason: answered.failed });
      attempts += 1;
    }
    return { taken: answered.failed === undefined, attempts };
  }

  function attempt(body: string, forgery: Forgery, again: { num: number; reason: string } | undefined) {
    return line.send({
      body,
      contentType: "application/json",
      ...(forgery.secret !== undefined && { secret: forgery.secret }),
      ...(forgery.secondsOff !== undefined && { secondsOff: forgery.secondsOff }),
      ...(again && {
        headers: { "x-slack-retry-num": String(again.num), "x-slack-retry-reason": again.reason },
      }),
    });
  }

  function pause(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, seconds * 1000);
      waiting.add(wake);
    });
  }

  return {
    deliver,
    stop() {
      stopped = true;
      for (const wake of waiting) wake();
    },
  };
}

/** Is it the bot that lives there? It must hand the challenge back. */
export async function urlVerified(line: BotLine): Promise<boolean> {
  const challenge = randomId("challenge-");
  const body = JSON.stringify({ token: verificationToken, challenge, type: "url_verification" });
  const answer = await line.send({ body, contentType: "application/json" });
  return answer.status === 200 && answer.body.includes(challenge);
}

/** Old and worthless as proof, yet still in every payload. */
export const verificationToken = "legacy-verification-token";

export const homeOpened = (workspace: Workspace, userId: string): Record<string, unknown> => ({
  type: "app_home_opened",
  user: userId,
  channel: dmOf(workspace, userId),
  tab: "home",
  event_ts: nextTs(workspace),
});

export const metadataEvent = (
  workspace: Workspace,
  type: string,
  message: Message,
  previous: Metadata | undefined,
): Record<string, unknown> => ({
  type,
  app_id: workspace.appId,
  bot_id: workspace.options.bot.id,
  user_id: workspace.options.bot.userId,
  team_id: workspace.options.team.id,
  channel_id: message.channel,
  message_ts: message.ts,
  event_ts: message.editedAt ?? message.ts,
  metadata: message.metadata,
  ...(previous && { previous_metadata: previous }),
});

function envelope(workspace: Workspace, event: Record<string, unknown>, forgery: Forgery) {
  const team = forgery.team ?? workspace.options.team.id;
  const { channel_id: at = event.channel } = event;
  const channel = typeof at === "string" ? workspace.channels.get(at) : undefined;
  return {
    token: forgery.token ?? verificationToken,
    team_id: team,
    context_team_id: team,
    context_enterprise_id: null,
    api_app_id: forgery.appId ?? workspace.appId,
    event,
    type: "event_callback",
    event_id: randomId("Ev"),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team,
        user_id: workspace.options.bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.isExtShared ?? false,
  };
}
