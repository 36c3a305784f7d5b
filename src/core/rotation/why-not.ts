// Why a word on a rotation comes to nothing: who may say that a credential was renewed, and when.
import { isBy } from "../people.ts";
import type { Refusal } from "../refusal.ts";
import type { Actor } from "../request/decide.ts";
import { whyNotWords } from "../request/why-not.ts";
import type { RotationCommand } from "./decide.ts";
import { type Rotation, usersOfRotation } from "./state.ts";

/** The two-person rule stands first: whoever used the account hears that, whatever else is also true. */
export function whyNotOnRotation(command: RotationCommand, rotation: Rotation): Refusal | undefined {
  const { by, users = [] } = command;
  if ([...usersOfRotation(rotation), ...users].some((user) => isBy(by, user))) return "own-use";
  if (!isKeeper(by)) return "not-a-keeper";
  if (rotation.closed) return "already-renewed";
  switch (command.type) {
    case "confirm-rotation":
      return rotation.proof ? undefined : "not-proved";
    case "attest-rotation": // words stand in for a proof only where there is none
      if (rotation.proof) return "proved-already";
      if (rotation.attestations.some((one) => isBy(by, one.by))) return "already-attested";
      return whyNotWords(command.note);
  }
}

const isKeeper = ({ roles }: Actor): boolean => roles.includes("custodian") || roles.includes("admin");
