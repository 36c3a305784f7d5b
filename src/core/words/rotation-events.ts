// What is said when something happens to a rotation: below its card and in direct messages. Reminders get louder.
import { said } from "../mask.ts";
import { isAfter } from "../moments.ts";
import type { RotationEvent, RotationStage } from "../rotation/events.ts";
import { attestersNeeded, type Rotation, usedAt } from "../rotation/state.ts";
import type { Inline, Line } from "../view.ts";
import { list } from "./request.ts";
import { causeWords } from "./rotation.ts";
import { provedWords, type RotationTold, renewWords } from "./rotation-steps.ts";

type Words = { title: string; lines: readonly Line[] };

const when = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });
const named = ({ by }: RotationTold): Inline => (by ? { person: by } : "Somebody");

/** `rotation` of `told`: as the event left it. */
export const rotationEventWords: {
  [Type in RotationEvent["type"]]: (
    event: Extract<RotationEvent, { type: Type }>,
    told: RotationTold,
  ) => Words;
} = {
  "rotation-opened": ({ reason }, told) => ({
    title: `${told.rotation.id}: renew the credential of ${told.label}`,
    lines: [["Why: ", ...causeWords(reason, told.person)], dueWords(told), ...renewWords(told)],
  }),
  "rotation-joined": ({ reason }, told) => ({
    title: isMeanwhile(usedAt(reason), told.rotation)
      ? `${told.rotation.id}: ${told.label} was used meanwhile`
      : `${told.rotation.id}: one more reason to renew the credential of ${told.label}`,
    lines: [
      ["Why: ", ...causeWords(reason, told.person)],
      ["What was changed before that does not count: the credential must be renewed after it."],
      dueWords(told),
    ],
  }),
  "rotation-reminded": ({ stage, number }, told) => ({
    title: remindedTitle(stage, told),
    lines: [
      ...reminded[stage](told, number),
      ...(told.rotation.proof ? provedWords(told) : renewWords(told)),
    ],
  }),
  "rotation-proved": (_, told) => ({
    title: `${told.rotation.id}: the new credential of ${told.label} is seen`,
    lines: provedWords(told),
  }),
  "rotation-confirmed": (_, told) => ({
    title: `${told.rotation.id}: the credential of ${told.label} is renewed`,
    lines: [[named(told), " confirmed it. Nothing is left to do."]],
  }),
  "rotation-attested": ({ note }, told) => ({
    title: told.rotation.closed
      ? `${told.rotation.id}: the credential of ${told.label} is attested, not proved`
      : `${told.rotation.id}: one of ${attestersNeeded} people attests it`,
    lines: [
      [named(told), " says: ", said(note)],
      told.rotation.closed
        ? ["Nothing in Entra proves it, and the record says so."]
        : [`A second person must attest it too: /breakglass attest ${told.rotation.id} and what you saw`],
    ],
  }),
};

const dueWords = ({ rotation }: RotationTold): Line => ["Due ", when(rotation.due), "."];

/** After the rotation was opened, that is: a use that was known before only has another name now. */
const isMeanwhile = (used: Temporal.Instant | undefined, { openedAt }: Rotation): boolean =>
  used !== undefined && isAfter(used, openedAt);

function remindedTitle(stage: RotationStage, { rotation, label }: RotationTold): string {
  const { id, proof } = rotation;
  if (proof) return `${id}: the renewal of ${label} waits for a second person`;
  const words: Record<RotationStage, string> = {
    "half-time": `the credential of ${label} is still to be renewed`,
    due: `the credential of ${label} is due now`,
    overdue: `the credential of ${label} is overdue`,
  };
  return `${id}: ${words[stage]}`;
}

const reminded: Record<RotationStage, (told: RotationTold, number: number) => readonly Line[]> = {
  "half-time": (told) => [["Half of the time is over. ", ...dueWords(told)]],
  due: ({ rotation }) => [["It was to be renewed by now, ", when(rotation.due), "."]],
  overdue: ({ rotation: { due, proof }, admins }, number) => [
    [
      "It was due ",
      when(due),
      `; this is reminder ${number}.`,
      ...(proof ? [] : [" Until it is renewed, whoever knows the credential can sign in."]),
    ],
    ...(number > 1 && admins.length > 0 ? [[...list(admins), ": it cannot wait any longer."]] : []),
  ],
};
