// Everything that a receiver can do wrong: it is told what, in time, and no secret with it.
import type { RequestListener } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFallback } from "../../../src/adapters/fallback/fallback.ts";
import { nine } from "../../kit/cast.ts";
import { openRoad, outgoing, routingKey, secret } from "./kit.ts";

const status = (code: number, headers: Record<string, string> = {}, body = ""): RequestListener => {
  return (_, response) => void response.writeHead(code, headers).end(body);
};

describe.each(["webhook", "pagerduty"] as const)("%s", (type) => {
  let road: Awaited<ReturnType<typeof openRoad>>;
  beforeEach(async () => {
    road = await openRoad(type, { patience: 300 });
  });
  afterEach(async () => {
    const said = road.lines.join("");
    for (const hidden of [secret, routingKey, "part-of-the-address", "/hook"])
      expect(said).not.toContain(hidden);
    await road.stop();
  });

  it.each<[what: string, answer: RequestListener, sent: object]>([
    [
      "throttled, with seconds",
      status(429, { "retry-after": "17" }),
      { type: "later", after: 17, why: "the fallback answers 429" },
    ],
    ["throttled, without", status(429), { type: "later", after: undefined, why: "the fallback answers 429" }],
    [
      "unavailable, with a date by its own wrong clock",
      status(503, {
        date: "Sat, 21 Nov 2020 09:00:00 GMT",
        "retry-after": "Sat, 21 Nov 2020 09:01:00 GMT",
      }),
      { type: "later", after: 60, why: "the fallback answers 503" },
    ],
    [
      "unavailable for a year: it is asked sooner",
      status(503, { "retry-after": "31536000" }),
      { type: "later", after: 900, why: "the fallback answers 503" },
    ],
    [
      "a Retry-After of nonsense",
      status(503, { "retry-after": "soon" }),
      { type: "later", after: undefined, why: "the fallback answers 503" },
    ],
    [
      "broken inside, with a page that repeats what it was sent",
      status(500, {}, `<html>${secret} ${routingKey}</html>`),
      { type: "later", after: undefined, why: "the fallback answers 500" },
    ],
    [
      "a gateway's time-out",
      status(408),
      { type: "later", after: undefined, why: "the fallback answers 408" },
    ],
    [
      "refused",
      status(400, {}, `{"status":"invalid event","errors":["${routingKey}"]}`),
      { type: "refused", why: "the fallback answers 400: check its address and its secret" },
    ],
    [
      "gone",
      status(404),
      { type: "refused", why: "the fallback answers 404: check its address and its secret" },
    ],
  ])("%s", async (_, answer, sent) => {
    road.answers(answer);
    expect(await road.fallback.send(outgoing())).toEqual(sent);
    expect(road.lines).toHaveLength(1);
  });

  it.each([301, 302, 307, 308])(
    "a redirect (%i) is not followed: the alert goes nowhere else",
    async (code) => {
      road.answers((request, response) =>
        request.url === "/elsewhere"
          ? void response.end()
          : void response.writeHead(code, { location: `${road.origin}/elsewhere` }).end(),
      );
      expect(await road.fallback.send(outgoing())).toEqual({
        type: "refused",
        why: `the fallback answers ${code}: redirects are not followed, name the last address`,
      });
      expect(road.got).toHaveLength(1);
    },
  );

  it("a receiver that never answers is waited for no longer than its time", async () => {
    road.answers(() => {});
    const began = performance.now();
    expect(await road.fallback.send(outgoing())).toEqual({
      type: "later",
      after: undefined,
      why: "the fallback gives no answer within 0.3 s",
    });
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it("a body that never ends holds nobody: the status was enough", async () => {
    road.answers((_, response) => void response.writeHead(202).write("x".repeat(1_000)));
    const began = performance.now();
    expect(await road.fallback.send(outgoing())).toMatchObject({ type: "shown" });
    expect(performance.now() - began).toBeLessThan(250);
  });

  it("a connection that is cut is tried again later", async () => {
    road.answers((_, response) => void response.destroy());
    expect(await road.fallback.send(outgoing())).toMatchObject({
      type: "later",
      why: expect.stringMatching(/^the fallback cannot be reached \([A-Z_]+\)$/),
    });
  });

  it("a receiver that takes it without a word has taken it", async () => {
    road.answers(status(204));
    expect(await road.fallback.send(outgoing())).toMatchObject({ type: "shown" });
    expect(road.lines).toEqual([]);
  });
});

describe("without a receiver", () => {
  const at = (url: string) =>
    createFallback({
      settings: { type: "webhook", url, secret },
      now: () => nine,
      log: { warn() {} },
      patience: 1_000,
    });

  it("nobody listens", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await at(`http://127.0.0.1:${port}/`).send(outgoing())).toEqual({
      type: "later",
      after: undefined,
      why: "the fallback cannot be reached (ECONNREFUSED)",
    });
  });

  it("something that speaks no HTTP", async () => {
    const server = createServer((socket) =>
      socket
        .on("error", () => {})
        .resume()
        .end("220 mail.example ESMTP\r\n"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await at(`http://127.0.0.1:${port}/`).send(outgoing())).toMatchObject({
      type: "later",
      why: "the fallback cannot be reached (no HTTP answer)",
    });
    await new Promise((resolve) => server.close(resolve));
  });

  it("an address that is none never throws", async () => {
    expect(await at("not an address").send(outgoing())).toMatchObject({ type: "later" });
  });
});
