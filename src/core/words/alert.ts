// The fixed words of an alert's card: what each kind is called, how it stands, labels and buttons.
import type { Class, Judgement, Topic, Verdict } from "../alert/events.ts";
import { type Alert, isMeasured } from "../alert/state.ts";
import type { AlertAction, Button, Tone } from "../view.ts";

const verdictTitles: Record<Verdict, string> = {
  approved: "Sign-in as approved",
  declared: "Sign-in as declared",
  drill: "Sign-in in a drill",
  unmatched: "Sign-in without a request",
  "outside-window": "Sign-in outside its window",
  "wrong-account": "Sign-in with the wrong account",
  failed: "Failed sign-in",
};

const topicTitles: Record<Topic, string> = {
  credential: "Change to a credential",
  method: "Change to a sign-in method",
  role: "Change to a role",
  group: "Change to an exclusion group",
  policy: "Change to Conditional Access",
  account: "Change to the account itself",
  sight: "Change to logs or alerts",
  other: "Change that touches an account",
};

export const classWords: Record<Class, string> = {
  drill: "planned drill",
  emergency: "actual emergency",
  misuse: "misuse",
  "false-alarm": "false alarm",
};

/** These verdicts alarm by themselves; the others only by what was flagged. */
export const isAlarming = (verdict: Verdict): boolean =>
  verdict === "unmatched" || verdict === "outside-window" || verdict === "wrong-account";

/** What it is, without its number. */
export function titleOf({ subject, flags, signIns }: Alert): string {
  switch (subject.kind) {
    case "blind":
      return "Sign-ins are not seen";
    case "change":
      return subject.expected ? `${topicTitles[subject.topic]}, as expected` : topicTitles[subject.topic];
    case "sign-in": {
      if (isAlarming(subject.verdict)) return verdictTitles[subject.verdict];
      if (flags.some(({ type }) => type === "after-failures")) return "Sign-in after failed attempts";
      if (flags.some(({ type }) => type === "second-country")) return "Sign-ins from several countries";
      return subject.verdict === "failed" && signIns.length > 1
        ? "Failed sign-ins"
        : verdictTitles[subject.verdict];
    }
  }
}

/** Behind the title, once somebody has answered. */
export function standing({ acknowledged, classified, closed, regained }: Alert): string {
  if (regained) return ", over";
  if (closed) return ", closed";
  if (classified) return `, ${classWords[classified.class]}`;
  return acknowledged ? ", acknowledged" : "";
}

export function toneOf(alert: Alert): Tone {
  const { severity, subject, acknowledged, classified, closed } = alert;
  if (closed) return "neutral";
  if (severity >= 3 && isMeasured(alert)) return "waiting";
  if (severity >= 3) return subject.kind === "change" && !subject.expected ? "neutral" : "good";
  if (acknowledged ?? classified) return "waiting";
  return severity === 0 ? "alarm" : severity === 1 ? "bad" : "waiting";
}

/** A judgement inside a sentence: `declared in BG-3`. */
export function judged({ verdict, request }: Judgement): string {
  const named = request ?? "a request";
  const words: Record<Verdict, string> = {
    approved: `approved in ${named}`,
    declared: `declared in ${named}`,
    drill: "part of a drill",
    unmatched: "without a request",
    "outside-window": `outside the window of ${named}`,
    "wrong-account": `not the account that ${named} allows`,
    failed: "a failed attempt",
  };
  return words[verdict];
}

export const unknownAccount = "one of the emergency accounts; the row does not say which";

export const alertLabels = {
  account: "Account",
  when: "When",
  from: "From",
  application: "Application",
  client: "Client",
  userAgent: "User agent",
  said: "Entra says",
  rows: "Log rows",
  blocked: "Blocked",
  request: "Request",
  late: "Late",
  before: "Was",
  operation: "What was done",
  by: "Done by",
  touches: "Touches",
  properties: "Properties",
  source: "Log",
  blindSince: "Blind since",
  why: "Why",
  regained: "Sees again",
  repeated: "Told again",
  silent: "Second road",
  acknowledged: "Acknowledged",
  classified: "Classified",
  closed: "Closed",
};

/** Refusals which say that the account cannot be used at all, whoever tries, by Entra's number. */
export const blockedWords: Readonly<Record<string, string>> = {
  "50053": "locked after too many attempts, or its address is blocked",
  "50055": "its password has expired",
  "50057": "disabled",
  "53003": "blocked by Conditional Access",
  "530035": "blocked by the security defaults",
};

type Words = Omit<Button, "action" | "form">;

export const alertButtonWords: Record<AlertAction["verb"], Words> = {
  acknowledge: { label: "Acknowledge", style: "primary" },
  classify: { label: "Classify", style: "plain" },
  close: {
    label: "Close",
    style: "plain",
    confirm: {
      title: "Close this alert?",
      text: "Close it only when nothing is left to do about it. Your name is recorded.",
      yes: "Close",
      no: "Not yet",
    },
  },
};
