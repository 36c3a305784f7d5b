// One POST and what came of it. Never follows a redirect, never reads an answer's body, always ends in time.
import type { Sent } from "../../core/ports/messenger.ts";
import type { Post } from "./webhook.ts";

const timeOut = 8_000;
/** Of a receiver that answers so, another try may be heard. */
const passing = new Set([408, 425, 429]);
/** Seconds; a receiver that asks for more is asked again all the same. */
const longestWait = 15 * 60;

type Done = { type: "taken" } | Extract<Sent, { type: "later" | "refused" }>;

/** Never rejects. `why` holds neither the address, which may carry a secret, nor anything that was sent or answered. */
export async function post(url: string, { body, headers }: Post, patience = timeOut): Promise<Done> {
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
      headers: { "content-type": "application/json", "user-agent": "breakglass", ...headers },
      body,
    });
    response.body?.cancel().catch(() => {});
    return judged(response);
  } catch (error) {
    return { type: "later", after: undefined, why: whyNot(error, patience) };
  }
}

function judged(response: Response): Done {
  const { ok, status } = response;
  if (ok) return { type: "taken" };
  const why = `the fallback answers ${status}`;
  if (status >= 500 || passing.has(status)) return { type: "later", after: afterOf(response), why };
  if (status >= 300 && status < 400)
    return { type: "refused", why: `${why}: redirects are not followed, name the last address` };
  return { type: "refused", why: `${why}: check its address and its secret` };
}

/** Seconds; a date counts from the answer's own clock, so that ours may be wrong. */
function afterOf({ headers }: Response): number | undefined {
  const raw = headers.get("retry-after")?.trim();
  if (!raw) return undefined;
  const seconds = /^\d{1,9}$/.test(raw)
    ? Number(raw)
    : (Date.parse(raw) - Date.parse(headers.get("date") ?? "")) / 1_000;
  return seconds >= 0 ? Math.min(Math.ceil(seconds), longestWait) : undefined;
}

/** Codes only: messages may name the address. */
function whyNot(error: unknown, patience: number): string {
  if (error instanceof Error && error.name === "TimeoutError")
    return `the fallback gives no answer within ${patience / 1_000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return `the fallback cannot be reached (${typeof code === "string" ? code : "no HTTP answer"})`;
}
