// The token for Log Analytics, got in time or not at all.
import type { LogsQueryClient } from "@azure/monitor-query";
import { inTime } from "./in-time.ts";
import { Blind } from "./why-blind.ts";

export type TokenCredential = ConstructorParameters<typeof LogsQueryClient>[0];
export type AccessToken = NonNullable<Awaited<ReturnType<TokenCredential["getToken"]>>>;

/** Each cloud's query API is its own audience: the origin of its address. */
export const audienceOf = (url: string): string => new URL(url).origin;

export async function getToken(
  credential: TokenCredential,
  audience: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const asked = (async () => credential.getToken(`${audience}/.default`, { abortSignal: signal }))();
  const given = await inTime(asked, signal, "Entra gave no token in time").catch((error: unknown) => {
    throw error instanceof Blind ? error : new Blind(whyNoToken(error));
  });
  if (!given) throw new Blind("Entra gave no token");
  return given;
}

/** Our own credential says it in plain words. Others' messages hold addresses; the code is what can be looked up. */
function whyNoToken(error: unknown): string {
  if (!(error instanceof Error)) return "Entra gave no token";
  if (error.name === "NoToken") return error.message;
  const [code] = /AADSTS\d+/.exec(error.message) ?? [];
  return code ? `Entra refuses a token (${code})` : "Entra gave no token";
}
