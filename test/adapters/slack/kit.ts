// The adapter as the bot runs it, in front of the Slack stand-in, with a desk whose answers the test gives.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createSlack, type SlackSettings } from "../../../src/adapters/slack/slack.ts";
import type { Organisation } from "../../../src/core/organisation.ts";
import type { Place } from "../../../src/core/place.ts";
import type { Answer, Caller, Desk, Heard } from "../../../src/core/ports/desk.ts";
import type { MessageRef } from "../../../src/core/ports/messenger.ts";
import { understand } from "../../../src/core/understand.ts";
import type { Form, View } from "../../../src/core/view.ts";
import { form } from "../../../src/core/views/forms.ts";
import { startSlack } from "../../../src/sandbox/slack/start-slack.ts";
import type { SlackOptions } from "../../../src/sandbox/slack/types.ts";
import { alice, bob, contoso, people } from "../../kit/cast.ts";

export const aliceId = alice.slack ?? "";
export const bobId = bob.slack ?? "";

export const view = (title: string, more: Partial<View> = {}): View => ({
  title,
  tone: "neutral",
  severity: undefined,
  lines: [],
  facts: [],
  buttons: [],
  ...more,
});
export const shows = (title: string): Answer => ({ type: "view", view: view(title) });

type Told = { heard: Heard[]; homes: Caller[]; seen: { key: string; place: Place; ref: MessageRef }[] };

export type Setting = {
  hear?: (heard: Heard) => Promise<Answer> | Answer;
  home?: (caller: Caller) => Promise<View> | View;
  form?: Desk["form"];
  tooMuch?: Desk["tooMuch"];
  slack?: Partial<SlackOptions>;
  organisation?: Organisation;
  settings?: Partial<SlackSettings>;
  now?: () => Temporal.Instant;
};

const secret = "8f742231b10e8888abcd99yyyzzz85a5";

export async function open(setting: Setting = {}) {
  const slack = await startSlack({
    team: { id: "T0CONTOSO", domain: "contoso", name: "Contoso" },
    botToken: "xoxb-test",
    signingSecret: secret,
    appId: "A0BREAKGLASS",
    bot: { id: "B0BREAKGLASS", userId: "U0BREAKGLASS", name: "breakglass" },
    people: [
      ...people.map(({ slack, name }) => ({ id: slack ?? "", name, tz: "Europe/Berlin" })),
      { id: "U0GUEST", name: "Gus", tz: "UTC", isGuest: true },
      { id: "U0GONE", name: "Gone", tz: "UTC", deleted: true },
      { id: "U0BOT", name: "Robot", tz: "UTC", isBot: true },
      { id: "U0EVE", name: "Eve", tz: "UTC", teamId: "T0EVIL" },
    ],
    channels: [
      { id: "C0REQUESTS", name: "requests", members: "all" },
      { id: "C0SOC", name: "soc", members: "all" },
      { id: "C0ADMINS", name: "admins", members: "all" },
      { id: "C0SHARED", name: "shared", members: "all", isExtShared: true },
      { id: "C0OTHER", name: "other", members: "all", botIsIn: false },
    ],
    eventRetrySeconds: [0],
    rates: "off",
    ...setting.slack,
  });
  const told: Told = { heard: [], homes: [], seen: [] };
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
  const organisation = setting.organisation ?? contoso;
  const desk: Desk = {
    hear: async (heard) => {
      told.heard.push(heard);
      return setting.hear ? await setting.hear(heard) : shows("Heard");
    },
    understand,
    tooMuch: setting.tooMuch ?? (() => undefined),
    form:
      setting.form ??
      ((name, about, words): Form =>
        form(name, organisation, {
          ...(about && { about }),
          ...(words !== undefined && { words }),
        })),
    card: () => Promise.resolve(undefined),
    home: async (caller) => {
      told.homes.push(caller);
      return setting.home ? await setting.home(caller) : view("Accounts");
    },
    seen: (key, place, ref) => Promise.resolve(void told.seen.push({ key, place, ref })),
  };
  const adapter = createSlack({
    settings: {
      signingSecret: secret,
      botToken: "xoxb-test",
      mode: "http",
      apiUrl: slack.apiUrl,
      ...setting.settings,
    },
    desk,
    organisation: () => organisation,
    log,
    now: setting.now ?? (() => Temporal.Now.instant()),
  });
  const server = createServer((req, res) => void adapter.handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  slack.setBotUrl(url);
  return {
    slack,
    adapter,
    told,
    log: () => lines.join(""),
    url,
    secret,
    async [Symbol.asyncDispose]() {
      await adapter.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await slack.stop();
    },
  };
}

/** Every text anywhere in a message, a view or blocks. */
export function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join("");
  if (typeof value !== "object" || value === null) return "";
  const { text, elements, ...rest } = value as Record<string, unknown>;
  return [
    typeof text === "string" ? text : words(text),
    words(elements),
    ...Object.values(rest).map(words),
  ].join("");
}
