// How the bot is: what its /readyz says, asked in the background so that the page never waits for a bot that hangs.
import type { BotState } from "./page/state.ts";

export type Health = { read(): BotState["ready"]; stop(): void };

const readyWithinMs = 30_000;
const intervalMs = 2_000;

/** Rejects when the bot dies, is not ready in half a minute, or the signal says to give up. */
export async function untilReady(
  botUrl: string,
  dead: () => string | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const until = Date.now() + readyWithinMs;
  for (;;) {
    signal?.throwIfAborted();
    const why = dead();
    if (why) throw new Error(`The bot did not start: ${why}.`);
    const { status, body } = await readiness(botUrl);
    if (status === 200) return;
    if (Date.now() > until) throw new Error(`The bot was not ready within 30 s: ${JSON.stringify(body)}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** `changed` is called when it says something new. */
export function watchHealth(botUrl: string, changed: () => void): Health {
  let ready: BotState["ready"] = { status: 200, body: "" };
  const look = async () => {
    const now = await readiness(botUrl);
    if (JSON.stringify(now) === JSON.stringify(ready)) return;
    ready = now;
    changed();
  };
  void look();
  const timer = setInterval(() => void look(), intervalMs);
  return { read: () => ready, stop: () => clearInterval(timer) };
}

/** Never rejects: no answer is status 0. */
async function readiness(botUrl: string): Promise<BotState["ready"]> {
  try {
    const response = await fetch(`${botUrl}/readyz`, { signal: AbortSignal.timeout(intervalMs) });
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0, body: "no answer" };
  }
}
