// Storms: thousands of connections, bodies without end, strangers and forgers at once. Memory and service stay as they were.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { until } from "../kit/until.ts";
import { answerOf, canary, openTarget, slackLetter, type Target } from "./fuzz-kit.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
}, 30_000);
afterAll(() => target.close());
afterEach(() => target.isWell());

/** Megabytes that the bot's process takes, as it says itself. */
async function memory(): Promise<number> {
  const text = await (await fetch(`${target.bot.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]) / 1024 ** 2;
}

/** Megabytes that may be more afterwards. What is measured is about 40. */
const most = 200;

describe("a storm", () => {
  test("of idle and of dribbling connections, of bodies without end, of forged and of signed requests leaves memory and service as they were", {
    timeout: 60_000,
  }, async () => {
    await storm(); // once, so that what the process keeps for ever is there
    const before = await memory();
    await storm();
    await storm();
    expect((await memory()) - before).toBeLessThan(most);
    expect((await answerOf(`${target.bot.url}/slack/events`, honest(1))).status).toBe(200);
  });
});

test("of thousands of connections: no more than two thousand are held, and whoever was connected is served", async () => {
  const proxy = await target.wire();
  let answers = "";
  proxy.setEncoding("latin1").on("data", (text: string) => {
    answers += text;
  });
  let cutOff = 0;
  const many = await Promise.all(
    Array.from({ length: 2_200 }, async () => {
      const socket = await target.wire();
      socket.on("close", () => {
        cutOff += 1;
      });
      return socket.resume();
    }),
  );
  await until("the last ones are cut off", () => cutOff >= 200);
  proxy.write("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
  await until("an answer", () => answers.startsWith("HTTP/1.1 200 "));
  for (const socket of [...many, proxy]) socket.destroy();
  await until(
    "there is room again",
    async () => (await fetch(`${target.bot.url}/healthz`).catch(() => undefined))?.ok,
  );
  expect(target.bot.output()).toContain("too many connections");
});

let letters = 0;
const honest = (n: number): RequestInit =>
  slackLetter(
    target.around.secrets.slackSigningSecret,
    new URLSearchParams({
      command: "/breakglass",
      text: `approve BG-${n} ${canary}`,
      team_id: "T0CONTOSO",
      user_id: `U${n}`,
      channel_id: `C${n}`,
      trigger_id: `${n}.${letters++}`,
      response_url: "https://hooks.slack.com/commands/1",
    }).toString(),
    "application/x-www-form-urlencoded",
  );

async function storm(): Promise<void> {
  const held = await Promise.all(Array.from({ length: 300 }, target.wire));
  for (const [n, socket] of held.entries()) {
    if (n % 3 === 1) socket.write(`POST /api/messages HTTP/1.1\r\nhost: x\r\nx-slow: `);
    if (n % 3 === 2)
      socket.write(
        `POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 200000\r\n\r\n${"x".repeat(100_000)}`,
      );
  }
  const endless = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const socket = await target.wire();
      const head = `POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
      socket.write(head);
      const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
      for (let sent = 0; sent < 50 && !socket.destroyed; sent++) socket.write(chunk);
      return socket;
    }),
  );
  const forged = {
    ...honest(0),
    headers: {
      "content-type": "application/json",
      "x-slack-signature": `v0=${"0".repeat(64)}`,
      "x-slack-request-timestamp": `${Math.floor(Date.now() / 1_000)}`,
    },
  };
  for (let round = 0; round < 5; round++) {
    const many = Array.from({ length: 30 }, (_, n) => [
      answerOf(`${target.bot.url}/slack/events`, forged),
      answerOf(`${target.bot.url}/slack/events`, honest(round * 30 + n)),
      answerOf(`${target.bot.url}/nowhere/${canary}`, {}),
    ]);
    const found = new Set((await Promise.all(many.flat())).map(({ status }) => status));
    expect([...found].toSorted((a, b) => a - b)).toEqual([200, 401, 404]);
  }
  for (const socket of [...held, ...endless]) socket.destroy();
}
