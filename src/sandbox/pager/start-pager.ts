// Starts a paging service for practice on localhost: what the bot calls when the chats do not take an alert.
import { randomBytes } from "node:crypto";
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { certificate } from "../entra/certificate.ts";
import { judgeEvent, tooQuick } from "./pager-duty.ts";
import type { Heard, PagerFault, PagerOptions, PagerStandIn } from "./types.ts";
import { type Judged, judgeWebhook } from "./webhook.ts";

const roads: Readonly<Record<string, Heard["road"]>> = { "/webhook": "webhook", "/v2/enqueue": "pager-duty" };
const page = "<html><body><h1>503 Service Unavailable</h1></body></html>";
/** PagerDuty takes no more. */
const mostBytes = 512 * 1024;
const mostKept = 5_000;

export async function startPager(options: PagerOptions = {}): Promise<PagerStandIn> {
  const {
    secret = randomBytes(24).toString("base64url"),
    routingKey = randomBytes(16).toString("hex"),
    secure = true,
    clock = Date.now,
  } = options;
  const heard: Heard[] = [];
  const refused: { at: string; status: number; why: string }[] = [];
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const each of listeners) each();
  };
  const keep = <T>(list: T[], one: T) => {
    list.push(one);
    if (list.length > mostKept) list.shift();
    changed();
  };
  let fault: PagerFault = "none";
  let waiting = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await readAll(request);
    const road = request.method === "POST" ? roads[request.url ?? ""] : undefined;
    if (fault === "hanging") {
      waiting += 1;
      return;
    }
    const at = new Date(clock()).toISOString();
    const no = (status: number, why: string, body: unknown, headers = {}) => {
      keep(refused, { at, status, why });
      answer(response, status, body, headers);
    };
    if (fault === "down") return no(503, "down", page);
    if (fault === "throttled") return no(429, "throttled", tooQuick, { "retry-after": "5" });
    if (!road) return no(404, "no such path", { error: "Not Found" });
    if (raw.length > mostBytes) return no(413, "too large", { error: "Too large" });
    const text = raw.toString("utf8");
    const body = parseJson(text);
    const signature = request.headers["x-breakglass-signature"]?.toString();
    const judged: Judged =
      road === "webhook"
        ? judgeWebhook(text, body, signature, secret, clock())
        : judgeEvent(body, routingKey);
    if ("why" in judged) return no(judged.status, judged.why, judged.body);
    keep(heard, { at, road, ...judged.taken, body });
    answer(response, judged.status, judged.body);
  }

  const { ca, cert, key } = await certificate();
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch(() => response.destroy());
  };
  const server = secure ? createServer({ cert, key }, onRequest) : createPlainServer(onRequest);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = secure ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  return {
    settings: {
      webhookUrl: `${origin}/webhook`,
      webhookSecret: secret,
      pagerDutyUrl: `${origin}/v2/enqueue`,
      routingKey,
      ca,
    },
    heard: () => [...heard],
    refused: () => [...refused],
    waiting: () => waiting,
    fault: (next) => {
      fault = next;
      changed();
    },
    state: () => ({ fault }),
    on: (_event, listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      listeners.clear();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  const isPage = typeof body === "string";
  response.writeHead(status, { "content-type": isPage ? "text/html" : "application/json", ...headers });
  response.end(isPage ? body : JSON.stringify(body));
}

/** Of what is too large, only the beginning: enough to see that it is. */
async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (bytes <= mostBytes) chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
