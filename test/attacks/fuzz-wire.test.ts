// Bytes that are no HTTP, or nearly: refused or cut off, never repeated, never a fault.
import { once } from "node:events";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { answerOf, canary, openTarget, slackLetter, type Target } from "./fuzz-kit.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
}, 30_000);
afterAll(() => target.close());
afterEach(() => target.isWell());

/** Writes all of it and ends; all that comes back until the other side ends too. */
async function answerTo(bytes: string | Uint8Array): Promise<string> {
  const socket = await target.wire();
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  const closed = once(socket, "close");
  socket.end(bytes);
  await closed;
  return Buffer.concat(parts).toString("latin1");
}

const statuses = (answer: string): number[] =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
/** 100 and 200: what is honest after all. 417: an `expect` that nobody knows. */
const fine = [100, 200, 400, 401, 403, 404, 405, 408, 411, 413, 415, 417, 431];
const notFine = (answer: string): number[] => statuses(answer).filter((status) => !fine.includes(status));

const paths = () => [
  "/slack/events",
  "/api/messages",
  "/webhooks/azure-monitor",
  `/webhooks/azure-monitor/${canary}`,
  `/calendar/${canary}.ics`,
  "/calendar/",
  "/healthz",
  "/readyz",
  "/metrics",
  "/privacy",
  "/terms",
  `/${canary}?${canary}#${canary}`,
  "*",
  `http://${canary}/healthz`,
  "//healthz",
  "/%00",
  "/__proto__",
  "/constructor",
  "/..%2f..%2fetc/passwd",
  `/${"x/".repeat(2_000)}`,
];
const methods = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "CONNECT",
  "PROPFIND",
  "PRI",
  "get",
  "G\xc9T",
  canary,
];
const versions = ["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP/1.1 ", "http/1.1", ""];
const headers = [
  `host: ${canary}`,
  "host: x\r\nhost: y",
  "content-type: application/json",
  "content-type: application/x-www-form-urlencoded",
  `content-type: ${canary}`,
  "content-length: 5",
  "content-length: 0",
  "content-length: -1",
  "content-length: +5",
  "content-length: 0x10",
  "content-length: 99999999999999999999",
  "content-length: 5, 5",
  "transfer-encoding: chunked",
  "transfer-encoding: gzip, chunked",
  "transfer-encoding: chunked, identity",
  "transfer-encoding: xchunked",
  "content-encoding: gzip",
  "expect: 100-continue",
  `expect: ${canary}`,
  "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
  "connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__",
  `authorization: Bearer ${canary}.${canary}.${canary}`,
  `authorization: ${"x".repeat(15_000)}`,
  `x-slack-signature: v0=${"0".repeat(64)}`,
  "x-slack-request-timestamp: 1",
  `x-forwarded-for: ${canary}`,
  `x-${canary}: ${canary}`,
  `folded: a\r\n ${canary}`,
  "bad header",
  "nul: \0",
  "bare: lf\nx: y",
  " leading: space",
  `__proto__: ${canary}`,
  `cookie: ${"a=b; ".repeat(1_000)}`,
];
const bodies = [
  "",
  "hello",
  `5\r\nhello\r\n0\r\n\r\n`,
  `5;${canary}="x"\r\nhello\r\n0\r\n${canary}: ${canary}\r\n\r\n`,
  "FFFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
  "-5\r\nhello\r\n0\r\n\r\n",
  "5\r\nhell",
  "0\r\n\r\nGET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
  `{"a":"${canary}"}`,
  "GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n",
];

describe("on the wire", () => {
  test("bytes without any order", { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 600 }), { minLength: 10, maxLength: 10 }),
        async (many) => {
          const answers = await Promise.all(many.map(answerTo));
          expect(answers.flatMap(notFine)).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("nearly HTTP: wild methods, paths, versions, headers, lengths and chunks, one behind the other", {
    timeout: 60_000,
  }, async () => {
    const one = fc
      .record({
        method: fc.constantFrom(...methods, "GET", "POST", "POST"),
        path: fc.constantFrom(...paths()),
        version: fc.constantFrom(...versions, "HTTP/1.1", "HTTP/1.1", "HTTP/1.1"),
        more: fc.uniqueArray(fc.constantFrom(...headers), { maxLength: 5 }),
        body: fc.constantFrom(...bodies),
      })
      .map(({ method, path, version, more, body }) =>
        [`${method} ${path} ${version}`, "host: x", ...more, "", body].join("\r\n"),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(one, { minLength: 1, maxLength: 4 }), { minLength: 10, maxLength: 10 }),
        async (many) => {
          const answers = await Promise.all(
            many.map((pipeline) => answerTo(Buffer.from(pipeline.join(""), "latin1"))),
          );
          expect(answers.flatMap(notFine)).toEqual([]);
          expect(answers.join("")).not.toContain(canary);
        },
      ),
      { numRuns: 80 },
    );
  });

  test("a body in gzip is no body of ours, however small it is and whatever is signed", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, "x"));
    const slack = slackLetter(target.around.secrets.slackSigningSecret, bomb, "application/json");
    const zipped = (init: RequestInit): RequestInit => ({
      ...init,
      headers: { ...(init.headers as Record<string, string>), "content-encoding": "gzip" },
    });
    expect((await answerOf(`${target.bot.url}/slack/events`, zipped(slack))).status).toBe(400);
    const json = {
      method: "POST",
      body: new Uint8Array(bomb),
      headers: { "content-type": "application/json" },
    };
    for (const path of ["/api/messages", `/webhooks/azure-monitor/${target.around.pathSecret}`])
      expect((await answerOf(`${target.bot.url}${path}`, zipped(json))).status).toBe(415);
  });
});
