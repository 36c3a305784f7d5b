// The token endpoint: who may have a token, for what, and for how long; and the keys that Entra publishes.
import { randomUUID } from "node:crypto";
import type { JWK } from "jose";
import { type Answer, ok } from "./answer.ts";
import type { Granted } from "./types.ts";

export type Login = {
  metadata(tenant: string): Answer;
  keys(tenant: string): Answer;
  token(tenant: string, form: URLSearchParams): Answer;
  /** As a wrong secret is answered. */
  refused(): Answer;
  throttled(): unknown;
  /** What an Authorization header is good for here. */
  check(
    authorization: string | undefined,
    resources: readonly string[],
  ): "good" | "none" | "invalid" | "foreign";
  /** Whether the token itself says so: a permission that is granted later is in the next one. */
  allows(authorization: string | undefined, permission: string): boolean;
};

export type LoginOptions = {
  tenant: string;
  clientId: string;
  secret: string;
  /** What tokens can be asked for: `https://graph.microsoft.com`. */
  resources: () => readonly string[];
  authority: () => string;
  keys: readonly JWK[];
  sign: (claims: object) => string;
  /** What the app may do, as of now. */
  granted: () => Granted;
  /** Whether this is Microsoft Graph, of which permissions are granted. */
  isGraph: (resource: string) => boolean;
  clock: () => number;
};

type Given = { resource: string; over: number; permissions: readonly string[] };

/** Entra puts this into every app's token, as if it were a role. */
const everyApp = "0997a1d0-0d1d-4acb-b408-d5ca73121e90";

const lifetimeSeconds = 3599;

export function openLogin(options: LoginOptions): Login {
  const { tenant, clientId, secret, resources, authority, keys, clock } = options;
  const given = new Map<string, Given>();
  const tokenIn = (authorization: string | undefined) =>
    given.get(/^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "");
  const principal = randomUUID();
  const failed = failures(clock);
  const isOurs = (asked: string) => asked.toLowerCase() === tenant.toLowerCase();
  const noTenant = (asked: string) =>
    failed(
      400,
      "invalid_request",
      90002,
      `Tenant '${asked}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    );
  const wrongSecret = () =>
    failed(
      401,
      "invalid_client",
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    );

  return {
    metadata: (asked) => (isOurs(asked) ? ok(metadataOf(authority(), tenant)) : noTenant(asked)),
    keys: (asked) => (isOurs(asked) ? ok({ keys }) : noTenant(asked)),
    refused: wrongSecret,
    throttled: () =>
      failed(
        429,
        "temporarily_unavailable",
        90055,
        "Tenant throttled because there are too many incoming requests. Try again later.",
      ).body,
    token: (asked, form) => {
      if (!isOurs(asked)) return noTenant(asked);
      if (form.get("grant_type") !== "client_credentials") {
        return failed(
          400,
          "unsupported_grant_type",
          70003,
          `The app requested an unsupported grant type '${form.get("grant_type")}'.`,
        );
      }
      if (form.get("client_id") !== clientId) {
        return failed(
          400,
          "unauthorized_client",
          700016,
          `Application with identifier '${form.get("client_id")}' was not found in the directory 'Contoso'.`,
        );
      }
      if (!form.has("client_secret")) {
        return failed(
          401,
          "invalid_client",
          7000218,
          "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        );
      }
      if (form.get("client_secret") !== secret) return wrongSecret();
      // Clients add scopes of their own (openid, profile): the one that names a resource counts.
      const scope = (form.get("scope") ?? "").split(" ").find((each) => each.includes("://")) ?? "";
      if (!scope.endsWith("/.default")) {
        return failed(
          400,
          "invalid_scope",
          1002012,
          `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
        );
      }
      const resource = scope.replace(/\/+\.default$/, "");
      if (!resources().includes(resource)) {
        return failed(
          400,
          "invalid_resource",
          500011,
          `The resource principal named ${resource} was not found in the tenant named Contoso.`,
        );
      }
      for (const [token, { over }] of given) if (over <= clock()) given.delete(token);
      const { permissions, directoryRoles } = options.granted();
      const isGraph = options.isGraph(resource);
      const token = options.sign({
        aud: resource,
        iss: `https://sts.windows.net/${tenant}/`,
        ...lifeOf(clock()),
        appid: clientId,
        appidacr: "1",
        idtyp: "app",
        oid: principal,
        sub: principal,
        ...(isGraph && permissions.length > 0 && { roles: permissions }), // no permission, no claim
        tid: tenant,
        uti: randomUUID(),
        ver: "1.0",
        ...(isGraph && { wids: [...directoryRoles, everyApp] }),
      });
      given.set(token, {
        resource,
        over: clock() + lifetimeSeconds * 1000,
        permissions: isGraph ? permissions : [],
      });
      return ok({
        token_type: "Bearer",
        expires_in: lifetimeSeconds,
        ext_expires_in: lifetimeSeconds,
        access_token: token,
      });
    },
    check: (authorization, wanted) => {
      if (!authorization) return "none";
      const token = tokenIn(authorization);
      if (!token || token.over <= clock()) return "invalid";
      return wanted.includes(token.resource) ? "good" : "foreign";
    },
    allows: (authorization, permission) => tokenIn(authorization)?.permissions.includes(permission) ?? false,
  };
}

function lifeOf(now: number) {
  const second = Math.floor(now / 1000);
  return { iat: second, nbf: second, exp: second + lifetimeSeconds };
}

const metadataOf = (authority: string, tenant: string) => ({
  issuer: `${authority}/${tenant}/v2.0`,
  authorization_endpoint: `${authority}/${tenant}/oauth2/v2.0/authorize`,
  token_endpoint: `${authority}/${tenant}/oauth2/v2.0/token`,
  jwks_uri: `${authority}/${tenant}/discovery/v2.0/keys`,
  token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
  response_modes_supported: ["query", "fragment", "form_post"],
  response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
  subject_types_supported: ["pairwise"],
  id_token_signing_alg_values_supported: ["RS256"],
  scopes_supported: ["openid", "profile", "email", "offline_access"],
  claims_supported: ["sub", "iss", "aud", "exp", "iat", "nonce", "tid", "ver"],
});

const failures =
  (clock: () => number) =>
  (status: number, error: string, code: number, message: string): Answer => {
    const at = new Date(clock()).toISOString().replace("T", " ").replace(/\..*/, "Z");
    const [trace, correlation] = [randomUUID(), randomUUID()];
    return {
      status,
      body: {
        error,
        error_description: `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${at}`,
        error_codes: [code],
        timestamp: at,
        trace_id: trace,
        correlation_id: correlation,
        error_uri: `https://login.microsoftonline.com/error?code=${code}`,
      },
    };
  };
