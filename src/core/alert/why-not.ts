// Why a command on an alert comes to nothing: who may answer it, and when.
import type { Refusal } from "../refusal.ts";
import { whyNotWords } from "../request/why-not.ts";
import type { AlertCommand } from "./decide.ts";
import type { Alert } from "./state.ts";

/** The two-person rule stands first: whose use it was hears that, whatever else is also true. */
export function whyNotOnAlert(command: AlertCommand, alert: Alert): Refusal | undefined {
  if (isOwnUse(command)) return "own-use";
  if (!mayAnswer(command)) return "not-soc"; // who sees the card is not who may answer it
  if (alert.closed) return "already-closed";
  if (command.about !== undefined && command.about < alert.graver) return "question-closed"; // a stale button
  switch (command.type) {
    case "acknowledge":
      return alert.acknowledged ? "already-acknowledged" : undefined;
    case "classify":
      return alert.classified ? "already-classified" : whyNotWords(command.note);
    case "close":
      return alert.classified || needsNoClass(alert) ? undefined : "not-classified";
  }
}

const isOwnUse = ({ by, users }: AlertCommand): boolean => users.some((user) => by.ids.includes(user));

const mayAnswer = ({ by }: AlertCommand): boolean => by.roles.includes("soc") || by.roles.includes("admin");

/** What was expected waits for nobody's judgement, and blindness is nobody's act. */
const needsNoClass = ({ severity, subject }: Alert): boolean => severity >= 3 || subject.kind === "blind";
