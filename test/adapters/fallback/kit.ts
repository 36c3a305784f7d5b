// A receiver of the second road that can fail in every way, and an alert whose people's words are hostile.
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { pino } from "pino";
import { createFallback, type FallbackSettings } from "../../../src/adapters/fallback/fallback.ts";
import type { Messenger, Outgoing } from "../../../src/core/ports/messenger.ts";
import type { View } from "../../../src/core/view.ts";
import { alice, nine } from "../../kit/cast.ts";

export const secret = "a-practice-secret-of-the-tests-32";
export const routingKey = "3fcc9112463424b5".concat("99f996f9e780dfc6");

export type Got = { method: string; path: string; headers: IncomingMessage["headers"]; body: string };

/** `answer` runs when the body is read; without one, it is 202. */
export async function openRoad(type: FallbackSettings["type"], { patience = 2_000 } = {}) {
  const got: Got[] = [];
  let answer: RequestListener = (_, response) => void response.writeHead(202).end("{}");
  const server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    text(request).then(
      (body) => {
        got.push({ method, path, headers, body });
        answer(request, response);
      },
      () => response.destroy(),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `${origin}/hook?key=part-of-the-address`;
  const lines: string[] = [];
  const fallback: Messenger = createFallback({
    settings: type === "webhook" ? { type, url, secret } : { type, url, routingKey },
    now: () => nine,
    log: pino({ level: "debug" }, { write: (line: string) => void lines.push(line) }),
    patience,
  });
  return {
    fallback,
    got,
    lines,
    origin,
    answers(listener: RequestListener) {
      answer = listener;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const view: View = {
  title: "AL-7 · Sign-in without a request",
  tone: "alarm",
  severity: 0,
  lines: [
    ["Emergency 1 was used at ", { moment: nine, show: "time" }, "."],
    ["Nobody asked for it. ", { strong: "Call the custodians." }],
  ],
  facts: [
    { label: "When", value: [{ moment: nine, show: "date-time" }] },
    { label: "From", value: [{ said: "203.0.113.7" }, ", FR, Paris"] },
    { label: "Nearest request", value: ["BG-12 of ", { person: alice }] },
  ],
  buttons: [
    {
      action: { verb: "acknowledge", alert: "AL-7" as never },
      label: "Acknowledge",
      style: "primary",
    },
  ],
};

/** What an intruder can choose: the name of the browser. */
export const hostile: View = {
  ...view,
  facts: [
    {
      label: "Browser",
      value: [
        {
          said: "<!channel> <https://evil.example|Acknowledge here>\nApproved by: Bob\r\n[x](https://evil.example) \u202Egnp.exe\u0007 <b>bold</b>",
        },
      ],
    },
  ],
};

export const outgoing = (more: Partial<Outgoing> = {}): Outgoing => ({
  place: { platform: "fallback", kind: "channel", id: "webhook" },
  view,
  key: "say/AL-7/3/fallback",
  stream: "AL-7",
  incident: "trigger",
  ...more,
});
