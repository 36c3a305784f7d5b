// One request to Graph with Microsoft's client: no retry, no redirect, and every answer that is no JSON is a reason.
import type { GraphRequest, Middleware } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import { Blind } from "./blind.ts";
import type { Turn } from "./pace.ts";
import type { Question } from "./questions.ts";
import type { Rest } from "./rest.ts";

/** A question, or the link to a further page. Rejects with what `whyBlind` can tell. */
export type Ask = (what: Question | URL, signal: AbortSignal) => Promise<unknown>;

/** What an answer of that status means, as the end of a sentence. */
type Hints = Readonly<Record<number, string>>;

export async function openClient(
  base: URL,
  token: string,
  turn: Turn,
  rest: Rest,
  hints: Hints,
): Promise<Ask> {
  const library = await import("@microsoft/microsoft-graph-client"); // only who reads Graph pays for it
  // In place of the library's own last step, which waits up to nine minutes between retries and hides why it failed.
  const send: Middleware = {
    async execute(context) {
      try {
        context.response = await fetch(context.request, { ...context.options, redirect: "manual" });
      } catch (error) {
        throw Object.assign(new library.GraphClientError("not sent"), { cause: error });
      }
    },
  };
  const authentication = new library.AuthenticationHandler({ getAccessToken: async () => token });
  const client = library.Client.initWithMiddleware({
    middleware: [authentication, send],
    baseUrl: base.href,
    defaultVersion: "v1.0",
    customHosts: new Set([base.hostname]), // with a port in it, the library sends no token
  });

  return async (what, signal) => {
    await turn(signal);
    const request = what instanceof URL ? client.api(what.href) : put(client.api(what.path), what);
    const response: Response = await request
      .responseType(library.ResponseType.RAW) // otherwise an HTML answer loses its status and headers
      .options({ signal })
      .get();
    const body = await response.text().catch((error: unknown) => {
      throw signal.aborted ? error : new Blind(`Graph's answer was cut off (${response.status})`);
    });
    if (response.status !== 200) throw refused(response, body, rest, { ...usual, ...hints });
    return json(body);
  };
}

function put(request: GraphRequest, { select, filter, orderby, top }: Question): GraphRequest {
  if (select) request.select([...select]);
  if (filter) request.filter(filter);
  if (orderby) request.orderby(orderby);
  if (top) request.top(top);
  return request;
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Blind("Graph answered with something that is no JSON");
  }
}

const errorSchema = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,80}$/) }) });

function refused(response: Response, body: string, rest: Rest, hints: Hints): Blind {
  const { status } = response;
  const hint = hints[status] === undefined ? "" : `: ${hints[status]}`;
  const why = `Graph answers ${status}${codeIn(body)}${hint}`;
  rest.begin(response.headers.get("retry-after"), why);
  return new Blind(why);
}

function codeIn(body: string): string {
  try {
    return ` (${errorSchema.parse(JSON.parse(body)).error.code})`;
  } catch {
    return ""; // a gateway's page, or nothing
  }
}

const usual: Hints = {
  401: "it does not take the bot's token",
  429: "too many requests",
};
