// Whom a drill that tests the SOC is kept from, with the request that rehearses it and the rotation that follows from it.
import type { DrillId } from "../ids.ts";
import { later } from "../moments.ts";
import type { Person } from "../organisation.ts";
import { isOf } from "../people.ts";
import type { Request } from "../request/state.ts";
import { type Rotation, usedAt } from "../rotation/state.ts";
import { type Drill, isHidden } from "./state.ts";

/** Whoever is tested: the SOC, unless they run Breakglass, or lead or watch this drill. */
export const isKeptFrom = (drill: Drill, viewer: Person): boolean =>
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

/** As if the secret drills had used nothing; undefined when nothing else made it due. */
export function rotationWithout(rotation: Rotation, secret: ReadonlySet<DrillId>): Rotation | undefined {
  const reasons = rotation.reasons.filter(
    (reason) => reason.kind !== "use" || !reason.drill || !secret.has(reason.drill),
  );
  if (reasons.length === rotation.reasons.length) return rotation;
  const [first, ...others] = reasons.flatMap((reason) => usedAt(reason) ?? []);
  return reasons.length > 0
    ? { ...rotation, reasons, lastUse: first && others.reduce(later, first) }
    : undefined;
}
