// The fields of every form.
import { classes } from "../alert/events.ts";
import type { AccountId } from "../ids.ts";
import type { Organisation } from "../organisation.ts";
import { longestReason, longestTicket, shortestReason } from "../policy.ts";
import { parseClass, parseDay } from "../typed.ts";
import type { Field, FormName } from "../view.ts";
import { failures } from "../wish.ts";
import { classWords } from "../words/alert.ts";
import { failureWords } from "../words/failures.ts";
import { announcedWords, fieldWords } from "../words/forms.ts";
import { accountWords, length } from "../words/request.ts";

type Given = { words?: string; ready?: string; account?: AccountId };
type Label = { label: string; hint?: string };

export function fields(name: FormName, organisation: Organisation, given: Given): Field[] {
  const { words = "" } = given;
  switch (name) {
    case "request":
      return opening(organisation, accountField(organisation, given), reason(fieldWords.reason, words));
    case "declare":
      return opening(organisation, accountField(organisation, given), reason(fieldWords.use, words));
    case "rehearse":
      return opening(organisation, onlyAccount(organisation, given), reason(fieldWords.rehearsal, words));
    case "deny":
      return [reason(fieldWords.denial, words)];
    case "extend":
      return [
        minutesField(organisation, Math.min(30, organisation.policy.longestWindow)),
        reason(fieldWords.more, words),
      ];
    case "declare-pending":
      return [reason(fieldWords.declaration, words)];
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
      return classification(fieldWords.finding, words);
    case "review":
      return classification(fieldWords.looked, words);
    case "suspect":
      return [choiceOfAccount(organisation, given.account), note(fieldWords.suspicion, words)];
    case "drill":
      return [
        choiceOfAccount(organisation, given.account),
        {
          id: "day",
          ...fieldWords.day,
          type: "text",
          multiline: false,
          required: false,
          longest: 10,
          ...(parseDay(words) ? { initial: words.trim() } : {}),
        },
      ];
    case "start-drill":
      return [
        {
          id: "announced",
          ...fieldWords.announced,
          type: "choice",
          required: true,
          options: Object.entries(announcedWords).map(([value, label]) => ({ value, label })),
        },
      ];
    case "sign-off":
      return [note(fieldWords.drilled, words)];
    case "fail-drill":
      return [reason(fieldWords.failed, words)];
    case "attest-rotation":
      return [note(fieldWords.renewal, words)];
  }
}

/** What every wish to use an account says. */
const opening = (organisation: Organisation, account: Field, why: Field): Field[] => [
  account,
  {
    id: "failure",
    ...fieldWords.failure,
    type: "choice",
    required: true,
    options: failures.map((value) => ({ value, label: failureWords[value].label })),
  },
  why,
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

const accountField = (organisation: Organisation, { ready }: Given): Field => ({
  ...choiceOfAccount(organisation, undefined),
  initial: ready ?? organisation.accounts[0]?.id ?? "",
});

/** A drill has one account; while it is not known which, none is chosen, and the drill's own is asked for. */
function onlyAccount(organisation: Organisation, { account }: Given): Field {
  const only = organisation.accounts.filter(({ id }) => id === account);
  return choiceOfAccount(only.length > 0 ? { ...organisation, accounts: only } : organisation, undefined);
}

/** Nothing is guessed where a wrong guess costs a renewal or a rehearsal, unless there is only one. */
function choiceOfAccount({ accounts }: Organisation, chosen: AccountId | undefined): Field {
  const initial = chosen ?? (accounts.length === 1 ? accounts[0]?.id : undefined);
  return {
    id: "account",
    ...fieldWords.account,
    type: "choice",
    required: true,
    options: accounts.map((account) => ({ value: account.id, label: accountWords(account) })),
    ...(initial ? { initial } : {}),
  };
}

const long = (id: string, label: Label, words: string): Field => ({
  id,
  ...label,
  type: "text",
  multiline: true,
  required: true,
  shortest: shortestReason,
  longest: longestReason,
  ...(words ? { initial: words.slice(0, longestReason) } : {}),
});
const reason = (label: Label, words: string): Field => long("reason", label, words);
const note = (label: Label, words: string): Field => long("note", label, words);

/** Words typed behind the command may begin with the class. */
function classification(label: Label, words: string): Field[] {
  const typed = parseClass(words);
  return [
    {
      id: "class",
      ...fieldWords.class,
      type: "choice",
      required: true,
      options: classes.map((value) => ({ value, label: capital(classWords[value]) })),
      ...(typed ? { initial: typed.class } : {}),
    },
    note(label, typed?.rest ?? words),
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
