// The POST of a private answer: one request, one status, never to where a redirect points, never longer than it may take.
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { postJson } from "../../../src/adapters/slack/post-json.ts";

let server: Server;
let url: URL;
let heard: { path: string; type: string | undefined; body: string }[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  heard = [];
  const hear = async (request: IncomingMessage, response: ServerResponse) => {
    heard.push({
      path: `${request.method} ${request.url}`,
      type: request.headers["content-type"],
      body: await text(request),
    });
    answer(request, response);
  };
  server = createServer((request, response) => void hear(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/reply`);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

test("what is posted arrives as JSON, whatever signs it holds, and what is answered comes back", async () => {
  answer = (_, response) => response.writeHead(200).end("ok");
  expect(await postJson(url, { text: "👩‍🚒 ü \ud800" }, 5_000)).toEqual({ status: 200, begins: "ok" });
  answer = (_, response) => response.writeHead(404).end();
  expect(await postJson(url, {}, 5_000)).toEqual({ status: 404, begins: "" });
  answer = (_, response) => response.writeHead(502).end("x".repeat(100_000));
  expect(await postJson(url, {}, 5_000)).toMatchObject({ status: 502 });
  expect(heard[0]).toEqual({
    path: "POST /reply",
    type: "application/json; charset=utf-8",
    body: '{"text":"👩‍🚒 ü \\ud800"}',
  });
});

test("a redirect is an answer, and nobody goes there", async () => {
  answer = (_, response) => response.writeHead(307, { location: "/elsewhere" }).end();
  expect(await postJson(url, {}, 5_000)).toMatchObject({ status: 307 });
  expect(heard.map(({ path }) => path)).toEqual(["POST /reply"]);
});

test("who does not answer in time, or hangs up, is given up", async () => {
  answer = () => undefined;
  await expect(postJson(url, {}, 50)).rejects.toThrow(/abort/i);
  answer = (request) => request.socket.destroy();
  await expect(postJson(url, {}, 5_000)).rejects.toThrow(/hang up/);
});

test("a body that never ends holds up nobody; one that never begins is no answer", async () => {
  answer = (_, response) => response.writeHead(200).write("x");
  expect(await postJson(url, {}, 5_000)).toEqual({ status: 200, begins: "x" });
  answer = (_, response) => response.writeHead(200).flushHeaders();
  await expect(postJson(url, {}, 50)).rejects.toThrow(/abort/i);
  await new Promise((resolve) => setTimeout(resolve, 150));
});
