// The HTTP server's edges: what it answers, what it refuses, and that nothing sent to it brings it down.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { alice } from "../../src/sandbox/world.ts";
import { type Site, startSite } from "../kit/surroundings.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());
afterEach(async () => {
  expect(await status("GET", "/healthz")).toBe(200); // whatever was tried, it lives
});

const ask = (method: string, path: string, init: RequestInit = {}) =>
  fetch(`${site.bot.url}${path}`, { method, ...init });
const status = async (method: string, path: string, init: RequestInit = {}): Promise<number> => {
  const response = await ask(method, path, init);
  await response.arrayBuffer();
  return response.status;
};

async function wire(): Promise<Socket> {
  const socket = connect(Number(new URL(site.bot.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** All that comes back until the other side ends. */
async function answerTo(bytes: string | Buffer): Promise<string> {
  const socket = await wire();
  const parts: Buffer[] = [];
  socket.on("data", (part: Buffer) => parts.push(part));
  socket.write(bytes);
  await once(socket, "close");
  return Buffer.concat(parts).toString("latin1");
}

describe("what operators ask", () => {
  test("/healthz says ok, with whatever query", async () => {
    const response = await ask("GET", "/healthz?from=kubelet");
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("ok\n");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("/readyz names every part", async () => {
    const response = await ask("GET", "/readyz");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      ready: true,
      parts: { store: { ready: true }, slack: { ready: true }, teams: { ready: true } },
      waiting: [],
    });
  });

  test("/readyz tells a stranger behind the proxy which part is not ready, and nothing more", async () => {
    const response = await fetch(`${site.bot.url}/readyz`, { headers: { "x-forwarded-for": "203.0.113.9" } });
    expect(await response.json()).toEqual({
      ready: true,
      parts: { store: { ready: true }, slack: { ready: true }, teams: { ready: true } },
    });
  });

  test("/metrics counts what was heard and what was sent, for Prometheus", async () => {
    await site.slack.command(alice.slack, "/breakglass whoami", "C0REQUESTS");
    const response = await ask("GET", "/metrics");
    expect(response.headers.get("content-type")).toContain("text/plain");
    const text = await response.text();
    expect(text).toMatch(/breakglass_heard_total\{platform="slack",answer="view"\} [1-9]/);
    expect(text).toMatch(/breakglass_part_ready\{part="store"\} 1/);
  });
});

describe("what is not there", () => {
  test.each([
    "/",
    "/health",
    "/healthz/",
    "//healthz",
    "/HEALTHZ",
    "/slack",
    "/%68ealthz",
    "/../healthz/x",
    "/api/messages/1",
  ])("%s is 404", async (path) => {
    expect(await answerTo(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 404 /,
    );
  });

  test.each([
    ["GET", "/slack/events"],
    ["PUT", "/slack/events"],
    ["GET", "/api/messages"],
    ["DELETE", "/api/messages"],
    ["POST", "/healthz"],
    ["POST", "/metrics"],
    ["OPTIONS", "/readyz"],
  ])("%s %s is 405", async (method, path) => {
    expect(await status(method, path)).toBe(405);
  });

  test("an address in place of a path leads nowhere", async () => {
    const answer = await answerTo(
      "GET http://evil.example/healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(await answerTo("CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n")).not.toMatch(/ 200 /);
  });
});

describe("too much", () => {
  const doors = [
    ["/slack/events", "application/x-www-form-urlencoded"],
    ["/api/messages", "application/json"],
  ] as const;

  test.each(doors)("a body that says it is huge is 413 at %s before it is sent", async (path, type) => {
    const answer = await answerTo(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: 1000000000\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test.each(doors)("a body that grows and grows is 413 at %s, or cut off", async (path, type) => {
    const socket = await wire();
    let answer = "";
    socket.setEncoding("latin1").on("data", (text: string) => {
      answer += text;
    });
    const now = Math.floor(Date.now() / 1000);
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ntransfer-encoding: chunked\r\n` +
        `x-slack-signature: v0=${"0".repeat(64)}\r\nx-slack-request-timestamp: ${now}\r\n\r\n`,
    );
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    for (let sent = 0; sent < 200 && !socket.destroyed && !answer; sent++) {
      socket.write(chunk);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test("a flood of headers is 431", async () => {
    const flood = Array.from({ length: 1_000 }, (_, n) => `x-flood-${n}: ${"y".repeat(50)}\r\n`).join("");
    expect(await answerTo(`GET /healthz HTTP/1.1\r\nhost: x\r\n${flood}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("300 connections that say nothing keep nobody out", async () => {
    const sockets = await Promise.all(Array.from({ length: 300 }, wire));
    const answer = await site.slack.command(alice.slack, "/breakglass whoami", "C0REQUESTS");
    expect(answer.status).toBe(200);
    expect(answer.ms).toBeLessThan(3_000);
    for (const socket of sockets) socket.destroy();
  });
});

describe("no HTTP at all", () => {
  test.each([
    ["noise", Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 73) % 256))],
    ["a TLS hello", Buffer.from("1603010200010001fc0303", "hex")],
    [
      "two lengths",
      Buffer.from(
        "POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
      ),
    ],
    [
      "a length and chunks",
      Buffer.from(
        "POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      ),
    ],
  ])("%s is answered with 400 and the connection ends", async (_, bytes) => {
    expect(await answerTo(bytes)).toMatch(/HTTP\/1\.1 400 /);
  });

  test("noise behind a good request ends the connection, and is no second request", async () => {
    const answer = await answerTo("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n\x00\x01garbage\r\n\r\n");
    expect(answer.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
  });

  test("a hundred good requests in one breath get a hundred answers, in order", async () => {
    const one = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    const last = "GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    const answer = await answerTo(one.repeat(100) + last);
    expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(100);
    expect(answer.lastIndexOf(" 404 ")).toBeGreaterThan(answer.lastIndexOf(" 200 "));
  });
});

describe("slow senders", () => {
  test("headers and bodies that dribble in are cut off after about ten seconds; people are served meanwhile", async () => {
    const began = performance.now();
    const dribble = async (head: string): Promise<number> => {
      const socket = await wire();
      socket.write(head);
      const timer = setInterval(() => socket.write("x"), 400);
      socket.resume();
      await once(socket, "close");
      clearInterval(timer);
      return performance.now() - began;
    };
    const slow = Promise.all([
      dribble("GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: "),
      dribble(
        "POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n",
      ),
    ]);
    const answer = await site.slack.command(alice.slack, "/breakglass whoami", "C0REQUESTS");
    expect(answer.status).toBe(200);
    for (const ms of await slow) expect(ms).toBeLessThan(14_000);
  });
});
