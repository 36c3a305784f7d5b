// The token for Graph, and an end to waiting for it: no option of the credential stops a hanging token endpoint.
import type { TokenCredential } from "@azure/identity";
import { Blind } from "./blind.ts";

export async function getToken(
  credential: TokenCredential,
  scope: string,
  signal: AbortSignal,
): Promise<string> {
  const late = "Entra gave no token in time";
  const given = await inTime(credential.getToken(scope, { abortSignal: signal }), signal, late).catch(
    (error: unknown) => {
      throw error instanceof Blind ? error : new Blind(whyNoToken(error));
    },
  );
  if (!given) throw new Blind("Entra gave no token");
  return given.token;
}

/** Our own credential says it in plain words. Others' messages hold addresses; the code is what can be looked up. */
function whyNoToken(error: unknown): string {
  if (!(error instanceof Error)) return "Entra gave no token";
  if (error.name === "NoToken") return error.message;
  const [code] = /AADSTS\d+/.exec(error.message) ?? [];
  return code ? `Entra refuses a token (${code})` : "Entra gave no token";
}

/** What the work came to; rejects with `late` when the signal is aborted first. The work itself may go on. */
function inTime<Result>(work: Promise<Result>, signal: AbortSignal, late: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Blind(late));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
