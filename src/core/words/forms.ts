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
  note: { label: "What did you check?", hint: "For example: I called Alice; the outage is INC-42." },
};

export const declareWarning =
  "Use this when nobody can approve in time. The SOC and every approver are told at once (Sev 0), and a second person must attest afterwards.";

export const wrongWords = {
  account: "Choose one of the accounts.",
  failure: "Choose what failed.",
  length: "Choose one of the times.",
  class: "Choose what it was.",
  ticket: `Keep it to ${longestTicket} characters; a link is best.`,
  form: "Please correct the fields that are marked. Nothing was recorded.",
};
