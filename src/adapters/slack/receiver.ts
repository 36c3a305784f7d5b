// Hands Bolt what came through the gate, and Slack what Bolt's listeners answer. There is no other way to Bolt.
import type { IncomingMessage, ServerResponse } from "node:http";
import { parse as parseQuery } from "node:querystring";
import type { App, Receiver } from "@slack/bolt";
import type { Logger } from "pino";
import { withoutWords } from "./failure.ts";
import type { Gate, Letter } from "./gate.ts";

export type Door = {
  receiver: Receiver;
  /** POST /slack/events. Never rejects; always answers. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
};

type Body = Record<string, unknown>;

export function createDoor(gate: Gate, log: Logger): Door {
  let app: App | undefined;
  return {
    receiver: {
      init: (bolt) => {
        app = bolt;
      },
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    async handle(req, res) {
      const letter = await gate.admit(req, res);
      if (!letter) return;
      const body = bodyOf(letter);
      if (!body || !app) return answer(res, body ? 503 : 400);
      if (body["type"] === "url_verification") return answer(res, 200, { challenge: body["challenge"] });
      await process(app, letter, body, res, log);
    },
  };
}

async function process(app: App, letter: Letter, body: Body, res: ServerResponse, log: Logger) {
  const course: Course = { failed: false };
  const held = isHeld(body);
  try {
    await app.processEvent({
      body,
      ack: (response?: unknown) => {
        if (!held) answer(res, 200, response);
        return Promise.resolve();
      },
      customProperties: { course },
      ...retry(letter.headers),
    });
  } catch (error) {
    log.error(withoutWords(error), "a request of Slack's could not be handled");
  }
  if (held && !course.failed) answer(res, 200);
  if (held) answer(res, 503);
  if (res.headersSent) return;
  letter.release();
  answer(res, 400); // nothing of ours knows what this is
}

/** What became of a request while Bolt ran its listeners: Bolt itself keeps a failed listener to itself. */
export type Course = { failed: boolean };

/**
 * Bolt acknowledges an event before anybody worked on it, and what fails then is lost. Where a message of ours stands
 * must not be: its event is acknowledged when it is noted, and Slack tells it again when it is not.
 */
const isHeld = (body: Body): boolean =>
  (body["event"] as { type?: unknown } | undefined)?.type === "message_metadata_posted";

/** A command comes as a form; everything else as JSON, within a form or not. */
function bodyOf({ body, form }: Letter): Body | undefined {
  const fields = form ? parseQuery(body) : undefined;
  const payload = fields ? fields["payload"] : body;
  if (payload === undefined) return fields;
  try {
    const read: unknown = JSON.parse(String(payload));
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as Body) : undefined;
  } catch {
    return undefined;
  }
}

function retry(headers: Letter["headers"]): { retryNum?: number; retryReason?: string } {
  const retryNum = Number(headers["x-slack-retry-num"]);
  const retryReason = headers["x-slack-retry-reason"];
  return {
    ...(Number.isInteger(retryNum) && { retryNum }),
    ...(typeof retryReason === "string" && { retryReason }),
  };
}

/** The first answer counts. */
function answer(res: ServerResponse, status: number, body?: unknown): void {
  if (res.headersSent) return;
  res.statusCode = status; // not `writeHead`: so the length is known, and all of it leaves in one piece
  if (body === undefined || body === "") return void res.end();
  if (typeof body === "string")
    return void res.setHeader("content-type", "text/plain; charset=utf-8").end(body);
  res.setHeader("content-type", "application/json").end(JSON.stringify(body));
}
