// A Teams with a few people, and a bot as small as a bot can be: it checks tokens with jose and answers what it is told.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { onTestFinished } from "vitest";
import { startTeams } from "../../../src/sandbox/teams/start-teams.ts";
import type { TeamsOptions, TeamsStandIn } from "../../../src/sandbox/teams/types.ts";

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
export const tenant = guid(9000);
export const appId = guid(9001);
export const [alice, bob, carol, gina, eve, nina] = [guid(1), guid(3), guid(4), guid(21), guid(22), guid(23)];
export const requests = "19:requests@thread.tacv2";
export const soc = "19:soc@thread.tacv2";

export async function practiceTeams(more: Partial<TeamsOptions> = {}): Promise<TeamsStandIn> {
  const person = (objectId: string, name: string) => ({ objectId, name, timeZone: "Europe/Berlin" });
  const teams = await startTeams({
    tenant,
    appId,
    botName: "Breakglass",
    people: [
      person(alice, "Alice"),
      person(bob, "Bob"),
      person(carol, "Carol"),
      { ...person(gina, "Gina"), isGuest: true },
      { ...person(eve, "Eve"), tenantId: guid(6666) },
      { ...person(nina, "Nina"), installed: false },
    ],
    teams: [
      {
        id: "19:contoso@thread.tacv2",
        name: "Contoso",
        channels: [
          { id: requests, name: "breakglass-requests", members: "all" },
          { id: soc, name: "soc", members: [bob, eve] },
        ],
      },
    ],
    ...more,
  });
  onTestFinished(() => teams.stop());
  return teams;
}

type Heard = {
  type: string;
  name?: string;
  value?: { action?: { verb?: string; data?: unknown }; trigger?: string };
};
type Activity = Heard & Record<string, unknown>;
type Reply = { status?: number; body?: unknown; afterMs?: number };

/** Verifies every token against the served keys; `answer` decides what an activity gets. */
export async function smallBot(
  teams: TeamsStandIn,
  answer: (activity: Activity) => Reply | Promise<Reply> = () => ({}),
): Promise<{ heard: Activity[] }> {
  const metadata = await (await fetch(teams.settings.openIdMetadata)).json();
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri), { cooldownDuration: 0 });
  const heard: Activity[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const honest = { issuer: metadata.issuer, audience: appId, algorithms: ["RS256"] };
    if (!(await jwtVerify(token, keys, honest).catch(() => undefined))) {
      response.writeHead(401).end();
      return;
    }
    const activity = JSON.parse(Buffer.concat(chunks).toString()) as Activity;
    heard.push(activity);
    const { status = 200, body, afterMs = 0 } = await answer(activity);
    setTimeout(() => response.writeHead(status).end(body === undefined ? "" : JSON.stringify(body)), afterMs);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  teams.setBotUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`);
  return { heard };
}

/** The connector as a bot calls it, with a token of the managed identity. */
export async function connectorOf(teams: TeamsStandIn) {
  const { identityEndpoint, identityHeader, serviceUrl } = teams.settings;
  const wanted = `?api-version=2019-08-01&resource=https://api.botframework.com&client_id=${appId}`;
  const login = await fetch(identityEndpoint + wanted, { headers: { "X-IDENTITY-HEADER": identityHeader } });
  const { access_token: token } = await login.json();
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${serviceUrl}v3/conversations${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    return {
      status: response.status,
      code: answer.error?.code,
      id: answer.id,
      body: answer,
      headers: response.headers,
    };
  };
}

export const at = (conversation: string, rest = "/activities") =>
  `/${encodeURIComponent(conversation)}${rest}`;
export const mriOf = (teams: TeamsStandIn, objectId: string) =>
  teams.people.find((person) => person.objectId === objectId)?.mri ?? "";
export const chatOf = (teams: TeamsStandIn, objectId: string) =>
  teams.people.find((person) => person.objectId === objectId)?.chat ?? "";

export const cardOf = (body: unknown[], more: object = {}) => ({
  type: "AdaptiveCard",
  version: "1.5",
  body,
  ...more,
});
export const line = (text: string) => ({ type: "TextBlock", text, wrap: true });
export const cardMessage = (content: unknown, summary = "A card") => ({
  type: "message",
  summary,
  attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
});
