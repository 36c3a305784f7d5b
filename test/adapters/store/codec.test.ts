// Every event reads back as it was written.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyChain } from "../../../src/adapters/store/chain.ts";
import { decode, encode, storable } from "../../../src/adapters/store/codec.ts";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { type AccountId, type PersonId, requestId } from "../../../src/core/ids.ts";
import type { Event } from "../../../src/core/ports.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { failures } from "../../../src/core/wish.ts";
import { anAppend } from "../../kit/appends.ts";

const text = fc.string({ unit: "binary" });
const hostile = fc.oneof(
  text,
  fc.string({ unit: fc.constantFrom("\0", "\ud83d", "\ude92", "\\", "a", "\u2028") }),
);
const whole = fc.integer();
const at = fc
  .bigInt({ min: -(10n ** 18n), max: 4n * 10n ** 18n })
  .map((nanoseconds) => Temporal.Instant.fromEpochNanoseconds(nanoseconds));
const guid = fc.uuid().map((raw) => raw.toLowerCase());
const by = guid.map((raw) => raw as PersonId);
const groups = fc.array(hostile);
const why: fc.Arbitrary<Refusal> = fc.constantFrom("same-person", "expired", "foreign-card");
const maybe = <Type>(value: fc.Arbitrary<Type>) => fc.option(value, { nil: undefined });

/** A new type of event does not compile until it is here. */
const every: { [Type in Event["type"]]: fc.Arbitrary<Omit<Extract<Event, { type: Type }>, "type" | "at">> } =
  {
    requested: fc.record({
      request: fc.integer({ min: 1, max: 999_999_999 }).map(requestId),
      by,
      account: guid.map((raw) => raw as AccountId),
      failure: fc.constantFrom(...failures),
      reason: hostile,
      ticket: maybe(hostile),
      minutes: whole,
      quorum: fc.record({ approvals: whole, mix: groups }),
      enough: fc.boolean(),
      answerBy: at,
    }),
    approved: fc.record({ by, groups }),
    granted: fc.record({ until: at }),
    denied: fc.record({ by, reason: hostile }),
    withdrawn: fc.record({ by }),
    expired: fc.constant({}),
    declared: fc.record({ by, until: at, attestBy: at, reason: maybe(hostile) }),
    attested: fc.record({ by, note: hostile }),
    released: fc.record({ by, part: hostile }),
    "extension-asked": fc.record({ by, number: whole, minutes: whole, reason: hostile, answerBy: at }),
    "extension-approved": fc.record({ by, groups, number: whole }),
    extended: fc.record({ number: whole, until: at }),
    "extension-denied": fc.record({ by, number: whole, reason: hostile }),
    "extension-expired": fc.record({ number: whole }),
    "next-tier-asked": fc.constant({}),
    "approvers-reminded": fc.constant({}),
    "closing-noticed": fc.constant({}),
    "attestation-overdue": fc.constant({}),
    lapsed: fc.constant({}),
    ended: fc.record({ by: maybe(by) }),
    refused: fc.record({ by, wish: hostile, why }),
    "turned-away": fc.record({
      platform: fc.constantFrom("slack", "teams"),
      who: hostile,
      wish: hostile,
      why,
    }),
    unreachable: fc.record({ where: hostile, why: hostile }),
    reachable: fc.record({ where: hostile }),
  };

const anyEvent: fc.Arbitrary<Event> = fc
  .oneof(
    ...Object.entries(every).map(([type, rest]) =>
      fc.tuple(fc.constant(type), at, rest as fc.Arbitrary<object>),
    ),
  )
  .map(([type, moment, rest]) => ({ type, at: moment, ...rest }) as Event);

const readBack = (written: string) => decode({ seq: 1, stream: "BG-1", version: 1, text: written }).event;

describe("an event as text", () => {
  test("reads back equal, of every type, and is written the same way again", () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const written = encode(event);
        expect(readBack(written)).toEqual(event);
        expect(encode(readBack(written))).toBe(written);
      }),
      { numRuns: 1_000 },
    );
  });

  test("holds nothing that a database cannot store or that would break a line", () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const written = encode(event);
        expect(written.isWellFormed()).toBe(true);
        expect(written).not.toMatch(/[\0\n\r]/);
      }),
    );
  });

  test("has sorted keys and no undefined", () => {
    const event: Event = { type: "ended", at: Temporal.Instant.from("2026-11-21T09:00:00Z"), by: undefined };
    expect(encode(event)).toBe('{"at":"2026-11-21T09:00:00Z","type":"ended"}');
    expect(readBack(encode(event))).toEqual(event);
  });

  test("keeps a reader from guessing: what is missing or of another kind is named", () => {
    for (const broken of [
      '{"at":"2026-11-21T09:00:00Z","type":"granted"}',
      '{"at":"yesterday","type":"expired"}',
      '{"at":"2026-11-21T09:00:00Z","by":"BOB","type":"withdrawn"}',
      '{"at":"2026-11-21T09:00:00Z","type":7}',
      "{",
    ]) {
      expect(() => readBack(broken)).toThrow(/^entry 1 of the log \(BG-1, version 1\): /);
    }
  });
});

test("texts from outside stay different from each other when they are made storable", () => {
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      expect(storable(a).isWellFormed() && !storable(a).includes("\0")).toBe(true);
      expect(storable(a) === storable(b)).toBe(a === b);
    }),
  );
});

test("any events, appended together, read back equal and verify", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 5 }), async ([first, ...rest]) => {
      const store = await openStore({ url: "sqlite::memory:" });
      const events = [first as Event, ...rest] as const;
      await store.append(anAppend("BG-1", { events }));
      expect((await store.read("BG-1")).map(({ event }) => event)).toEqual(events);
      expect(await verifyChain(store)).toMatchObject({ ok: true });
      await store.close();
    }),
    { numRuns: 50 },
  );
});
