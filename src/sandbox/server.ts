// The practice page's web server: this machine only, and only for the page it served itself.
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { PageWorld } from "./page-act.ts";
import { actOnPage, stateFor } from "./page-api.ts";
import { readPageFile } from "./page-files.ts";

export type PageServer = { url: string; stop(): Promise<void> };

/** The page sends short words and small forms. */
const longestBody = 64 * 1024;
/** Changes come in bursts: a card and its thread reply are one look for the page. */
const gatherMs = 40;

const safeHeaders = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-store",
};

/** Rejects with a plain sentence when the port is taken. Port 0: any free one. */
export async function startPageServer(world: PageWorld, port: number): Promise<PageServer> {
  const token = randomBytes(24).toString("base64url");
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer(request, response, world, token, listeners).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent)
        send(response, 500, { error: "The practice page's server failed; see the terminal." });
    });
  });
  await listen(server, port);
  const stopListening = world.onChange(
    gathered(() => {
      for (const listener of listeners) listener.write("data: change\n\n");
    }),
  );
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The page server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop: async () => {
      stopListening();
      for (const listener of listeners) listener.end();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  world: PageWorld,
  token: string,
  listeners: Set<ServerResponse>,
): Promise<void> {
  for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
  const why = whyNotOurs(request, token);
  if (why) return send(response, 403, { error: why });
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (request.method === "POST") {
    const body = await readJson(request);
    if ("error" in body) return send(response, body.status, { error: body.error });
    const { status, ...said } = await actOnPage(world, url.pathname, body.json);
    return send(response, status, said);
  }
  if (request.method !== "GET") return send(response, 405, { error: "Only GET and POST." });
  if (url.pathname === "/api/changes") return follow(request, response, listeners);
  if (url.pathname === "/api/company") return send(response, 200, world.company);
  if (url.pathname === "/api/state") {
    const { slack, teams } = Object.fromEntries(url.searchParams);
    return send(response, 200, stateFor(world, slack, teams));
  }
  const file = await readPageFile(url.pathname, token);
  if (!file) return send(response, 404, { error: `There is no ${url.pathname} here.` });
  response.writeHead(200, { "content-type": file.type });
  response.end(file.body);
}

/**
 * A page of another origin must not reach us, not even through a name that it makes point at 127.0.0.1 (DNS
 * rebinding): so the Host must be ours; and what changes something must carry the token of the page we served.
 */
function whyNotOurs(request: IncomingMessage, token: string): string | undefined {
  const hosts = ["127.0.0.1", "localhost"].map((name) => `${name}:${request.socket.localPort}`);
  if (!hosts.includes(request.headers.host ?? "")) return "This page is for 127.0.0.1 on this machine only.";
  const origin = request.headers.origin;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`))
    return "Another site's page asked.";
  if (request.method === "POST" && request.headers["x-practice-token"] !== token) {
    return "The practice tenant was started anew: load this page again.";
  }
  return undefined;
}

type Body = { json: unknown } | { status: number; error: string };

async function readJson(request: IncomingMessage): Promise<Body> {
  if (!request.headers["content-type"]?.startsWith("application/json")) {
    return { status: 415, error: "Send application/json." };
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) return { status: 413, error: `More than ${longestBody} bytes.` };
    chunks.push(chunk);
  }
  try {
    return { json: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
  } catch {
    return { status: 400, error: "That is not JSON." };
  }
}

function follow(request: IncomingMessage, response: ServerResponse, listeners: Set<ServerResponse>): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write("retry: 1000\n\n");
  listeners.add(response);
  request.on("close", () => listeners.delete(response));
}

function gathered(act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      act();
    }, gatherMs);
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

const listen = (server: ReturnType<typeof createServer>, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${port} on 127.0.0.1 is in use. Stop what holds it, or choose another with --port.`,
            )
          : error,
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
