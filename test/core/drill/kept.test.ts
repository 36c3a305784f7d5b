// A rotation as the SOC may know it: as if the drill that it must not know of had used nothing.
import { describe, expect, test } from "vitest";
import { rotationWithout } from "../../../src/core/drill/kept.ts";
import type { DrillId } from "../../../src/core/ids.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { isOpenRotation, type Rotation } from "../../../src/core/rotation/state.ts";
import { ada, after, alice, dave, erin } from "../../kit/cast.ts";
import {
  attested,
  confirmed,
  day,
  drillUse,
  joined,
  left,
  opened,
  proved,
  reminded,
  rotationFrom,
  suspected,
  unexplained,
  use,
} from "../rotation/kit.ts";

const secret = new Set(["DR-4" as DrillId]);
const known = (...events: readonly RotationEvent[]): Rotation | undefined =>
  rotationWithout(rotationFrom(...events), secret);
/** All that anybody sees of it. */
const shown = (rotation: Rotation | undefined) => rotation && { ...rotation, events: undefined };

describe("a rotation that was open before a secret drill used the account", () => {
  const before = [opened(left(), 1, 3 * day)];

  test("is due when it was", () => {
    expect(shown(known(...before, joined(drillUse(60), 61)))).toEqual(shown(rotationFrom(...before)));
  });

  test("keeps the proof and the words that the drill voids", () => {
    const said = [...before, proved(50), attested(dave, 55)];
    expect(rotationFrom(...said, joined(drillUse(60), 61))).toMatchObject({
      proof: undefined,
      attestations: [],
    });
    expect(shown(known(...said, joined(drillUse(60), 61)))).toEqual(shown(rotationFrom(...said)));
  });

  test("keeps the word of whoever uses it in the drill", () => {
    const said = [...before, attested(alice, 70)];
    expect(shown(known(...said, joined(drillUse(60), 71)))).toEqual(shown(rotationFrom(...said)));
  });

  test("is no more overdue than it would be", () => {
    const hurried = [...before, joined(drillUse(60), 61), reminded("half-time", 800)];
    expect(known(...hurried, reminded("due", 1_501))?.reminded).toBeUndefined();
    expect(known(...hurried, reminded("due", 1_501), reminded("overdue", 3_000, 1))?.reminded).toEqual({
      stage: "half-time",
      number: 0,
      at: after(3_000),
    });
  });

  test("is renewed as soon as it really is, and not before", () => {
    const twice = [...before, attested(dave, 50), joined(drillUse(60), 61), attested(erin, 70)];
    expect(isOpenRotation(rotationFrom(...twice))).toBe(true);
    expect(known(...twice)?.closed).toBeUndefined();
    const renewed = [...before, joined(drillUse(60), 61), proved(121), confirmed(dave, 130)];
    expect(known(...renewed)).toMatchObject({ due: after(3 * day), closed: rotationFrom(...renewed).closed });
  });
});

describe("a rotation that a secret drill opened", () => {
  test("is not there", () => {
    expect(known(opened(drillUse()), joined(drillUse(10), 11), reminded("half-time", 700))).toBeUndefined();
  });

  test("is opened by what else made it due, since then", () => {
    expect(shown(known(opened(drillUse()), joined(drillUse(10), 11), joined(suspected(), 20)))).toEqual(
      shown(rotationFrom(opened(suspected(), 20, 20 + day))),
    );
  });

  test("was renewed as it was, even where its proof is older than the word that the SOC knows", () => {
    const late = [opened(drillUse()), proved(50, 45), joined(unexplained(30), 60), confirmed(ada, 70)];
    expect(known(...late)).toMatchObject({
      openedAt: after(60),
      proof: rotationFrom(...late).proof,
      closed: rotationFrom(...late).closed,
    });
  });
});

test("a rotation of other uses, or of other drills, is as it is", () => {
  const rotation = rotationFrom(opened(use()), joined(use(20, { drill: "DR-5" as DrillId }), 21));
  expect(rotationWithout(rotation, secret)).toBe(rotation);
});
