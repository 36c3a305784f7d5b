// Reads one request's body, or says with which status it is turned away.
import type { IncomingMessage } from "node:http";

/** Teams' own activities stay far below this. */
const longestBody = 256 * 1024;

export type Body = { json: Record<string, unknown> } | { status: 400 | 405 | 413 | 415 };

export async function readBody(request: IncomingMessage): Promise<Body> {
  if (request.method !== "POST") return { status: 405 };
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers["content-type"] ?? ""))
    return { status: 415 };
  if ((request.headers["content-encoding"] ?? "identity") !== "identity") return { status: 415 };
  if (Number(request.headers["content-length"] ?? 0) > longestBody) return { status: 413 };
  const parts: Buffer[] = [];
  let length = 0;
  try {
    // not destroyed on an early return: the one who sends too much is told so
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > longestBody) return { status: 413 };
      parts.push(part);
    }
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts)));
    return isObject(json) ? { json } : { status: 400 };
  } catch {
    return { status: 400 };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
