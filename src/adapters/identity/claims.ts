// What an access token of our own says that it may do. Its signature is not checked: Entra gave it to us.
// Microsoft promises nothing about what a token for its own services looks like, so one that cannot be read is no error.
import { z } from "zod";
import { parseGuid } from "../../core/ids.ts";

export type Claims = {
  /** Whose token it is: the client id. */
  appId: string | undefined;
  /** Application permissions, as their names stand in Microsoft's list. */
  permissions: readonly string[];
  /** Entra roles of the whole tenant, by template id. */
  directoryRoles: readonly string[];
};

/** Characters. A thousand permissions are less than a tenth of it. */
const longest = 1_000_000;

/** Microsoft Graph's own id, which some of its tokens name in place of its address. */
const graphApp = "00000003-0000-0000-c000-000000000000";

/** In every app's token, and no role: it is in no list of roles. */
const everyApp = "0997a1d0-0d1d-4acb-b408-d5ca73121e90";

const schema = z.object({
  aud: z.string(),
  appid: z.string().optional(), // tokens of version 1
  azp: z.string().optional(), // of version 2
  roles: z.array(z.string()).optional(),
  wids: z.array(z.string()).optional(),
});

/** `graph`: the origin that the token is for. Undefined: it cannot be read, or is for something else. */
export function readClaims(token: string, graph: string): Claims | undefined {
  const { data: claims } = schema.safeParse(payloadOf(token));
  if (!claims || ![graph, `${graph}/`, graphApp].includes(claims.aud)) return undefined;
  return {
    appId: parseGuid(claims.appid ?? claims.azp ?? ""),
    permissions: (claims.roles ?? []).map(shown),
    directoryRoles: (claims.wids ?? []).filter((role) => role !== everyApp).map(shown),
  };
}

/** A permission by a name that Microsoft would not give it is one too many, and its name is nobody's to print. */
const shown = (name: string): string => (/^[\w.-]{1,120}$/.test(name) ? name : "(unreadable)");

function payloadOf(token: string): unknown {
  const parts = token.length > longest ? [] : token.split(".", 4); // five parts: encrypted
  if (parts.length !== 3) return undefined;
  try {
    return JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
