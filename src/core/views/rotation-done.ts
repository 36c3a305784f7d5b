// Said privately of rotations: to the one who confirmed or attested, and a line of each in the list of what is open.
import type { AccountId } from "../ids.ts";
import type { Organisation, Person } from "../organisation.ts";
import { accountOf } from "../people.ts";
import type { RotationEvent } from "../rotation/events.ts";
import type { Rotation } from "../rotation/state.ts";
import type { Fact, View } from "../view.ts";
import { isOverdue, rotationTitle } from "../words/rotation.ts";
import { rotationAnswerWords, rotationListWords, staffChangeWords } from "../words/rotation-answers.ts";
import { rotationCard } from "./rotation-card.ts";
import { rotationTold } from "./rotation-told.ts";

const done: View = { title: "", tone: "good", severity: undefined, lines: [], facts: [], buttons: [] };

/** `events`: what somebody did to the rotation, which is as they leave it. */
export function rotationDone(events: readonly RotationEvent[], rotation: Rotation): View {
  const type = events.at(-1)?.type ?? "rotation-opened";
  const words = type in rotationAnswerWords && rotationAnswerWords[type as keyof typeof rotationAnswerWords];
  return { ...done, title: rotation.id, ...(words ? words(rotation) : {}) };
}

/** An admin said that somebody left: what is owed on these accounts from now on. */
export const staffChangeDone = (
  leaver: Person,
  accounts: readonly AccountId[],
  organisation: Organisation,
): View => ({
  ...done,
  ...staffChangeWords(
    leaver,
    accounts.map((id) => accountOf(organisation, id)?.label ?? id),
  ),
});

/** `viewer`: who asks; what waits for them says so. */
export function rotationFact(
  rotation: Rotation,
  organisation: Organisation,
  viewer: Person | undefined,
): Fact {
  const { label } = rotationTold(rotation, organisation);
  const waits =
    viewer && rotationCard(rotation, organisation, viewer).buttons.map(({ action }) => action.verb);
  return {
    label: rotation.id,
    value: [
      rotationTitle(rotation, label),
      isOverdue(rotation) ? rotationListWords.since : rotationListWords.due,
      { moment: rotation.due, show: "date-time" },
      ".",
      ...(waits?.includes("confirm-rotation")
        ? [{ strong: rotationListWords.waitsForYou(rotation.id) }]
        : []),
    ],
  };
}
