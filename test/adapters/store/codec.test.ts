// Every event reads back as it was written.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyChain } from "../../../src/adapters/store/chain.ts";
import { decode, encode, storable } from "../../../src/adapters/store/codec.ts";
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { classes, type Judgement, type Subject, topics, verdicts } from "../../../src/core/alert/events.ts";
import { type DrillReason, drillStages, drillSteps, milestones } from "../../../src/core/drill/events.ts";
import {
  type AccountId,
  alertId,
  drillId,
  type PersonId,
  requestId,
  rotationId,
} from "../../../src/core/ids.ts";
import type { Event } from "../../../src/core/ports/store.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { cleanUps } from "../../../src/core/request/events.ts";
import { type Proof, type RotationReason, rotationStages } from "../../../src/core/rotation/events.ts";
import type { Change, SignIn } from "../../../src/core/sign-in/row.ts";
import { failures } from "../../../src/core/wish.ts";
import { anAppend } from "../../kit/appends.ts";
import { nine } from "../../kit/cast.ts";

/** What the first release had written. */
const recorded = JSON.parse(
  readFileSync(new URL("./recorded/first-schema.json", import.meta.url), "utf8"),
) as { event: { text: string }[] };

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
const why: fc.Arbitrary<Refusal> = fc.constantFrom("same-person", "expired", "foreign-card", "steps-left");
const maybe = <Type>(value: fc.Arbitrary<Type>) => fc.option(value, { nil: undefined });
const account = guid.map((raw) => raw as AccountId);
const request = fc.integer({ min: 1, max: 999_999_999 }).map(requestId);
const alert = fc.integer({ min: 1, max: 999_999_999 }).map(alertId);
const rotation = fc.integer({ min: 1, max: 999_999_999 }).map(rotationId);
const drill = fc.integer({ min: 1, max: 999_999_999 }).map(drillId);
const optional = maybe(hostile);

const signIn: fc.Arbitrary<SignIn> = fc.record({
  kind: fc.constant("sign-in"),
  id: hostile,
  at,
  readable: maybe(at),
  account: maybe(account),
  interactive: maybe(fc.boolean()),
  outcome: fc.constantFrom("success", "interrupted", "failed"),
  code: optional,
  why: optional,
  ip: optional,
  country: optional,
  city: optional,
  application: optional,
  client: optional,
  userAgent: optional,
});
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constant("change"),
  id: hostile,
  at,
  readable: maybe(at),
  operation: hostile,
  succeeded: maybe(fc.boolean()),
  touches: fc.array(hostile),
  properties: fc.array(hostile),
  by: fc.record({ id: optional, name: optional, ip: optional }),
});
const judgement = { verdict: fc.constantFrom(...verdicts), request: maybe(request) } satisfies {
  [Key in keyof Judgement]: fc.Arbitrary<Judgement[Key]>;
};
const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({ kind: fc.constant("sign-in" as const), account: maybe(account), ...judgement }),
  fc.record({
    kind: fc.constant("change" as const),
    account: maybe(account),
    topic: fc.constantFrom(...topics),
    expected: fc.boolean(),
    request: maybe(request),
  }),
  fc.record({
    kind: fc.constant("blind" as const),
    source: fc.constantFrom("log-analytics" as const, "graph" as const),
    since: at,
    why: hostile,
  }),
);

const rotationReason: fc.Arbitrary<RotationReason> = fc.oneof(
  fc.record({ kind: fc.constant("use" as const), request, drill: maybe(drill), user: by, usedAt: at }),
  fc.record({ kind: fc.constant("unexplained-use" as const), alert, usedAt: at }),
  fc.record({ kind: fc.constant("calendar" as const) }),
  fc.record({ kind: fc.constant("staff-change" as const), person: by, by: maybe(by) }),
  fc.record({ kind: fc.constant("suspected" as const), by, note: hostile }),
);
const proof: fc.Arbitrary<Proof> = fc.record({
  what: fc.constantFrom("password", "key"),
  changedAt: at,
  source: fc.constantFrom("directory", "audit"),
  by: maybe(fc.record({ id: optional, name: optional })),
});
const drillReason: fc.Arbitrary<DrillReason> = fc.oneof(
  fc.record({ kind: fc.constant("calendar" as const) }),
  fc.record({ kind: fc.constant("staff-change" as const), person: by }),
  fc.record({ kind: fc.constant("planned" as const), by }),
);

/** A new type of event does not compile until it is here. */
const every: { [Type in Event["type"]]: fc.Arbitrary<Omit<Extract<Event, { type: Type }>, "type" | "at">> } =
  {
    requested: fc.record({
      request,
      by,
      account,
      failure: fc.constantFrom(...failures),
      reason: hostile,
      ticket: maybe(hostile),
      minutes: whole,
      quorum: fc.record({ approvals: whole, mix: groups }),
      enough: fc.boolean(),
      answerBy: at,
      drill: maybe(fc.record({ id: drill, announced: fc.boolean() })),
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
    "signed-in": fc.record({ alert, signedInAt: at, from: hostile }),
    lapsed: fc.constant({}),
    ended: fc.record({ by: maybe(by) }),
    "drill-revealed": fc.constant({}),
    "rehearsal-failed": fc.constant({}),
    "cleaned-up": fc.record({ item: fc.constantFrom(...cleanUps), by: maybe(by) }),
    "review-reminded": fc.record({ number: whole }),
    reviewed: fc.record({ by, class: fc.constantFrom(...classes), note: hostile }),
    refused: fc.record({ by, wish: hostile, why }),
    "turned-away": fc.record({
      platform: fc.constantFrom("slack", "teams"),
      who: hostile,
      wish: hostile,
      why,
    }),
    unreachable: fc.record({ where: hostile, why: hostile }),
    reachable: fc.record({ where: hostile }),
    "alert-raised": fc.record({ alert, subject }),
    "sign-ins-seen": fc.record({ rows: fc.array(signIn, { maxLength: 3 }) }),
    "changes-seen": fc.record({ rows: fc.array(change, { maxLength: 3 }) }),
    "alert-rejudged": fc.record({ rows: fc.array(hostile), ...judgement }),
    "alert-flagged": fc.record({
      flag: fc.oneof(
        fc.record({ type: fc.constant("after-failures" as const), count: whole }),
        fc.record({ type: fc.constant("second-country" as const), countries: fc.array(hostile) }),
      ),
    }),
    "request-changed": fc.record({ request }),
    "sight-regained": fc.record({ rows: whole }),
    "alert-acknowledged": fc.record({ by }),
    "alert-classified": fc.record({ by, class: fc.constantFrom(...classes), note: hostile }),
    "alert-closed": fc.record({ by }),
    "alert-repeated": fc.record({ number: whole }),
    "alert-taken": fc.constant({}),
    "fallback-called": fc.record({ silent: fc.subarray(["slack", "teams"] as const) }),
    "rotation-opened": fc.record({ rotation, account, reason: rotationReason, due: at }),
    "rotation-joined": fc.record({ reason: rotationReason, due: at }),
    "rotation-reminded": fc.record({ stage: fc.constantFrom(...rotationStages), number: whole }),
    "rotation-proved": fc.record({ proof }),
    "rotation-confirmed": fc.record({ by }),
    "rotation-attested": fc.record({ by, note: hostile }),
    "drill-scheduled": fc.record({ drill, account, reason: drillReason, due: at }),
    "drill-moved": fc.record({ reason: drillReason, due: at }),
    "drill-reminded": fc.record({ stage: fc.constantFrom(...drillStages), number: whole }),
    "drill-started": fc.record({ by, announced: fc.boolean() }),
    "drill-witnessed": fc.record({ by, until: at }),
    "drill-asked": fc.record({ request }),
    "rehearsal-over": fc.record({ request }),
    "milestone-seen": fc.record({ milestone: fc.constantFrom(...milestones), when: at }),
    "step-ticked": fc.record({ step: fc.constantFrom(...drillSteps), by }),
    "drill-finished": fc.record({ by, note: hostile }),
    "drill-failed": fc.record({ by: maybe(by), reason: hostile }),
  };

const eventOf = ([type, rest]: [string, unknown]): fc.Arbitrary<Event> =>
  fc
    .tuple(at, rest as fc.Arbitrary<object>)
    .map(([moment, more]) => ({ type, at: moment, ...more }) as Event);
const anyEvent = fc.oneof(...Object.entries(every).map(eventOf));

const readBack = (written: string) => decode({ seq: 1, stream: "BG-1", version: 1, text: written }).event;

describe("an event as text", () => {
  test.each(Object.entries(every))("%s reads back equal, and is written the same way again", (...of) => {
    fc.assert(
      fc.property(eventOf(of), (event) => {
        const written = encode(event);
        expect(readBack(written)).toEqual(event);
        expect(encode(readBack(written))).toBe(written);
      }),
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

  test("keeps a row that could not tell anything but its id, and one with endless texts, as they were", () => {
    const bare = Object.fromEntries(
      [
        "readable",
        "account",
        "interactive",
        "code",
        "why",
        "ip",
        "country",
        "city",
        "application",
        "client",
      ].map((key) => [key, undefined]),
    );
    const poor = {
      ...bare,
      kind: "sign-in",
      id: "",
      at: nine,
      outcome: "failed",
      userAgent: undefined,
    } as SignIn;
    const long: SignIn = { ...poor, id: "\ud83d".repeat(10_000), userAgent: "\0\u2028👩‍🚒".repeat(100_000) };
    const event: Event = { type: "sign-ins-seen", at: nine, rows: [poor, long] };
    expect(readBack(encode(event))).toEqual(event);
    expect(encode({ ...event, rows: [poor] })).toBe(
      '{"at":"2026-11-21T09:00:00Z","rows":[{"at":"2026-11-21T09:00:00Z","id":"","kind":"sign-in","outcome":"failed"}],"type":"sign-ins-seen"}',
    );
  });

  test("of a request from before there were drills is one without a drill", () => {
    const old = recorded.event.map(({ text }) => text).filter((text) => text.includes('"type":"requested"'));
    expect(old).not.toEqual([]);
    for (const written of old) {
      const event = readBack(written);
      expect(event.type === "requested" && event.drill).toBeUndefined();
      expect(encode(readBack(written))).toBe(written);
    }
  });

  test("keeps a reader from guessing: what is missing or of another kind is named", () => {
    for (const broken of [
      '{"at":"2026-11-21T09:00:00Z","type":"granted"}',
      '{"at":"yesterday","type":"expired"}',
      '{"at":"2026-11-21T09:00:00Z","by":"BOB","type":"withdrawn"}',
      '{"at":"2026-11-21T09:00:00Z","type":7}',
      '{"at":"2026-11-21T09:00:00Z","flag":{"type":"odd"},"type":"alert-flagged"}',
      '{"at":"2026-11-21T09:00:00Z","rows":[{"at":"2026-11-21T09:00:00Z","id":"1","kind":"sign-in"}],"type":"sign-ins-seen"}',
      '{"alert":"BG-1","at":"2026-11-21T09:00:00Z","from":"Berlin","signedInAt":"2026-11-21T09:00:00Z","type":"signed-in"}',
      '{"at":"2026-11-21T09:00:00Z","item":"coffee","type":"cleaned-up"}',
      '{"at":"2026-11-21T09:00:00Z","due":"2026-11-21T09:00:00Z","reason":{"kind":"use","request":"BG-1"},"type":"rotation-joined"}',
      '{"at":"2026-11-21T09:00:00Z","by":"00000000-0000-4000-8000-000000000001","step":"sign-off","type":"step-ticked"}',
      '{"account":"00000000-0000-4000-8000-000000000901","at":"2026-11-21T09:00:00Z","drill":"RO-1","due":"2026-11-21T09:00:00Z","reason":{"kind":"calendar"},"type":"drill-scheduled"}',
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
