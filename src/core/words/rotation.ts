// The fixed words of a rotation's card: how it stands, why a credential must be renewed, labels and buttons.
import { said } from "../mask.ts";
import type { Person } from "../organisation.ts";
import type { Proof, RotationReason } from "../rotation/events.ts";
import { isSuspicious, type Rotation } from "../rotation/state.ts";
import type { Button, Inline, Line, RotationAction, Severity, Tone } from "../view.ts";

/** What stands behind its number. The day is in the reader's own time zone, and so not in a title. */
export function rotationTitle(rotation: Rotation, account: string): string {
  const { closed, proof } = rotation;
  if (closed?.how === "proved") return `Credential of ${account} renewed`;
  if (closed) return `Credential of ${account}: attested, not proved`;
  if (proof) return `Credential of ${account}: proved, waits for a second person`;
  const renew = `Renew the credential of ${account}`;
  return isOverdue(rotation) ? `${renew}: overdue` : renew;
}

export const isOverdue = ({ reminded }: Rotation): boolean =>
  reminded?.stage === "due" || reminded?.stage === "overdue";

/** It grows louder from reminder to reminder; what is proved waits only for a word. */
export function loudness({ closed, proof, reminded, reasons }: Rotation): {
  tone: Tone;
  severity: Severity | undefined;
} {
  if (closed) return { tone: closed.how === "proved" ? "good" : "neutral", severity: undefined };
  const overdue = reminded?.stage === "overdue" ? reminded.number : 0;
  if (proof) return { tone: "waiting", severity: overdue > 1 ? 3 : undefined };
  if (overdue > 1) return { tone: "alarm", severity: 1 };
  if (overdue > 0 || reasons.some(isSuspicious)) return { tone: "bad", severity: 2 };
  return reminded?.stage === "due" ? { tone: "bad", severity: 3 } : { tone: "waiting", severity: undefined };
}

const when = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });

/** A drill is not named here: whoever may know of it sees it on the request's own card. */
export function causeWords(reason: RotationReason, person: (id: Person["id"]) => Person): Line {
  switch (reason.kind) {
    case "use":
      return [
        `used in ${reason.request}, asked by `,
        { person: person(reason.user) },
        ", last ",
        when(reason.usedAt),
      ];
    case "unexplained-use":
      return [`used and no request explains it, ${reason.alert}, last `, when(reason.usedAt)];
    case "calendar":
      return ["its time has come by the calendar"];
    case "staff-change":
      return [
        { person: person(reason.person) },
        " left or has another position, ",
        ...(reason.by ? ["says ", { person: person(reason.by) }] : ["by the configuration"]),
      ];
    case "suspected":
      return [
        "somebody may know it who should not, says ",
        { person: person(reason.by) },
        ": ",
        said(reason.note),
      ];
  }
}

export const rotationLabels = {
  account: "Account",
  why: "Why",
  due: "Due",
  lastUse: "Last use",
  custody: "Kept as",
  proof: "Proof",
  attested: "Attested",
  confirmed: "Confirmed",
  reminded: "Reminded",
};

export const rotationFactWords = {
  noUse: "none known since it was renewed.",
  noProof: "none so far: I have seen no change in Entra since then.",
  noProofEver: "none: Entra does not tell of certificates.",
  attestedOnly: "none: two people say so, and nothing in Entra does.",
  more: (count: number): string => `and ${count} before`,
  by: ", by ",
  seen: {
    directory: "; Entra itself says so.",
    audit: "; the audit log says so.",
  } satisfies Record<Proof["source"], string>,
  left: (given: number, of: number): string => `${given} of ${of} people.`,
};

/** What Entra shows, before the moment at which it changed. */
export const provedWords: Record<Proof["what"], string> = {
  password: "new password ",
  key: "new key, and an old one deleted, ",
};

export const remindedWords = {
  "half-time": "half of the time was over, ",
  due: "it was due, ",
  overdue: (number: number): string => `overdue, ${number} ${number === 1 ? "time" : "times"}, last `,
};

type Words = Omit<Button, "action" | "form">;

export const rotationButtonWords: Record<RotationAction["verb"], Words> = {
  "confirm-rotation": {
    label: "Confirm: it is renewed",
    style: "primary",
    confirm: {
      title: "Is it renewed and sealed?",
      text: "Confirm it when every new part is sealed and in its place, and the old ones are destroyed. Your name is recorded.",
      yes: "I have seen it",
      no: "Not yet",
    },
  },
  "attest-rotation": { label: "Attest without proof", style: "plain" },
};
