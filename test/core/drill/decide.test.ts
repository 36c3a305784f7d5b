// Who may do what in a drill, and when: every refusal by its rule.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DrillCommand, decideDrill } from "../../../src/core/drill/decide.ts";
import { type DrillEvent, drillSteps, stepOfMilestone } from "../../../src/core/drill/events.ts";
import { type Drill, foldDrill, stepsLeft } from "../../../src/core/drill/state.ts";
import type { PersonId } from "../../../src/core/ids.ts";
import type { Person } from "../../../src/core/organisation.ts";
import { actor } from "../../../src/core/people.ts";
import { defaultPolicy, longestReason } from "../../../src/core/policy.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { ada, alice, audrey, bob, carol, dave, people, sam } from "../../kit/cast.ts";
import { plain } from "../../kit/given.ts";
import {
  asDone,
  asFinished,
  asHidden,
  asRunning,
  asScheduled,
  asStarted,
  day,
  drillFrom,
  everyStep,
  failed,
  finished,
  on,
  started,
  tickable,
  ticked,
  witnessed,
} from "./kit.ts";

/** Who is refused, on what story; and with what words and when, where that matters. */
type Refused = [Refusal, string, Person, readonly DrillEvent[], Wanted?, string?];

type Wanted = DrillCommand extends infer C ? (C extends DrillCommand ? Omit<C, "by" | "at"> : never) : never;

const later = "2026-11-24T14:00";
const tooLate = "2026-11-26T10:00";

const given = (...events: readonly DrillEvent[]) => ({
  when(by: Person, wanted: Wanted, at = later) {
    const drill = events.length > 0 ? drillFrom(...events) : undefined;
    const command = { ...wanted, by: actor(by), at: on(at) };
    const decision = decideDrill(command, drill, defaultPolicy);
    return {
      thenHappened(...expected: readonly DrillEvent[]): void {
        expect(plain(decision)).toEqual(plain({ events: expected }));
      },
      thenRefused(why: Refusal): void {
        expect(decision).toEqual({ refused: why });
      },
    };
  },
});

const start: Wanted = { type: "start", announced: true, inUse: false };
const witness: Wanted = { type: "witness" };
const tick: Wanted = { type: "tick", step: "people-trained" };
const signOff: Wanted = { type: "sign-off", note: "" };
const fail: Wanted = { type: "fail", reason: "The safe did not open" };
const move: Wanted = { type: "move", due: on("2026-12-04T09:00") };

const asFailed = [...asRunning, failed(later, ada)];

/** Bob's second account of Entra, by which the log knows him. */
const bobsOther = "00000000-0000-4000-8000-000000000103" as PersonId;
const twofold: Person = { ...bob, roles: ["admin", "approver"], objectIds: [bob.id, bobsOther] };
const byOther = { ...ada, id: bobsOther };

describe("a drill that is not on record", () => {
  test.each<Wanted>([start, witness, tick, signOff, fail, move])("$type", (wanted) => {
    given().when(ada, wanted).thenRefused("no-such-drill");
  });
});

describe("start", () => {
  test("an admin starts it, before its day too", () => {
    given(...asScheduled)
      .when(ada, start)
      .thenHappened(started(later));
  });

  test("with or without a word to the SOC", () => {
    given(...asScheduled)
      .when(ada, { type: "start", announced: false, inUse: false })
      .thenHappened(started(later, false));
  });

  test.each<Refused>([
    ["not-an-admin", "who is no admin", bob, asScheduled],
    ["not-an-admin", "who is no admin, whatever else", alice, asFinished],
    [
      "account-in-use",
      "somebody has the account",
      ada,
      asScheduled,
      { type: "start", announced: true, inUse: true },
    ],
    [
      "drill-started",
      "begun comes before in use",
      ada,
      asStarted,
      { type: "start", announced: true, inUse: true },
    ],
    ["drill-started", "it runs", ada, asRunning],
    ["drill-over", "it is finished", ada, asFinished],
    ["drill-over", "it has failed", ada, asFailed],
  ])("%s: %s", (why, _, by, events, wanted = start) => {
    given(...events)
      .when(by, wanted)
      .thenRefused(why);
  });
});

describe("witness", () => {
  test.each<[string, Person]>([
    ["another admin", { ...bob, roles: ["admin"] }],
    ["an approver", bob],
    ["a custodian", dave],
    ["an auditor", audrey],
  ])("%s watches, from then on it runs for two days", (_, by) => {
    given(...asScheduled, started(day, false))
      .when(by, witness)
      .thenHappened(witnessed(later, by));
  });

  test("of an announced one, the SOC is told in the same moment", () => {
    given(...asStarted)
      .when(bob, witness)
      .thenHappened(witnessed(later), {
        type: "milestone-seen",
        at: on(later),
        milestone: "soc-told",
        when: on(later),
      });
  });

  test.each<Refused>([
    ["own-drill", "who leads it", ada, asStarted],
    ["own-drill", "who led it, whatever else", ada, asFinished],
    [
      "own-drill",
      "who leads it by their other account",
      twofold,
      [...asScheduled, started(day, true, byOther)],
    ],
    ["not-of-the-drill", "the SOC", sam, asStarted],
    [
      "drill-not-running",
      "an auditor of the SOC, which it tests",
      { ...audrey, roles: ["auditor", "soc"] },
      [...asScheduled, started(day, false)],
    ],
    ["not-of-the-drill", "who only asks for accounts", alice, asStarted],
    ["drill-not-running", "nobody has begun it", bob, asScheduled],
    ["drill-started", "it has its witness", dave, asRunning],
    ["drill-started", "twice", bob, asRunning],
    ["drill-over", "it is finished", bob, asFinished],
    ["drill-over", "it was given up", bob, [...asStarted, failed(later, ada)]],
  ])("%s: %s", (why, _, by, events) => {
    given(...events)
      .when(by, witness)
      .thenRefused(why);
  });
});

describe("tick", () => {
  test.each<[string, Person]>([
    ["who leads it", ada],
    ["who watches", bob],
    ["another admin", { ...carol, roles: ["admin"] }],
  ])("%s", (_, by) => {
    given(...asRunning)
      .when(by, tick)
      .thenHappened(ticked(later, "people-trained", by));
  });

  test("its witness is known by any of their accounts", () => {
    const events = [...asStarted, witnessed(day, { ...bob, id: bobsOther })];
    given(...events)
      .when({ ...twofold, roles: [] }, tick)
      .thenHappened(ticked(later, "people-trained", bob));
  });

  test.each(Object.values(stepOfMilestone))("%s is seen by the bot, or did not happen", (step) => {
    given(...asRunning)
      .when(ada, { type: "tick", step })
      .thenRefused("seen-by-the-bot");
    given(...asHidden)
      .when(ada, { type: "tick", step })
      .thenRefused("seen-by-the-bot");
  });

  test("each of the twelve steps is either ticked or seen", () => {
    expect([...tickable, ...Object.values(stepOfMilestone)].toSorted()).toEqual(drillSteps.toSorted());
  });

  test.each<Refused>([
    ["not-of-the-drill", "a custodian who has no part in it", dave, asRunning],
    ["not-of-the-drill", "the SOC", sam, asRunning],
    ["not-of-the-drill", "who has no part in it, whatever else", bob, asScheduled],
    ["drill-not-running", "nobody has begun it", ada, asScheduled],
    ["drill-not-running", "it has no witness yet", ada, asStarted],
    ["already-ticked", "a second time", bob, [...asRunning, ticked(day, "people-trained")]],
    ["drill-over", "it is finished", ada, asFinished],
    ["drill-over", "it has failed", ada, asFailed],
    ["drill-over", "its time is over, and no tick came", ada, asRunning, tick, tooLate],
  ])("%s: %s", (why, _, by, events, wanted = tick, at = later) => {
    given(...events)
      .when(by, wanted, at)
      .thenRefused(why);
  });
});

describe("sign-off", () => {
  test.each<[string, Person]>([
    ["who watched", { ...bob, roles: [] }],
    ["an admin who did not lead it", { ...dave, roles: ["admin"] }],
    ["an approver", carol],
    ["an auditor", audrey],
  ])("%s", (_, by) => {
    given(...asDone)
      .when(by, { type: "sign-off", note: "All well" })
      .thenHappened({ type: "drill-finished", at: on(later), by: by.id, note: "All well" });
  });

  test("needs no words: the steps say it", () => {
    given(...asDone)
      .when(bob, signOff)
      .thenHappened(finished(later));
  });

  test.each<Refused>([
    ["own-drill", "who led it", ada, asDone],
    ["own-drill", "who leads it, whatever else", ada, asRunning],
    [
      "own-drill",
      "who led it by their other account",
      twofold,
      [...asScheduled, started(day, true, byOther), witnessed(day, dave), ...everyStep(day)],
    ],
    ["own-drill", "who used the account in it", bob, asDone, { ...signOff, user: bob.id }],
    ["sole-approver", "who alone let it be used", bob, asDone, { ...signOff, soleVoice: true }],
    ["not-of-the-drill", "the SOC", sam, asDone],
    ["not-of-the-drill", "a custodian who has no part in it", dave, asDone],
    [
      "reason-too-long",
      "too many words",
      bob,
      asDone,
      { type: "sign-off", note: "x".repeat(longestReason + 1) },
    ],
    ["drill-not-running", "nobody has begun it", bob, asScheduled],
    ["drill-not-running", "it has no witness yet", bob, asStarted],
    ["steps-left", "nothing is done yet", bob, asRunning],
    [
      "steps-left",
      "all but the new credential",
      bob,
      asDone.filter((event) => event.type !== "milestone-seen" || event.milestone !== "rotated"),
    ],
    ["drill-over", "it is finished", bob, asFinished],
    ["drill-over", "it has failed", bob, asFailed],
    ["drill-over", "its time is over", bob, asDone, signOff, tooLate],
  ])("%s: %s", (why, _, by, events, wanted = signOff, at = later) => {
    given(...events)
      .when(by, wanted, at)
      .thenRefused(why);
  });

  test("until the very moment at which its time is over", () => {
    given(...asDone)
      .when(bob, signOff, "2026-11-26T09:59")
      .thenHappened(finished("2026-11-26T09:59"));
  });
});

describe("fail", () => {
  test.each<[string, Person]>([
    ["who leads it", ada],
    ["who watches", bob],
    ["another admin", { ...carol, roles: ["admin"] }],
  ])("%s says so, with a reason", (_, by) => {
    given(...asRunning)
      .when(by, fail)
      .thenHappened(failed(later, by));
  });

  test("one that no witness joined is ended the same way", () => {
    given(...asStarted)
      .when(ada, fail)
      .thenHappened(failed(later, ada));
  });

  test.each<Refused>([
    ["not-of-the-drill", "an approver who has no part in it", carol, asRunning],
    ["not-of-the-drill", "the SOC", sam, asRunning],
    ["drill-not-running", "nobody has begun it", ada, asScheduled],
    ["reason-missing", "no word why", ada, asRunning, { type: "fail", reason: " no " }],
    [
      "reason-too-long",
      "too many words",
      ada,
      asRunning,
      { type: "fail", reason: "x".repeat(longestReason + 1) },
    ],
    ["drill-over", "it is finished", ada, asFinished],
    ["drill-over", "it has failed", ada, asFailed],
    ["drill-over", "its time is over", ada, asRunning, fail, tooLate],
  ])("%s: %s", (why, _, by, events, wanted = fail, at = later) => {
    given(...events)
      .when(by, wanted, at)
      .thenRefused(why);
  });
});

describe("move", () => {
  test("an admin names another day, and says so by their name", () => {
    given(...asScheduled)
      .when(ada, move)
      .thenHappened({
        type: "drill-moved",
        at: on(later),
        due: on("2026-12-04T09:00"),
        reason: { kind: "planned", by: ada.id },
      });
  });

  test.each<Refused>([
    ["not-an-admin", "who is no admin", bob, asScheduled],
    ["drill-started", "it is begun", ada, asStarted],
    ["drill-started", "it runs", ada, asRunning],
    ["drill-over", "it is finished", ada, asFinished],
  ])("%s: %s", (why, _, by, events) => {
    given(...events)
      .when(by, move)
      .thenRefused(why);
  });
});

test("a policy changed meanwhile moves no deadline of a drill that runs", () => {
  const decision = decideDrill({ type: "witness", by: actor(bob), at: on(later) }, drillFrom(...asStarted), {
    ...defaultPolicy,
    drillWithin: 60,
  });
  expect(plain(decision)).toMatchObject({ events: [{ until: on("2026-11-24T15:00").toString() }, {}] });
  given(...asDone)
    .when(bob, signOff, "2026-11-26T09:59")
    .thenHappened(finished("2026-11-26T09:59"));
});

/** Anybody with all roles, under either of two accounts, does anything. */
const clicks = fc.array(
  fc.record({
    human: fc.integer({ min: 0, max: 2 }),
    account: fc.integer({ min: 0, max: 1 }),
    what: fc.constantFrom<Wanted>(
      start,
      witness,
      signOff,
      signOff,
      fail,
      ...tickable.map((step): Wanted => ({ type: "tick", step })),
    ),
  }),
  { minLength: 4, maxLength: 30 },
);

test("no order of clicks lets one human lead and witness, or lead and sign off, or finish with a step left", () => {
  const humans = people.slice(0, 3).map((one, n): Person => {
    const other = `00000000-0000-4000-8000-00000000020${n}` as PersonId;
    return { ...one, objectIds: [one.id, other], roles: ["admin", "approver", "auditor"] };
  });
  const humanOf = (by: PersonId | undefined) =>
    humans.findIndex(({ objectIds }) => objectIds.includes(by ?? ""));
  fc.assert(
    fc.property(clicks, fc.boolean(), (steps, allSeen) => {
      let drill: Drill = drillFrom(...asScheduled);
      for (const { human, account, what } of steps) {
        const one = humans[human] as Person;
        const by = { ...actor(one), person: one.objectIds[account] as PersonId };
        const decision = decideDrill({ ...what, by, at: on(later) }, drill, defaultPolicy);
        if (!("events" in decision)) continue;
        const before = drill;
        drill = foldDrill(decision.events, drill) ?? drill;
        if (allSeen && what.type === "witness") drill = foldDrill(everyStep(day), drill) ?? drill;
        if (drill.witness) expect(humanOf(drill.witness.by)).not.toBe(humanOf(drill.leader?.by));
        if (drill.status !== "finished") continue;
        expect(humanOf(drill.outcome?.by)).not.toBe(humanOf(drill.leader?.by));
        expect(stepsLeft(before)).toEqual([]);
      }
    }),
  );
});
