// Bare Bolt: a command is acknowledged with a line of text, a button is acknowledged and then changes its message.
import { App, HTTPReceiver, LogLevel } from "@slack/bolt";

const { PORT, SLACK_SIGNING_SECRET = "", SLACK_BOT_TOKEN = "", SLACK_API_URL = "" } = process.env;

const app = new App({
  receiver: new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET, logLevel: LogLevel.ERROR }),
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: SLACK_API_URL },
  authorize: () => Promise.resolve({ botToken: SLACK_BOT_TOKEN, botId: "B0BENCH", botUserId: "U0BENCHBOT" }),
});

app.command("/breakglass", async ({ ack }) => {
  await ack({ response_type: "ephemeral", text: "Request received." });
});

app.action(/.*/, async ({ ack, body, client }) => {
  await ack();
  if (body.type !== "block_actions" || !body.message) return;
  const { ts, ["blocks"]: blocks } = body.message;
  await client.chat.update({ channel: body.channel?.id ?? "", ts, text: "Approved", blocks });
});

await app.start({ port: Number(PORT), host: "127.0.0.1" });
