// What Slack would send: forms that it signed, each with ids of its own.

import { createHmac, randomUUID } from "node:crypto";
import { buttonId } from "../../src/adapters/slack/blocks.ts";
import { buttonValue, formMetadata } from "../../src/adapters/slack/carried.ts";
import { formCallback } from "../../src/adapters/slack/modal.ts";
import { type RequestId, requestId } from "../../src/core/ids.ts";
import { placeKey } from "../../src/core/place.ts";
import { streamOf } from "../../src/core/view.ts";
import { account, channels, signingSecret, slackTeam, speaker } from "./company.ts";
import { post } from "./connection.ts";
import { messageOf } from "./record.ts";

/** `platforms`: where its answer URLs are. */
type Slack = { platforms: string; secret?: string };

export const command = (text: string, { platforms, secret }: Slack, user = speaker.slack): Buffer =>
  signed(
    new URLSearchParams({
      team_id: slackTeam,
      team_domain: "bench",
      channel_id: channels.slack,
      channel_name: "breakglass-requests",
      user_id: user,
      user_name: "bob",
      command: "/breakglass",
      text,
      api_app_id: "A0BENCH",
      is_enterprise_install: "false",
      response_url: `${platforms}/reply/${randomUUID()}`,
      trigger_id: randomUUID(),
    }),
    secret,
  );

/** Approve, on the card of request `n` in the channel. */
export function approveButton(n: number, slack: Slack): Buffer {
  const request = requestId(n);
  const card = `card/${request}/${placeKey({ platform: "slack", kind: "channel", id: channels.slack })}`;
  return click({ action: { verb: "approve", request, about: 0 }, card }, messageOf(n), false, slack);
}

/** Approve, on a copy that only the approver sees. */
export const approveInPrivate = (request: RequestId, slack: Slack): Buffer =>
  click({ action: { verb: "approve", request, about: 0 } }, messageOf(0), true, slack);

function click(
  carried: Parameters<typeof buttonValue>[0],
  ts: string,
  isPrivate: boolean,
  { platforms, secret }: Slack,
): Buffer {
  const value = buttonValue(carried);
  const button = { type: "button", action_id: buttonId(0), value, text: plain("Approve"), style: "primary" };
  const shown = { text: streamOf(carried.action), blocks: blocks(button) };
  const payload = {
    ...interaction("block_actions", speaker.slack),
    container: { type: "message", message_ts: ts, channel_id: channels.slack, is_ephemeral: isPrivate },
    channel: { id: channels.slack, name: "breakglass-requests" },
    message: { type: "message", user: "U0BENCHBOT", ts, app_id: "A0BENCH", ...shown },
    state: { values: {} },
    response_url: `${platforms}/reply/${randomUUID()}`,
    actions: [{ ...button, block_id: "buttons", action_ts: ts }],
  };
  return signed(new URLSearchParams({ payload: JSON.stringify(payload) }), secret);
}

/** The request form, filled in. */
export function submitForm(user: string, { secret }: Slack): Buffer {
  const fields = {
    account: { selected_option: { value: account } },
    failure: { selected_option: { value: "conditional-access-lockout" } },
    reason: { value: "Conditional access locked the tenant out: all admins." },
    ticket: { value: "INC-42" },
    minutes: { value: "60" },
  };
  const payload = {
    ...interaction("view_submission", user),
    view: {
      id: `V${randomUUID()}`,
      type: "modal",
      callback_id: formCallback,
      private_metadata: formMetadata({ name: "request" }),
      blocks: Object.keys(fields).map((id) => ({ type: "input", block_id: id })),
      state: {
        values: Object.fromEntries(Object.entries(fields).map(([id, value]) => [id, { field: value }])),
      },
    },
  };
  return signed(new URLSearchParams({ payload: JSON.stringify(payload) }), secret);
}

const interaction = (type: string, user: string) => ({
  type,
  user: { id: user, username: "bob", name: "bob", team_id: slackTeam },
  api_app_id: "A0BENCH",
  trigger_id: randomUUID(),
  team: { id: slackTeam, domain: "bench" },
  enterprise: null,
  is_enterprise_install: false,
});

const plain = (text: string) => ({ type: "plain_text", text, emoji: false });

const blocks = (button: object): object[] => [
  { type: "header", block_id: "title", text: plain("⏳ BG-1: Emergency 1 asked for") },
  ...["Asked by Rob", "Conditional access locked the tenant out: all admins.", "For 1 hour"].map(
    (text, index) => ({
      type: "rich_text",
      block_id: `line${index}`,
      elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
    }),
  ),
  { type: "actions", block_id: "buttons", elements: [button] },
];

function signed(form: URLSearchParams, secret = signingSecret): Buffer {
  const body = form.toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": `v0=${signature}`,
  };
  return post("/slack/events", headers, body);
}
