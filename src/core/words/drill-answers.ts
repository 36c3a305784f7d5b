// What the one who did something about a drill is told, privately; and the words of the list of drills.
import type { DrillEvent } from "../drill/events.ts";
import type { Drill } from "../drill/state.ts";
import type { Inline, Line } from "../view.ts";
import { nextStep, stepWords } from "./drill-steps.ts";

type Answered = (drill: Drill) => { title: string; lines: readonly Line[] };

const when = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });

const planned: Answered = ({ id, due }) => ({
  title: `${id}: the drill is planned`,
  lines: [
    ["It is due ", when(due), ". The admins are told, and reminded."],
    [`To begin: /breakglass start ${id}`],
  ],
});

/** By the last event of what they did that is one of these. */
export const drillAnswerWords: Partial<Record<DrillEvent["type"], Answered>> = {
  "drill-scheduled": planned,
  "drill-moved": planned,
  "drill-started": ({ id, announced }) => ({
    title: `${id}: you lead it`,
    lines: [
      [`Nothing runs before a second person is its witness: /breakglass witness ${id}`],
      [
        announced
          ? "The SOC is told as soon as it runs."
          : "The SOC is not told. Ask your witness in person.",
      ],
    ],
  }),
  "drill-witnessed": (drill) => ({
    title: `${drill.id}: you are its witness`,
    lines: [
      [
        "It runs now",
        ...(drill.until ? [", until ", when(drill.until)] : []),
        ". The card says what is to be done, step by step.",
      ],
      nextLine(drill),
    ],
  }),
  "step-ticked": (drill) => ({ title: `${drill.id}: ticked`, lines: [nextLine(drill)] }),
  "drill-finished": ({ id }) => ({
    title: `${id}: signed off`,
    lines: [["The card shows the report with the measured times. The next drill is planned by itself."]],
  }),
  "drill-failed": ({ id }) => ({
    title: `${id}: failed`,
    lines: [
      [
        "The admins are told, with your reason. The account counts as not ready until a drill of it is finished.",
      ],
    ],
  }),
};

function nextLine(drill: Drill): Line {
  const step = nextStep(drill);
  return [
    step
      ? `Next: ${stepWords(step)}. The card says how.`
      : `Every step is done. Next: /breakglass sign-off ${drill.id}, by somebody who did not lead it.`,
  ];
}

export const drillListWords = {
  title: "Drills",
  next: { strong: "Next: " },
  last: { strong: " Last: " },
  due: (id: string) => `${id}, due `,
  overdue: (id: string) => `${id}, overdue since `,
  waits: (id: string) => `${id} waits for a witness: /breakglass witness ${id}`,
  runs: (id: string) => `${id} runs until `,
  none: "none is planned yet; /breakglass drill schedule and a date plans one, no later than it is owed.",
  finished: (id: string) => `${id}, finished `,
  failed: (id: string) => `${id}, failed `,
  never: "none on record.",
};
