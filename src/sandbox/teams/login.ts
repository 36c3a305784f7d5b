// Who vouches for whom: the channel's OpenID metadata and keys, Entra's, and the managed identity that gives the bot
// its token for the connector.
import { randomUUID } from "node:crypto";
import { type Answer, ok, refuse } from "./answer.ts";
import type { Keys } from "./keys.ts";

export type Login = {
  setDown(down: boolean): void;
  metadata(origin: string): Answer;
  keys(): Answer;
  entraMetadata(origin: string): Answer;
  entraKeys(): Answer;
  identityToken(query: URLSearchParams, header: string | undefined): Promise<Answer>;
  /** Whether an Authorization header holds a token that `identityToken` gave out and that is not over. */
  knows(authorization: string | undefined): boolean;
  identityHeader: string;
};

type Options = {
  tenant: string;
  appId: string;
  issuer: string;
  keys: Keys;
  /** What the identity may do in Microsoft Graph. */
  permissions: readonly string[] | undefined;
  clock: () => number;
};

const scope = "https://api.botframework.com";
/** The public one, and the stand-in's beside us. */
const graphs = /^https:\/\/(graph\.microsoft\.com|localhost:\d+)$/;
const tokenSeconds = 86_400;
/** Entra puts this into every app's token for Graph, as if it were a role. */
const everyApp = "0997a1d0-0d1d-4acb-b408-d5ca73121e90";

export function openLogin({ tenant, appId, issuer, keys, permissions, clock }: Options): Login {
  const identityHeader = randomUUID();
  const tokens = new Map<string, number>();
  let down = false;
  const whileUp = (body: unknown): Answer =>
    down ? refuse(503, "ServiceUnavailable", "The keys are down, as was asked for.") : ok(body);

  return {
    identityHeader,
    setDown: (isDown) => {
      down = isDown;
    },
    metadata: (origin) =>
      whileUp({
        issuer,
        authorization_endpoint: "https://invalid.botframework.com",
        jwks_uri: `${origin}/v1/.well-known/keys`,
        id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: ["private_key_jwt"],
      }),
    keys: () => whileUp(keys.channelKeys()),
    entraMetadata: (origin) =>
      whileUp({
        issuer: `https://sts.windows.net/${tenant}/`,
        token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
        id_token_signing_alg_values_supported: ["RS256"],
      }),
    entraKeys: () => whileUp(keys.entraKeys()),
    identityToken: async (query, header) => {
      if (header !== identityHeader)
        return refuse(401, "unauthorized", "X-IDENTITY-HEADER is not the right one.");
      const resource = query.get("resource")?.replace(/\/(\.default)?$/, "");
      const isKnown = resource === scope || (resource !== undefined && graphs.test(resource));
      if (!isKnown) return refuse(400, "invalid_resource", `resource must be ${scope}, or Microsoft Graph.`);
      if (query.get("client_id") !== appId)
        return refuse(400, "invalid_client", "No identity with this client_id is assigned.");
      const claims = resource === scope ? {} : { roles: permissions, wids: [everyApp] };
      const token = await keys.signIdentity(tokenSeconds, { aud: resource, ...claims });
      const over = Math.floor(clock() / 1000) + tokenSeconds;
      if (resource === scope) tokens.set(token, over * 1000);
      const body = { access_token: token, expires_on: String(over), resource, token_type: "Bearer" };
      return ok({ ...body, client_id: appId });
    },
    knows: (authorization) => {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
      return token !== undefined && (tokens.get(token) ?? 0) > clock();
    },
  };
}
