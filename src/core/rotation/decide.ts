// The rules of a rotation: what people say about a renewal, to events or a refusal. Proof and time are not theirs to say.
import type { PersonId } from "../ids.ts";
import type { Refusal } from "../refusal.ts";
import type { Actor } from "../request/decide.ts";
import type { RotationEvent } from "./events.ts";
import type { Rotation } from "./state.ts";
import { whyNotOnRotation } from "./why-not.ts";

/** `users`: who may have used the account besides those that the rotation knows of, for a row may come later. */
export type RotationCommand = { by: Actor; at: Temporal.Instant; users?: readonly PersonId[] } & (
  | { type: "confirm-rotation" }
  | { type: "attest-rotation"; note: string }
);

export type RotationDecision = { events: readonly RotationEvent[] } | { refused: Refusal };

export function decideRotation(command: RotationCommand, rotation: Rotation | undefined): RotationDecision {
  if (!rotation) return { refused: "no-such-rotation" };
  const refused = whyNotOnRotation(command, rotation);
  if (refused) return { refused };
  const { at } = command;
  const by = command.by.person;
  switch (command.type) {
    case "confirm-rotation":
      return { events: [{ type: "rotation-confirmed", at, by }] };
    case "attest-rotation":
      return { events: [{ type: "rotation-attested", at, by, note: command.note }] };
  }
}
