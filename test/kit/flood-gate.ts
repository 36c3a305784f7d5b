// The gate before the desk, new before each test, with a clock of its own: who asks too much is told so.
import { beforeEach } from "vitest";
import { createFloods } from "../../src/bots/floods.ts";
import type { Log } from "../../src/bots/log.ts";
import type { RequestId } from "../../src/core/ids.ts";
import type { Asked, Caller } from "../../src/core/ports/desk.ts";
import { understand } from "../../src/core/understand.ts";
import { alice, contoso, nine } from "./cast.ts";
import { inSlack } from "./chat.ts";

export const channel = "C0REQUESTS";

/** `open`: the streams that are open at first. */
export function floodGate(...open: readonly string[]) {
  const at = { seconds: 0, live: new Set<string>(), warned: [] as object[] };
  let gate: ReturnType<typeof createFloods>;
  const log = { warn: (about: object) => void at.warned.push(about) } as unknown as Log;
  const anew = (asksAtOnce = 20): void => {
    gate = createFloods({
      organisation: () => contoso,
      now: () => nine.add({ milliseconds: Math.round(at.seconds * 1_000) }),
      log,
      isLive: (stream) => at.live.has(stream),
      asksAtOnce,
    });
  };
  beforeEach(() => {
    Object.assign(at, { seconds: 0, live: new Set(open), warned: [] });
    anew();
  });
  const tooMuch = (asked: Asked) => gate(asked);
  return {
    at,
    anew,
    tooMuch,
    says: (caller: Caller, text: string, where: string | undefined = channel) =>
      tooMuch({ caller, where, wish: understand(text) }),
    clicks: (caller: Caller, request = "BG-1" as RequestId) =>
      tooMuch({ caller, where: channel, click: { verb: "approve", request } }),
  };
}

/** How many of so many were heard. */
export const times = (count: number, act: () => unknown): number =>
  Array.from({ length: count }, act).filter((much) => much === undefined).length;

export const stranger = (n: number): Caller => ({ ...inSlack(alice), user: `U0STRANGER${n}` }) as Caller;
