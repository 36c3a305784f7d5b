// A Slack with a few people, and a bot that answers what the test says and remembers what it heard.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { startSlack } from "../../../src/sandbox/slack/start-slack.ts";
import type { SlackOptions, SlackStandIn } from "../../../src/sandbox/slack/types.ts";

export const secret = "a-signing-secret";
export const token = "xoxb-the-bot-token";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

export async function slackWith(more: Partial<SlackOptions> = {}): Promise<SlackStandIn> {
  const slack = await startSlack({
    team: { id: "T0CONTOSO", domain: "contoso", name: "Contoso" },
    botToken: token,
    signingSecret: secret,
    bot: { id: "B0BOT", userId: "U0BOT", name: "breakglass" },
    people: [
      { id: "U0ALICE", name: "Alice", tz: "Europe/Berlin" },
      { id: "U0BOB", name: "Bob", tz: "America/New_York" },
      { id: "U0GUS", name: "Gus", tz: "Europe/Berlin", isGuest: true },
      { id: "U0FAY", name: "Fay", tz: "Europe/Berlin", teamId: "T0FABRIKAM" },
      { id: "U0GONE", name: "Gone", tz: "Europe/Berlin", deleted: true },
      { id: "U0ROBOT", name: "Robot", tz: "Europe/Berlin", isBot: true },
    ],
    channels: [
      { id: "C0REQUESTS", name: "requests", members: "all" },
      { id: "C0SOC", name: "soc", members: ["U0BOB"] },
      { id: "C0SHARED", name: "shared", members: ["U0ALICE", "U0FAY"], isExtShared: true },
      { id: "C0ELSEWHERE", name: "elsewhere", members: "all", botIsIn: false },
    ],
    ...more,
  });
  stops.push(slack.stop);
  return slack;
}

export type Heard = { headers: IncomingHttpHeaders; body: string };
export type Answer = {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Never answers. */
  silent?: true;
};

/** A bot at its own address. `answer` is asked for every request; nothing means an empty 200. */
export async function botFor(
  slack: SlackStandIn,
  answer: (heard: Heard, nth: number) => Answer | undefined | Promise<Answer | undefined> = () => undefined,
): Promise<Heard[]> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = { headers: request.headers, body: Buffer.concat(chunks).toString() };
    heard.push(one);
    const { status = 200, body, headers = {}, silent } = (await answer(one, heard.length)) ?? {};
    if (silent) return;
    response.writeHead(status, headers);
    response.end(body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  slack.setBotUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return heard;
}

// oxlint-disable-next-line typescript/no-explicit-any -- an answer may have any shape; the tests look inside
type Json = any;

export const fields = (heard: Heard): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(heard.body));
export const payload = (heard: Heard): Json => JSON.parse(fields(heard).payload ?? "null");

/** Calls the Web API as the bot does: a form, with JSON inside for what is not text. */
export async function call(
  slack: SlackStandIn,
  method: string,
  given: Record<string, unknown> = {},
): Promise<Json> {
  return (await rawCall(slack, method, given)).json();
}

export function rawCall(
  slack: SlackStandIn,
  method: string,
  given: Record<string, unknown>,
  authorization = `Bearer ${token}`,
): Promise<Response> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const form = Object.entries(given).map(([name, value]): [string, string] => [name, text(value)]);
  return fetch(slack.apiUrl + method, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...(authorization && { authorization }) },
    body: new URLSearchParams(form).toString(),
  });
}

export const plain = (text: string) => ({ type: "plain_text", text });
export const button = (action_id: string, more: object = {}) => ({
  type: "button",
  action_id,
  text: plain(action_id),
  value: "BG-1",
  ...more,
});
export const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });
export const actions = (...elements: object[]) => ({ type: "actions", block_id: "buttons", elements });

export const form = {
  type: "modal",
  callback_id: "request",
  title: plain("Ask for access"),
  submit: plain("Ask"),
  private_metadata: "",
  blocks: [
    {
      type: "input",
      block_id: "reason",
      label: plain("Why?"),
      element: { type: "plain_text_input", action_id: "v", min_length: 10, max_length: 50 },
    },
    {
      type: "input",
      block_id: "cause",
      label: plain("What failed?"),
      element: {
        type: "static_select",
        action_id: "v",
        options: [
          { text: plain("Lock-out"), value: "lock-out" },
          { text: plain("Other"), value: "other" },
        ],
      },
    },
    {
      type: "input",
      block_id: "ticket",
      optional: true,
      label: plain("Ticket"),
      element: { type: "plain_text_input", action_id: "v" },
    },
  ],
};
