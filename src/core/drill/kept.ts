// Whom a drill that tests the SOC is kept from, with the request that rehearses it and the rotation that follows from it.
import type { DrillId } from "../ids.ts";
import type { Person } from "../organisation.ts";
import { isOf } from "../people.ts";
import type { Request } from "../request/state.ts";
import type { RotationEvent } from "../rotation/events.ts";
import { remindersOwed } from "../rotation/owed.ts";
import { foldRotation, type Rotation } from "../rotation/state.ts";
import { type Drill, isHidden } from "./state.ts";

/** Whoever is tested: the SOC, unless they run Breakglass, or lead or watch this drill. */
export const isKeptFrom = (drill: Drill, viewer: Pick<Person, "roles" | "objectIds">): boolean =>
  isHidden(drill) &&
  viewer.roles.includes("soc") &&
  !viewer.roles.includes("admin") &&
  ![drill.leader, drill.witness].some((part) => part && isOf(viewer, part.by));

/** `secret`: drills that are kept from the viewer. Who asked, or is asked to let it happen, knows of the request anyway. */
export const isRequestKept = (
  { drill, requester }: Request,
  secret: ReadonlySet<DrillId>,
  viewer: Person,
): boolean =>
  drill !== undefined &&
  secret.has(drill.id) &&
  !isOf(viewer, requester) &&
  !viewer.roles.some((role) => role === "approver" || role === "custodian");

/**
 * As if the secret drills had used nothing; undefined when nothing else made it due. How it was closed is no secret, and
 * nothing else closes it.
 */
export function rotationWithout(rotation: Rotation, secret: ReadonlySet<DrillId>): Rotation | undefined {
  const known = rotation.events.filter((event) => !isOfDrills(event, secret));
  if (known.length === rotation.events.length) return rotation;
  const cause = known.find((event) => "reason" in event);
  if (!cause) return undefined;
  const { id, account, closed, proof, attestations } = rotation;
  const opened = foldRotation([{ ...cause, type: "rotation-opened", rotation: id, account }]);
  const without = known.slice(known.indexOf(cause) + 1).reduce(goesOn, opened);
  return without && { ...without, closed, ...(closed && { proof, attestations }) };
}

const isOfDrills = (event: RotationEvent, drills: ReadonlySet<DrillId>): boolean =>
  "reason" in event &&
  event.reason.kind === "use" &&
  event.reason.drill !== undefined &&
  drills.has(event.reason.drill);

/** It may be due later than it really is: then it is reminded of later, too. */
const goesOn = (rotation: Rotation | undefined, event: RotationEvent): Rotation | undefined =>
  foldRotation(
    rotation && event.type === "rotation-reminded" ? remindersOwed(rotation, event.at) : [event],
    rotation,
  );
