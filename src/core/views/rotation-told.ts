// Everything that the words about a rotation may name, looked up in the roster once.
import type { Organisation, Person } from "../organisation.ts";
import { accountOf, actor, custodiansOf, personOf } from "../people.ts";
import { decideRotation, type RotationCommand } from "../rotation/decide.ts";
import type { RotationEvent } from "../rotation/events.ts";
import type { Rotation } from "../rotation/state.ts";
import type { RotationAction } from "../view.ts";
import type { RotationTold } from "../words/rotation-steps.ts";

export function rotationTold(
  rotation: Rotation,
  organisation: Organisation,
  event?: RotationEvent,
): RotationTold {
  const account = accountOf(organisation, rotation.account);
  const custodians = account ? custodiansOf(organisation, account) : [];
  const others = organisation.people.filter((person) => !custodians.includes(person));
  const by = event && "by" in event ? event.by : undefined;
  return {
    rotation,
    account,
    label: account?.label ?? rotation.account,
    custodians,
    admins: others.concat(custodians).filter(({ roles }) => roles.includes("admin")),
    keepers: [...custodians, ...others].filter((person) => isKeeper(person, rotation)),
    by: by && personOf(organisation, by),
    person: (id) => personOf(organisation, id),
  };
}

type Wished<C> = C extends RotationCommand ? Omit<C, "by" | "at"> : never;

/** As good a wish as any of that kind: the rules themselves say whether somebody's would be refused. */
export const trials: Record<RotationAction["verb"], Wished<RotationCommand>> = {
  "confirm-rotation": { type: "confirm-rotation" },
  "attest-rotation": { type: "attest-rotation", note: "as good a note as any" },
};

const isKeeper = (person: Person, rotation: Rotation): boolean =>
  Object.values(trials).some(
    (trial) => "events" in decideRotation({ by: actor(person), at: rotation.openedAt, ...trial }, rotation),
  );
