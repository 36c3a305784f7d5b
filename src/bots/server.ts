// The one HTTP server: both chats' edges, and what operators ask.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "./log.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** `GET /healthz`: by method and path; `/*` at the end stands for one more step. Everything else is 404. */
export type Routes = Readonly<Record<string, Handler>>;

/** Milliseconds. A request that dribbles in slower than this is cut off; looked for this often. */
const slowest = { request: 10_000, lookEvery: 1_000 };

/** More are cut off, before they take the sockets that we speak with and the memory of half a gigabyte of bodies. */
const mostConnections = 2_000;

export type HttpServer = {
  server: Server;
  /** Resolves when every request that came in is answered. After `close` each connection gets one answer more at most. */
  drained(): Promise<void>;
};

export function createHttpServer(routes: Routes, log: Log): HttpServer {
  const underWay = new Set<Promise<void>>();
  const server = createServer(
    { maxHeaderSize: 16_384, connectionsCheckingInterval: slowest.lookEvery },
    (request, response) => {
      if (!server.listening) response.setHeader("connection", "close");
      const path = (request.url ?? "").split("?", 1)[0] ?? "";
      const route = routeOf(routes, `${request.method} ${path}`);
      const handler = routes[route];
      if (!handler) return answer(response, pathIsKnown(routes, path) ? 405 : 404);
      const handling: Promise<void> = handler(request, response)
        .catch((error: unknown) => {
          log.error({ err: error, route }, "request failed"); // a path may end in a secret, a route does not
          if (!response.headersSent) answer(response, 500);
          else response.destroy();
        })
        .finally(() => underWay.delete(handling));
      underWay.add(handling);
    },
  );
  server.requestTimeout = slowest.request;
  server.headersTimeout = slowest.request;
  server.maxConnections = mostConnections;
  let dropped = 0;
  server.on("drop", () => {
    dropped += 1;
    if (Number.isInteger(Math.log10(dropped)))
      log.warn({ dropped, mostConnections }, "too many connections: more are cut off");
  });
  server.keepAliveTimeout = 65_000; // longer than a load balancer's, so that it never meets a closed socket
  return {
    server,
    async drained() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** From this machine itself, and not passed on by a proxy on it: an operator, not the world. */
export const isNear = ({ socket, headers }: IncomingMessage): boolean =>
  /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? "") &&
  !headers.forwarded &&
  !Object.keys(headers).some((name) => name.startsWith("x-forwarded-"));

const routeOf = (routes: Routes, asked: string): string =>
  asked in routes ? asked : asked.replace(/\/[^/]+$/, "/*");

const pathIsKnown = (routes: Routes, path: string): boolean =>
  ["GET", "HEAD", "POST"].some((method) => routeOf(routes, `${method} ${path}`) in routes);

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 0 }).end();
}

export function sendText(response: ServerResponse, status: number, type: string, body: string): void {
  response
    .writeHead(status, {
      "content-type": type,
      "content-length": Buffer.byteLength(body),
      "cache-control": "no-store",
    })
    .end(body);
}
