// The only way in over HTTP: nothing passes that Slack did not sign, just now, once, in a size we take.
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { createReplayGuard } from "./replay-guard.ts";

/** A request that Slack signed. `release` lets the same bytes in once more: nothing came of them. */
export type Letter = {
  body: string;
  form: boolean;
  headers: IncomingMessage["headers"];
  release: () => void;
};

export type Gate = {
  /** Answers what it refuses by itself, and then is undefined. Never rejects. */
  admit(req: IncomingMessage, res: ServerResponse): Promise<Letter | undefined>;
};

type GateOptions = { signingSecret: string; now: () => Temporal.Instant; log: Logger };

const longestBody = 64 * 1024;
/** Slack's own window. We hold to it on both sides: a letter from tomorrow is forged too. */
const mostSkewSeconds = 300;
/** Between two log lines about refusals: a stranger must not fill the disk. */
const logEverySeconds = 10;

export function createGate({ signingSecret, now, log }: GateOptions): Gate {
  if (signingSecret === "") throw new Error("Slack's signing secret is empty: set SLACK_SIGNING_SECRET");
  const key = createSecretKey(signingSecret, "utf8");
  const replays = createReplayGuard();
  const tell = createTeller(log, now);

  const refuse = (req: IncomingMessage, res: ServerResponse, status: number, why: string): undefined => {
    tell(why, req.socket.remoteAddress);
    if (!req.complete && !isShort(req)) res.setHeader("connection", "close"); // the rest is not waited for
    res.statusCode = status;
    res.end();
    req.resume();
  };

  async function admit(req: IncomingMessage, res: ServerResponse): Promise<Letter | undefined> {
    if (req.method !== "POST") {
      res.setHeader("allow", "POST");
      return refuse(req, res, 405, "not a POST");
    }
    const form = isForm(req.headers["content-type"]);
    if (form === undefined) return refuse(req, res, 415, "neither a form nor JSON");
    if (Number(req.headers["content-length"]) > longestBody) return refuse(req, res, 413, "too long");

    const signature = signatureOf(req.headers["x-slack-signature"]);
    const timestamp = timestampOf(req.headers["x-slack-request-timestamp"]);
    const seconds = secondsOf(now());
    if (!signature || timestamp === undefined) return refuse(req, res, 401, "no signature");
    if (Math.abs(seconds - timestamp) > mostSkewSeconds) return refuse(req, res, 401, "too old or too new");

    const body = await bodyOf(req);
    if (body === "too long") return refuse(req, res, 413, "too long");
    if (body === "broken off") return undefined;
    const expected = createHmac("sha256", key).update(`v0:${timestamp}:`).update(body).digest();
    if (!timingSafeEqual(expected, Buffer.from(signature, "hex")))
      return refuse(req, res, 401, "wrong signature");
    if (!replays.first(signature, seconds)) return refuse(req, res, 401, "replayed");
    return {
      body: body.toString("utf8"),
      form,
      headers: req.headers,
      release: () => replays.forget(signature),
    };
  }

  return { admit };
}

const isShort = (req: IncomingMessage): boolean => Number(req.headers["content-length"]) <= longestBody;

/** Undefined: neither. A charset or another parameter makes no difference. */
function isForm(contentType: string | undefined): boolean | undefined {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded") return true;
  return type === "application/json" ? false : undefined;
}

const signatureOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === "string" ? /^v0=([0-9a-f]{64})$/.exec(header)?.[1] : undefined;

/** Kept as it was written by a number of ten digits or so: it is part of what was signed. */
const timestampOf = (header: string | string[] | undefined): number | undefined =>
  typeof header === "string" && /^[1-9]\d{0,11}$/.test(header) ? Number(header) : undefined;

function bodyOf(req: IncomingMessage): Promise<Buffer | "too long" | "broken off"> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= longestBody) chunks.push(chunk);
      else resolve("too long");
    });
    req.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    req.on("error", () => resolve("broken off"));
    req.on("close", () => resolve("broken off"));
  });
}

/** One line at once, then the count of the rest. Never a header or a body. */
function createTeller(log: Logger, now: () => Temporal.Instant) {
  let last = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (why: string, from: string | undefined): void => {
    untold += 1;
    const seconds = secondsOf(now());
    if (seconds - last < logEverySeconds) return;
    log.warn({ why, from, refused: untold }, "refused at Slack's door");
    last = seconds;
    untold = 0;
  };
}

const secondsOf = (moment: Temporal.Instant): number => moment.epochMilliseconds / 1000;
