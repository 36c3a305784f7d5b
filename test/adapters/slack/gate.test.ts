// The door of Slack: what is refused there, against the real adapter over HTTP; and what stock Bolt lets in.
import { createHmac } from "node:crypto";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { App, HTTPReceiver } from "@slack/bolt";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createReplayGuard } from "../../../src/adapters/slack/replay-guard.ts";
import { aliceId, open } from "./kit.ts";

const form = "application/x-www-form-urlencoded";
const command = (text: string) =>
  new URLSearchParams({
    command: "/breakglass",
    text,
    team_id: "T0CONTOSO",
    user_id: aliceId,
    channel_id: "C0REQUESTS",
    trigger_id: "1.2.abc",
    response_url: "https://hooks.slack.com/commands/1",
  }).toString();

const nowSeconds = () => Math.floor(Date.now() / 1000);

function signed(secret: string, body: string, at = nowSeconds(), contentType = form) {
  const signature = createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex");
  return {
    method: "POST",
    body,
    headers: {
      "content-type": contentType,
      "x-slack-request-timestamp": String(at),
      "x-slack-signature": `v0=${signature}`,
    },
  };
}

describe("nothing but what Slack signed comes in", () => {
  test("a request that Slack signed just now is heard", async () => {
    await using bot = await open();
    expect((await fetch(bot.url, signed(bot.secret, command("status")))).status).toBe(200);
    expect(bot.told.heard).toHaveLength(1);
  });

  test.each([
    ["another secret", (body: string) => signed("another", body)],
    ["no signature", (body: string) => ({ method: "POST", body, headers: { "content-type": form } })],
    [
      "a body that was changed",
      (body: string, secret: string) => ({ ...signed(secret, body), body: `${body}x` }),
    ],
    [
      "a timestamp that was changed",
      (body: string, secret: string) => {
        const letter = signed(secret, body);
        letter.headers["x-slack-request-timestamp"] = String(nowSeconds() + 1);
        return letter;
      },
    ],
    ["six minutes ago", (body: string, secret: string) => signed(secret, body, nowSeconds() - 360)],
    ["six minutes from now", (body: string, secret: string) => signed(secret, body, nowSeconds() + 360)],
    ["next year", (body: string, secret: string) => signed(secret, body, nowSeconds() + 31_536_000)],
    [
      "half a signature",
      (body: string, secret: string) => {
        const letter = signed(secret, body);
        letter.headers["x-slack-signature"] = letter.headers["x-slack-signature"].slice(0, 40);
        return letter;
      },
    ],
    ["an empty secret", (body: string) => signed("", body)],
    [
      "ssl_check with a payload",
      () => ({
        method: "POST",
        body: `ssl_check=1&${command("status")}`,
        headers: { "content-type": form },
      }),
    ],
  ])("%s: 401, and the desk hears nothing", async (_, letter) => {
    await using bot = await open();
    const response = await fetch(bot.url, letter(command("status"), bot.secret));
    expect(response.status).toBe(401);
    expect(await response.text()).toBe("");
    expect(bot.told.heard).toEqual([]);
  });

  test("the same signed bytes are heard once, inside five minutes too", async () => {
    await using bot = await open();
    const letter = signed(bot.secret, command("status"));
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await fetch(bot.url, letter)).status);
    expect(statuses).toEqual([200, 401, 401]);
    expect(bot.told.heard).toHaveLength(1);
  });

  test("the same bytes twice at the same moment are heard once", async () => {
    await using bot = await open();
    const letter = signed(bot.secret, command("status"));
    const statuses = await Promise.all([fetch(bot.url, letter), fetch(bot.url, letter)]);
    expect(statuses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    expect(bot.told.heard).toHaveLength(1);
  });

  test("a signature is remembered as long as it could be valid, and not for ever", () => {
    const guard = createReplayGuard();
    expect(guard.first("a", 0)).toBe(true);
    expect(guard.first("b", 599)).toBe(true);
    for (const second of [1, 300, 600, 601, 1_198])
      expect(guard.first("b", second), `${second} s`).toBe(false);
    expect(guard.first("a", 5_000)).toBe(true);
  });

  test("many signatures do not fill the memory, and the newest are still remembered", () => {
    const guard = createReplayGuard();
    for (let n = 0; n < 120_000; n++) guard.first(`s${n}`, 1);
    expect(guard.first("s119999", 1)).toBe(false);
    expect(guard.first("s0", 1)).toBe(true); // let go long ago
  });

  test.each([
    ["a GET", 405, { method: "GET" }],
    ["XML", 415, { method: "POST", body: "<a/>", headers: { "content-type": "application/xml" } }],
    ["no type at all", 415, { method: "POST", body: new Uint8Array(3) }],
    [
      "more than 64 KiB",
      413,
      { method: "POST", body: "x".repeat(65_537), headers: { "content-type": form } },
    ],
  ])("%s: %i", async (_, status, letter) => {
    await using bot = await open();
    expect((await fetch(bot.url, letter)).status).toBe(status);
  });

  test("more than 64 KiB without saying so beforehand: 413, however well signed", async () => {
    await using bot = await open();
    const body = `${command("status")}&x=${"x".repeat(70_000)}`;
    const { headers } = signed(bot.secret, body);
    const status = await new Promise((resolve, reject) => {
      const req = request(bot.url, { method: "POST", headers }, (res) => resolve(res.statusCode));
      req.on("error", reject);
      req.write(body);
      req.end();
    });
    expect(status).toBe(413);
    expect(bot.told.heard).toEqual([]);
  });

  test.each([
    ["JSON that is none", "application/json", "{"],
    ["a JSON list", "application/json", "[]"],
    ["JSON null", "application/json", "null"],
    ["a form whose payload is no JSON", form, "payload=%7B"],
    ["an unknown kind", "application/json", '{"type":"party"}'],
    ["an event of nothing", "application/json", '{"type":"event_callback","event":null}'],
    ["actions of nothing", form, `payload=${encodeURIComponent('{"type":"block_actions","actions":null}')}`],
    ["an options request", form, `payload=${encodeURIComponent('{"type":"block_suggestion","name":"x"}')}`],
  ])("%s, well signed: 400 at once", async (_, type, body) => {
    await using bot = await open();
    const started = performance.now();
    expect((await fetch(bot.url, signed(bot.secret, body, nowSeconds(), type))).status).toBe(400);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(bot.told.heard).toEqual([]);
  });

  test("whatever is in a signed request, it is answered, and nothing breaks", async () => {
    await using bot = await open();
    const kinds = ["block_actions", "view_submission", "event_callback", "url_verification", "shortcut"];
    const names = ["event", "actions", "view", "user", "container", "command", "name", "channel", "team"];
    const payload = fc
      .tuple(
        fc.constantFrom(...kinds),
        fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 })),
      )
      .map(([type, rest]) => JSON.stringify({ type, ...rest }));
    await fc.assert(
      fc.asyncProperty(payload, fc.nat(), async (body, n) => {
        const type = n % 2 ? "application/json" : form;
        const sent = n % 2 ? body : new URLSearchParams({ payload: body, n: String(n) }).toString();
        const { status } = await fetch(bot.url, signed(bot.secret, sent, nowSeconds(), type));
        expect([200, 400, 401]).toContain(status); // 401: the same bytes were made twice
      }),
      { numRuns: 300 },
    );
    expect(bot.told.heard).toEqual([]);
  });

  test("what came to nothing may be sent again", async () => {
    await using bot = await open();
    const letter = signed(bot.secret, '{"type":"party"}', nowSeconds(), "application/json");
    expect([(await fetch(bot.url, letter)).status, (await fetch(bot.url, letter)).status]).toEqual([
      400, 400,
    ]);
  });

  test("Slack's check of a new request URL is answered, signed only", async () => {
    await using bot = await open();
    expect(await bot.slack.verifyBotUrl()).toBe(true);
    const body = '{"type":"url_verification","challenge":"x"}';
    expect((await fetch(bot.url, signed("another", body, nowSeconds(), "application/json"))).status).toBe(
      401,
    );
  });

  test("a thousand forged requests are one line of log, without a word of theirs", async () => {
    await using bot = await open();
    for (let n = 0; n < 40; n++)
      await Promise.all(
        Array.from({ length: 25 }, () =>
          fetch(bot.url, signed("another", command("my password is hunter2"))),
        ),
      );
    expect(bot.log().split("\n").filter(Boolean)).toHaveLength(1);
    expect(bot.log()).not.toContain("hunter2");
    expect(bot.log()).not.toContain("v0=");
  });

  test("without a signing secret nothing starts", async () => {
    await expect(open({ settings: { signingSecret: "" } })).rejects.toThrow("SLACK_SIGNING_SECRET");
  });
});

/** Bolt as its own documentation starts it: what our door is there for. */
async function openStock(secret: string) {
  let heard = 0;
  const receiver = new HTTPReceiver({ signingSecret: secret });
  const app = new App({ receiver, authorize: () => Promise.resolve({ botToken: "x" }) });
  app.command("/breakglass", async ({ ack }) => {
    heard++;
    await ack();
  });
  const server = createServer((req, res) => receiver.requestListener(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    heard: () => heard,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("traps of stock Bolt", () => {
  test("6: a request signed for tomorrow is heard by stock Bolt, not by us", async () => {
    await using bot = await open();
    await using stock = await openStock(bot.secret);
    const letter = signed(bot.secret, command("status"), nowSeconds() + 86_400);
    expect([(await fetch(stock.url, letter)).status, stock.heard()]).toEqual([200, 1]);
    expect([(await fetch(bot.url, letter)).status, bot.told.heard.length]).toEqual([401, 0]);
  });

  test("6: a replay is heard again by stock Bolt, not by us", async () => {
    await using bot = await open();
    await using stock = await openStock(bot.secret);
    const letter = signed(bot.secret, command("status"));
    for (let n = 0; n < 2; n++) {
      await fetch(stock.url, letter);
      await fetch(bot.url, letter);
    }
    expect(stock.heard()).toBe(2);
    expect(bot.told.heard).toHaveLength(1);
  });

  test("7: a form with a charset is refused by stock Bolt, not by us", async () => {
    await using bot = await open();
    await using stock = await openStock(bot.secret);
    const letter = signed(bot.secret, command("status"), nowSeconds(), `${form}; charset=utf-8`);
    expect((await fetch(stock.url, letter)).status).toBe(400);
    expect((await fetch(bot.url, letter)).status).toBe(200);
  });
});
