// The HTTPS side of the stand-in: one server for each part, whose fault has its say before the part answers.

import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Answer } from "./answer.ts";
import type { Certificate } from "./certificate.ts";
import { type Faults, throttled, unavailable, write } from "./faults.ts";
import type { Graph } from "./graph.ts";
import type { LogAnalytics } from "./log-analytics.ts";
import type { Login } from "./login.ts";
import type { EntraFault, EntraPart } from "./types.ts";

export type ServerOptions = {
  login: Login;
  logAnalytics: LogAnalytics;
  graph: Graph;
  faults: Faults;
  delay: () => number;
  asked: (part: EntraPart) => void;
};
type Request = {
  parts: readonly string[];
  query: URLSearchParams;
  authorization: string | undefined;
  body: string;
};
type Route = {
  part: EntraPart;
  method: string;
  path: RegExp;
  answer: (request: Request, fault: EntraFault) => Answer;
};

/** More than any client of these services sends. */
const mostBytes = 1_000_000;

/** Longer than the bot's pause between two looks: a connection is not closed just when it is used again. */
const keepAliveMs = 65_000;

const routes = ({ login, logAnalytics, graph }: ServerOptions): readonly Route[] => {
  const free = (method: string, path: RegExp, answer: (request: Request) => Answer): Route => ({
    part: "login",
    method,
    path,
    answer: (request, fault) => {
      if (fault === "throttled") return throttled(login.throttled());
      return fault === "refused" && method === "POST" ? login.refused() : answer(request);
    },
  });
  return [
    free("GET", /^\/login\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/, ({ parts: [tenant = ""] }) =>
      login.metadata(tenant),
    ),
    free("GET", /^\/login\/([^/]+)\/discovery\/v2\.0\/keys$/, ({ parts: [tenant = ""] }) =>
      login.keys(tenant),
    ),
    free("POST", /^\/login\/([^/]+)\/oauth2\/v2\.0\/token$/, ({ parts: [tenant = ""], body }) =>
      login.token(tenant, new URLSearchParams(body)),
    ),
    {
      part: "log-analytics",
      method: "POST",
      path: /^\/v1\/workspaces\/([^/]+)\/query$/,
      answer: ({ parts: [workspace = ""], authorization, body }, fault) =>
        logAnalytics.query(workspace, authorization, body, fault),
    },
    {
      part: "graph",
      method: "GET",
      path: /^\/graph\/(.+)$/,
      answer: ({ parts: [path = ""], query, authorization }, fault) =>
        graph.get(path, query, authorization, fault),
    },
  ];
};

/** On 127.0.0.1 only. Parts have an origin each, because an origin is an audience: a token for one is none for another. */
export async function listen(
  part: EntraPart,
  options: ServerOptions,
  { cert, key }: Certificate,
): Promise<{ origin: string; close(): Promise<void> }> {
  const known = routes(options).filter((route) => route.part === part);
  const server = createServer({ cert, key }, (request, response) => {
    serve(request, response, known, options).catch((error: unknown) => {
      if (!response.headersSent)
        write(response, { status: 500, body: { error: { message: String(error) } } });
    });
  });
  server.keepAliveTimeout = keepAliveMs;
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    /** `closeAllConnections` would leave those that never carried a request. */
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  known: readonly Route[],
  { faults, delay, asked }: ServerOptions,
): Promise<void> {
  const url = new URL(`https://localhost${incoming.url ?? "/"}`);
  const path = url.pathname.replace(/\/{2,}/g, "/");
  const body = await readAll(incoming);
  if (body === undefined) return write(response, { status: 413, body: { error: { message: "Too large" } } });
  const route = known.find((each) => each.method === incoming.method && each.path.test(path));
  if (!route) {
    const error = { code: "PathNotFoundError", message: "The requested path does not exist" };
    return write(response, { status: 404, body: { error } });
  }
  asked(route.part);
  const fault = faults.now(route.part);
  if (fault === "hanging") return;
  if (delay() > 0) await wait(delay(), undefined, { ref: false });
  if (fault === "unavailable") return write(response, unavailable);
  const parts = (route.path.exec(path) ?? []).slice(1);
  const { authorization } = incoming.headers;
  const answer = route.answer({ parts, query: url.searchParams, authorization, body }, fault);
  write(response, answer, fault === "cut");
}

/** Undefined when it is larger than anything we take. */
async function readAll(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes <= mostBytes) chunks.push(chunk as Buffer);
  }
  return bytes > mostBytes ? undefined : Buffer.concat(chunks).toString("utf8");
}
