// One event of a rotation, told once: below its card, and in direct messages.
import type { Organisation } from "../organisation.ts";
import type { RotationEvent } from "../rotation/events.ts";
import type { Rotation } from "../rotation/state.ts";
import type { View } from "../view.ts";
import { loudness } from "../words/rotation.ts";
import { rotationEventWords } from "../words/rotation-events.ts";
import type { RotationTold } from "../words/rotation-steps.ts";
import { rotationButton } from "./rotation-card.ts";
import { rotationTold } from "./rotation-told.ts";

/** `rotation`: as the event left it. */
export function rotationAnnouncement(
  event: RotationEvent,
  rotation: Rotation,
  organisation: Organisation,
): View | undefined {
  const words = rotationEventWords[event.type] as (
    event: RotationEvent,
    told: RotationTold,
  ) => Pick<View, "title" | "lines">;
  const waits = rotation.proof && !rotation.closed;
  return {
    ...words(event, rotationTold(rotation, organisation, event)),
    ...(event.type === "rotation-attested" && !rotation.closed ? quiet : loudness(rotation)),
    facts: [],
    // an admin who is called when it is overdue has perhaps no card
    buttons:
      waits && event.type === "rotation-reminded"
        ? [rotationButton("confirm-rotation", rotation, organisation)]
        : [],
  };
}

/** It goes on as it should, however late it is. */
const quiet: Pick<View, "tone" | "severity"> = { tone: "waiting", severity: undefined };
