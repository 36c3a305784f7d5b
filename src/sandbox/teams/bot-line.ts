// The line to the bot: posts activities with the channel's token, waits as long as Teams would, remembers what went out.
import type { Keys } from "./keys.ts";
import type { RawAnswer, RawOptions, Sent } from "./wire.ts";

/** `status` 0: no answer, and `why`. */
export type BotAnswer = { status: number; ms: number; body: unknown; why?: string };

export type BotLine = {
  setUrl(url: string): void;
  /** Never rejects. `again`: once more when the time is over. */
  deliver(activity: unknown, again: boolean): Promise<BotAnswer>;
  raw(activity: unknown, options?: RawOptions): Promise<RawAnswer>;
  replay(sent?: Sent): Promise<RawAnswer>;
  sent: readonly Sent[];
};

type Options = { url: string | undefined; keys: Keys; limitMs: number; clock: () => number };
type Outgoing = Pick<Sent, "url" | "headers" | "body"> & { method?: string };

export function openBotLine(options: Options): BotLine {
  const sent: Sent[] = [];
  let botUrl = options.url;

  const post = async (request: Outgoing, limitMs: number): Promise<RawAnswer> => {
    const record: Sent = {
      url: request.url,
      headers: request.headers,
      body: request.body,
      at: options.clock(),
      status: 0,
    };
    sent.push(record);
    if (sent.length > 1000) sent.shift();
    const method = request.method ?? "POST";
    const began = performance.now();
    const response = await fetch(request.url, {
      method,
      headers: request.headers,
      ...(method === "GET" || method === "HEAD" ? {} : { body: request.body }),
      redirect: "manual",
      signal: AbortSignal.timeout(limitMs),
    });
    const body = await response.text();
    record.status = response.status;
    return { status: response.status, body, ms: performance.now() - began };
  };

  const prepare = async (activity: unknown, raw: RawOptions): Promise<Outgoing> => {
    if (!botUrl) throw new Error("The practice Teams does not know the bot yet: call setBotUrl first.");
    const token = raw.token === undefined ? await options.keys.sign({}) : raw.token;
    return {
      url: botUrl,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...raw.headers,
      },
      body: raw.body ?? JSON.stringify(activity),
      ...(raw.method ? { method: raw.method } : {}),
    };
  };

  const deliver = async (activity: unknown, again: boolean): Promise<BotAnswer> => {
    const request = await prepare(activity, {});
    const began = performance.now();
    const attempt = async (left: number): Promise<BotAnswer> => {
      try {
        const answer = await post(request, options.limitMs);
        return { status: answer.status, ms: performance.now() - began, body: parse(answer.body) };
      } catch (error) {
        const tooSlow = error instanceof DOMException && error.name === "TimeoutError";
        if (tooSlow && left > 0) return attempt(left - 1);
        const why = tooSlow ? `No answer in ${options.limitMs} ms.` : `No connection: ${String(error)}`;
        return { status: 0, ms: performance.now() - began, body: undefined, why };
      }
    };
    return attempt(again ? 1 : 0);
  };

  return {
    setUrl: (url) => {
      botUrl = url;
    },
    deliver,
    raw: async (activity, raw = {}) => post(await prepare(activity, raw), 30_000),
    replay: async (old = sent.at(-1)) => {
      if (!old) throw new Error("Nothing was sent to the bot yet: there is nothing to replay.");
      return post(old, 30_000);
    },
    sent,
  };
}

/** JSON if it is JSON, else the text. */
function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
