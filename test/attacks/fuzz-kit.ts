// What fuzzing needs: real traffic to start from, ways to spoil it, and a word to look for where nothing may be repeated.
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { expect } from "vitest";
import { startChild } from "../kit/child-bot.ts";
import { pointAt, surround } from "../kit/surroundings.ts";
import { until } from "../kit/until.ts";

/** Typed into every field. Nobody else writes it. */
export const canary = "kAnArIeNvOgEl";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Place = readonly (string | number)[];

const deep = (depth: number): Json => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`) as Json;
const proto = (key: string): Json => JSON.parse(`{"${key}":{"polluted":"${canary}"}}`) as Json;

/** What stands where something else should: of another kind, too long, too deep, or of no meaning. */
const odd = fc.oneof(
  { arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>, weight: 2 },
  {
    arbitrary: fc.constantFrom<Json>(
      canary,
      `${canary}\u0000\u202e\ud800 <!channel> \r\nx-evil: ${canary}`,
      canary.repeat(400),
      "",
      " ",
      0,
      -1,
      1e308,
      2 ** 53,
      true,
      null,
      [],
      {},
      deep(300),
      [canary, canary],
      { [canary]: canary },
      proto("__proto__"),
      proto("constructor"),
      "../../etc/passwd",
      "BG-99999999999999999999",
      "00000000-0000-4000-8000-000000000003",
      "2026-02-30T25:61:61Z",
      Array.from({ length: 500 }, () => canary),
    ),
    weight: 5,
  },
);

const everyPlace = (value: Json, at: Place = []): Place[] =>
  typeof value === "object" && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => everyPlace(inner, [...at, key]))]
    : [at];

type Spoiling = { at: number; how: "replace" | "remove" | "add"; by: Json };
const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  at: fc.nat(10_000),
  how: fc.constantFrom("replace", "replace", "replace", "remove", "add"),
  by: odd,
});

/** One of these, with one to four of its places spoilt. */
export const spoiltOf = (honest: readonly Json[]): fc.Arbitrary<Json> =>
  fc
    .tuple(fc.constantFrom(...honest), fc.array(spoiling, { minLength: 1, maxLength: 4 }))
    .map(([value, spoilings]) => spoilings.reduce(spoil, value));

function spoil(value: Json, { at, how, by }: Spoiling): Json {
  const places = everyPlace(value);
  return changed(value, places[at % places.length] ?? [], how, by);
}

function changed(value: Json, [step, ...rest]: Place, how: Spoiling["how"], by: Json): Json {
  if (step === undefined) {
    if (how === "add" && typeof value === "object" && value !== null && !Array.isArray(value))
      return { ...value, [canary]: by };
    return by;
  }
  const copy = structuredClone(value) as Record<string, Json>;
  if (how === "remove" && rest.length === 0) delete copy[step];
  else copy[step] = changed(copy[step] ?? null, rest, how, by);
  return copy;
}

/** One person may ask as much as a storm does: what lies behind the limit is what is tried here. */
export const withoutLimits = { asksAtOnce: 1_000_000 } as const;

/** As Slack signs it, at this moment. */
export function slackLetter(secret: string, body: string | Buffer, type: string): RequestInit {
  const at = Math.floor(Date.now() / 1_000);
  const signature = createHmac("sha256", secret).update(`v0:${at}:`).update(body).digest("hex");
  return {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: {
      "content-type": type,
      "x-slack-request-timestamp": `${at}`,
      "x-slack-signature": `v0=${signature}`,
    },
  };
}

/** What came back, all of it as one text behind its status. */
export async function answerOf(url: string, init: RequestInit): Promise<{ status: number; all: string }> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  const all = `${JSON.stringify([...response.headers])} ${await response.text()}`;
  return { status: response.status, all };
}

export type Target = Awaited<ReturnType<typeof openTarget>>;

/** The bot as an operator runs it, in a process of its own, ready, and with all of its doors. */
export async function openTarget() {
  const around = await surround({ ...withoutLimits, logLevel: "debug", watch: {} });
  const bot = await startChild(around);
  pointAt(around, bot);
  await around.teams.install();
  await until("it is ready", async () => (await fetch(`${bot.url}/readyz`)).status === 200);
  return {
    around,
    bot,
    /** A connection of its own; being cut off is an answer too. */
    async wire(): Promise<Socket> {
      const socket = connect(Number(new URL(bot.url).port), "127.0.0.1");
      socket.on("error", () => undefined);
      await once(socket, "connect");
      return socket;
    },
    /** It answers, and said nothing that somebody wrote, nor of a fault of its own. */
    async isWell(): Promise<void> {
      expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
      expect(bot.output()).not.toContain(canary);
      expect(
        bot
          .output()
          .split("\n")
          .filter((line) => line.includes('"level":50')),
      ).toEqual([]);
    },
    async close(): Promise<void> {
      bot.kill("SIGKILL");
      await bot.ended;
      await around.remove();
    },
  };
}
