// Slack's Web API, the Bot Connector, its OpenID keys and a managed identity, answering at once: stand-ins for load.
// They check nothing; those of the practice tenant do.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { slackTeam, slackUsers } from "../company.ts";

const { KEYS = "[]", ISSUER = "" } = process.env;

/** Messages that reached somebody. */
const told = { slack: 0, teams: 0 };
let posted = 0;

type Route = [path: RegExp, answer: (request: IncomingMessage, path: string) => unknown];

const routes: Route[] = [
  [/^\/told$/, () => told],
  [/^\/api\/users\.info$/, async (request) => ({ ok: true, user: await user(request) })],
  [/^\/api\/auth\.test$/, () => ({ ok: true, team_id: slackTeam, user_id: "U0BENCHBOT", bot_id: "B0BENCH" })],
  [/^\/api\/conversations\.info$/, () => ({ ok: true, channel: { is_member: true } })],
  [/^\/api\/views\./, () => ({ ok: true, view: { id: "V0BENCH" } })],
  [/^\/api\/chat\./, () => ({ ok: true, channel: "C0REQUESTS", ts: `${slackMessage()}.000100` })],
  [/^\/reply\//, () => ({ ok: true, ts: slackMessage() })],
  [/\/pagedmembers$/, () => ({ members: [] })],
  [/^\/v3\/conversations$/, () => ({ id: `a:${(posted += 1)}` })],
  [/^\/v3\//, () => ({ id: teamsMessage() })],
  [
    /openidconfiguration$/,
    ({ headers }) => ({
      issuer: ISSUER,
      jwks_uri: `http://${headers.host}/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
    }),
  ],
  [/^\/keys$/, () => ({ keys: JSON.parse(KEYS) as unknown })],
  [
    /^\/msi$/,
    () => ({
      access_token: "a-token-of-the-bench",
      expires_on: String(Math.floor(Date.now() / 1_000) + 86_400),
      token_type: "Bearer",
    }),
  ],
];

const slackMessage = (): number => 1_700_000_000 + (told.slack += 1);
const teamsMessage = (): string => String(1_700_000_000_000 + (told.teams += 1));

/** The bot believes only an answer about the user it asked for. */
async function user(request: IncomingMessage): Promise<object> {
  const id = new URLSearchParams(await text(request)).get("user") ?? "";
  return { id, team_id: slackTeam, deleted: !slackUsers.includes(id) };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?");
  const [, make] = routes.find(([known]) => known.test(path)) ?? [];
  if (!make) console.error(`nobody knows ${request.method} ${path}`);
  const body = JSON.stringify((await make?.(request, path)) ?? { error: "unknown" });
  request.resume();
  response
    .writeHead(make ? 200 : 404, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    })
    .end(body);
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(Number(process.env["PORT"]), "127.0.0.1", () => process.send?.("listening"));
process.on("disconnect", () => process.exit(0));
