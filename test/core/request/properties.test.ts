// What must hold whoever clicks what, in whatever order, at whatever moment.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode } from "../../../src/adapters/store/codec.ts";
import type { PersonId } from "../../../src/core/ids.ts";
import type { Organisation, Person, Quorum, Role } from "../../../src/core/organisation.ts";
import { actor, whoIs } from "../../../src/core/people.ts";
import type { Caller } from "../../../src/core/ports/desk.ts";
import { isMet } from "../../../src/core/quorum.ts";
import { record } from "../../../src/core/record.ts";
import { act, fold } from "../../../src/core/request/act.ts";
import type { RequestCommand } from "../../../src/core/request/decide.ts";
import { cleanUps, type RequestEvent } from "../../../src/core/request/events.ts";
import { evolve } from "../../../src/core/request/evolve.ts";
import { nextDue, owed } from "../../../src/core/request/owed.ts";
import { isOver, isUnattested, isUnreviewed, type Request } from "../../../src/core/request/state.ts";
import { announcement } from "../../../src/core/views/announcement.ts";
import { requestCard } from "../../../src/core/views/request-card.ts";
import { after, contoso, first } from "../../kit/cast.ts";
import { id, reason, stories, wanted } from "../../kit/events.ts";
import { plain } from "../../kit/given.ts";

const { parts } = first.custody;
const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const often = (weight: number) => fc.integer({ min: 1, max: 10 }).map((n) => n <= weight);

/** Four humans with any roles and groups, each with a Slack user and two Entra accounts. */
const human = (n: number): fc.Arbitrary<Person> =>
  fc
    .record({
      responder: often(n === 0 ? 9 : 5),
      approver: often(7),
      rest: fc.subarray<Role>(["custodian", "admin"]),
    })
    .chain(({ responder, approver, rest }) =>
      fc.record({
        id: fc.constant(guid(n) as PersonId),
        objectIds: fc.constant([guid(n), guid(100 + n)]),
        name: fc.constant(`Human ${n}`),
        slack: fc.constant(`U0${n}`),
        roles: fc.constant<Role[]>([
          ...(responder ? (["responder"] as const) : []),
          ...(approver ? (["approver"] as const) : []),
          ...rest,
        ]),
        groups: fc.subarray(["security", "identity"]),
        tier: fc.constantFrom<1 | 2>(1, 2),
      }),
    );
const organisations: fc.Arbitrary<Organisation> = fc
  .tuple(human(0), human(1), human(2), human(3))
  .map((people) => {
    const custodians = people.map((one) => one.id);
    const custody = { ...first.custody, parts: parts.map((part) => ({ ...part, custodians })) };
    return { ...contoso, people, accounts: [{ ...first, custody }] };
  });
const quorums: fc.Arbitrary<Quorum> = fc.record({
  approvals: fc.constantFrom(0, 1, 1, 1, 2, 2, 3),
  mix: fc.constantFrom([], [], ["security"], ["security", "identity"], ["security", "security"]),
});

/** Which human, by which of their accounts, does what, how long after the last one. */
type Step = {
  human: number;
  account: "slack" | 0 | 1;
  /** `renewed`: the bot sees that the credential was. */
  verb: RequestCommand["type"] | "tick" | "renewed";
  about: number | undefined;
  part: number;
  item: number;
  pause: number;
};
const step = (...verbs: Step["verb"][]): fc.Arbitrary<Step> =>
  fc.record({
    human: fc.constantFrom(0, 0, 1, 2, 3),
    account: fc.constantFrom<Step["account"]>("slack", 0, 1),
    verb: fc.constantFrom(...verbs),
    about: fc.constantFrom(undefined, undefined, undefined, 0, 1, 2),
    part: fc.integer({ min: 0, max: 1 }),
    item: fc.integer({ min: 0, max: cleanUps.length - 1 }),
    pause: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(0, 0, 1, 2) },
      { weight: 1, arbitrary: fc.constantFrom(5, 9, 29, 30, 31, 60, 250) },
    ),
  });

/** One that opens the request, mostly by the first human; then anything. */
const story = (...verbs: Step["verb"][]): fc.Arbitrary<Step[]> =>
  fc
    .tuple(step("ask", "ask", "ask", "declare"), fc.array(step(...verbs), { maxLength: 40, size: "max" }))
    .map(([opening, others]) => [opening, ...others]);
const use = story(
  ...Array<Step["verb"]>(9).fill("approve"),
  ...Array<Step["verb"]>(6).fill("extend"),
  ...(["release", "release", "attest", "attest", "tick", "tick"] as const),
  ...(["ask", "declare", "declare-pending", "deny", "withdraw", "end", "clean-up", "review"] as const),
);
const aftermath = fc.array(
  step("clean-up", "clean-up", "clean-up", "renewed", "review", "review", "attest", "tick"),
  { minLength: 10, maxLength: 50, size: "max" },
);
const everything = fc
  .tuple(use, step("end"), aftermath)
  .map(([before, end, after]) => [...before, { ...end, human: 0 }, ...after]);
/** What is left to do after a use that nobody approved, its attestation too, in whatever order. */
const unapproved = fc
  .tuple(step("declare"), step("release"), step("end"), aftermath)
  .map(([declare, release, end, after]) => [
    { ...declare, human: 0 },
    release,
    { ...end, human: 0 },
    ...after,
  ]);

/** `doers`: the human who caused each event, or undefined where time did. */
type Played = { log: RequestEvent[]; doers: (number | undefined)[]; states: Request[] };

/** Plays the steps as the desk would: the person by their account, the roles of this moment, then the rules. */
function play(steps: readonly Step[], organisation: Organisation, quorum: Quorum): Played {
  const played: Played = { log: [], doers: [], states: [] };
  let minutes = 0;
  for (const step of steps) {
    minutes += step.pause;
    const before = fold(played.log);
    const put = (events: readonly RequestEvent[], doer: number | undefined) => {
      for (const event of events) {
        played.log.push(event);
        played.doers.push(doer);
        const state = fold(played.log);
        if (state) played.states.push(state);
      }
    };
    if (step.verb === "tick") {
      if (before) put(owed(before, after(minutes), organisation), undefined);
      continue;
    }
    if (step.verb === "renewed") {
      const at = after(minutes);
      if (before && isOver(before))
        put([{ type: "cleaned-up", at, item: "credential-rotated", by: undefined }], undefined);
      continue;
    }
    const person = whoIs(callerOf(step, organisation), organisation);
    if (typeof person === "string") throw new Error(person);
    const { first: time, decision } = act(
      commandOf(step, person, minutes, quorum, organisation),
      before,
      organisation,
    );
    put(time, undefined);
    if ("events" in decision) put(decision.events, step.human);
  }
  return played;
}

function callerOf({ human: index, account }: Step, { tenant, people }: Organisation): Caller {
  const person = people[index];
  if (account === "slack") {
    return { platform: "slack", team: "T0CONTOSO", user: person?.slack ?? "", standing: "member" };
  }
  return { platform: "teams", tenant, objectId: person?.objectIds[account] ?? "", standing: "member" };
}

function commandOf(
  { verb, about, part, item }: Step,
  person: Person,
  minutes: number,
  quorum: Quorum,
  { accounts }: Organisation,
): RequestCommand {
  const kept = accounts[0]?.custody.parts ?? [];
  return {
    type: verb,
    by: actor(person),
    at: after(minutes),
    request: id,
    wanted: wanted(),
    quorum,
    enough: true,
    reason,
    note: reason,
    class: "emergency",
    item: cleanUps[item],
    minutes: 30,
    part: kept[part]?.name ?? "",
    parts: kept,
    ...(about === undefined ? {} : { about }),
  } as RequestCommand;
}

const runs = { numRuns: 700 };
const endings = new Set<RequestEvent["type"]>(["denied", "withdrawn", "expired", "lapsed", "ended"]);

test("these stories come to every kind of event, so that none of what follows is empty", () => {
  const sample = fc.sample(fc.tuple(everything, organisations, quorums), { numRuns: 500, seed: 9 });
  const told = sample.flatMap((one) => [...new Set(play(...one).log.map(({ type }) => type))]);
  const often = Map.groupBy(told, (type) => type);
  for (const { type } of Object.values(stories).flat()) {
    expect(often.get(type)?.length ?? 0, type).toBeGreaterThan(4);
  }
});

describe("promise 1: two people", () => {
  const seconding = new Set<RequestEvent["type"]>([
    "approved",
    "extension-approved",
    "attested",
    "denied",
    "extension-denied",
    "cleaned-up",
    "reviewed",
  ]);

  test("A1, A4, A9: no order of clicks, from any of their accounts, lets one human do both halves", () => {
    fc.assert(
      fc.property(everything, organisations, quorums, (steps, organisation, quorum) => {
        const { log, doers, states } = play(steps, organisation, quorum);
        const asker = doers[log.findIndex(({ type }) => type === "requested")];
        for (const [index, { type }] of log.entries()) {
          if (seconding.has(type)) expect(doers[index]).not.toBe(asker);
        }
        const last = states.at(-1);
        if (!last) return;
        const second = [...last.approvals, ...(last.extension?.approvals ?? []), last.declaration?.attested];
        for (const voice of second) expect(voice?.by).not.toBe(last.requester);
      }),
      runs,
    );
  });

  test("A8: a window opens without a declaration only when enough different people approved", () => {
    fc.assert(
      fc.property(everything, organisations, quorums, (steps, organisation, quorum) => {
        for (const state of play(steps, organisation, quorum).states) {
          if (state.window && !state.declaration) {
            expect(isMet(quorum, state.approvals)).toBe(true);
            expect(state.approvals.length).toBeGreaterThan(0);
          }
          const people = state.approvals.map(({ by }) => by);
          expect(new Set(people).size).toBe(people.length);
        }
      }),
      runs,
    );
  });

  test("what was used is signed off by nobody who asked or alone let it happen, and with all put right", () => {
    fc.assert(
      fc.property(fc.oneof(everything, unapproved), organisations, quorums, (steps, organisation, quorum) => {
        const { log, doers } = play(steps, organisation, quorum);
        const humans = (...types: RequestEvent["type"][]) =>
          new Set(doers.filter((_, index) => types.includes(log[index]?.type ?? "refused")));
        const index = log.findIndex(({ type }) => type === "reviewed");
        if (index < 0) return;
        expect(doers[index]).not.toBe(doers[0]);
        if (humans("approved", "attested").size === 1)
          expect(humans("approved", "attested")).not.toContain(doers[index]);
        const left = fold(log.slice(0, index));
        for (const item of cleanUps) expect(left?.cleanUp[item]).toBeDefined();
        expect(left && isOver(left)).toBe(true);
        expect(log.filter(({ type }) => type === "reviewed")).toHaveLength(1);
      }),
      runs,
    );
  });

  test("a window that grew was approved anew by enough different people", () => {
    fc.assert(
      fc.property(everything, organisations, quorums, (steps, organisation, quorum) => {
        const { log } = play(steps, organisation, quorum);
        for (const [index, event] of log.entries()) {
          if (event.type !== "extended") continue;
          const before = fold(log.slice(0, index));
          expect(isMet(quorum, before?.extension?.approvals ?? [])).toBe(true);
          expect(before?.extension?.number).toBe(event.number);
        }
      }),
      runs,
    );
  });
});

describe("promise 4: one outcome", () => {
  test("B3, B4: whatever races, there is at most one end, and nothing leaves it", () => {
    const racing = story("approve", "deny", "withdraw", "declare-pending", "end", "extend", "tick");
    fc.assert(
      fc.property(racing, organisations, quorums, (steps, organisation, quorum) => {
        const { log, states } = play(steps, organisation, quorum);
        expect(log.filter(({ type }) => endings.has(type)).length).toBeLessThanOrEqual(1);
        const over = states.findIndex(isOver);
        if (over < 0) return;
        for (const state of states.slice(over)) expect(state.status).toBe(states[over]?.status);
      }),
      runs,
    );
  });

  test("C2: whatever happened, a month later it is over, and only an attestation or a review can still be owed", () => {
    fc.assert(
      fc.property(everything, organisations, quorums, (steps, organisation, quorum) => {
        const last = play(steps, organisation, quorum).states.at(-1);
        if (!last) return;
        const late = after(30 * 24 * 60);
        const left = fold(owed(last, late, organisation), last) ?? last;
        expect(isOver(left)).toBe(true);
        expect(nextDue(left, organisation) !== undefined).toBe(isUnattested(left) || isUnreviewed(left));
      }),
      runs,
    );
  });
});

describe("promise 8: the log is the truth", () => {
  test("replaying what the store wrote gives the same state, after every event", () => {
    fc.assert(
      fc.property(everything, organisations, quorums, (steps, organisation, quorum) => {
        const { log, states } = play(steps, organisation, quorum);
        const replayed = log.map((event, index) => {
          const text = encode(event);
          return decode({ seq: index + 1, stream: id, version: index + 1, text }).event as RequestEvent;
        });
        expect(plain(replayed)).toEqual(plain(log));
        for (const [index, state] of states.entries()) {
          expect(plain(fold(replayed.slice(0, index + 1)))).toEqual(plain(state));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("evolve never refuses and never throws, in whatever order events come", () => {
    const all: RequestEvent[] = Object.values(stories).flat();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { maxLength: 30 }), (log) => {
        const state = log.reduce<Request | undefined>(evolve, undefined);
        expect(state === undefined).toBe(!log.some(({ type }) => type === "requested"));
      }),
      runs,
    );
  });

  test("evolve changes nothing that it was given", () => {
    fc.assert(
      fc.property(everything, organisations, quorums, (steps, organisation, quorum) => {
        const { log, states } = play(steps, organisation, quorum);
        const before = plain(states);
        for (const state of states) for (const event of log) evolve(state, event);
        expect(plain(states)).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});

describe("time", () => {
  test("C5: what is owed is owed once: asked again at the same moment, nothing; and the next is due later", () => {
    fc.assert(
      fc.property(
        everything,
        organisations,
        quorums,
        fc.integer({ min: 0, max: 3_000 }),
        (steps, organisation, quorum, minutes) => {
          for (const state of play(steps, organisation, quorum).states) {
            const now = after(minutes);
            const left = fold(owed(state, now, organisation), state) ?? state;
            expect(owed(left, now, organisation)).toEqual([]);
            const next = nextDue(left, organisation);
            if (next) expect(Temporal.Instant.compare(next, now)).toBe(1);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("promise 4: what is shown", () => {
  test("every state can be drawn and every event told, and what is over has no button but Attest and those of its review", () => {
    fc.assert(
      fc.property(everything, organisations, quorums, (steps, organisation, quorum) => {
        const { log } = play(steps, organisation, quorum);
        for (const [index, event] of log.entries()) {
          const state = fold(log.slice(0, index + 1));
          if (!state) throw new Error("a log that does not begin with its request");
          const view = announcement(event, state, organisation);
          if (view) expect(view.title).toContain(id);
          expect(record([event], state, index, "key", organisation).stream).toBe(id);
          for (const viewer of [undefined, ...organisation.people]) {
            const { buttons } = requestCard(state, organisation, viewer);
            if (!isOver(state)) continue;
            for (const { action } of buttons) expect(["attest", "clean-up", "review"]).toContain(action.verb);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
