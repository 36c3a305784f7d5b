// What Teams would send: activities with a token of the Bot Framework's, each with an id of its own.
import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { requestId } from "../../src/core/ids.ts";
import { placeKey } from "../../src/core/place.ts";
import { appId, channels, issuer, speaker, tenant } from "./company.ts";
import { post } from "./connection.ts";
import { messageOf } from "./record.ts";

export type ChannelKey = { id: string; key: KeyObject; jwk: object };

/** `platforms`: the service URL. `token`: of that URL. */
type Teams = { platforms: string; token: string };

export function newChannelKey(): ChannelKey {
  const { privateKey: key, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const id = randomUUID();
  const jwk = {
    ...publicKey.export({ format: "jwk" }),
    use: "sig",
    kid: id,
    x5t: id,
    endorsements: ["msteams"],
  };
  return { id, key, jwk };
}

/** Good for an hour. */
export function channelToken({ id, key }: ChannelKey, platforms: string): string {
  const now = Math.floor(Date.now() / 1_000);
  const head = { alg: "RS256", kid: id, x5t: id, typ: "JWT" };
  const claims = { iss: issuer, aud: appId, serviceurl: `${platforms}/`, nbf: now - 5, exp: now + 3_600 };
  const text = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key).toString("base64url")}`;
}

export const message = (text: string, teams: Teams): Buffer =>
  activity(teams, {
    type: "message",
    textFormat: "plain",
    text: `<at>Breakglass</at> ${text}`,
    entities: [
      { type: "mention", mentioned: { id: `28:${appId}`, name: "Breakglass" }, text: "<at>Breakglass</at>" },
      { type: "clientInfo", locale: "en-GB", country: "GB", platform: "Web", timezone: "Europe/Berlin" },
    ],
  });

/** Approve, on the card of request `n`. */
export function approveInvoke(n: number, teams: Teams): Buffer {
  const request = requestId(n);
  const card = `card/${request}/${placeKey({ platform: "teams", kind: "channel", id: channels.teams })}`;
  const data = { verb: "bg.click", card, stream: request, action: { verb: "approve", request, about: 0 } };
  return activity(teams, {
    type: "invoke",
    name: "adaptiveCard/action",
    replyToId: messageOf(n),
    value: {
      action: { type: "Action.Execute", title: "Approve", verb: "bg.click", data },
      trigger: "manual",
    },
  });
}

function activity({ platforms, token }: Teams, more: object): Buffer {
  const at = new Date().toISOString();
  const thread = `${channels.teams};messageid=1600000000000`;
  const body = {
    id: randomUUID(),
    timestamp: at,
    localTimestamp: at,
    channelId: "msteams",
    serviceUrl: `${platforms}/`,
    from: { id: "29:bob", name: "Bob", aadObjectId: speaker.objectId },
    conversation: { isGroup: true, conversationType: "channel", tenantId: tenant, id: thread },
    recipient: { id: `28:${appId}`, name: "Breakglass" },
    channelData: { tenant: { id: tenant }, teamsChannelId: channels.teams, teamsTeamId: channels.teams },
    locale: "en-GB",
    localTimezone: "Europe/Berlin",
    ...more,
  };
  const headers = { "content-type": "application/json; charset=utf-8", authorization: `Bearer ${token}` };
  return post("/api/messages", headers, JSON.stringify(body));
}
