// Who hears of a rotation: where its card must stand, and who is told besides.
import type { Hearing } from "../hearing.ts";
import { isBefore } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf, channels, custodiansOf, directMessages, everyAdmin } from "../people.ts";
import { distinct, type Place } from "../place.ts";
import type { RotationEvent } from "./events.ts";
import { isOpenRotation, isSuspicious, type Rotation } from "./state.ts";

/** For one batch of events and the rotation as they leave it. A card that is posted notifies by itself. */
export function rotationHearers(
  events: readonly RotationEvent[],
  rotation: Rotation,
  organisation: Organisation,
): Hearing {
  const urgent = rotation.reasons.some(isSuspicious);
  const isNew = events.some(({ type }) => type === "rotation-opened");
  const keepers = keepersOf(rotation, organisation);
  return {
    redraw: true,
    cards: isNew ? distinct(keepers).map((place) => ({ place, urgent })) : [],
    announce: events.flatMap((event, index) =>
      distinct(announcePlaces(event, rotation, organisation)).map((place) => ({
        place,
        event: index,
        urgent,
      })),
    ),
  };
}

function announcePlaces(event: RotationEvent, rotation: Rotation, organisation: Organisation): Place[] {
  const admins = channels(organisation, "admins");
  const keepers = keepersOf(rotation, organisation);
  switch (event.type) {
    case "rotation-opened":
      return [];
    case "rotation-joined": // a use that goes on is no news for who handed it over
      return isWord(event) || rotation.due.equals(event.due) ? keepers : admins;
    case "rotation-reminded":
      return isEscalated(event.number)
        ? [...keepers, ...everyAdmin(organisation), ...soc(event.at, rotation, organisation)]
        : keepers;
    case "rotation-proved":
      return keepers;
    case "rotation-confirmed":
    case "rotation-attested":
      if (isOpenRotation(rotation)) return keepers; // one more word is wanted
      return isEscalated(rotation.reminded?.number ?? 0)
        ? [...admins, ...soc(event.at, rotation, organisation)]
        : admins;
  }
}

/** The admins' channels, and the account's custodians: they have the card. */
function keepersOf({ account: id }: Rotation, organisation: Organisation): Place[] {
  const account = accountOf(organisation, id);
  const custodians = account ? custodiansOf(organisation, account) : [];
  return [
    ...channels(organisation, "admins"),
    ...custodians.flatMap((person) => directMessages(organisation, person)),
  ];
}

/** Somebody said so: whoever keeps the credential did not see it coming. */
const isWord = ({ reason }: Extract<RotationEvent, { type: "rotation-joined" }>): boolean =>
  reason.kind === "suspected" || reason.kind === "staff-change";

/** From the second day after it was due: the admins' channel may be what nobody looks at. */
const isEscalated = (number: number): boolean => number >= 2;

/** A rotation names its drill, and a drill may be hidden from the SOC for as long as it may last. */
function soc(now: Temporal.Instant, { reasons }: Rotation, organisation: Organisation): Place[] {
  const { drillWithin } = organisation.policy;
  const mayBeHidden = reasons.some(
    (reason) =>
      reason.kind === "use" &&
      reason.drill !== undefined &&
      isBefore(now, reason.usedAt.add({ minutes: drillWithin })),
  );
  return mayBeHidden ? [] : channels(organisation, "soc");
}
