// Every form, and what was typed into it read back: a wish, or the fields to mend.
import { classes } from "../alert/events.ts";
import { parseAccountId } from "../ids.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf } from "../people.ts";
import { longestReason, longestTicket, shortestReason } from "../policy.ts";
import { parseClass } from "../understand.ts";
import type { AlertAction, ButtonAction, Field, Form, FormName, RequestAction, Typed } from "../view.ts";
import { type Failure, failures, type Wanted, type Wish } from "../wish.ts";
import { classWords } from "../words/alert.ts";
import { entraDown, failureWords } from "../words/failures.ts";
import { declareWarning, fieldWords, formWords, wrongWords } from "../words/forms.ts";
import { accountWords, length } from "../words/request.ts";

/** `ready`: the account to offer first. `words`: what was typed behind the command, kept as the reason. */
export function form(
  name: FormName,
  organisation: Organisation,
  { about, words = "", ready }: { about?: ButtonAction; words?: string; ready?: string } = {},
): Form {
  return {
    name,
    ...(about ? { about } : {}),
    ...formWords[name],
    lines: introductions[name],
    fields: fields(name, organisation, words, ready),
  };
}

const introductions: Record<FormName, Form["lines"]> = {
  request: [[entraDown]],
  declare: [[{ strong: declareWarning }], [entraDown]],
  "declare-pending": [[{ strong: declareWarning }]],
  deny: [],
  extend: [],
  attest: [],
  classify: [],
};

function fields(
  name: FormName,
  organisation: Organisation,
  words: string,
  ready: string | undefined,
): Field[] {
  const reason = (label: { label: string; hint?: string }): Field => ({
    id: "reason",
    ...label,
    type: "text",
    multiline: true,
    required: true,
    shortest: shortestReason,
    longest: longestReason,
    ...(words ? { initial: words.slice(0, longestReason) } : {}),
  });
  switch (name) {
    case "request":
    case "declare":
      return [
        {
          id: "account",
          ...fieldWords.account,
          type: "choice",
          required: true,
          options: organisation.accounts.map((account) => ({
            value: account.id,
            label: accountWords(account),
          })),
          initial: ready ?? organisation.accounts[0]?.id ?? "",
        },
        {
          id: "failure",
          ...fieldWords.failure,
          type: "choice",
          required: true,
          options: failures.map((value) => ({ value, label: failureWords[value].label })),
        },
        reason(name === "request" ? fieldWords.reason : fieldWords.use),
        {
          id: "ticket",
          ...fieldWords.ticket,
          type: "text",
          multiline: false,
          required: false,
          longest: longestTicket,
        },
        minutesField(organisation, organisation.policy.defaultWindow),
      ];
    case "deny":
      return [reason(fieldWords.denial)];
    case "extend":
      return [
        minutesField(organisation, Math.min(30, organisation.policy.longestWindow)),
        reason(fieldWords.more),
      ];
    case "declare-pending":
      return [reason(fieldWords.declaration)];
    case "attest":
      return [
        {
          id: "note",
          ...fieldWords.note,
          type: "text",
          multiline: true,
          required: false,
          longest: longestReason,
        },
      ];
    case "classify":
      return classification(words);
  }
}

/** Words typed behind the command may begin with the class. */
function classification(words: string): Field[] {
  const typed = parseClass(words);
  const note = typed?.rest ?? words;
  return [
    {
      id: "class",
      ...fieldWords.class,
      type: "choice",
      required: true,
      options: classes.map((value) => ({ value, label: capital(classWords[value]) })),
      ...(typed ? { initial: typed.class } : {}),
    },
    {
      id: "note",
      ...fieldWords.finding,
      type: "text",
      multiline: true,
      required: true,
      shortest: shortestReason,
      longest: longestReason,
      ...(note ? { initial: note.slice(0, longestReason) } : {}),
    },
  ];
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function minutesField({ policy }: Organisation, initial: number): Field {
  const offered = new Set([15, 30, 60, 120, 180, 240, initial, policy.longestWindow]);
  const options = [...offered].filter((minutes) => minutes <= policy.longestWindow).toSorted((a, b) => a - b);
  return {
    id: "minutes",
    ...fieldWords.length,
    type: "choice",
    required: true,
    options: options.map((minutes) => ({ value: String(minutes), label: length(minutes) })),
    initial: String(initial),
  };
}

const formOfVerb: Partial<Record<ButtonAction["verb"], FormName>> = {
  deny: "deny",
  extend: "extend",
  attest: "attest",
  declare: "declare-pending",
  classify: "classify",
};

/** The form a button opens before it counts, if it opens one. */
export function buttonForm(action: ButtonAction, organisation: Organisation): Form | undefined {
  const name = formOfVerb[action.verb];
  return name && form(name, organisation, { about: action });
}

export type Read = { wish: Wish } | { wrong: Readonly<Record<string, string>> };

/** A form that no button opened. Only what needs no request, or finds the person's own, is one. */
export function readSubmitted(name: FormName, typed: Typed, organisation: Organisation): Read {
  if (name === "request" || name === "declare") return readOpening(name, typed, organisation);
  const reason = (typed["reason"] ?? "").trim();
  switch (name) {
    case "extend":
      return { wish: { type: "extend", minutes: Number(typed["minutes"]), reason } };
    case "deny":
    case "declare-pending":
      return { wish: { type: name, reason } };
    case "attest":
      return { wish: { type: "attest", note: noteOf(typed) } };
    case "classify": {
      const chosen = classOf(typed);
      return chosen
        ? { wish: { type: "classify", class: chosen, note: noteOf(typed) } }
        : { wrong: { class: wrongWords.class } };
    }
  }
}

const noteOf = (typed: Typed): string => (typed["note"] ?? "").trim();
const classOf = (typed: Typed) => classes.find((known) => known === typed["class"]);

/** The platforms checked these fields already; they are checked again, for neither can be trusted. */
function readOpening(name: "request" | "declare", typed: Typed, organisation: Organisation): Read {
  const wrong: Record<string, string> = {};
  const account = parseAccountId(typed["account"] ?? "");
  if (!account || !accountOf(organisation, account)) wrong["account"] = wrongWords.account;
  const failure = failures.find((known) => known === typed["failure"]);
  if (!failure) wrong["failure"] = wrongWords.failure;
  const minutes = Number(typed["minutes"]);
  if (!Number.isInteger(minutes)) wrong["minutes"] = wrongWords.length;
  const ticket = (typed["ticket"] ?? "").trim();
  if (ticket.length > longestTicket) wrong["ticket"] = wrongWords.ticket;
  if (Object.keys(wrong).length > 0) return { wrong };
  const wanted: Wanted = {
    account: account as Wanted["account"],
    failure: failure as Failure,
    reason: (typed["reason"] ?? "").trim(),
    ticket: ticket || undefined,
    minutes,
  };
  return { wish: { type: name === "request" ? "ask" : "declare", wanted } };
}

/** What a button means, with what its form held. */
export const readClick = (action: ButtonAction, typed: Typed): Wish =>
  "alert" in action ? readAlertClick(action, typed) : readRequestClick(action, typed);

function readAlertClick(action: AlertAction, typed: Typed): Wish {
  const { verb, alert, about } = action;
  const drawn = about === undefined ? {} : { about };
  if (verb !== "classify") return { type: verb, alert, ...drawn };
  const chosen = classOf(typed);
  return chosen
    ? { type: "classify", alert, ...drawn, class: chosen, note: noteOf(typed) }
    : { type: "form", form: "classify", about: action, words: noteOf(typed) };
}

function readRequestClick({ verb, request, about, part }: RequestAction, typed: Typed): Wish {
  const question = about === undefined ? {} : { about };
  const reason = (typed["reason"] ?? "").trim();
  switch (verb) {
    case "approve":
      return { type: "approve", request, ...question };
    case "deny":
      return { type: "deny", request, ...question, reason };
    case "withdraw":
    case "end":
      return { type: verb, request };
    case "extend":
      return { type: "extend", request, minutes: Number(typed["minutes"]), reason };
    case "attest":
      return { type: "attest", request, note: noteOf(typed) };
    case "release":
      return { type: "release", request, ...(part === undefined ? {} : { part }) };
    case "declare":
      return { type: "declare-pending", request, reason };
  }
}
