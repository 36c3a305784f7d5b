// What must hold whoever says what, in whatever order it becomes known.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alertId, type PersonId, requestId, rotationId } from "../../../src/core/ids.ts";
import type { Person } from "../../../src/core/organisation.ts";
import { actor, isOf } from "../../../src/core/people.ts";
import { decideRotation } from "../../../src/core/rotation/decide.ts";
import type { RotationEvent, RotationReason } from "../../../src/core/rotation/events.ts";
import { rotationFor } from "../../../src/core/rotation/open.ts";
import { nextDueOnRotation, owedOnRotation } from "../../../src/core/rotation/owed.ts";
import { proofOf } from "../../../src/core/rotation/proof.ts";
import { foldRotation, type Rotation, renewAfter } from "../../../src/core/rotation/state.ts";
import { after, contoso, dave, first, people } from "../../kit/cast.ts";
import { plain } from "../../kit/given.ts";

const runs = { numRuns: 500 };
const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** Three humans who may say that it was renewed, each with two accounts, of which either may stand first. */
const human = (n: number, swapped: boolean): Person => {
  const ids = [guid(n), guid(n + 100)];
  const objectIds = swapped ? ids.toReversed() : ids;
  return { ...dave, id: objectIds[0] as PersonId, objectIds, name: `Human ${n}`, roles: ["admin"] };
};

const minute = fc.integer({ min: 0, max: 300 });

type Cause = { at: number; reason: RotationReason };

/** Each with a moment of its own, whenever it becomes known. */
const causes: fc.Arbitrary<Cause[]> = fc.uniqueArray(
  fc
    .record({ at: minute, number: fc.integer({ min: 1, max: 3 }), kind: fc.constantFrom(0, 0, 1, 2, 3) })
    .map(({ at, number, kind }): Cause => {
      const usedAt = after(at);
      const person = people[number]?.id as PersonId;
      const reasons: RotationReason[] = [
        { kind: "use", request: requestId(number), drill: undefined, user: person, usedAt },
        // never the moment of another use, which would explain it
        { kind: "unexplained-use", alert: alertId(number), usedAt: usedAt.add({ seconds: 30 }) },
        { kind: "staff-change", person, by: undefined },
        { kind: "suspected", by: person, note: `suspicion ${number}` },
      ];
      return { at, reason: reasons[kind] as RotationReason };
    }),
  {
    minLength: 1,
    maxLength: 8,
    // what is known of one use only grows: each cause comes as it is known last
    selector: ({ reason: { kind, ...rest } }) =>
      [
        kind,
        "request" in rest && rest.request,
        "alert" in rest && rest.alert,
        "person" in rest && rest.person,
        "note" in rest && rest.note,
      ].join(),
  },
);

function told(all: readonly Cause[]): Rotation {
  let rotation: Rotation | undefined;
  for (const { at, reason } of all) {
    const owed = rotationFor(reason, first.id, rotation ? [rotation] : [], rotationId(1), after(at), contoso);
    rotation = foldRotation(owed ? [owed.event] : [], rotation);
  }
  if (!rotation) throw new Error("nothing was opened");
  return rotation;
}

const summary = (rotation: Rotation): unknown => {
  const { lastUse, due, reasons } = rotation;
  const sorted = reasons.map((reason) => JSON.stringify(reason)).toSorted();
  return plain({ lastUse, due, sorted, after: renewAfter({ ...rotation, openedAt: after(0) }) });
};

describe("the order of causes", () => {
  test("never changes the last use, the due moment and the reasons", () => {
    fc.assert(
      fc.property(
        causes.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          expect(summary(told(shuffled))).toEqual(summary(told(all)));
        },
      ),
      runs,
    );
  });

  test("and what was told once owes nothing again, except that somebody suspects once more", () => {
    fc.assert(
      fc.property(causes, (all) => {
        const rotation = told(all);
        for (const { at, reason } of all.filter(({ reason }) => reason.kind !== "suspected"))
          expect(
            rotationFor(reason, first.id, [rotation], rotationId(2), after(at + 5), contoso),
          ).toBeUndefined();
      }),
      runs,
    );
  });
});

type Step = {
  do: "use" | "look" | "confirm" | "attest" | "tick";
  human: number;
  swapped: boolean;
  pause: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom<Step["do"]>("use", "look", "confirm", "confirm", "attest", "attest", "tick"),
  human: fc.integer({ min: 1, max: 3 }),
  swapped: fc.boolean(),
  pause: fc.constantFrom(0, 1, 5, 700),
});

/** Opened by the calendar at nine; then whatever these steps do to it. A password is changed at every tenth minute. */
function play(steps: readonly Step[]): Rotation {
  let now = 0;
  let rotation = foldRotation([
    {
      type: "rotation-opened",
      at: after(0),
      rotation: rotationId(1),
      account: first.id,
      reason: { kind: "calendar" },
      due: after(20_160),
    },
  ]) as Rotation;
  for (const one of steps) {
    now += one.pause;
    rotation = foldRotation(eventsOf(one, now, rotation), rotation) as Rotation;
    expect(owedOnRotation(rotation, after(now), contoso).length).toBeLessThanOrEqual(1);
  }
  return rotation;
}

function eventsOf(
  { do: what, human: n, swapped }: Step,
  now: number,
  rotation: Rotation,
): readonly RotationEvent[] {
  const at = after(now);
  const by = actor(human(n, swapped));
  const events = (decision: ReturnType<typeof decideRotation>) =>
    "events" in decision ? decision.events : [];
  switch (what) {
    case "use": {
      const reason: RotationReason = {
        kind: "use",
        request: requestId(n),
        drill: undefined,
        user: by.person,
        usedAt: at.subtract({ minutes: 3 }),
      };
      if (rotation.closed) return [];
      const owed = rotationFor(reason, first.id, [rotation], rotationId(2), at, contoso);
      return owed ? [owed.event] : [];
    }
    case "look": {
      const passwordChangedAt = after(now - (now % 10));
      const proof = proofOf(rotation, { type: "seen", passwordChangedAt }, []);
      return proof ? [{ type: "rotation-proved", at, proof }] : [];
    }
    case "confirm":
      return events(decideRotation({ type: "confirm-rotation", by, at }, rotation));
    case "attest":
      return events(
        decideRotation({ type: "attest-rotation", by, at, note: "Sealed before my eyes" }, rotation),
      );
    case "tick":
      return owedOnRotation(rotation, at, contoso);
  }
}

/** By the human, whichever of their accounts stands in the log. */
const humanOf = (id: PersonId): number => [1, 2, 3].find((n) => isOf(human(n, false), id)) ?? 0;

const steps = fc.array(step, { maxLength: 20, size: "max" });
/** The file stays as it is while the rotation is open. */
const settled = steps.map((all) => all.map((one) => ({ ...one, swapped: one.human === 2 })));
const usersOf = ({ reasons }: Rotation): number[] =>
  reasons.flatMap((reason) => (reason.kind === "use" ? [humanOf(reason.user)] : []));

describe("no order of clicks", () => {
  test("closes a rotation by a change that is not newer than every cause", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const rotation = play(all);
        const { closed, proof } = rotation;
        if (closed?.how !== "proved") return;
        expect(Temporal.Instant.compare(proof?.changedAt ?? after(0), renewAfter(rotation))).toBe(1);
      }),
      runs,
    );
  });

  test("lets whoever used the account confirm or attest it last, by whichever account", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const rotation = play(all);
        const last = rotation.closed?.by.at(-1);
        if (last) expect(usersOf(rotation)).not.toContain(humanOf(last));
      }),
      runs,
    );
  });

  test("lets one human attest for two, by whichever account", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const { closed } = play(all);
        if (closed?.how === "attested") expect(new Set(closed.by.map(humanOf)).size).toBe(2);
      }),
      runs,
    );
  });

  test("counts a word of somebody whose use became known after it", () => {
    fc.assert(
      fc.property(settled, (all) => {
        const rotation = play(all);
        for (const by of rotation.closed?.by ?? []) expect(usersOf(rotation)).not.toContain(humanOf(by));
      }),
      runs,
    );
  });

  test("both ends are reached, so that none of this is empty", () => {
    const ways = fc.sample(steps, 500).map((all) => play(all).closed?.how ?? "open");
    expect(new Set(ways)).toEqual(new Set(["open", "proved", "attested"]));
  });
});

test("an open rotation always owes something next, and only a closed one nothing", () => {
  fc.assert(
    fc.property(steps, (all) => {
      const rotation = play(all);
      expect(nextDueOnRotation(rotation, contoso) === undefined).toBe(rotation.closed !== undefined);
    }),
    runs,
  );
});
