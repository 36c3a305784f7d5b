// The HTTP side of the stand-in: finds the operation of a request, lets planned faults have their say, asks for the
// token, answers, and writes the call down without its token.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, badSyntax, refuse } from "./answer.ts";
import type { Connector } from "./connector.ts";
import { delay, type Faults, isSpoiled, spoil } from "./faults.ts";
import type { Login } from "./login.ts";
import type { Call, Operation } from "./wire.ts";

type Request = {
  origin: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: unknown;
  bytes: number;
  targeted: boolean;
};
type Route = {
  operation: Operation;
  method: string;
  path: RegExp;
  /** `parts`: what the path's groups matched, decoded. */
  answer: (parts: readonly string[], request: Request) => Answer | Promise<Answer>;
};

export type ServerOptions = {
  login: Login;
  connector: Connector;
  faults: Faults;
  calls: Call[];
  clock: () => number;
  /** The first part of the path of the service URL. */
  region: string;
};

function routes({ login, connector, region }: ServerOptions): readonly Route[] {
  const v3 = `^/${region}/v3/conversations`;
  const one = `${v3}/([^/]+)`;
  const on = (operation: Operation, method: string, path: string, answer: Route["answer"]): Route => ({
    operation,
    method,
    path: new RegExp(`${path}$`),
    answer: (parts, request) =>
      login.knows(request.headers.authorization) ? answer(parts, request) : unauthorized(),
  });
  const free = (operation: Operation, path: string, answer: Route["answer"]): Route => ({
    operation,
    method: "GET",
    path: new RegExp(`^${path}$`),
    answer,
  });
  return [
    on("createConversation", "POST", v3, (_, request) => connector.createConversation(request)),
    on("send", "POST", `${one}/activities`, ([id = ""], request) => connector.send(id, request, undefined)),
    on("reply", "POST", `${one}/activities/([^/]+)`, ([id = "", to = ""], request) =>
      connector.send(id, request, to),
    ),
    on("update", "PUT", `${one}/activities/([^/]+)`, ([id = "", message = ""], request) =>
      connector.update(id, message, request),
    ),
    on("delete", "DELETE", `${one}/activities/([^/]+)`, ([id = "", message = ""], request) =>
      connector.remove(id, message, request.targeted),
    ),
    on("members", "GET", `${one}/members`, ([id = ""]) => connector.members(id)),
    on("members", "GET", `${one}/pagedmembers`, ([id = ""], { query }) =>
      connector.pagedMembers(
        id,
        Math.min(500, Number(query.get("pageSize") ?? 200) || 200),
        query.get("continuationToken") ?? undefined,
      ),
    ),
    on("members", "GET", `${one}/members/([^/]+)`, ([id = "", who = ""]) => connector.member(id, who)),
    free("token", "/msi/token", (_, { query, headers }) =>
      login.identityToken(query, headers["x-identity-header"]?.toString()),
    ),
    free("openId", "/v1/.well-known/openidconfiguration", (_, { origin }) => login.metadata(origin)),
    free("keys", "/v1/.well-known/keys", () => login.keys()),
    free("openId", "/[^/]+/v2.0/.well-known/openid-configuration", (_, { origin }) =>
      login.entraMetadata(origin),
    ),
    free("keys", "/[^/]+/discovery/v2.0/keys", () => login.entraKeys()),
  ];
}

const unauthorized = () => refuse(401, "Unauthorized", "Authorization has been denied for this request.");

/** Listens on 127.0.0.1 only. */
export async function listen(
  options: ServerOptions,
  port: number,
): Promise<{ server: Server; port: number }> {
  const known = routes(options);
  const server = createServer((request, response) => {
    serve(request, response, known, options).catch((error: unknown) => {
      if (!response.headersSent) write(response, refuse(500, "ServiceError", String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  known: readonly Route[],
  { faults, calls, clock }: ServerOptions,
): Promise<void> {
  const origin = `http://${incoming.headers.host}`;
  const url = new URL((incoming.url ?? "/").replace(/^\/+/, "/"), origin);
  const path = url.pathname.replace(/\/{2,}/g, "/");
  const raw = await readAll(incoming);
  const route = known.find((each) => each.method === incoming.method && each.path.test(path));
  if (!route) {
    write(response, refuse(404, "NotFound", `The practice Teams has no ${incoming.method} ${path}.`));
    return;
  }
  const body = raw.length > 0 ? parseJson(raw) : undefined;
  const at = clock();
  const remember = (status: number, code?: string) => {
    const query = Object.fromEntries(url.searchParams);
    const call = { operation: route.operation, method: route.method, path: decode(path), query, body, at };
    calls.push({ ...call, status, ...(code ? { code } : {}) });
    if (calls.length > 5000) calls.shift();
  };

  const fault = faults.take(route.operation);
  await delay(fault);
  const spoiled = fault !== undefined && isSpoiled(fault);
  if (spoiled && !fault.afterDoing) {
    remember(spoil(response, fault), fault.code);
    return;
  }
  const parts = (route.path.exec(path) ?? []).slice(1).map(decode);
  const targeted = url.searchParams.get("isTargetedActivity") === "true";
  const request = { origin, query: url.searchParams, headers: incoming.headers };
  const answer =
    body instanceof SyntaxError
      ? badSyntax("The body is not JSON.")
      : await route.answer(parts, { ...request, body, bytes: raw.length, targeted });
  if (spoiled) {
    remember(spoil(response, fault), fault.code);
    return;
  }
  remember(answer.status, (answer.body as { error?: { code?: string } } | undefined)?.error?.code);
  write(response, answer);
}

function write(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  response.writeHead(status, { ...headers, "content-type": "application/json; charset=utf-8" });
  response.end(body === undefined ? "" : JSON.stringify(body));
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch (error) {
    return error;
  }
}

/** A path that is not well escaped stays as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
