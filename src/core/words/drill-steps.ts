// What a drill asks for now, in a sentence or two: for somebody who has never led one.
import { type DrillStep, drillSteps } from "../drill/events.ts";
import { type Drill, isHidden, stepsLeft } from "../drill/state.ts";
import type { DrillId, RequestId } from "../ids.ts";
import type { Person } from "../organisation.ts";
import type { Inline, Line } from "../view.ts";
import { days, isOverdue, stepNames } from "./drill.ts";

/** What the words may name. */
export type DrillTold = {
  drill: Drill;
  /** Label of the account. */
  account: string;
  leader: Person | undefined;
  witness: Person | undefined;
  /** Who did what is being told. */
  by: Person | undefined;
  /** Who left, or who planned it. */
  because: Person | undefined;
  admins: readonly Person[];
  /** Is a sign-in log connected? */
  watched: boolean;
  /** Minutes, by policy. */
  drillEvery: number;
  drillAfterFailure: number;
};

const when = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });
const next: Inline = { strong: "Next: " };

/** What is going on, then the one thing to do next. */
export function drillSituation(told: DrillTold): readonly Line[] {
  switch (told.drill.status) {
    case "scheduled":
      return [...planned(told), ...unwatched(told)];
    case "started":
      return [...waitsForWitness(told), ...unwatched(told)];
    case "running":
      return running(told);
    case "finished":
      return [[`${told.account} was rehearsed from the request to the renewed credential.`]];
    case "failed":
      return notReady(told);
  }
}

function planned({ drill, account }: DrillTold): readonly Line[] {
  return [
    [
      `${account} is to be rehearsed from the request to the renewed credential`,
      ...(isOverdue(drill) ? [", and ", { strong: "it is overdue." }] : ["."]),
    ],
    [
      next,
      "an admin starts it ",
      ...(isOverdue(drill) ? ["today"] : ["by ", when(drill.due)]),
      ", with a second person who watches: ",
      `press Start the drill, or type /breakglass start ${drill.id}`,
    ],
  ];
}

export function waitsForWitness({ drill, leader }: DrillTold): readonly Line[] {
  const them = leader ? [{ person: leader }] : ["whoever leads it"];
  return [
    [...them, " leads it. Nothing runs before a second person is its witness."],
    [
      next,
      "an admin, approver, custodian or auditor other than ",
      ...them,
      ` presses Be the witness, or types /breakglass witness ${drill.id}`,
    ],
    drill.announced ? ["The SOC is told as soon as it runs."] : hush,
  ];
}

export const hush: Line = [
  { strong: "The SOC is not told: it is tested too. " },
  "Speak of it nowhere where the SOC reads, until it has acknowledged the alert.",
];

/** Without a log the bot sees no sign-in, and nobody may tick in its place. */
const unwatched = ({ watched }: DrillTold): Line[] =>
  watched
    ? []
    : [
        [
          { strong: "No sign-in log is connected: " },
          "I cannot see the sign-in, and so the drill cannot be finished. Connect one first.",
        ],
      ];

function running(told: DrillTold): readonly Line[] {
  const { drill } = told;
  return [
    ...(drill.until
      ? [["It runs until ", when(drill.until), "; what is not finished then has failed."]]
      : []),
    ...lastTry(drill),
    [next, ...nextWords(told)],
    ...(isHidden(drill) ? [hush] : []),
    ...unwatched(told),
  ];
}

function lastTry({ request, tried }: Drill): Line[] {
  const last = tried.at(-1);
  return last && !request ? [cameToNothing(last)] : [];
}

export const cameToNothing = (request: RequestId): Line => [
  `The request of this drill, ${request}, came to nothing: it is over, and nobody used the account.`,
];

/** Nobody can do anything about the SOC's being told: it is at once, or it finds out by itself. */
export function nextStep(drill: Drill): DrillStep | undefined {
  const left = stepsLeft(drill);
  return left.find((step) => step !== "soc-told") ?? left[0];
}

export function nextWords(told: DrillTold): Line {
  const step = nextStep(told.drill);
  if (!step) return signOffWords(told);
  return [{ strong: `${stepWords(step)}: ` }, ...asked(step, told)];
}

export const stepWords = (step: DrillStep): string =>
  `step ${drillSteps.indexOf(step) + 1} (${stepNames[step]})`;

export const signOffWords = ({ drill, leader }: DrillTold): Line => [
  "every step is done. The witness, an admin, an approver or an auditor signs it off",
  ...(leader ? [", but not ", { person: leader }] : []),
  `: press Sign off, or type /breakglass sign-off ${drill.id} and what you saw.`,
];

/** What the request has reached changes what is to be done next. */
function asked(step: DrillStep, { drill: { id, request, seen } }: DrillTold): Line {
  if (step === "custody-opened" && !request)
    return [
      `A responder presses Ask for the account, or types /breakglass rehearse ${id}: as in an emergency, but the request is this drill's.`,
    ];
  if (step === "custody-opened" && !seen.approved)
    return [`${request} waits for its approval, as in an emergency.`];
  if (request && seen.ended) return [overWords[step]?.(request, id) ?? stepAsks[step]];
  if (step === "credential-rotated" && request)
    return [`Whoever asked ends ${request} first. ${stepAsks[step]}`];
  return [stepAsks[step]];
}

const failIt = (id: DrillId): string => `fail the drill: /breakglass drill fail ${id} and why.`;

/** What is done with the account is not asked for any more when its request is over: it would be an alarm. */
const overWords: Partial<Record<DrillStep, (request: RequestId, id: DrillId) => string>> = {
  "custody-opened": (request, id) =>
    `${request} is over, so no part is handed over any more. This step cannot be done: ${failIt(id)}`,
  "sign-in-seen": (request, id) =>
    `${request} is over: do not sign in any more. A sign-in from before that I tick when the log shows it, which can take an hour. If there was none, ${failIt(id)}`,
  "task-done": doneBefore,
  "two-paths": doneBefore,
};

function doneBefore(request: RequestId, id: DrillId): string {
  return `${request} is over: tick this if it was done before that. If it was not, ${failIt(id)}`;
}

/** For whoever does it, and for whoever ticks that it was done. */
export const stepAsks: Record<DrillStep, string> = {
  "soc-told": "I tell the SOC, and tick this myself.",
  "people-reviewed":
    "Go through everybody who may ask for this account, approve it or hand over a part: do they still work here, in that position?",
  "documentation-current":
    "Read the runbook (/breakglass runbook) and its printed copy in the safe: people, places and numbers must still be right.",
  "people-trained":
    "Let everybody who may have to do it tell you how they would get in tonight, with chat and without it.",
  "custody-opened":
    "Two custodians open their places, hand the parts over as in an emergency, and confirm it in their chat with me.",
  "sign-in-seen":
    "Sign in with the account. I tick this when the sign-in log shows it; that can take some minutes.",
  "alert-acknowledged": "The SOC acknowledges the alert of this sign-in. How long that takes is measured.",
  "task-done":
    "With the account, do one thing that only an administrator can, and undo it: create a test user and delete it, for example.",
  "no-personal-methods":
    "Look at the account's sign-in methods in Entra: no telephone, e-mail address or app of one person, neither for MFA nor for password reset.",
  "two-paths":
    "Get in over two network paths that do not fail together: the office's and a mobile phone's, for example.",
  "safes-changed":
    "Have the combination changed of every safe that was opened, and of each that somebody could open who left.",
  "credential-rotated":
    "Custodians renew the credential and seal it again. I tick this when its rotation is closed.",
};

export const notReady = ({ drill, account, drillAfterFailure }: DrillTold): readonly Line[] => [
  [{ strong: `${account} counts as not ready ` }, "until a drill of it is finished."],
  ...(drill.seen.approved && !drill.seen.rotated
    ? [
        [
          `${drill.request ?? "Its use"} is not undone by that: ${drill.seen.ended ? "" : "end it, and "}have the credential renewed.`,
        ],
      ]
    : []),
  [next, `mend what went wrong. The next drill is due within ${days(drillAfterFailure)}.`],
];
