// A Slack that is slow or down: clicks are still decided, nothing piles up without limit, nothing ends the process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { WebClient } from "@slack/web-api";
import { expect, test } from "vitest";
import { bobId, open } from "./kit.ts";

const clicks = 400;

function click(trigger: number): string {
  const payload = {
    type: "block_actions",
    user: { id: bobId, team_id: "T0CONTOSO" },
    trigger_id: `${trigger}.1.x`,
    container: { type: "message", channel_id: "C0REQUESTS", message_ts: "1.1" },
    actions: [
      {
        type: "button",
        action_id: "breakglass.0",
        value: JSON.stringify({ action: { verb: "approve", request: "BG-12" }, card: "k" }),
      },
    ],
  };
  return JSON.stringify(payload);
}

test("trap 8: behind a slow Slack stock keeps every call in memory; we keep 200, and every click is decided", async () => {
  await using bot = await open();
  await bot.slack.command(bobId, "/breakglass status", "C0REQUESTS"); // Bob is known from here on
  bot.slack.faults.set("chat.postEphemeral", { latencyMs: 2_000 });

  const stock = new WebClient("xoxb-test", { slackApiUrl: bot.slack.apiUrl, retryConfig: { retries: 0 } });
  for (let n = 0; n < clicks; n++)
    void stock.chat.postEphemeral({ channel: "C0REQUESTS", user: bobId, text: "x" }).catch(() => {});
  const queue = Reflect.get(stock, "requestQueue") as {
    size: number;
    pending: number;
    clear(): void;
  };
  await expect.poll(() => queue.size + queue.pending).toBe(clicks);
  queue.clear();

  const answers = [];
  for (let n = 0; n < clicks; n += 40)
    answers.push(
      ...(await Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          bot.slack.send({ body: new URLSearchParams({ payload: click(n + at) }).toString() }),
        ),
      )),
    );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(clicks);
  expect(bot.told.heard.filter((heard) => "click" in heard)).toHaveLength(clicks);
  expect(bot.log()).toContain("private answers are dropped");
});

test("stock Bolt ends the process when Slack refuses its token at the start; ours starts and says so", async () => {
  await using bot = await open();
  bot.slack.faults.set("auth.test", { slackError: "invalid_auth" });
  const script = `
    import { App } from "@slack/bolt";
    new App({ token: "xoxb-x", signingSecret: "x", clientOptions: { slackApiUrl: "${bot.slack.apiUrl}" } });
    setTimeout(() => process.exit(0), 2000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
  const [code] = await once(child, "exit");
  expect(code).toBe(1);
  await bot.adapter.start();
  await expect(bot.adapter.check()).rejects.toThrow("the bot token is wrong");
});

test("with Slack's API dead a command is still answered within three seconds", async () => {
  await using bot = await open({ settings: { apiUrl: "http://127.0.0.1:9/api/" } });
  const reaction = await bot.slack.command(bobId, "/breakglass approve BG-12", "C0REQUESTS");
  expect(reaction).toMatchObject({ status: 200 });
  expect(reaction.ms).toBeLessThan(2_500);
  expect(bot.told.heard[0]?.caller.standing).toBe("unknown");
});
