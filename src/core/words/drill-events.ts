// What is said when something happens to a drill: below its card and in direct messages. Reminders get louder.
import type { DrillEvent, Milestone } from "../drill/events.ts";
import { isHidden, stepsLeft } from "../drill/state.ts";
import { said } from "../mask.ts";
import type { Inline, Line, Severity, Tone } from "../view.ts";
import { reasonWords } from "./drill.ts";
import { elapsed } from "./drill-report.ts";
import {
  cameToNothing,
  type DrillTold,
  hush,
  nextWords,
  notReady,
  signOffWords,
  waitsForWitness,
} from "./drill-steps.ts";
import { list } from "./request.ts";

type Words = { title: string; lines: readonly Line[]; tone: Tone; severity?: Severity };

const when = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });
const because = ({ drill, because, drillEvery }: DrillTold): Line =>
  reasonWords(drill.reason, because, drillEvery);
const named = ({ by }: DrillTold): Inline => (by ? { person: by } : "Somebody");

/** Undefined: not worth a notification. `drill` of `told`: as the event left it. `days`: until it is due. */
export const drillEventWords: {
  [Type in DrillEvent["type"]]: (
    event: Extract<DrillEvent, { type: Type }>,
    told: DrillTold,
    days: number,
  ) => Words | undefined;
} = {
  "drill-scheduled": ({ due }, told) => ({
    title: `${told.drill.id}: a drill of ${told.account} is planned`,
    lines: [["Due ", when(due), ". ", ...because(told)], [startWords(told)]],
    tone: "neutral",
  }),
  "drill-moved": ({ due }, told) => ({
    title: `${told.drill.id}: the drill of ${told.account} has another day`,
    lines: [["Due ", when(due), ". ", ...because(told)], [startWords(told)]],
    tone: "neutral",
  }),
  "drill-reminded": reminded,
  "drill-started": (_, told) => ({
    title: `${told.drill.id}: a drill of ${told.account} needs a witness`,
    lines: waitsForWitness(told),
    tone: "waiting",
  }),
  "drill-witnessed": ({ until }, told) => ({
    title: `${told.drill.id}: a drill of ${told.account} runs`,
    lines: [
      [
        ...(told.leader ? [{ person: told.leader }, " leads it, "] : []),
        named(told),
        " watches. It runs until ",
        when(until),
        ".",
      ],
      ...(told.drill.announced ? toTheSoc(told) : [hush]),
    ],
    tone: "waiting",
  }),
  "drill-asked": () => undefined,
  "rehearsal-over": ({ request }, { drill: { id } }) => ({
    title: `${id}: ${request} came to nothing`,
    lines: [[...cameToNothing(request), ` A responder can ask again: /breakglass rehearse ${id}`]],
    tone: "waiting",
  }),
  "milestone-seen": ({ milestone, when: at }, told) => milestoneWords[milestone]?.(at, told),
  "step-ticked": (_, told) =>
    stepsLeft(told.drill).length === 0
      ? { title: `${told.drill.id}: every step is done`, lines: [next(told)], tone: "waiting" }
      : undefined,
  "drill-finished": ({ note }, told) => ({
    title: `${told.drill.id}: the drill of ${told.account} is finished`,
    lines: [[named(told), " signed it off", ...(note ? [": ", said(note)] : ["."])]],
    tone: "good",
  }),
  "drill-failed": ({ reason }, told) => ({
    title: `${told.drill.id}: the drill of ${told.account} has failed`,
    lines: [[...(told.by ? [{ person: told.by }, " says: "] : []), said(reason)], ...notReady(told)],
    tone: "bad",
    severity: 2,
  }),
};

const startWords = ({ drill }: DrillTold): string =>
  `An admin starts it by then, with a second person who watches: /breakglass start ${drill.id}`;

/** What else happens at that time is judged as ever: a drill is no cover for a break-in. */
const toTheSoc = ({ account }: DrillTold): readonly Line[] => [
  [
    `SOC: a sign-in to ${account} that belongs to it is told as a drill's. `,
    { strong: "Acknowledge its alert all the same: " },
    "the drill measures how long that takes. Any other alert is meant as it stands.",
  ],
];

function reminded(
  { stage, number }: Extract<DrillEvent, { type: "drill-reminded" }>,
  told: DrillTold,
  days: number,
): Words {
  const { drill, account, admins } = told;
  const start: Line = [
    {
      strong: drill.leader
        ? `Be its witness: /breakglass witness ${drill.id}`
        : `Start it: /breakglass start ${drill.id}`,
    },
  ];
  if (stage !== "late")
    return {
      title: `${drill.id}: the drill of ${account} is due ${inDays(days)}`,
      lines: [["Due ", when(drill.due), ". ", ...because(told)], start],
      tone: stage === "1-day" || stage === "day" ? "waiting" : "neutral",
    };
  return {
    title: `${drill.id}: the drill of ${account} is overdue`,
    lines: [
      [
        "It was due ",
        when(drill.due),
        `; this is reminder ${number}. Until it is drilled, nobody knows whether the account works in an emergency.`,
      ],
      ...(number > 1 && admins.length > 0 ? [[...list(admins), ": it cannot wait any longer."]] : []),
      start,
    ],
    tone: "bad",
    severity: number === 1 ? 3 : 2,
  };
}

function inDays(days: number): string {
  if (days <= 0) return "today";
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

/** Only those after which somebody has to do something. */
const milestoneWords: Partial<Record<Milestone, (at: Temporal.Instant, told: DrillTold) => Words>> = {
  "signed-in": (at, told) => ({
    title: `${told.drill.id}: the sign-in is seen`,
    lines: [
      [`${told.account} was signed in to at `, { moment: at, show: "time" }, "."],
      next(told),
      ...(isHidden(told.drill) ? [hush] : []),
    ],
    tone: "waiting",
  }),
  acknowledged: (at, told) => ({
    title: `${told.drill.id}: the SOC has acknowledged the alert`,
    lines: [
      [`From the alert to here: ${elapsed(told.drill.seen.alerted, at, "the acknowledgement")}.`],
      ...(told.drill.announced ? [] : [["It was a drill of which the SOC was not told; now it may know."]]),
      next(told),
    ],
    tone: "waiting",
  }),
  rotated: (_, told) => ({
    title: `${told.drill.id}: the credential is renewed`,
    lines: [next(told)],
    tone: "waiting",
  }),
};

const next = (told: DrillTold): Line => [
  { strong: "Next: " },
  ...(stepsLeft(told.drill).length === 0 ? signOffWords(told) : nextWords(told)),
];
