// Reads one call's body, or says with which status it is turned away.
import type { IncomingMessage } from "node:http";
import { setTimeout } from "node:timers/promises";
import { Refused } from "./judge.ts";

/** Azure Monitor sends no more. */
const longestBody = 256 * 1024;

/** What can be said before a byte of the body is read. */
export function checkHead({ method, headers }: IncomingMessage): void {
  if (method !== "POST") throw new Refused(405, "not a POST");
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(headers["content-type"] ?? ""))
    throw new Refused(415, "no JSON");
  if ((headers["content-encoding"] ?? "identity") !== "identity") throw new Refused(415, "encoded");
  if (Number(headers["content-length"] ?? 0) > longestBody) throw new Refused(413, "too long");
}

/** Any JSON object. Rejects with `Refused`; `patience`: milliseconds for the whole of it. */
export async function readBody(request: IncomingMessage, patience: number): Promise<object> {
  const over = new AbortController();
  try {
    const text = await Promise.race([
      read(request),
      setTimeout(patience, "slow" as const, { signal: over.signal }),
    ]);
    if (text === "slow") throw new Refused(408, "too slow");
    if (text === "long") throw new Refused(413, "too long");
    if (text === "broken") throw new Refused(400, "broken off");
    return parsed(text.bytes);
  } finally {
    over.abort();
  }
}

/** Never rejects, for nobody waits any more once the time is over. */
async function read(request: IncomingMessage): Promise<{ bytes: Buffer } | "long" | "broken"> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    // not destroyed on an early return: the one who sends too much is told so
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > longestBody) return "long";
      parts.push(part);
    }
    return { bytes: Buffer.concat(parts) };
  } catch {
    return "broken";
  }
}

function parsed(bytes: Buffer): object {
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  } catch {
    // told below, without the parser's words: they quote what was sent
  }
  throw new Refused(400, "no JSON object");
}
