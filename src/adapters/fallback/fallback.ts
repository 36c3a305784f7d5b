// The second road of a critical alert: a webhook or PagerDuty, for the hour in which a chat does not take it.
import type { Logger } from "pino";
import type { Messenger, Outgoing } from "../../core/ports/messenger.ts";
import { pagerDutyEvent } from "./pagerduty.ts";
import { post } from "./post.ts";
import { type Post, webhookPost } from "./webhook.ts";

export type FallbackSettings =
  /** `secret`: what the signature is made with; the receiver knows it too. */
  { type: "webhook"; url: string; secret: string } | { type: "pagerduty"; url: string; routingKey: string };

type Options = {
  settings: FallbackSettings;
  now: () => Temporal.Instant;
  log: Pick<Logger, "warn">;
  /** Milliseconds that one call may take. */
  patience?: number;
};

/** Every message is a new post, an update too; nothing is ever taken back. */
export const createFallback = ({ settings, now, log, patience }: Options): Messenger => ({
  platform: "fallback",
  async send(message) {
    const done = await post(settings.url, toPost(message, settings, now()), patience);
    if (done.type === "taken")
      return { type: "shown", ref: { conversation: "webhook", message: message.key } };
    log.warn({ key: message.key, sent: done.type, why: done.why }, "the fallback did not take an alert");
    return done;
  },
  remove: async (ref) => ({ type: "shown", ref }),
});

const toPost = (message: Outgoing, settings: FallbackSettings, now: Temporal.Instant): Post =>
  settings.type === "webhook"
    ? webhookPost(message, settings.secret, now)
    : { body: pagerDutyEvent(message, settings.routingKey, now), headers: {} };
