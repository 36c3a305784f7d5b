// Is this activity really from Teams, for this bot, from this tenant? Doubt refuses.
import { jwtVerify } from "jose/jwt/verify";
import { z } from "zod";
import { parseGuid } from "../../core/ids.ts";
import type { Keys } from "./keys.ts";
import { isAllowed, type TeamsSettings } from "./settings.ts";

/** The HTTP status is all that a stranger learns; `message` is for the log. */
export class Refused extends Error {
  readonly status: 401 | 403;
  constructor(status: 401 | 403, why: string) {
    super(why);
    this.status = status;
  }
}

/** What the token and the body must agree on; the body is not signed, so nothing else of it is looked at yet. */
const envelope = z.object({
  channelId: z.literal("msteams"),
  type: z.string(),
  serviceUrl: z.string().min(1),
  from: z.object({ aadObjectId: z.string().optional() }).optional(),
  conversation: z.object({ tenantId: z.string().optional() }).optional(),
  channelData: z.object({ tenant: z.object({ id: z.string().optional() }).optional() }).optional(),
});
type Envelope = z.infer<typeof envelope>;

/** Seconds that clocks may differ, as Bot Framework allows. */
const skew = 300;
const longestToken = 16 * 1024;

/** Resolves when the activity may be heard; rejects with `Refused` only. There is no switch that turns it off. */
export async function authenticate(
  activity: unknown,
  header: string,
  { settings, keys, now }: { settings: TeamsSettings; keys: Keys; now: () => Temporal.Instant },
): Promise<void> {
  // first: another channel (webchat, directline, AseChannel) lets its client say who it is
  const { data: said, error } = envelope.safeParse(activity);
  if (!said) throw new Refused(401, `not a Teams activity: ${error.issues[0]?.path.join(".")}`);
  await checkToken(said, header, settings, keys, now());
  if (!isAllowed(said.serviceUrl, settings.serviceUrls)) throw new Refused(401, "service URL not allowed");
  checkTenant(said, settings.tenant);
  if (isByPerson(said) && !parseGuid(said.from?.aadObjectId ?? ""))
    throw new Refused(401, "a person's activity without an Entra object id");
}

const isByPerson = ({ type }: Envelope): boolean => type === "message" || type === "invoke";

async function checkToken(
  said: Envelope,
  header: string,
  settings: TeamsSettings,
  keys: Keys,
  now: Temporal.Instant,
): Promise<void> {
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header) ?? [];
  if (!token || token.length > longestToken) throw new Refused(401, "no token");
  let endorsements: readonly string[] = [];
  const { payload } = await jwtVerify(
    token,
    async ({ kid }) => {
      const key = kid ? await keys.find(kid) : undefined;
      if (!key) throw new Refused(401, "token of an unknown key");
      endorsements = key.endorsements;
      return key.key;
    },
    {
      algorithms: ["RS256"],
      issuer: settings.issuer,
      audience: settings.appId,
      clockTolerance: skew,
      currentDate: new Date(now.epochMilliseconds),
      requiredClaims: ["exp"],
    },
  ).catch((error: unknown) => {
    throw error instanceof Refused ? error : new Refused(401, `token: ${codeOf(error)}`);
  });
  if (!endorsements.includes("msteams")) throw new Refused(401, "token of a key not endorsed for Teams");
  if (payload.aud !== settings.appId) throw new Refused(401, "token for more than this bot");
  if (payload["serviceurl"] !== said.serviceUrl) throw new Refused(401, "token for another service URL");
  // what the bot itself can get from Entra, or lose, must never open its own door
  if ([payload["appid"], payload["azp"]].includes(settings.appId))
    throw new Refused(401, "token of the bot's own app");
}

/** jose's codes name the claim at most; its messages are not logged, for they may quote the token. */
const codeOf = (error: unknown): string => coded.parse(error);

const coded = z
  .object({ code: z.string(), claim: z.string().optional() })
  .transform(({ code, claim }) => [code, claim].filter(Boolean).join(" "))
  .catch("unreadable");

/** Wherever the tenant is named it is ours, and it is named at least once. */
function checkTenant(said: Envelope, tenant: string): void {
  const named = [said.conversation?.tenantId, said.channelData?.tenant?.id].filter((id) => id !== undefined);
  if (!named.length) throw new Refused(403, "no tenant named");
  if (named.some((id) => parseGuid(id) !== tenant)) throw new Refused(403, "another tenant's activity");
}
