// Slack's rate limits: about one message a second a channel, and the tiers of the other methods a minute.
// Each is a bucket that refills steadily; an empty one answers 429 with the seconds to wait.
import type { SlackOptions } from "./types.ts";

/** docs.slack.dev/apis/web-api/rate-limits: tier 2 is 20, tier 3 is 50, tier 4 is 100 calls a minute. */
const perMinute: Record<string, number> = {
  "chat.update": 50,
  "chat.delete": 50,
  "conversations.open": 50,
  "conversations.info": 50,
  "users.list": 20,
};
const tierFour = 100;
/** chat.postMessage, all channels together: "several hundred messages per minute". */
const postsPerMinute = 300;

type Bucket = { level: number; at: number };

/** Says how many seconds a call must wait; 0 lets it through and counts it. */
export function rateLimits(rates: SlackOptions["rates"], now: () => number) {
  const buckets = new Map<string, Bucket>();
  const { perSecond, burst } = rates && rates !== "off" ? rates : { perSecond: 1, burst: 5 };

  function wait(key: string, size: number, refillPerSecond: number): number {
    const bucket = buckets.get(key) ?? { level: size, at: now() };
    const level = Math.min(size, bucket.level + ((now() - bucket.at) / 1000) * refillPerSecond);
    const enough = level >= 1;
    buckets.set(key, { level: enough ? level - 1 : level, at: now() });
    return enough ? 0 : Math.max(1, Math.ceil((1 - level) / refillPerSecond));
  }

  return (method: string, given: Record<string, unknown>): number => {
    if (rates === "off") return 0;
    if (method !== "chat.postMessage") {
      const calls = perMinute[method] ?? tierFour;
      return wait(method, calls, calls / 60);
    }
    // A person and the DM with them are one conversation.
    const conversation = String(given.channel).replace(/^U/, "D");
    const channel = wait(`post ${conversation}`, burst, perSecond);
    return channel || wait("post", postsPerMinute, postsPerMinute / 60);
  };
}
