// What is said privately of a rotation: to the one who acted, and in the list of what is open.
import type { Person } from "../organisation.ts";
import { attestersNeeded, type Rotation } from "../rotation/state.ts";
import type { Line } from "../view.ts";

type Answered = (rotation: Rotation) => { title: string; lines: readonly Line[] };

/** By the last event of what they did. */
export const rotationAnswerWords: Record<"rotation-confirmed" | "rotation-attested", Answered> = {
  "rotation-confirmed": ({ id }) => ({
    title: `${id}: confirmed`,
    lines: [
      ["The credential is renewed, and the admins and custodians are told. There is nothing more to do."],
    ],
  }),
  "rotation-attested": ({ id, closed, attestations }) => ({
    title: `${id}: attested`,
    lines: closed
      ? [["You were the last one needed. The record says: attested, not proved."]]
      : [
          [`${attestations.length} of ${attestersNeeded} people have. Another one must attest it too.`],
          ["If Entra shows the change meanwhile, it is confirmed instead: you hear of it."],
        ],
  }),
};

/** `accounts`: labels of those that they had a part in. */
export const staffChangeWords = (
  leaver: Person,
  accounts: readonly string[],
): { title: string; lines: readonly Line[] } => ({
  title: "Noted: somebody left or has another position",
  lines: [
    [{ person: leaver }, ` had a part in ${accounts.join(", ")}.`],
    [
      `${accounts.length === 1 ? "Its credential is" : "Their credentials are"} to be renewed, and a drill comes early where none is due soon. The admins and the custodians are told.`,
    ],
    ["Change the configuration too: only then do they lose their roles."],
  ],
});

export const rotationListWords = {
  due: ", due ",
  since: ", since ",
  waitsForYou: (id: string): string => ` Waits for your word: /breakglass confirm ${id}`,
};
