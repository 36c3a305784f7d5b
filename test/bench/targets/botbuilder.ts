// Bare botbuilder with real tokens: a message is answered by one reply, a card's button by a card in the answer.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { ActivityHandler, MessageFactory, type Request, type Response } from "botbuilder";
import { adapter, card } from "./bot-framework.ts";

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
}).listen(Number(process.env["PORT"]), "127.0.0.1");
