// What joins an open rotation, and in whose name.
import { expect, test } from "vitest";
import { alertId, requestId, rotationId } from "../../../src/core/ids.ts";
import type { RotationEvent, RotationReason } from "../../../src/core/rotation/events.ts";
import { foldRotation } from "../../../src/core/rotation/state.ts";
import { after, alice, first } from "../../kit/cast.ts";

const unexplained: RotationReason = { kind: "unexplained-use", alert: alertId(3), usedAt: after(10) };
const use = (minute: number): RotationReason => ({
  kind: "use",
  request: requestId(3),
  drill: undefined,
  user: alice.id,
  usedAt: after(minute),
});

function reasonsAfter(one: RotationReason, other: RotationReason): readonly string[] {
  const opened: RotationEvent = {
    type: "rotation-opened",
    at: after(12),
    rotation: rotationId(1),
    account: first.id,
    reason: one,
    due: after(250),
  };
  const joined: RotationEvent = { type: "rotation-joined", at: after(20), reason: other, due: after(1_450) };
  return foldRotation([opened, joined])?.reasons.map(({ kind }) => kind) ?? [];
}

test("a sign-in that a declaration explains afterwards is one use, whichever was told first", () => {
  expect(reasonsAfter(unexplained, use(10))).toEqual(["use"]);
  expect(reasonsAfter(use(10), unexplained)).toEqual(["use"]);
});

test("another sign-in of the same hour explains nothing", () => {
  expect(reasonsAfter(unexplained, use(11))).toEqual(["unexplained-use", "use"]);
});
