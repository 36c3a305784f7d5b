// What is wrong with the parts of the stand-in, and how it looks on the wire.
import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import type { EntraFault, EntraPart } from "./types.ts";

export const parts: readonly EntraPart[] = ["log-analytics", "graph", "login"];

/** In seconds; short, so that whoever obeys is soon back in a practice. */
const retryAfter = 5;

export type Faults = {
  now(part: EntraPart): EntraFault;
  set(part: EntraPart, fault: EntraFault): void;
  all(): Readonly<Record<EntraPart, EntraFault>>;
};

export function planFaults(): Faults {
  const set: Record<EntraPart, EntraFault> = { "log-analytics": "none", graph: "none", login: "none" };
  return {
    now: (part) => set[part],
    set: (part, fault) => {
      if (fault === "partial" && part !== "log-analytics") {
        throw new Error(`Only Log Analytics answers in part, not ${part}.`);
      }
      set[part] = fault;
    },
    all: () => ({ ...set }),
  };
}

/** The page of a gateway, in place of the service's own words. */
export const unavailable: Answer = {
  status: 503,
  body: "<html><head><title>503 Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>",
};

export const throttled = (body: unknown, seconds = retryAfter): Answer => ({
  status: 429,
  body,
  headers: { "retry-after": String(seconds) },
});

export function write(response: ServerResponse, { status, body, headers = {} }: Answer, cut = false): void {
  const isPage = typeof body === "string";
  const bytes = Buffer.from(isPage ? body : JSON.stringify(body));
  response.writeHead(status, {
    "content-type": isPage ? "text/html" : "application/json; charset=utf-8",
    "content-length": bytes.length,
    ...headers,
  });
  if (!cut) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
