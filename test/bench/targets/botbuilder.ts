// Bare botbuilder with real tokens: a message is answered by one reply, a card's button by a card in the answer.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
  type Request,
  type Response,
} from "botbuilder";

const { PORT, APP_ID = "", TENANT = "", OPENID_METADATA = "", ISSUER = "", IDENTITY_ENDPOINT } = process.env;
if (!APP_ID || !IDENTITY_ENDPOINT) throw new Error("without an app id botbuilder asks for no token");

const authentication = new ConfigurationBotFrameworkAuthentication({
  MicrosoftAppId: APP_ID,
  MicrosoftAppTenantId: TENANT,
  MicrosoftAppType: "UserAssignedMsi",
  BotOpenIdMetadata: OPENID_METADATA,
  ToBotFromEmulatorOpenIdMetadataUrl: OPENID_METADATA,
  ToBotFromChannelTokenIssuer: ISSUER,
  ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
  ToChannelFromBotOAuthScope: "https://api.botframework.com",
  OAuthUrl: "https://api.botframework.com",
  CallerId: "urn:botframework:azure",
  ValidateAuthority: "true",
});

const card = {
  type: "AdaptiveCard",
  version: "1.5",
  body: [
    { type: "TextBlock", size: "large", weight: "bolder", text: "Break-glass request", wrap: true },
    { type: "TextBlock", wrap: true, text: "Conditional access locked the tenant out: all admins." },
    {
      type: "FactSet",
      facts: ["Account", "Asked by", "For", "Ticket", "Answer by", "State"].map((title) => ({
        title,
        value: `${title}, a value of a usual length`,
      })),
    },
  ],
  actions: [{ type: "Action.Execute", title: "Approve", verb: "approve", data: { request: "BG-1" } }],
};

class Bot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      await context.sendActivity(MessageFactory.text("Request received."));
      await next();
    });
  }

  override async onAdaptiveCardInvoke() {
    return { statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: card };
  }
}

const adapter = new CloudAdapter(authentication);
const bot = new Bot();

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await json(request)) as Record<string, unknown>;
  const restify = Object.assign(response, {
    header: (name: string, value: string) => response.setHeader(name, value),
    status: (status: number) => {
      response.statusCode = status;
    },
    send: (answer: unknown) => response.end(typeof answer === "string" ? answer : JSON.stringify(answer)),
  });
  await adapter.process(
    Object.assign(request, { body }) as unknown as Request,
    restify as unknown as Response,
    (context) => bot.run(context),
  );
}

createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(Number(PORT), "127.0.0.1");
