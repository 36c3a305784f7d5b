// Asks Microsoft Graph what Entra itself says of an account: when its password was changed.
import type { TokenCredential } from "@azure/identity";
import type { Logger } from "pino";
import { z } from "zod";
import { type AccountId, parseGuid } from "../../core/ids.ts";
import type { CredentialLook, Directory } from "../../core/ports/entra.ts";
import { Blind, whyBlind } from "./blind.ts";
import { openClient } from "./client.ts";
import { moment } from "./lenient.ts";
import { createPace } from "./pace.ts";
import { passwordOf } from "./questions.ts";
import { createRest } from "./rest.ts";
import { getToken } from "./token.ts";

export type DirectorySettings = {
  /** `https://graph.microsoft.com`, or a sovereign cloud's. */
  url: string;
  credential: TokenCredential;
  log: Pick<Logger, "debug">;
  now?: () => Temporal.Instant;
};

/** All that this reader needs: an application permission, read-only. A smaller one does not show the moment. */
export const permissions = ["User.Read.All"] as const;

const hints = { 403: "User.Read.All is not granted", 404: "nobody has that object id" };

/** Requests in ten seconds: far below what Graph allows for users, and more than all accounts need. */
const perTenSeconds = 50;

export function createDirectory(settings: DirectorySettings): Directory {
  const { url, credential, log, now = () => Temporal.Now.instant() } = settings;
  const base = new URL(url);
  const turn = createPace(perTenSeconds);
  const rest = createRest(now);

  async function see(account: AccountId, signal: AbortSignal): Promise<CredentialLook> {
    const resting = rest.why();
    if (resting) throw new Blind(resting);
    const token = await getToken(credential, `${base.origin}/.default`, signal);
    const ask = await openClient(base, token, turn, rest, hints);
    return { type: "seen", passwordChangedAt: read(await ask(passwordOf(account), signal), account) };
  }

  return {
    async credential(account, signal) {
      try {
        return await see(account, signal);
      } catch (error) {
        const why = whyBlind(error, signal);
        log.debug({ error }, "Graph did not say when a password was changed"); // whoever looks says why
        return { type: "blind", why };
      }
    },
  };
}

const schema = z.object({ id: z.string(), lastPasswordChangeDateTime: moment });

/** Undefined: Entra does not say, or not so that it can be read; then nothing is proved by it. */
function read(raw: unknown, account: AccountId): Temporal.Instant | undefined {
  const { data: user } = schema.safeParse(raw);
  if (!user) throw new Blind("Graph answered with something that is no user");
  if (parseGuid(user.id) !== account) throw new Blind("Graph answered about somebody else");
  return user.lastPasswordChangeDateTime;
}
