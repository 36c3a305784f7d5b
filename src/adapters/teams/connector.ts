// Speaks the Bot Connector's REST protocol: one call, one answer, no retries (the deliver loop retries).
import { z } from "zod";
import { isAllowed } from "./settings.ts";
import type { OwnToken } from "./token.ts";

/** `status` 0: no answer came. `code` is Teams' own word for what was wrong. */
export type Reply =
  | { ok: true; body: unknown }
  | { ok: false; status: number; code: string; after: number | undefined };

export interface Connector {
  /** Posts into a conversation; its `;messageid=` says into which thread. `targeted`: only the recipient sees it. */
  post(serviceUrl: string, conversation: string, activity: object, targeted?: boolean): Promise<Reply>;
  change(serviceUrl: string, conversation: string, message: string, activity: object): Promise<Reply>;
  remove(serviceUrl: string, conversation: string, message: string): Promise<Reply>;
  /** Opens the chat with one person. */
  open(serviceUrl: string, parameters: object): Promise<Reply>;
  members(serviceUrl: string, conversation: string, continuation?: string): Promise<Reply>;
}

const timeOut = 8_000;
const longestAnswer = 2 * 1024 * 1024;

const errorSchema = z.object({ error: z.object({ code: z.string().optional() }).optional() });
const idSchema = z.object({ id: z.string().min(1) });

/** The id in an answer, of a message or a conversation. */
export const idOf = (body: unknown): string | undefined => idSchema.safeParse(body).data?.id;

export function createConnector(token: OwnToken, allowed: readonly string[]): Connector {
  async function call(method: string, serviceUrl: string, path: string, body?: object): Promise<Reply> {
    // the token goes nowhere else, whatever the store or an activity says
    if (!isAllowed(serviceUrl, allowed)) return failed(0, "service URL not allowed");
    try {
      const signal = AbortSignal.timeout(timeOut);
      const response = await fetch(`${serviceUrl.replace(/\/+$/, "")}/${path}`, {
        method,
        signal,
        redirect: "error",
        headers: {
          authorization: `Bearer ${await token.get()}`,
          ...(body && { "content-type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const answer = jsonOf(text);
      // whatever answers with a page of its own has not passed the call on
      if (response.ok && text !== "" && answer === undefined) return failed(0, "no answer of Teams' own");
      if (response.ok) return { ok: true, body: answer };
      if (response.status === 401) token.drop();
      return failed(
        response.status,
        errorSchema.safeParse(answer).data?.error?.code ?? "",
        afterOf(response),
      );
    } catch (error) {
      return failed(0, whyNot(error));
    }
  }

  const activities = (conversation: string): string =>
    `v3/conversations/${encodeURIComponent(conversation)}/activities`;

  return {
    post: (serviceUrl, conversation, activity, targeted = false) =>
      call(
        "POST",
        serviceUrl,
        `${activities(conversation)}${targeted ? "?isTargetedActivity=true" : ""}`,
        activity,
      ),
    change: (serviceUrl, conversation, message, activity) =>
      call("PUT", serviceUrl, `${activities(conversation)}/${encodeURIComponent(message)}`, activity),
    remove: (serviceUrl, conversation, message) =>
      call("DELETE", serviceUrl, `${activities(conversation)}/${encodeURIComponent(message)}`),
    open: (serviceUrl, parameters) => call("POST", serviceUrl, "v3/conversations", parameters),
    members: (serviceUrl, conversation, continuation) =>
      call(
        "GET",
        serviceUrl,
        `v3/conversations/${encodeURIComponent(conversation)}/pagedmembers?pageSize=500${continuation ? `&continuationToken=${encodeURIComponent(continuation)}` : ""}`,
      ),
  };
}

const failed = (status: number, code: string, after?: number): Reply => ({ ok: false, status, code, after });

/** Undefined for what is no JSON: a proxy's error page. */
function jsonOf(text: string): unknown {
  if (text.length > longestAnswer) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds; a date counts from the answer's own clock, so that ours may be wrong. */
function afterOf({ headers }: Response): number | undefined {
  const raw = headers.get("retry-after");
  if (!raw) return undefined;
  if (/^\d+$/.test(raw.trim())) return Number(raw);
  const seconds = (Date.parse(raw) - Date.parse(headers.get("date") ?? "")) / 1_000;
  return seconds > 0 ? Math.ceil(seconds) : undefined;
}

/** fetch's own messages hide the cause in `cause`; none of them holds the token. */
function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return "unreachable";
  if (error.name === "TimeoutError") return `no answer within ${timeOut / 1_000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
