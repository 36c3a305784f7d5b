// What must hold whatever happens, in whatever order it becomes known.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verdicts } from "../../../src/core/alert/events.ts";
import type { Alert, JudgedSignIn } from "../../../src/core/alert/state.ts";
import type { AccountId } from "../../../src/core/ids.ts";
import { defaultPolicy, type Policy } from "../../../src/core/policy.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import { evolve } from "../../../src/core/request/evolve.ts";
import type { Request } from "../../../src/core/request/state.ts";
import { gather } from "../../../src/core/sign-in/gather.ts";
import { judge, subjectOf } from "../../../src/core/sign-in/judge.ts";
import type { Row, SignIn } from "../../../src/core/sign-in/row.ts";
import { type Window, windowOf } from "../../../src/core/sign-in/window.ts";
import { indexWindows } from "../../../src/core/sign-in/window-index.ts";
import { after, alice, bob, first, second } from "../../kit/cast.ts";
import * as say from "../../kit/events.ts";
import { plain, stateOf } from "../../kit/given.ts";
import { bg, change, guarded, signIn } from "./kit.ts";
import { plainJudgement } from "./plain-judgement.ts";
import { createShell, type Shell } from "./shell.ts";

/** Short enough that a few hours hold every case. */
const policy: Policy = {
  ...defaultPolicy,
  outsideWindowFor: 60,
  declareAfterwards: 40,
  renewWithin: 50,
  burstGap: 10,
};

const minute = fc.integer({ min: 0, max: 250 });
const account = fc.constantFrom<AccountId | undefined>(first.id, first.id, second.id, undefined);

/** `late`: minutes until it is read. A clock may be two minutes ahead, so some are read before they happen. */
type Arriving = { row: Row; late: number };

const rows: fc.Arbitrary<Arriving[]> = fc
  .array(
    fc.record({
      at: minute,
      late: fc.constantFrom(-2, 0, 1, 5, 30, 300),
      account,
      outcome: fc.constantFrom<SignIn["outcome"]>("success", "success", "interrupted", "failed"),
      isChange: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { maxLength: 25, size: "max" },
  )
  .map((all) =>
    all.map(({ at, late, isChange, ...more }, index) => ({
      late,
      row: isChange
        ? change(at, "Reset user password", { id: `c${index}` })
        : signIn(at, { ...more, id: `s${index}` }),
    })),
  );

/** A request from its beginning to where it stands, in the order in which it happened. */
const stories: fc.Arbitrary<RequestEvent[]> = fc
  .record({
    asked: minute,
    account: fc.constantFrom(first.id, first.id, second.id),
    waited: fc.integer({ min: 0, max: 29 }),
    length: fc.integer({ min: 5, max: 120 }),
    used: fc.integer({ min: 1, max: 150 }),
    extended: fc.constantFrom(undefined, undefined, 30, 90),
    way: fc.constantFrom(
      "pending",
      "denied",
      "withdrawn",
      "expired",
      "approved",
      "approved",
      "approved",
      "declared",
      "declared",
      "declared at once",
    ),
  })
  .map(({ asked: at, account: of, waited, length, used, extended, way }) => {
    const asked = say.asked(alice, { at, account: of });
    const opened = way === "declared at once" ? at : at + waited;
    const until = opened + length;
    const declared = { ...say.declared(alice, opened), until: after(until) } as RequestEvent;
    switch (way) {
      case "pending":
        return [{ ...asked, answerBy: after(1_000) } as RequestEvent];
      case "denied":
        return [asked, say.denied(bob, opened)];
      case "withdrawn":
        return [asked, say.withdrawn(alice, opened)];
      case "expired":
        return [asked, say.expired(at + 30 + waited * 4)];
      default: {
        const opening = way === "approved" ? say.granted(opened, until) : declared;
        const middle = opened + Math.min(used, length - 1) / 2;
        const longer = extended === undefined ? [] : [say.extended(middle, until + extended)];
        const over = Math.min(opened + used, until + (extended ?? 0) + 0.5);
        return [asked, opening, ...longer, say.ended(alice, Math.max(over, middle))];
      }
    }
  });

const requests = fc
  .array(stories, { maxLength: 5, size: "max" })
  .map((all) =>
    all.map((story, index) =>
      story.map((event) => (event.type === "requested" ? { ...event, request: bg(index + 1) } : event)),
    ),
  );

const endOf = (story: readonly RequestEvent[]): Window => windowOf(stateOf(...story));

const runs = { numRuns: 300 };

const signInsOf = (alerts: readonly Alert[]): JudgedSignIn[] => alerts.flatMap(({ signIns }) => signIns);

function expectTruth(
  arriving: readonly Arriving[],
  windows: readonly Window[],
  alerts: readonly Alert[],
): void {
  const index = indexWindows(windows, policy);
  const standing = alerts.flatMap(({ signIns, changes }) => [...signIns, ...changes].map(({ id }) => id));
  expect(standing.toSorted()).toEqual(arriving.map(({ row }) => row.id).toSorted());
  for (const row of signInsOf(alerts)) {
    const { verdict, request } = row;
    expect({ verdict, request }, `${row.id} at ${row.at.toString()}`).toEqual(judge(row, index));
  }
}

describe("the final verdict", () => {
  test("of each row is the same as the rules read plainly, without any index", () => {
    fc.assert(
      fc.property(requests, rows, fc.integer({ min: 0, max: 3 }), (told, arriving, drills) => {
        const windows = told
          .map(endOf)
          .map((one, index): Window => (index < drills ? { ...one, kind: "drill" } : one));
        const index = indexWindows(windows, policy);
        for (const { row } of arriving)
          if (row.kind === "sign-in")
            expect(judge(row, index), `${row.at.toString()} ${row.account}`).toEqual(
              plainJudgement(row, windows, policy),
            );
      }),
      { numRuns: 1_000 },
    );
  });

  test("F2: does not depend on the order in which rows and requests arrive, nor on how they are batched", () => {
    fc.assert(
      fc.property(
        requests,
        rows,
        fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })),
        (told, arriving, chance) => {
          const shell = createShell(policy);
          const toCome: (Request | Row)[] = [
            ...told.map((story) => stateOf(...story)),
            ...arriving.map(({ row }) => row),
            ...arriving.slice(0, 5).map(({ row }) => row),
          ];
          let batch: Row[] = [];
          for (const next of shuffled(toCome, chance)) {
            if ("kind" in next) batch.push(next);
            else shell.request(next);
            if (chance.next().value % 3 > 0) continue;
            shell.rows(batch);
            batch = [];
          }
          shell.rows(batch);
          shell.rows(batch);
          expectTruth(arriving, told.map(endOf), shell.alerts());
        },
      ),
      runs,
    );
  });

  test("F2: is reached while requests are still asked, answered, prolonged and ended, with rows up to hours late", () => {
    fc.assert(
      fc.property(requests, rows, fc.constantFrom(2, 7, 45), (told, arriving, every) => {
        const shell = live(told, arriving, every);
        expectTruth(arriving, told.map(endOf), shell.alerts());
      }),
      runs,
    );
  });

  test("comes out every way, and changes on the way, so that none of this is empty", () => {
    const sample = fc.sample(fc.tuple(requests, rows), { numRuns: 300, seed: 9 });
    const shells = sample.map(([told, arriving]) => live(told, arriving, 7));
    const found = Map.groupBy(
      shells.flatMap((shell) => signInsOf(shell.alerts())),
      ({ verdict }) => verdict,
    );
    // requests are never drills yet; the table of verdicts has them
    for (const verdict of verdicts.filter((one) => one !== "drill"))
      expect(found.get(verdict)?.length ?? 0, verdict).toBeGreaterThan(20);
    expect(shells.reduce((sum, shell) => sum + shell.rejudged(), 0)).toBeGreaterThan(50);
  });
});

/** Everything in the order of its moments: an event when it happened, a row when it was read, a look now and then. */
function live(told: readonly RequestEvent[][], arriving: readonly Arriving[], every: number): Shell {
  const shell = createShell(policy);
  const read = (one: Arriving): number => one.row.at.epochMilliseconds + one.late * 60_000;
  type Step = { at: number; told?: { event: RequestEvent; index: number } };
  const steps: Step[] = [
    ...told.flatMap((story, index) =>
      story.map((event) => ({ at: event.at.epochMilliseconds, told: { event, index } })),
    ),
    ...Array.from({ length: Math.ceil(800 / every) }, (_, look) => ({
      at: after(look * every).epochMilliseconds,
    })),
  ].toSorted((a, b) => a.at - b.at);
  const states = new Map<number, Request>();
  for (const { at, told: happened } of steps) {
    if (!happened) {
      shell.rows(arriving.filter((one) => read(one) <= at).map(({ row }) => row));
      continue;
    }
    const request = evolve(states.get(happened.index), happened.event);
    if (!request) throw new Error("a story begins with its request");
    states.set(happened.index, request);
    shell.request(request);
  }
  return shell;
}

describe("gathering", () => {
  test("F5: no two rows of an alert are further apart than a burst allows without one between them, each of its subject", () => {
    fc.assert(
      fc.property(requests, rows, fc.constantFrom(2, 7, 45), (told, arriving, every) => {
        const shell = live(told, arriving, every);
        for (const { signIns, changes, subject } of shell.alerts()) {
          const all = [...signIns, ...changes];
          const moments = all.map(({ at }) => at.epochMilliseconds).toSorted((a, b) => a - b);
          for (const [index, moment] of moments.entries())
            expect(moment - (moments[index - 1] ?? moment)).toBeLessThanOrEqual(policy.burstGap * 60_000);
          if (subject.kind !== "blind")
            for (const { account: of } of signIns) expect(of).toBe(subject.account);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("gives the same for rows and alerts in any order, and leaves them as they were", () => {
    fc.assert(
      fc.property(
        requests,
        rows,
        rows,
        fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })),
        (told, before, fresh, chance) => {
          const shell = createShell(policy);
          for (const story of told) shell.request(stateOf(...story));
          shell.rows(before.map(({ row }) => row));
          const index = indexWindows(told.map(endOf), policy);
          const judged = fresh.map(({ row }) => ({ row, subject: subjectOf(row, index, guarded) }));
          const kept = plain([judged, shell.alerts()]);
          const once = gather(judged, shell.alerts(), policy);
          const other = gather(shuffled(judged, chance), shuffled(shell.alerts(), chance), policy);
          expect(plain(other)).toEqual(plain(once));
          expect(plain([judged, shell.alerts()])).toEqual(kept);
        },
      ),
      { numRuns: 300 },
    );
  });
});

function shuffled<Thing>(things: readonly Thing[], chance: fc.Stream<number>): Thing[] {
  return things
    .map((thing) => ({ thing, rank: chance.next().value as number }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ thing }) => thing);
}
