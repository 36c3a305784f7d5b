// Sends to the bot as Slack does: signed with HMAC v0 over the raw body, three seconds to answer, no redirects.
import { createHmac } from "node:crypto";
import type { SlackOptions } from "./types.ts";
import type { RawAnswer, RawRequest, Sent } from "./wire.ts";

/** Bolt compares this text exactly: a charset makes it answer 400. */
const formType = "application/x-www-form-urlencoded";

/** Older ones are forgotten, so that a practice tenant may run for weeks. */
const remembered = 5000;

export type BotLine = {
  url: string | undefined;
  sent: Sent[];
  send(raw: RawRequest): Promise<Answered>;
  resend(sent: Sent): Promise<Answered>;
};
/** `failed` in the words of x-slack-retry-reason; `retryAllowed` is false when the bot said x-slack-no-retry. */
export type Answered = RawAnswer & {
  failed?: "http_timeout" | "connection_failed" | "http_error";
  retryAllowed: boolean;
};

const sign = (secret: string, timestamp: number, body: string): string =>
  `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;

export function newBotLine(options: SlackOptions, now: () => number): BotLine {
  const line: BotLine = {
    url: options.botUrl,
    sent: [],
    send(raw) {
      const timestamp = Math.floor(now() / 1000) + (raw.secondsOff ?? 0);
      const headers: Record<string, string | undefined> = {
        "content-type": raw.contentType ?? formType,
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "x-slack-request-timestamp": String(timestamp),
        "x-slack-signature": sign(raw.secret ?? options.signingSecret, timestamp, raw.body),
        ...raw.headers,
      };
      const present = Object.entries(headers).filter((one): one is [string, string] => one[1] !== undefined);
      return post(Object.fromEntries(present), raw.body);
    },
    resend: (sent) => post(sent.headers, sent.body),
  };

  async function post(headers: Readonly<Record<string, string>>, body: string): Promise<Answered> {
    const began = performance.now();
    const url = line.url ?? "";
    const at = now();
    const answered = url ? await attempt(url, headers, body) : nobody;
    line.sent.push({ url, headers, body, at, status: answered.status });
    if (line.sent.length > remembered) line.sent.shift();
    return { ...answered, ms: Math.round(performance.now() - began) };
  }

  async function attempt(url: string, headers: Readonly<Record<string, string>>, body: string) {
    const limit = AbortSignal.timeout(options.ackLimitMs ?? 3000);
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { ...headers },
        // Bytes, because fetch would give a string a content type of its own.
        body: Buffer.from(body),
        redirect: "manual",
        signal: limit,
      });
      const text = await answer.text();
      const retryAllowed = answer.headers.get("x-slack-no-retry") !== "1";
      const failed = answer.ok ? {} : { failed: "http_error" as const };
      return { status: answer.status, body: text, retryAllowed, ...failed };
    } catch {
      return { ...nobody, failed: limit.aborted ? ("http_timeout" as const) : nobody.failed };
    }
  }
  return line;
}

const nobody = { status: 0, body: "", retryAllowed: true, failed: "connection_failed" as const };
