// Tells what the bot's identities may do too much, or too little: advisory, in the background, once for each change.
import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "../core/rights.ts";
import { findingWords, uncheckedWords } from "../core/words/findings.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";
import type { RightsLook } from "./rights.ts";

/** `says`: what it could do, and how that is mended. */
type Told = { part: string; kind: Finding["kind"]; says: string; since: string };
/** `unchecked`: what could not be looked at the last time, and why; what was found before stands until it can be. */
export type Findings = {
  told: readonly Told[];
  checked: readonly string[];
  unchecked: Readonly<Record<string, string>>;
};

/**
 * Milliseconds between looks. Tokens are held for their life (an hour, a managed identity's for a day), so that mostly
 * nobody is asked; a right that was given later is found when the next token shows it.
 */
const interval = 5 * 60_000;
/** Milliseconds: the first clicks after a start come first. */
const calm = 1_000;
/** Milliseconds a look may take. */
const patience = 20_000;

type FindingsParts = {
  looks: readonly RightsLook[];
  now: () => Temporal.Instant;
  log: Log;
  /** For tests: milliseconds until the first look. */
  calm?: number;
};

export function startFindings({ looks, now, log, ...given }: FindingsParts): Loop & { read(): Findings } {
  const stopping = new AbortController();
  const told = new Map<string, readonly Told[]>();
  const unchecked = new Map<string, string>();
  let isFirst = true;

  async function look({ part, look }: RightsLook): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(patience)]);
    try {
      note(part, await inTime(look(signal), signal));
    } catch (error) {
      if (stopping.signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      if (unchecked.get(part) !== why) log.warn({ part, why }, "what this identity may do is not checked");
      unchecked.set(part, why);
    }
  }

  function note(part: string, findings: readonly Finding[]): void {
    const before = told.get(part) ?? [];
    const after = findings.map((finding): Told => {
      const says = findingWords(finding);
      const known = before.find((one) => one.says === says);
      return known ?? { part, kind: finding.kind, says, since: now().toString() };
    });
    for (const one of after) if (!before.includes(one)) log.warn({ part, kind: one.kind }, one.says);
    for (const one of before)
      if (!after.includes(one)) log.info({ part, kind: one.kind }, `no longer so: ${one.says}`);
    told.set(part, after);
    unchecked.delete(part);
  }

  const loop = startLoop({
    name: "rights",
    interval,
    log,
    async work() {
      const { signal } = stopping;
      if (isFirst) await sleep(given.calm ?? calm, undefined, { signal }).catch(() => undefined);
      isFirst = false;
      if (signal.aborted) return false;
      await Promise.all(looks.map(look));
      return false;
    },
  });
  return {
    wake: loop.wake,
    async stop() {
      stopping.abort();
      await loop.stop();
    },
    read: () => ({
      told: [...told.values()].flat(),
      checked: [...told.keys()],
      unchecked: Object.fromEntries(unchecked),
    }),
  };
}

/** The work itself may go on. */
async function inTime<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const end = () => reject(new Error(uncheckedWords.late));
  signal.addEventListener("abort", end);
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener("abort", end);
  }
}
