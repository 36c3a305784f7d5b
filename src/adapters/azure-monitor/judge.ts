// Is this call really from Azure Monitor, for us, in this tenant? Doubt refuses.
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { JWTPayload } from "jose";
import { jwtVerify } from "jose/jwt/verify";
import { z } from "zod";
import type { FindKey } from "./keys.ts";
import { type AzureMonitorSettings, audiences, azureNotifications, issuers } from "./settings.ts";

/** The status is all that a stranger learns; `why` is for the log, and holds nothing of what was sent. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, why: string) {
    super(why);
    this.status = status;
  }
}

const path = "/webhooks/azure-monitor";

/** Seconds that clocks may differ, as Microsoft's own libraries allow. */
const skew = 300;
const longestToken = 16 * 1024;

/** Resolves when the call may be heard; rejects with `Refused` only. Reads nothing but the path and one header. */
export function createJudge(settings: AzureMonitorSettings, findKey: FindKey, now: () => Temporal.Instant) {
  const { audience, pathSecret } = settings;
  if (!audience && !pathSecret) throw new Error("Azure Monitor's webhook needs an audience or a path secret");
  const secret = pathSecret ? digest(`${path}/${pathSecret}`) : undefined;
  return async ({ url = "", headers }: IncomingMessage): Promise<void> => {
    const [asked = ""] = url.split("?", 1);
    if (asked === path && audience) return judgeToken(headers.authorization ?? "", audience);
    if (!secret || !timingSafeEqual(digest(asked), secret)) throw new Refused(404, "no such path");
  };

  async function judgeToken(header: string, audience: string): Promise<void> {
    const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header) ?? [];
    if (!token || token.length > longestToken) throw new Refused(401, "no token");
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid ? await findKey(kid) : "unknown";
        if (key === "unreachable") throw new Refused(503, "no key to judge a token with");
        if (key === "unknown") throw new Refused(401, "token of an unknown key");
        return key;
      },
      {
        algorithms: ["RS256"],
        issuer: issuers(settings),
        audience: audiences(audience),
        clockTolerance: skew,
        currentDate: new Date(now().epochMilliseconds),
        requiredClaims: ["exp"],
      },
    ).catch((error: unknown) => {
      throw error instanceof Refused ? error : new Refused(401, `token: ${codeOf(error)}`);
    });
    checkCaller(payload, settings.tenant);
  }
}

function checkCaller(payload: JWTPayload, tenant: string): void {
  if (typeof payload.aud !== "string") throw new Refused(401, "token for more than this webhook");
  if (payload["tid"] !== tenant) throw new Refused(403, "another tenant's token");
  const named = [payload["azp"], payload["appid"]].filter((id) => id !== undefined);
  if (named.length === 0 || named.some((id) => id !== azureNotifications))
    throw new Refused(403, "token of another app than Azure's notifications");
}

/** Of equal length whatever was asked, so that the comparison takes the same time for every guess. */
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** jose's codes name the claim at most; its messages are not logged, for they may quote the token. */
const codeOf = (error: unknown): string => coded.parse(error);

const coded = z
  .object({ code: z.string(), claim: z.string().optional() })
  .transform(({ code, claim }) => [code, claim].filter(Boolean).join(" "))
  .catch("unreadable");
