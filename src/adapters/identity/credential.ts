// The bot's own credential for reading Entra's logs: a token at once where one is held, and never waited for without end.
import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/identity";
import type { Trouble } from "./http.ts";
import { type CredentialSettings, openSource } from "./source.ts";
import { asNoToken, NoToken } from "./why-no-token.ts";

export type { AzureIdentity, CredentialSettings } from "./source.ts";

/** A token is not handed out when it ends within this time: the request it is for must still arrive. */
const reserve = 60_000;
/** It is renewed this long before its end, so that a short outage of Entra is not felt. */
const renewBefore = 600_000;
/** Longer than all time-outs of one acquisition together: after it, another may begin. */
const patience = 30_000;

/** What a test puts in place of the clock and of @azure/identity. */
type Inside = { now?: () => number; open?: typeof openSource; patience?: number };

/** `getToken` rejects with a `NoToken`, as soon as `abortSignal` is aborted or the acquisition failed. */
export function createCredential(settings: CredentialSettings, inside: Inside = {}): TokenCredential {
  const { now = Date.now, open = openSource } = inside;
  const held = new Map<string, AccessToken>();
  /** One at a time for each scope: those who ask meanwhile wait for the same one. */
  const underWay = new Map<string, Promise<AccessToken>>();
  const trouble: Trouble = { last: undefined };
  let source: Promise<TokenCredential> | undefined;

  async function acquire(scope: string, claims: string | undefined): Promise<AccessToken> {
    trouble.last = undefined;
    try {
      source ??= open(settings, trouble);
      const credential = await source;
      const token = await credential.getToken(scope, claims === undefined ? {} : { claims });
      if (!token) throw new NoToken("Entra gave no token");
      held.set(scope, token);
      return token;
    } catch (error) {
      // a failed one is thrown away: it keeps something of every failed request
      source = undefined;
      throw asNoToken(error, settings.type, trouble.last);
    }
  }

  function renew(scope: string, claims: string | undefined): Promise<AccessToken> {
    const key = `${scope} ${claims ?? ""}`;
    const running = underWay.get(key);
    if (running) return running;
    const begun = inTime(acquire(scope, claims), AbortSignal.timeout(inside.patience ?? patience)).finally(
      () => {
        underWay.delete(key);
      },
    );
    begun.catch(() => {}); // whoever waits hears of it; perhaps nobody does
    underWay.set(key, begun);
    return begun;
  }

  return {
    async getToken(scopes: string | string[], { abortSignal, claims }: GetTokenOptions = {}) {
      const scope = [scopes].flat().join(" ");
      const token = claims === undefined ? held.get(scope) : undefined; // with claims, the held one was refused
      const left = token ? token.expiresOnTimestamp - now() : 0;
      const renewFrom = token?.refreshAfterTimestamp ?? (token ? token.expiresOnTimestamp - renewBefore : 0);
      if (token && left > reserve && now() < renewFrom) return token;
      const renewed = renew(scope, claims);
      return token && left > reserve ? token : await inTime(renewed, abortSignal);
    },
  };
}

/** The work itself may go on. */
function inTime<Result>(work: Promise<Result>, signal: GetTokenOptions["abortSignal"]): Promise<Result> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const leave = () => signal.removeEventListener("abort", onAbort);
    const onAbort = () => {
      leave(); // the work may hang on for long
      reject(new NoToken("Entra gave no token in time"));
    };
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    work.then(resolve, reject).finally(leave);
  });
}
