// What an alert means and what to do now: for somebody on call at three in the morning who has read nothing else.
import type { Class, Flag, Subject, Topic } from "../alert/events.ts";
import { type Alert, isMeasured } from "../alert/state.ts";
import { said } from "../mask.ts";
import type { Account, Person } from "../organisation.ts";
import type { Request } from "../request/state.ts";
import { windowOf } from "../sign-in/window.ts";
import type { Inline, Line } from "../view.ts";
import { blockedWords, isAlarming } from "./alert.ts";
import { list } from "./request.ts";
import { sourceNames } from "./sight.ts";

/** What the words may name. `request`: the one that the alert is matched with, or comes nearest to. */
export type AlertTold = {
  alert: Alert;
  /** Label of the account it is about. */
  account: string;
  request: Request | undefined;
  requester: Person | undefined;
  /** The account that the request allows. */
  allowed: Account | undefined;
  approvers: readonly Person[];
  admins: readonly Person[];
  custodians: readonly Person[];
  /** Who made the newest change, when it is one of ours. */
  doer: Person | undefined;
  by: Person | undefined;
};

const time = (moment: Temporal.Instant): Inline => ({ moment, show: "time" });

/** What it means, then what to do; once it is classified, only what is left to do. */
export function alertSituation(told: AlertTold): readonly Line[] {
  const { classified, closed, regained } = told.alert;
  if (regained) return [regainedLine(regained)];
  if (closed) return [meaning(told)];
  if (classified) return [meaning(told), [{ strong: "Left to do: " }, ...afterClass(classified.class, told)]];
  return [meaning(told), ...steps(told)];
}

export function meaning(told: AlertTold): Line {
  const { subject, flags } = told.alert;
  switch (subject.kind) {
    case "sign-in":
      return [...signInMeaning(subject, told), ...flags.flatMap((flag) => [" ", ...flagWords(flag)])];
    case "change":
      return changeMeaning(subject, told);
    case "blind":
      return [
        `I cannot see sign-ins in ${sourceNames[subject.source]} since `,
        time(subject.since),
        ". Requests and approvals go on; ",
        { strong: "sign-ins since then are unseen." },
      ];
  }
}

export const regainedLine = ({ at, rows }: NonNullable<Alert["regained"]>): Line => [
  "I see again since ",
  time(at),
  `. ${rows} ${rows === 1 ? "row was" : "rows were"} caught up and judged; what is unexpected has its own alert.`,
];

function flagWords(flag: Flag): Line {
  if (flag.type === "after-failures") {
    const attempts = flag.count === 1 ? "attempt" : "attempts";
    return [{ strong: `It came after ${flag.count} failed ${attempts}.` }];
  }
  return [
    { strong: `One window was used from ${flag.countries.length} countries: ` },
    said(flag.countries.join(", ")),
    ".",
  ];
}

type OfSignIn = Extract<Subject, { kind: "sign-in" }>;
type OfChange = Extract<Subject, { kind: "change" }>;

function signInMeaning({ verdict, request: id }: OfSignIn, told: AlertTold): Line {
  const did = deed(told);
  switch (verdict) {
    case "unmatched":
      return [{ strong: did }, ", and no request, declaration or drill allows it."];
    case "outside-window":
      return [{ strong: did }, ` outside the time that ${id ?? "a request"} allows. `, ...windowWords(told)];
    case "wrong-account":
      return [
        { strong: did },
        `, while ${id ?? "a request"} allows another account${told.allowed ? `: ${told.allowed.label}` : ""}.`,
      ];
    case "failed": {
      const tries = told.alert.signIns.filter(({ outcome }) => outcome === "failed").length;
      return [
        `Somebody tried to sign in as ${told.account} and was refused${tries > 1 ? `, ${tries} times` : ""}.`,
      ];
    }
    case "approved":
      return [`${did}, as ${id ?? "a request"} allows.`];
    case "declared":
      return [`${did}, as declared in ${id ?? "a request"}.`];
    case "drill":
      return [`${did}, as the drill asks for.`];
  }
}

/** Whether they were let in is never guessed. */
function deed({ alert, account }: AlertTold): string {
  const letIn = alert.signIns.length === 0 || alert.signIns.some(({ outcome }) => outcome === "success");
  return letIn
    ? `Somebody signed in as ${account}`
    : `Somebody began to sign in as ${account} and was asked for more`;
}

function windowWords({ request }: AlertTold): Line {
  if (!request) return [];
  const { allowed } = windowOf(request);
  if (!allowed) return [notAllowedWords[request.status] ?? "It was not approved."];
  return ["It was open from ", time(allowed.from), " to ", time(allowed.until), "."];
}

const notAllowedWords: Partial<Record<Request["status"], string>> = {
  denied: "It was denied.",
  withdrawn: "It was withdrawn.",
  expired: "It expired without an answer.",
  pending: "It still waits for an answer.",
};

const dangers: Record<Topic, string> = {
  credential: "Whoever did it may now hold the key, and ours may no longer open.",
  method: "Somebody may have added a key of their own, or taken ours away.",
  role: "Without its role the account cannot help; with a new one it may do harm.",
  group: "Outside that group, Conditional Access may lock the account out.",
  policy: "A policy may now lock the account out.",
  account: "Disabled or deleted, it cannot help.",
  sight: "Sign-ins may no longer reach this channel.",
  other: "It may keep the account from helping.",
};

function changeMeaning({ topic, expected, account, request }: OfChange, told: AlertTold): Line {
  const about = account ? `touched ${told.account}` : "may concern every emergency account";
  if (expected) return [`A change ${about}; ${request ?? "the renewal after a use"} explains it.`];
  if (isRefused(told)) return [{ strong: `Somebody tried a change that ${about}` }, ", and was refused."];
  return [{ strong: `A change ${about}` }, `, and nothing explains it. ${dangers[topic]}`];
}

const isRefused = ({ alert }: AlertTold): boolean =>
  alert.changes.length > 0 && alert.changes.every(({ succeeded }) => succeeded === false);

function steps(told: AlertTold): readonly Line[] {
  const { severity, subject, acknowledged } = told.alert;
  const now = acknowledged ? "Next: call " : "Acknowledge, then call ";
  if (subject.kind === "blind") {
    return [["Watch the sign-in log in the Entra admin centre meanwhile. ", ...call("Call ", told.admins)]];
  }
  if (subject.kind === "change") return severity >= 3 ? quiet(told) : changeSteps(now, told);
  if (severity >= 3) return isMeasured(told.alert) ? [measured(told)] : quiet(told);
  if (subject.verdict === "failed" && severity > 0) return failedSteps(now, told);
  const whom = subject.verdict !== "unmatched" && told.requester ? [told.requester] : told.admins;
  return [
    [
      ...call(now, whom),
      whom === told.admins ? " Was it one of ours? " : " Was it them?",
      ...(whom === told.admins ? custodianWords(told) : []),
    ],
    [breakIn, ...(whom === told.admins ? [] : [" ", ...call("Call ", told.admins)])],
    ...(isAlarming(subject.verdict)
      ? [["If it was one of ours in need: they declare it (/breakglass declare), and this is judged anew."]]
      : []),
  ];
}

const breakIn =
  "If it was none of ours, it is a break-in: revoke the account's sessions and have its credential renewed.";

const call = (words: string, people: readonly Person[]): Line =>
  people.length > 0 ? [words, ...list(people), "."] : [`${words}an admin.`];

const custodianWords = ({ custodians }: AlertTold): Line =>
  custodians.length > 0
    ? [...list(custodians), ` ${custodians.length === 1 ? "knows" : "know"} whether a part left its place.`]
    : [];

function changeSteps(now: string, told: AlertTold): readonly Line[] {
  const { doer, admins } = told;
  return [
    doer
      ? [...call(now, [doer]), " Was it them, and why?"]
      : [...call(now, admins), " Was it one of ours, and why?"],
    [
      isRefused(told)
        ? "If it was none of ours: revoke the sessions of whoever tried."
        : "If it was none of ours: undo it, revoke the sessions of whoever did it, and renew the account's credential.",
      ...(doer && admins.some(({ id }) => id !== doer.id) ? [" ", ...call("Call ", admins)] : []),
    ],
  ];
}

function failedSteps(now: string, told: AlertTold): readonly Line[] {
  const { signIns } = told.alert;
  const isBlocked = signIns.some(({ outcome, code }) => outcome === "failed" && code && code in blockedWords);
  const { requester, admins } = told;
  return [
    requester
      ? [...call(now, [requester, ...admins]), " Was it them?"]
      : [...call(now, admins), " Was it one of ours?"],
    isBlocked
      ? [{ strong: "The account cannot be used as it is: " }, "an admin must mend that, whoever tried."]
      : ["If not, somebody is guessing. Watch for a sign-in that succeeds: it has an alert of its own."],
  ];
}

/** The SOC's part of a drill is to answer. */
const measured = ({ alert }: AlertTold): Line => [
  { strong: `Acknowledge it all the same (/breakglass ack ${alert.id}): ` },
  "the drill measures how long it takes.",
];

/** Expected, or only noted: nobody need do anything. */
function quiet({ requester, alert }: AlertTold): readonly Line[] {
  if (alert.subject.kind === "change" && !alert.subject.expected)
    return [["Noted only: it names no emergency account. Look at it in working hours."]];
  return [
    [
      "Nothing to do. If ",
      ...(requester && alert.subject.kind === "sign-in"
        ? [{ person: requester }, " says it was not them"]
        : ["somebody doubts it"]),
      `: /breakglass classify ${alert.id} misuse and why, and call the admins.`,
    ],
  ];
}

/** What a class leaves to do before the alert can be closed. */
export function afterClass(of: Class, { alert, admins }: AlertTold): Line {
  const close = `Close it then: /breakglass close ${alert.id}`;
  switch (of) {
    case "misuse":
      return [
        ...call("revoke the account's sessions, have its credential renewed, and tell ", admins),
        ` ${close}`,
      ];
    case "emergency":
      return [`have the use declared and attested, and the credential renewed. ${close}`];
    case "drill":
      return [`have the credential renewed, and sign the drill off. ${close}`];
    case "false-alarm":
      return [`nothing. ${close}`];
  }
}
