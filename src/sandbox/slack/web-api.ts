// The HTTP side: /api/<method> with a bearer token, form or JSON bodies, and the response URLs.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { chatMethods } from "./chat-methods.ts";
import { refuse } from "./check-blocks.ts";
import type { newFaults } from "./faults.ts";
import { lookMethods } from "./look-methods.ts";
import type { rateLimits } from "./rate-limits.ts";
import { postReply } from "./reply-urls.ts";
import { viewMethods } from "./view-methods.ts";
import type { Call, Fault } from "./wire.ts";
import type { Workspace } from "./workspace.ts";

const methods = { ...chatMethods, ...viewMethods, ...lookMethods };
/** Those that the manifest asks for. */
const usualScopes = [
  "chat:write",
  "commands",
  "im:write",
  "users:read",
  "channels:read",
  "groups:read",
  "metadata.message:read",
];
/** Bytes. */
const longestBody = 1_000_000;
/** Older ones are forgotten, so that a practice tenant may run for weeks. */
const remembered = 5000;

type Parts = {
  workspace: Workspace;
  faults: ReturnType<typeof newFaults>;
  rates: ReturnType<typeof rateLimits>;
  calls: Call[];
};
type Answer = { status: number; body: Record<string, unknown>; retryAfter?: number };

export function webApi(parts: Parts): RequestListener {
  return (request, response) => {
    serve(parts, request, response).catch(() => response.destroy());
  };
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const body = await readBody(request);
  if (body === undefined) {
    response.writeHead(413).end();
    return;
  }
  const [, root = "", ...rest] = url.pathname.split("/");
  const isReply = root === "commands" || root === "actions";
  const method = isReply ? "response_url" : rest.join("/");
  if (!isReply && root !== "api") {
    response.writeHead(404).end();
    return;
  }
  const given = readArguments(request, url, body);
  const fault = parts.faults.take(method);
  const doNothing = fault && !fault.afterDoing && spoils(fault);
  const answer = doNothing
    ? { status: 0, body: refuse(fault.slackError ?? "fault") }
    : isReply
      ? postReply(parts.workspace, rest.at(-1) ?? "", given)
      : answerMethod(parts, method, given, request);
  record(parts, method, given, answer);
  await send(response, answer, fault, parts.workspace.options.scopes ?? usualScopes);
}

function answerMethod(
  parts: Parts,
  method: string,
  given: Record<string, unknown> | undefined,
  request: IncomingMessage,
): Answer {
  const ok = (body: Record<string, unknown>): Answer => ({ status: 200, body });
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!run) return ok(refuse("unknown_method", { req_method: method }));
  if (!given) return ok(refuse("invalid_json"));
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? given.token;
  if (!token) return ok(refuse("not_authed"));
  if (token !== parts.workspace.options.botToken) return ok(refuse("invalid_auth"));
  const retryAfter = parts.rates(method, given);
  if (retryAfter > 0) return { status: 429, body: refuse("ratelimited"), retryAfter };
  return ok(run(parts.workspace, given));
}

const spoils = (fault: Fault): boolean =>
  [fault.hang, fault.reset, fault.status, fault.body, fault.slackError].some((one) => one !== undefined);

/** A fault may delay the answer, withhold it, cut it off, or put another in its place. */
async function send(
  response: ServerResponse,
  answer: Answer,
  fault: Fault | undefined,
  scopes: readonly string[],
): Promise<void> {
  if (fault?.latencyMs) await new Promise((resolve) => setTimeout(resolve, fault.latencyMs));
  if (fault?.hang) return;
  if (fault?.reset) {
    response.destroy();
    return;
  }
  const retryAfter = fault?.retryAfter ?? answer.retryAfter;
  if (retryAfter !== undefined) response.setHeader("retry-after", String(retryAfter));
  if (fault?.body !== undefined) {
    response.writeHead(fault.status ?? 200, { "content-type": "text/html; charset=utf-8" }).end(fault.body);
    return;
  }
  const status = fault?.status ?? (fault?.slackError ? 200 : answer.status);
  const broken = fault?.slackError ?? (fault?.status === 429 ? "ratelimited" : undefined);
  const body = broken ? refuse(broken) : fault?.status ? refuse("internal_error") : answer.body;
  response
    .writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "x-oauth-scopes": scopes.join(","),
      "x-slack-req-id": crypto.randomUUID(),
    })
    .end(JSON.stringify(body));
}

function record(
  parts: Parts,
  method: string,
  given: Record<string, unknown> | undefined,
  answer: Answer,
): void {
  const { token: _, ...args } = given ?? {};
  const error = typeof answer.body.error === "string" ? { error: answer.body.error } : {};
  parts.calls.push({ method, at: parts.workspace.now(), args, ok: answer.body.ok === true, ...error });
  if (parts.calls.length > remembered) parts.calls.shift();
}

/** undefined: JSON that is none. */
function readArguments(
  request: IncomingMessage,
  url: URL,
  body: string,
): Record<string, unknown> | undefined {
  const query = Object.fromEntries(url.searchParams);
  if (!request.headers["content-type"]?.startsWith("application/json"))
    return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null ? { ...query, ...json } : undefined;
  } catch {
    return undefined;
  }
}

/** undefined: too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > longestBody) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
