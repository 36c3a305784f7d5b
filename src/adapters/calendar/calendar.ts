// The feed that people subscribe to in their own calendars: `GET /calendar/<secret>.ics`.
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Owing } from "../../core/calendar.ts";
import type { Organisation } from "../../core/organisation.ts";
import { createLock } from "./secret.ts";

type CalendarSettings = {
  /** The end of the feed's path, without `.ics`. */
  secret: string;
};

export type Calendar = {
  /** GET and HEAD of one step below /calendar. Never rejects; always answers. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
};

type Options = {
  settings: CalendarSettings;
  owings: () => Promise<readonly Owing[]>;
  organisation: () => Organisation;
  now: () => Temporal.Instant;
  log: Pick<Logger, "error">;
};

/** Throws when the settings would let anybody in. */
export function createCalendar({ settings, owings, organisation, now, log }: Options): Calendar {
  const opens = createLock(settings.secret);
  return {
    async handle(request, response) {
      if (!opens(request.url ?? "")) return answer(response, 404);
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("allow", "GET, HEAD");
        return answer(response, 405);
      }
      try {
        const { feed } = await import("./feed.ts"); // its library is loaded by who is asked for a calendar
        send(request, response, feed(await owings(), organisation(), now()));
      } catch (error) {
        log.error({ err: error }, "the calendar feed could not be drawn");
        if (!response.headersSent) answer(response, 503); // calendars keep what they have, and ask again
      }
    },
  };
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-length": 0 }).end();
}

/** No cache between us and the reader keeps it: the address is a secret, and may be changed. */
function send({ method, headers }: IncomingMessage, response: ServerResponse, text: string): void {
  const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
  response.setHeader("cache-control", "private, no-cache");
  response.setHeader("etag", etag);
  if (isKnown(headers["if-none-match"], etag)) return void response.writeHead(304).end();
  response
    .writeHead(200, {
      "content-type": "text/calendar; charset=utf-8",
      "content-length": Buffer.byteLength(text),
      "x-content-type-options": "nosniff",
    })
    .end(method === "HEAD" ? undefined : text);
}

const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? "").split(",").some((one) => [etag, `W/${etag}`, "*"].includes(one.trim()));
