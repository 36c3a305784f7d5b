// Clicks that no honest client sends any more, or ever: of an old card, of a copied card, with changed data.
import type { ButtonAction } from "../../src/core/view.ts";
import type { SlackStandIn } from "../../src/sandbox/slack/types.ts";
import type { Message as TeamsMessage, TeamsStandIn } from "../../src/sandbox/teams/types.ts";
import type { Colleague } from "../../src/sandbox/world.ts";

type Payload = {
  trigger_id: string;
  user: { id: string };
  container: { message_ts: string; channel_id: string };
  channel: { id: string };
  actions: { value: string }[];
};

/** The last click that Slack sent, changed by the sender before it was signed. */
export async function changedClick(slack: SlackStandIn, change: (payload: Payload) => void): Promise<number> {
  const isClick = ({ body }: { body: string }) => body.includes("block_actions");
  const sent = slack.sent.findLast(isClick);
  if (!sent) throw new Error("nobody clicked in Slack yet");
  const payload = JSON.parse(new URLSearchParams(sent.body).get("payload") ?? "") as Payload;
  payload.trigger_id = `${Date.now()}.${crypto.randomUUID()}`;
  change(payload);
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return (await slack.send({ body })).status;
}

/** What a button in Slack carries, with another request in it. */
export function aboutAnother(value: string, request: string): string {
  const carried = JSON.parse(value) as { action: ButtonAction };
  return JSON.stringify({ ...carried, action: { ...carried.action, request } });
}

type Data = { action?: ButtonAction; card?: string; stream?: string };

/** What the button of that verb on a Teams card carries. */
export function buttonData(message: TeamsMessage, verb: ButtonAction["verb"]): Data {
  const found: Data[] = [];
  const look = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    const { data } = part as { data?: Data };
    if (data?.action?.verb === verb) found.push(data);
    for (const inner of Object.values(part)) look(inner);
  };
  look(message.card);
  if (!found[0]) throw new Error(`no button "${verb}" on that card`);
  return found[0];
}

/** Presses a button with this data on that message, whether the client shows such a button or not. */
export async function pressAnyway(
  teams: TeamsStandIn,
  who: Colleague,
  message: Pick<TeamsMessage, "id" | "conversationId">,
  data: Data,
): Promise<string> {
  const isChannel = message.conversationId.includes("@thread.tacv2");
  const where = isChannel ? `${message.conversationId};messageid=${message.id}` : "personal";
  const { text: _text, attachments: _html, ...base } = teams.activity(who.objectId, where, "");
  const action = { type: "Action.Execute", title: "Approve", verb: "bg.click", data };
  const answer = await teams.raw({
    ...base,
    type: "invoke",
    name: "adaptiveCard/action",
    id: `f:${crypto.randomUUID()}`,
    replyToId: message.id,
    value: { action, trigger: "manual" },
  });
  return answer.body;
}

/** Takes a message away as an admin does: the bot is not told. */
export async function deleteInSlack(
  slack: SlackStandIn,
  botToken: string,
  at: { channel: string; ts: string },
): Promise<void> {
  const answer = await fetch(`${slack.apiUrl}chat.delete`, {
    method: "POST",
    headers: { authorization: `Bearer ${botToken}`, "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(at),
  });
  const { ok } = (await answer.json()) as { ok: boolean };
  if (!ok) throw new Error("the message could not be deleted");
}

export async function deleteInTeams({ settings }: TeamsStandIn, message: TeamsMessage): Promise<void> {
  const { identityEndpoint, identityHeader, serviceUrl } = settings;
  const query = new URLSearchParams({
    resource: "https://api.botframework.com",
    client_id: "00000000-0000-4000-8000-000000009001",
    "api-version": "2019-08-01",
  });
  const identity = await fetch(`${identityEndpoint}?${query}`, {
    headers: { "x-identity-header": identityHeader },
  });
  const { access_token } = (await identity.json()) as { access_token: string };
  const path = `v3/conversations/${encodeURIComponent(message.conversationId)}/activities/${message.id}`;
  const answer = await fetch(`${serviceUrl}${path}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${access_token}` },
  });
  if (!answer.ok) throw new Error(`the message could not be deleted: ${await answer.text()}`);
}
