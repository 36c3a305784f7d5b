// The words of every form.
import { longestTicket } from "../policy.ts";
import type { FormName } from "../view.ts";

export const formWords: Record<FormName, { title: string; submit: string }> = {
  request: { title: "Ask for emergency access", submit: "Ask" },
  declare: { title: "Declare emergency use", submit: "Declare" },
  "declare-pending": { title: "Declare emergency use", submit: "Declare" },
  deny: { title: "Deny", submit: "Deny" },
  extend: { title: "Ask for more time", submit: "Ask" },
  attest: { title: "Attest this use", submit: "Attest" },
  classify: { title: "Classify this alert", submit: "Classify" },
  review: { title: "Review this use", submit: "Sign off" },
  suspect: { title: "Suspect a credential", submit: "Have it renewed" },
  drill: { title: "Plan a drill", submit: "Plan" },
  "start-drill": { title: "Start this drill", submit: "Start" },
  rehearse: { title: "Ask for this drill", submit: "Ask" },
  "sign-off": { title: "Sign off this drill", submit: "Sign off" },
  "fail-drill": { title: "This drill has failed", submit: "Fail it" },
  "attest-rotation": { title: "Attest this renewal", submit: "Attest" },
};

export const fieldWords = {
  account: { label: "Account" },
  failure: { label: "What failed?" },
  reason: {
    label: "Why do you need it?",
    hint: "The approver decides by these words. Type no passwords here.",
  },
  use: {
    label: "Why do you need it?",
    hint: "The SOC and whoever attests your use read these words. Type no passwords here.",
  },
  ticket: { label: "Ticket or incident link" },
  length: { label: "For how long?" },
  denial: { label: "Why not?", hint: "The requester and the record get these words." },
  more: { label: "Why do you need more time?" },
  declaration: { label: "Why can it not wait for an approval?" },
  class: { label: "What was it?" },
  finding: {
    label: "How do you know?",
    hint: "The record keeps these words. For example: I called Alice; it was her phone.",
  },
  looked: {
    label: "What did you compare, and what did you find?",
    hint: "The record keeps these words. For example: only the policies of INC-42 were changed, and are back.",
  },
  suspicion: { label: "What happened?", hint: "The record keeps these words. Type no passwords here." },
  day: {
    label: "On which day?",
    hint: "As 2026-12-31; it is due when that day's working hours begin. Leave it empty for now.",
  },
  announced: { label: "Does the SOC know?" },
  rehearsal: {
    label: "What do you rehearse?",
    hint: "The approver decides by these words, as in an emergency.",
  },
  drilled: { label: "What did you see, and what must be better the next time?" },
  failed: { label: "Why did it fail?", hint: "The report and the record get these words." },
  renewal: {
    label: "How do you know that it was renewed?",
    hint: "Nothing in Entra proves it, so the record keeps your word. For example: I set the new key with Dave.",
  },
  note: { label: "What did you check?", hint: "For example: I called Alice; the outage is INC-42." },
};

export const declareWarning =
  "Use this when nobody can approve in time. The SOC and every approver are told at once (Sev 0), and a second person must attest afterwards.";

export const announcedWords = {
  announced: "Announced: the SOC is told first",
  unannounced: "Unannounced: the drill tests the SOC too",
};

/** At the head of a form that needs no facts. */
export const introductionWords: Partial<Record<FormName, string>> = {
  suspect: "A rotation is opened at once, with little time. Custodians and admins are told.",
  "start-drill": "It runs as soon as a second person is its witness.",
  rehearse: "This asks as in an emergency. The request belongs to the drill.",
  "sign-off": "Your name stands below the report. Whoever leads the drill cannot sign it off.",
  "fail-drill": "The account is not ready until a later drill is finished.",
  "attest-rotation":
    "Two people attest, neither of them a user of the account. The record says: attested, not proved.",
};

export const wrongWords = {
  account: "Choose one of the accounts.",
  failure: "Choose what failed.",
  length: "Choose one of the times.",
  class: "Choose what it was.",
  day: "Write the day as 2026-12-31.",
  announced: "Choose whether the SOC knows.",
  ticket: `Keep it to ${longestTicket} characters; a link is best.`,
  form: "Please correct the fields that are marked. Nothing was recorded.",
};
