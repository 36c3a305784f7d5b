// What bare frameworks post: `chat.postMessage` of Slack's client and a proactive card of botbuilder's, as fast as they
// go, COUNT of each; AT_ONCE of each are under way.
import { WebClient } from "@slack/web-api";
import { CardFactory, MessageFactory } from "botbuilder";
import { adapter, appId, card } from "./bot-framework.ts";

const { SLACK_BOT_TOKEN, SLACK_API_URL = "", PLATFORMS = "", TENANT = "", COUNT, AT_ONCE } = process.env;

const slack = new WebClient(SLACK_BOT_TOKEN, { slackApiUrl: SLACK_API_URL });
const plain = (text: string) => ({ type: "plain_text", text, emoji: false }) as const;
const text = (words: string) => ({
  type: "rich_text" as const,
  elements: [{ type: "rich_text_section" as const, elements: [{ type: "text" as const, text: words }] }],
});
const blocks = [
  { type: "header" as const, text: plain("⏳ BG-1: Emergency 1 asked for") },
  ...["Asked by Rob", "Conditional access locked the tenant out: all admins.", "For 1 hour"].map(text),
];

const toSlack = () =>
  slack.chat.postMessage({ channel: "C0REQUESTS", text: "Emergency 1 asked for", blocks });

const conversation = {
  channelId: "msteams",
  serviceUrl: `${PLATFORMS}/`,
  bot: { id: `28:${appId}`, name: "Bot" },
  conversation: {
    id: "19:requests@thread.tacv2",
    isGroup: true,
    tenantId: TENANT,
    conversationType: "channel",
    name: "requests",
  },
};

const toTeams = () =>
  adapter.continueConversationAsync(appId, conversation, async (context) => {
    await context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(card)));
  });

async function post(send: () => Promise<unknown>): Promise<void> {
  let left = Number(COUNT);
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: Number(AT_ONCE) }, loop));
}

process.on("disconnect", () => process.exit(0));
await Promise.all([post(toSlack), post(toTeams)]);
