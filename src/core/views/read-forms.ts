// What was typed into a form, and what a button means: a wish, or the fields to mend. Nothing typed is trusted.
import { classes } from "../alert/events.ts";
import { parseAccountId } from "../ids.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf } from "../people.ts";
import { longestTicket } from "../policy.ts";
import { parseDay } from "../typed.ts";
import type {
  AlertAction,
  ButtonAction,
  DrillAction,
  FormName,
  RequestAction,
  RotationAction,
  Typed,
} from "../view.ts";
import { type Failure, failures, type Wanted, type Wish } from "../wish.ts";
import { wrongWords } from "../words/forms.ts";

export type Read = { wish: Wish } | { wrong: Readonly<Record<string, string>> };

/** A form that no button opened. Only what needs no stream, or finds the person's own, is one. */
export function readSubmitted(name: FormName, typed: Typed, organisation: Organisation): Read {
  const reason = reasonOf(typed);
  const note = noteOf(typed);
  switch (name) {
    case "request":
    case "declare": {
      const read = readOpening(typed, organisation);
      if ("wrong" in read) return read;
      return { wish: { type: name === "request" ? "ask" : "declare", wanted: read.wanted } };
    }
    case "extend":
      return { wish: { type: "extend", minutes: Number(typed["minutes"]), reason } };
    case "deny":
    case "declare-pending":
      return { wish: { type: name, reason } };
    case "fail-drill":
      return { wish: { type: "fail", reason } };
    case "attest":
    case "sign-off":
    case "attest-rotation":
      return { wish: { type: name, note } };
    case "classify":
    case "review": {
      const chosen = classOf(typed);
      return chosen ? { wish: { type: name, class: chosen, note } } : { wrong: { class: wrongWords.class } };
    }
    case "suspect": {
      const account = accountIn(typed, organisation);
      return account
        ? { wish: { type: "suspect", account, note } }
        : { wrong: { account: wrongWords.account } };
    }
    case "drill":
      return readPlan(typed, organisation);
    case "start-drill": {
      const announced = announcedIn(typed);
      return announced === undefined
        ? { wrong: { announced: wrongWords.announced } }
        : { wish: { type: "start", announced } };
    }
    case "rehearse":
      return { wish: { type: "drills" } }; // only the button of a drill says which one it rehearses
  }
}

const reasonOf = (typed: Typed): string => (typed["reason"] ?? "").trim();
const noteOf = (typed: Typed): string => (typed["note"] ?? "").trim();
const classOf = (typed: Typed) => classes.find((known) => known === typed["class"]);

function accountIn(typed: Typed, organisation: Organisation) {
  const account = parseAccountId(typed["account"] ?? "");
  return account && accountOf(organisation, account) ? account : undefined;
}

function announcedIn(typed: Typed): boolean | undefined {
  const chosen = typed["announced"];
  return chosen === "announced" || chosen === "unannounced" ? chosen === "announced" : undefined;
}

function readPlan(typed: Typed, organisation: Organisation): Read {
  const account = accountIn(typed, organisation);
  const written = (typed["day"] ?? "").trim();
  const day = parseDay(written);
  const wrong = {
    ...(account ? {} : { account: wrongWords.account }),
    ...(written && !day ? { day: wrongWords.day } : {}),
  };
  if (!account || Object.keys(wrong).length > 0) return { wrong };
  return { wish: { type: "plan-drill", account, ...(day ? { day } : {}) } };
}

type Opened = { wanted: Wanted } | { wrong: Readonly<Record<string, string>> };

/** The platforms checked these fields already; they are checked again, for neither can be trusted. */
function readOpening(typed: Typed, organisation: Organisation): Opened {
  const read = readWanted(typed);
  const account = accountIn(typed, organisation);
  if ("wanted" in read && account) return read;
  const wrong = "wrong" in read ? read.wrong : {};
  return { wrong: account ? wrong : { account: wrongWords.account, ...wrong } };
}

/** Whether there is such an account is not asked here. */
function readWanted(typed: Typed): Opened {
  const wrong: Record<string, string> = {};
  const account = parseAccountId(typed["account"] ?? "");
  if (!account) wrong["account"] = wrongWords.account;
  const failure = failures.find((known) => known === typed["failure"]);
  if (!failure) wrong["failure"] = wrongWords.failure;
  const minutes = Number(typed["minutes"]);
  if (!Number.isInteger(minutes)) wrong["minutes"] = wrongWords.length;
  const ticket = (typed["ticket"] ?? "").trim();
  if (ticket.length > longestTicket) wrong["ticket"] = wrongWords.ticket;
  if (Object.keys(wrong).length > 0) return { wrong };
  return {
    wanted: {
      account: account as Wanted["account"],
      failure: failure as Failure,
      reason: reasonOf(typed),
      ticket: ticket || undefined,
      minutes,
    },
  };
}

/** What a button means, with what its form held. Where a choice is missing, the form is shown again. */
export function readClick(action: ButtonAction, typed: Typed): Wish {
  if ("alert" in action) return readAlertClick(action, typed);
  if ("rotation" in action) return readRotationClick(action, typed);
  return "drill" in action ? readDrillClick(action, typed) : readRequestClick(action, typed);
}

function readAlertClick(action: AlertAction, typed: Typed): Wish {
  const { verb, alert, about } = action;
  const drawn = about === undefined ? {} : { about };
  if (verb !== "classify") return { type: verb, alert, ...drawn };
  const chosen = classOf(typed);
  return chosen
    ? { type: "classify", alert, ...drawn, class: chosen, note: noteOf(typed) }
    : { type: "form", form: "classify", about: action, words: noteOf(typed) };
}

const readRotationClick = ({ verb, rotation }: RotationAction, typed: Typed): Wish =>
  verb === "attest-rotation" ? { type: verb, rotation, note: noteOf(typed) } : { type: verb, rotation };

function readDrillClick(action: DrillAction, typed: Typed): Wish {
  const { verb, drill, step } = action;
  switch (verb) {
    case "start": {
      const announced = announcedIn(typed);
      return announced === undefined
        ? { type: "form", form: "start-drill", about: action }
        : { type: "start", drill, announced };
    }
    case "witness":
      return { type: "witness", drill };
    case "rehearse": {
      const read = readWanted(typed);
      return "wanted" in read
        ? { type: "ask", wanted: read.wanted, drill }
        : { type: "form", form: "rehearse", about: action, words: reasonOf(typed) };
    }
    case "tick":
      return { type: "tick", drill, ...(step === undefined ? {} : { step }) };
    case "sign-off":
      return { type: "sign-off", drill, note: noteOf(typed) };
    case "fail":
      return { type: "fail", drill, reason: reasonOf(typed) };
  }
}

function readRequestClick(action: RequestAction, typed: Typed): Wish {
  const { verb, request, about, part, item } = action;
  const question = about === undefined ? {} : { about };
  const reason = reasonOf(typed);
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
    case "clean-up":
      return { type: "clean-up", request, ...(item === undefined ? {} : { item }) };
    case "review": {
      const chosen = classOf(typed);
      return chosen
        ? { type: "review", request, class: chosen, note: noteOf(typed) }
        : { type: "form", form: "review", about: action, words: noteOf(typed) };
    }
  }
}
