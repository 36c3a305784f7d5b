// `/breakglass drills`: for each account, the drill that comes or runs, and how the last one ended.
import { type Drill, isOverDrill } from "../drill/state.ts";
import type { Organisation, Person } from "../organisation.ts";
import type { Inline, Line, View } from "../view.ts";
import { isOverdue } from "../words/drill.ts";
import { drillListWords as words } from "../words/drill-answers.ts";
import { shownTo } from "./drill-shown.ts";

/** `viewer`: who asked; nobody else's copy gives away a drill that the SOC must not know of. */
export const drillsList = (drills: readonly Drill[], organisation: Organisation, viewer?: Person): View => ({
  title: words.title,
  tone: "neutral",
  severity: undefined,
  lines: [],
  facts: organisation.accounts.map(({ id, label }) => ({
    label,
    value: row(drills.filter(({ account }) => account === id).map((drill) => shownTo(drill, viewer))),
  })),
  buttons: [],
});

function row(drills: readonly Drill[]): Line {
  const open = newest(drills.filter((drill) => !isOverDrill(drill)));
  const last = newest(drills.filter(isOverDrill));
  return [
    words.next,
    ...(open ? next(open) : [words.none]),
    words.last,
    ...(last?.outcome ? ended(last, last.outcome) : [words.never]),
  ];
}

const newest = (drills: readonly Drill[]): Drill | undefined =>
  drills.toSorted((a, b) => Temporal.Instant.compare(b.scheduledAt, a.scheduledAt))[0];

const moment = (at: Temporal.Instant): Inline => ({ moment: at, show: "date-time" });

function next(drill: Drill): Line {
  if (drill.status === "started") return [words.waits(drill.id), "."];
  if (drill.until) return [words.runs(drill.id), moment(drill.until), "."];
  return [isOverdue(drill) ? words.overdue(drill.id) : words.due(drill.id), moment(drill.due), "."];
}

const ended = ({ id, status }: Drill, { at }: NonNullable<Drill["outcome"]>): Line => [
  status === "finished" ? words.finished(id) : words.failed(id),
  moment(at),
  ".",
];
